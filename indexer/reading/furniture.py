"""Takes out of a whole HTML page what is not the document's: sharing buttons, menus, QR codes, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.reading.elements import load_elements

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from indexer.records import Paragraph

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CONTAINERS = "div, ul, ol, dl, table, section, header, p, td"
_TEXT = ("html", "body", "p", "h1", "h2", "h3", "h4", "h5", "h6")
_ENDS = 12
"""So many lines at the head and at the end of a text can be the page's."""


def remove_furniture(root: LexborNode) -> None:
    """Remove the elements that are furniture by the words of their class or id, unless most of the text is in them."""
    words = load_elements().furniture
    whole = _length(root)
    doomed = [
        node
        for node in root.css("[class], [id]")
        if node.tag not in _TEXT and not words.isdisjoint(_words(node)) and 2 * _length(node) < whole
    ]
    _remove(doomed)


def remove_menus(root: LexborNode) -> None:
    """Remove the elements whose text is mostly that of links: menus, lists of other documents."""
    told = load_elements()
    whole = _length(root)
    doomed = []
    for node in root.css(_CONTAINERS):
        links = node.css("a")
        length = _length(node) if len(links) >= told.menu_links else whole
        if 2 * length < whole and sum(map(_length, links)) > told.menu_share * length:
            doomed.append(node)
    _remove(doomed)


def _remove(doomed: Sequence[LexborNode]) -> None:
    for node in reversed(doomed):  # in the order of the document, so that what is inside another goes first
        node.decompose()


def without_furniture(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return a page's paragraphs without the lines at their head and end that are the page's: 打印本页, 分享到：.

    A line in the head is only looked for above the first that ends as a sentence does.
    """
    told = load_elements()

    def is_furniture(paragraph: Paragraph) -> bool:
        text = paragraph.text
        return len(text) <= told.longest_furniture_line and told.furniture_lines.match(text) is not None

    head = next((i for i, paragraph in enumerate(paragraphs[:_ENDS]) if paragraph.text.endswith("。")), _ENDS)
    tail = max(len(paragraphs) - _ENDS, head)
    kept = [p for i, p in enumerate(paragraphs) if not ((i < head or i >= tail) and is_furniture(p))]
    return kept or list(paragraphs)


def _words(node: LexborNode) -> set[str]:
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    parts = re.split(r"[\s_-]+", named)
    return {part.lower() for part in parts} | {word.lower() for word in _WORDS.findall(named)}


def _length(node: LexborNode) -> int:
    return len(node.text(deep=True) or "")
