"""``pdf.yaml``, loaded and compiled once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from indexer.reading.data import load_data


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of ``pdf.yaml``, which says what each is for; `radicals` is a table for `str.translate`."""

    page_number: re.Pattern[str]
    bare_page_number: re.Pattern[str]
    footnote: re.Pattern[str]
    paragraph_start: re.Pattern[str]
    paragraph_end: re.Pattern[str]
    own_line: re.Pattern[str]
    issuer_mark: re.Pattern[str]
    document_number: re.Pattern[str]
    no_title: re.Pattern[str]
    radicals: Mapping[int, str]


@cache
def patterns() -> Patterns:
    """Return the patterns of ``pdf.yaml``."""
    lists = load_data("pdf.yaml")
    pairs = lists.pop("radicals")
    radicals = {ord(pairs[i]): pairs[i + 1] for i in range(0, len(pairs), 2)}
    for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3):
        radicals[code] = unicodedata.normalize("NFKC", chr(code))
    written = {name: value if isinstance(value, str) else "|".join(value) for name, value in lists.items()}
    compiled = {name: re.compile(_folded(value), re.IGNORECASE) for name, value in written.items()}
    return Patterns(radicals=radicals, **compiled)


def _folded(pattern: str) -> str:
    """Return a pattern without the blanks that folding its lines in YAML left before a ``|``."""
    return re.sub(r" +(?=\|)", "", pattern.strip())


def squeezed(text: str) -> str:
    """Return a text without blanks, as the patterns are compared with it."""
    return "".join(text.split())
