"""What a whole HTML page says of the document on it, and where on it the document stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from indexer.reading.metadata import is_label
from indexer.reading.paragraphs import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SITE_MARKS = re.compile(r"[_|\-–—]")
_LABELS_OF_A_TABLE = 2
_NOT_ABOUT_THE_DOCUMENT = {"viewport", "robots", "referrer", "renderer"}


def find_bodies(tree: LexborHTMLParser, selectors: Iterable[str]) -> list[LexborNode]:
    """Return the elements that may hold the document.

    Args:
        tree: the page.
        selectors: CSS selectors of elements that are known to hold one, best first.

    Returns:
        For each selector that matches exactly one element, that element.
    """
    found = (tree.css(selector) for selector in selectors)
    return [matches[0] for matches in found if len(matches) == 1]


def take_information(tree: LexborHTMLParser, texts: Callable[[LexborNode], list[str]]) -> dict[str, Any]:
    """Take the tables of labels and values, such as 发文机关： 国务院办公厅, out of a page.

    Such a table has cells that are in turn a label and a value, no other text, and at least two labels that are known.

    Args:
        tree: the page; the tables are removed from it.
        texts: gives the paragraphs in an element.

    Returns:
        What they say, by label without blanks and colon: 索 引 号： is the key 索引号. Empty values are left out.
    """
    information: dict[str, Any] = {}
    for table in tree.css("table"):
        pairs = _read_pairs(table, texts) if len(table.css("table")) == 1 else []
        if len(pairs) >= _LABELS_OF_A_TABLE:
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


def read_head(tree: LexborHTMLParser, paragraphs: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the head of a page says.

    Args:
        tree: the page.
        paragraphs: the text of the document, to tell its title from the site's name in 标题_网站.

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


def _without_site(title: str, paragraphs: list[str]) -> str:
    """Return the longest part of a title, up to a mark between title and site, that is a paragraph; else all of it."""
    known = set(paragraphs)
    cuts = [title, *(title[: mark.start()].strip() for mark in reversed(list(_SITE_MARKS.finditer(title))))]
    return next((cut for cut in cuts if cut in known), title)
