"""Takes out of a whole HTML page what is not the document's: sharing buttons, menus, QR codes, footers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from indexer.reading.elements import load_elements

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from indexer.records import Paragraph

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CONTAINERS = ("div", "ul", "ol", "dl", "table", "section", "header", "p", "td")
_TEXT = ("html", "body", "p", "h1", "h2", "h3", "h4", "h5", "h6")
_ENDS = 12
"""So many lines at the head and at the end of a text can be the page's."""


def remove_furniture(root: LexborNode) -> None:
    """Remove the elements that are furniture by the words of their class or id, unless most of the text is in them."""
    words = load_elements().furniture
    measured = _measure(root)
    whole = measured[0].length
    _remove(
        each.node
        for each in measured
        if each.node.tag not in _TEXT and 2 * each.length < whole and not words.isdisjoint(_words(each.node))
    )


def remove_menus(root: LexborNode) -> None:
    """Remove the elements whose text is mostly that of links: menus, lists of other documents."""
    told = load_elements()
    measured = _measure(root)
    whole = measured[0].length
    _remove(
        each.node
        for each in measured
        if each.links >= told.menu_links
        and each.node.tag in _CONTAINERS
        and 2 * each.length < whole
        and each.linked > told.menu_share * each.length
    )


class _Measured:
    """An element with the length of its text, its links and the length of their text."""

    __slots__ = ("above", "length", "linked", "links", "node")

    def __init__(self, node: LexborNode, above: int) -> None:
        self.node = node
        self.above = above
        self.length = self.linked = self.links = 0


def _measure(root: LexborNode) -> list[_Measured]:
    """Return the elements below a node, itself first, in the order of the document, measured in one pass."""
    measured = [_Measured(root, -1)]
    path = [0]
    node = root.first_child
    while node is not None:
        if node.is_text_node:
            measured[path[-1]].length += len(node.text_content or "")
        elif node.is_element_node:
            measured.append(_Measured(node, path[-1]))
            if node.first_child is not None:
                path.append(len(measured) - 1)
                node = node.first_child
                continue
        while node is not None and node.next is None and len(path) > 1:
            node = measured[path.pop()].node
        node = node.next if node is not None else None
    for each in reversed(measured[1:]):
        if each.node.tag == "a":
            each.links, each.linked = 1, each.length
        above = measured[each.above]
        above.length += each.length
        above.links += each.links
        above.linked += each.linked
    return measured


def _remove(doomed: Iterable[LexborNode]) -> None:
    for node in reversed(list(doomed)):  # in the order of the document, so that what is inside another goes first
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
    if not node.attributes:
        return set()
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    parts = re.split(r"[\s_-]+", named)
    return {part.lower() for part in parts} | {word.lower() for word in _WORDS.findall(named)}
