"""What a reader of one format gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.records import Paragraph


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a source and what it says of itself.

    Attributes:
        paragraphs: the text, in order.
        title: the title the text itself gives, for where no metadata gives one; "" if none.
        metadata: keys and plain JSON values, a mapping for each place where the source has some, best first.
    """

    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    metadata: tuple[Mapping[str, Any], ...] = ()
