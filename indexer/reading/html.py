"""HTML: what a browser shows, as paragraphs.

The tree is selectolax's (lexbor, a parser by the HTML standard). It is walked in a loop, for elements may be nested
deeper than Python's stack; what they mean stands in ``html.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.elements import load_elements
from indexer.reading.furniture import remove_furniture, remove_menus, without_furniture
from indexer.reading.page import find_bodies, read_head, read_labelled, take_information
from indexer.reading.paragraphs import PLAIN, Look, ParagraphBuilder
from indexer.reading.tables import Cell, is_text, table_paragraphs
from indexer.records import Paragraph

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST_NESTING = 512
"""Blocks open at once. Chromium nests no deeper; a parser by the standard needs time quadratic in it."""
MOST_ATTRIBUTES = 1000
_INFORMATION_WITHIN = 12

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
    if not is_page:
        paragraphs = _read_paragraphs(root, elements.unseen)
        return Content(tuple(paragraphs), _heading(paragraphs), (information, *read_head(tree, _words(paragraphs))))
    paragraphs, beside = _read_page(tree, root)
    head = read_head(tree, _words(paragraphs) + _words(beside))
    heading = _heading(paragraphs) or _heading(beside)
    return Content(tuple(paragraphs), heading, (information, read_labelled(_words(beside)), *head))


def _read_page(tree: LexborHTMLParser, root: LexborNode) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of the document on a page, and those beside it that may tell of it."""
    elements = load_elements()
    unseen = elements.unseen | elements.page_furniture
    tree.strip_tags(["script", "style", "noscript"], recursive=True)
    remove_furniture(root)
    for bodies in find_bodies(tree, elements.bodies):
        paragraphs = [paragraph for body in bodies for paragraph in _read_paragraphs(body, unseen)]
        if paragraphs:
            for body in bodies:
                body.decompose()
            return without_furniture(paragraphs), _read_paragraphs(root, unseen)
    remove_menus(root)
    paragraphs = _read_paragraphs(root, unseen)
    return without_furniture(paragraphs), [p for p in paragraphs[:_INFORMATION_WITHIN] if not p.row]


def _heading(paragraphs: Iterable[Paragraph]) -> str:
    return next((paragraph.text for paragraph in paragraphs if paragraph.level == 1), "")


def _words(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


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
            rows = _read_table(node, unseen) if is_shown and node.tag == "table" and node is not root else None
            if rows is not None:
                builder.paragraphs += rows
            child = node.first_child if is_shown and rows is None else None
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


def _read_table(table: LexborNode, unseen: frozenset[str]) -> list[Paragraph] | None:
    """Return the rows of a table that holds data, after its caption; None for one that only lays out the page.

    That is one with a table in it, with a cell that holds a whole text, or without a row of two cells that hold
    something.
    """
    if table.attributes.get("role") in ("presentation", "none") or len(table.css("table")) > 1:
        return None
    caption: list[Paragraph] = []
    rows: list[list[Cell]] = []
    for node in table.css("tr, caption"):
        if node.tag == "caption":
            caption += _read_paragraphs(node, unseen)
            continue
        if not _look_of(node, PLAIN)[2]:
            continue
        cells = [_read_cell(cell, unseen) for cell in _children(node, ("td", "th")) if _look_of(cell, PLAIN)[2]]
        if any(is_text(cell.lines) for cell in cells):
            return None
        rows.append(cells)
    if not any(sum(bool(cell.lines) for cell in row) > 1 for row in rows):
        return None
    return caption + table_paragraphs(rows)


def _children(node: LexborNode, tags: tuple[str, ...]) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag in tags:
            yield child
        child = child.next


def _read_cell(cell: LexborNode, unseen: frozenset[str]) -> Cell:
    read = _read_paragraphs(cell, unseen)
    attributes = cell.attributes
    return Cell(
        tuple(paragraph.text for paragraph in read),
        _span(attributes.get("colspan")),
        _span(attributes.get("rowspan")),
        cell.tag == "th"
        or (cell.parent is not None and cell.parent.parent is not None and cell.parent.parent.tag == "thead"),
        bool(read) and all(paragraph.bold for paragraph in read),
    )


def _span(written: str | None) -> int:
    digits = (written or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else 1


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
