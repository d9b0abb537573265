"""What HTML elements are to a reader: ``html.yaml``, loaded once."""

import re
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
    furniture: frozenset[str]
    furniture_lines: re.Pattern[str]
    longest_furniture_line: int
    menu_links: int
    menu_share: float

    @property
    def known(self) -> frozenset[str]:
        """Every element that marks a text as HTML."""
        return self.block | self.line_break | self.inline


@cache
def load_elements() -> Elements:
    """Return the lists of ``html.yaml``."""
    told = load_data("html.yaml")
    sets = (
        "block",
        "line_break",
        "inline",
        "unseen",
        "page_furniture",
        "bold",
        "preformatted",
        "headings",
        "end_implied",
    )
    return Elements(
        **{name: frozenset(told[name]) for name in (*sets, "furniture")},
        bodies=tuple(told["bodies"]),
        furniture_lines=re.compile(told["furniture_lines"]),
        longest_furniture_line=told["longest_furniture_line"],
        menu_links=told["menu_links"],
        menu_share=told["menu_share"],
    )
