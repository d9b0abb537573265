"""What HTML elements are to a reader: ``html.yaml``, loaded once."""

from dataclasses import dataclass
from functools import cache

from indexer.reading.data import load_data


@dataclass(frozen=True, slots=True)
class Elements:
    """The lists of ``html.yaml``, which says what each is for."""

    block: frozenset[str]
    line_break: frozenset[str]
    inline: frozenset[str]
    unseen: frozenset[str]
    page_furniture: frozenset[str]
    bold: frozenset[str]
    preformatted: frozenset[str]
    headings: frozenset[str]
    end_implied: frozenset[str]
    bodies: tuple[str, ...]

    @property
    def known(self) -> frozenset[str]:
        """Every element that marks a text as HTML."""
        return self.block | self.line_break | self.inline


@cache
def load_elements() -> Elements:
    """Return the lists of ``html.yaml``."""
    lists = load_data("html.yaml")
    return Elements(bodies=tuple(lists.pop("bodies")), **{name: frozenset(names) for name, names in lists.items()})
