"""HTML: what a browser shows, as paragraphs.

The tree is selectolax's (lexbor, a parser by the HTML standard). It is walked in a loop, for elements may be nested
deeper than Python's stack; what they mean stands in ``html.yaml``.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.elements import load_elements
from indexer.reading.page import find_bodies, read_head, take_information
from indexer.reading.paragraphs import PLAIN, Look, ParagraphBuilder
from indexer.records import Paragraph

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST_NESTING = 512
"""Blocks open at once. Chromium nests no deeper; a parser by the standard needs time quadratic in it."""
MOST_ATTRIBUTES = 1000

_CENTRES = {"center": True, "middle": True, "-webkit-center": True, "left": False, "right": False, "justify": False}
_CENTRES |= {"start": False, "end": False}
_WEIGHTS = {"bold": True, "bolder": True, "normal": False, "lighter": False}
_WEIGHTS |= {str(weight): weight >= 600 for weight in range(100, 1000, 100)}
_INLINE_DISPLAYS = {"inline", "inline-block", "inline-flex", "inline-table", "contents"}


def read_html(text: str) -> Content:
    """Read a page or fragment of HTML.

    Of a whole page (one with a doctype, ``<html>`` or ``<body>``) the text is the body of the document, where a content
    management system that is known marks it, else everything but navigation, footers and asides. Its information
    (title, document number, issuer, …) is read from its head and from a table of labels and values above the text.

    Args:
        text: the text of the source, decoded and without front matter.

    Returns:
        The paragraphs, as title the first ``<h1>``, and the page's information.

    Raises:
        SourceError: its blocks are nested deeper than `DEEPEST_NESTING`, or an element has more than `MOST_ATTRIBUTES`.
    """
    from selectolax.lexbor import LexborHTMLParser

    _check_nesting(text)
    tree = LexborHTMLParser(text)
    root = tree.body
    if root is None:
        return Content(())
    lead = text[:4096].lower()
    is_page = any(mark in lead for mark in ("<!doctype", "<html", "<body"))
    elements = load_elements()
    information = take_information(tree, _texts)
    unseen = elements.unseen | elements.page_furniture if is_page else elements.unseen
    bodies = find_bodies(tree, elements.bodies) if is_page else []
    paragraphs = next(filter(None, (_read_paragraphs(node, unseen) for node in [*bodies, root])), [])
    heading = next((paragraph.text for paragraph in paragraphs if paragraph.level == 1), "")
    head = read_head(tree, [paragraph.text for paragraph in paragraphs])
    return Content(tuple(paragraphs), heading, (information, *head))


def _texts(node: LexborNode) -> list[str]:
    """Return the text of each paragraph in a node."""
    return [paragraph.text for paragraph in _read_paragraphs(node, load_elements().unseen)]


def _read_paragraphs(root: LexborNode, unseen: frozenset[str]) -> list[Paragraph]:
    builder = ParagraphBuilder()
    node, look = root, PLAIN
    above: list[tuple[LexborNode, Look, bool]] = []
    while True:
        child = None
        if node.is_text_node:
            builder.add(node.text_content or "", look)
        elif node.is_element_node and node.tag not in unseen:
            inner, is_block, is_shown = _look_of(node, look)
            if is_block:
                builder.end()
            child = node.first_child if is_shown else None
        if child is not None:
            above.append((node, look, is_block))
            node, look = child, inner
            continue
        following = None
        while above and (following := node.next) is None:
            node, look, is_block = above.pop()
            if is_block:
                builder.end()
        if following is None:
            builder.end()
            return builder.paragraphs
        node = following


def _look_of(node: LexborNode, outer: Look) -> tuple[Look, bool, bool]:
    """Return how an element shows what is in it, whether it is a block, and whether it is shown at all."""
    elements = load_elements()
    tag, attributes = node.tag or "", node.attributes
    style = _declarations(attributes.get("style") or "") if attributes else {}
    display = style.get("display", "")
    is_shown = display != "none" and style.get("visibility") != "hidden" and "hidden" not in attributes
    is_block = tag in elements.block or tag in elements.line_break
    if display:
        is_block = is_shown and display not in _INLINE_DISPLAYS
    level = int(tag[1]) if tag in elements.headings else outer.level
    bold = _WEIGHTS.get(style.get("font-weight", ""), outer.bold or tag in elements.bold)
    centred = outer.centred
    if tag == "table":
        centred = False  # its align attribute places the table, not the text in it
    elif is_block:
        centred = _CENTRES.get((attributes.get("align") or "").lower(), centred or tag == "center")
    if is_block:
        centred = _CENTRES.get(style.get("text-align", ""), centred)
    preformatted = outer.preformatted or tag in elements.preformatted
    return Look(level, bold, centred, preformatted), is_block, is_shown


def _declarations(style: str) -> dict[str, str]:
    """Return the properties and values of a style attribute."""
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _check_nesting(text: str) -> None:
    """Raise a `SourceError` for a text that the parser would need very long for; short texts cannot be that."""
    if text.count("<") > 10_000 or len(text) > 300_000:
        _NestingGuard().feed(text)


class _NestingGuard(HTMLParser):
    """Counts the blocks that are open, without a tree and in linear time."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._counted = load_elements().block - load_elements().end_implied
        self._open: dict[str, int] = {}
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._counted:
            self._open[tag] = self._open.get(tag, 0) + 1
            self._depth += 1
        if self._depth > DEEPEST_NESTING or len(attrs) > MOST_ATTRIBUTES:
            what = (
                f"its HTML is nested over {DEEPEST_NESTING} blocks deep, or a tag has over {MOST_ATTRIBUTES} attributes"
            )
            raise SourceError(what, remedy="Save its text as plain text.")

    def handle_endtag(self, tag: str) -> None:
        if self._open.get(tag):
            self._open[tag] -= 1
            self._depth -= 1

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002 - as the base class has it
        """Pass over ``<![…]>``, where the base class asserts that it knows the word in it."""
        return self.rawdata.find(">", i) + 1 or -1
