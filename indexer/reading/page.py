"""What a whole HTML page says of the document on it, and where on it the document stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from indexer.reading.metadata import is_label, label_pattern, site_pattern
from indexer.reading.paragraphs import clean
from indexer.records import CELL_MARK

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SITE_MARKS = re.compile(r"[_|\-–—]")
_LABELS_OF_A_TABLE = 2
_LONGEST_LABELLED_LINE = 300
_MOST_TITLE_LINES = 6
_NOT_ABOUT_THE_DOCUMENT = {"viewport", "robots", "referrer", "renderer"}


def find_bodies(tree: LexborHTMLParser, selectors: Iterable[str]) -> Iterator[list[LexborNode]]:
    """Yield the elements that may hold the document, in the order of the page.

    Args:
        tree: the page.
        selectors: CSS selectors of elements that are known to hold one, best first.

    Yields:
        For each selector that matches anything, what it matches; not what stands within another of these.
    """
    for selector in selectors:
        found = tree.css(selector)
        if len(found) > 1:
            inner = {node.mem_id for outer in found for node in outer.css(selector) if node.mem_id != outer.mem_id}
            found = [node for node in found if node.mem_id not in inner]
        if found:
            yield found


def take_information(tree: LexborHTMLParser, texts: Callable[[LexborNode], list[str]]) -> dict[str, Any]:
    """Take the tables of labels and values, such as 发文机关： 国务院办公厅, out of a page.

    Such a table has cells that are in turn a label and a value, no other text, and at least two labels that are known;
    one label will do where another table of the page has them, or where its value is empty.

    Args:
        tree: the page; the tables are removed from it.
        texts: gives the paragraphs in an element.

    Returns:
        What they say, by label without blanks and colon: 索 引 号： is the key 索引号. Empty values are left out.
    """
    information: dict[str, Any] = {}
    tables = [table for table in tree.css("table") if len(table.css("table")) == 1]
    read = [(table, pairs) for table in tables if (pairs := _read_pairs(table, texts))]
    certain = any(len(pairs) >= _LABELS_OF_A_TABLE for _, pairs in read)
    for table, pairs in read:
        if certain or not any(value for _, value in pairs):
            for label, value in pairs:
                if value:
                    information.setdefault("".join(label.split()).rstrip(":："), value)
            table.decompose()
    return information


def _read_pairs(table: LexborNode, texts: Callable[[LexborNode], list[str]]) -> list[tuple[str, str]]:
    """Return the labels and values of a table, [] if it holds anything else."""
    pairs = []
    for row in table.css("tr"):
        cells = [" ".join(texts(cell)) for cell in row.css("td, th")]
        for label, value in zip_longest(cells[::2], cells[1::2], fillvalue=""):
            if label and not is_label(label):
                return []
            if label or value:
                pairs.append((label, value))
    return pairs if all(label for label, _ in pairs) else []


def read_labelled(paragraphs: Sequence[str]) -> dict[str, Any]:
    """Return the information that stands in lines with a label and a colon, such as 发文机关：国务院办公厅.

    Several may stand in one line, and a value may stand in the line after its label.

    Args:
        paragraphs: the lines beside the document.

    Returns:
        What they say, by label; nothing if there is only one, which may be text.
    """
    information: dict[str, Any] = {}
    for at, text in enumerate(paragraphs):
        marks = list(label_pattern().finditer(text)) if len(text) <= _LONGEST_LABELLED_LINE else []
        for mark, following in zip_longest(marks, marks[1:]):
            value = text[mark.end() : following.start() if following else None]
            value = value.removeprefix(CELL_MARK.lstrip()).partition(CELL_MARK)[0].strip(" \u3000\xa0|；;")
            if not value and following is None and at + 1 < len(paragraphs):
                below = paragraphs[at + 1]
                value = "" if label_pattern().match(below) else below
            if value:
                information.setdefault("".join(mark[1].split()), value)
    return information if len(information) >= _LABELS_OF_A_TABLE else {}


def read_head(tree: LexborHTMLParser, paragraphs: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the head of a page says.

    Args:
        tree: the page.
        paragraphs: the text of the page, to tell the document's title from the site's name in 标题_网站.

    Returns:
        The contents of ``<meta>`` by their name or property; and ``<title>``, under that key, which is a worse source.
    """
    metas: dict[str, Any] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        key, value = attributes.get("name") or attributes.get("property"), clean(attributes.get("content") or "")
        if key and value and key.lower() not in _NOT_ABOUT_THE_DOCUMENT:
            metas.setdefault(key, value)
    title = tree.css_first("title")
    text = clean(title.text()) if title is not None else ""
    return metas, {"title": _without_site(text, paragraphs)} if text else {}


def _without_site(title: str, paragraphs: Sequence[str]) -> str:
    """Return the longest part of a title, up to a mark between title and site, that stands in the text.

    It may stand there on several lines. If none does, the names of sites and columns at the end go.
    """
    known = set(map(_squeezed, paragraphs))
    for lines in range(2, _MOST_TITLE_LINES + 1):
        known |= {_squeezed("".join(paragraphs[at : at + lines])) for at in range(_MOST_TITLE_LINES)}
    cuts = [title, *(title[: mark.start()].strip() for mark in reversed(list(_SITE_MARKS.finditer(title))))]
    found = next((cut for cut in cuts if _squeezed(cut) in known), None)
    if found is not None:
        return found
    while (marks := list(_SITE_MARKS.finditer(title))) and site_pattern().search(title[marks[-1].end() :]):
        title = title[: marks[-1].start()].strip()
    return title


def _squeezed(text: str) -> str:
    return "".join(text.split())
