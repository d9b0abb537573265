"""Which format a source is in, and the one table from format to reader."""

import os.path
import re
from collections.abc import Callable
from functools import partial
from io import BytesIO

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.signatures import tell_binary

_HTML_SUFFIXES = {".html", ".htm", ".xhtml", ".shtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown", ".mkd", ".mdown"}

_PROLOGUE = re.compile(r"\s+|<!--.*?(?:-->|\Z)|<\?.*?(?:>|\Z)", re.DOTALL)
_FIRST_TAG = re.compile(r"<(!doctype\s+)?([a-z][a-z0-9]*)(?=[\s/>])", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*|/)?>", re.IGNORECASE)
_FLAT_DOCUMENTS = ("<w:wordDocument", "<pkg:package", "<office:document")
_WHOLE_PAGE = {"html", "head", "body"}
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[ \t\u3000]+\S", re.MULTILINE)


def tell_format(text: str, name: str) -> str:
    """Tell the format of a text by what is in it; its name decides only where that does not.

    - It begins, after white space, comments and an XML declaration, with a doctype or ``<html>``: HTML. With any other
      HTML element: HTML too, unless it is named Markdown and has a Markdown heading.
    - It is named HTML and holds an HTML tag, or it is not named Markdown and holds the end tag of a block: HTML.
    - It is named Markdown, or begins with a Markdown heading, or has two: Markdown.
    - Else: plain text.

    Args:
        text: the text without front matter.
        name: the name of its file.

    Returns:
        A key of `TEXT_READERS`.

    Raises:
        SourceError: it is a Word document in one file of XML.
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, not a path; this runs for each source
    start = _skip_prologue(text)
    if text.startswith(_FLAT_DOCUMENTS, start):
        raise SourceError("this is a Word document in one file of XML", remedy="Save it as DOCX.")
    first_tag = _FIRST_TAG.match(text, start)
    is_named_markdown = suffix in _MARKDOWN_SUFFIXES
    if first_tag is not None:
        if first_tag[1] or first_tag[2].lower() in _WHOLE_PAGE:
            return "html"
        if _is_element(first_tag[2]) and not (is_named_markdown and _MARKDOWN_HEADING.search(text)):
            return "html"
    if "<" in text and not is_named_markdown and _holds_tags(text, suffix in _HTML_SUFFIXES):
        return "html"
    if is_named_markdown or _MARKDOWN_HEADING.match(text, start) or len(_MARKDOWN_HEADING.findall(text)) > 1:
        return "markdown"
    return "text"


def tell_binary_format(data: bytes, name: str) -> str:
    """Tell the format of bytes that are no text, by how they begin.

    Args:
        data: the bytes of the source.
        name: what to call it in the error.

    Returns:
        A key of `BINARY_READERS`; "" if they do not begin as any format that is no text.

    Raises:
        SourceError: it is a format that is known and not read.
    """
    format = tell_binary(BytesIO(data))
    if format is None or format.name in BINARY_READERS:
        return format.name if format else ""
    raise SourceError(f"this is {format.called}, not text", place=name, remedy="Convert it to text, Markdown or HTML.")


def _skip_prologue(text: str) -> int:
    start = 0
    while match := _PROLOGUE.match(text, start):
        start = match.end()
    return start


def _holds_tags(text: str, is_named_html: bool) -> bool:
    """Tell whether there is an end tag of a block in a text; of one that is named HTML, any tag of HTML."""
    from indexer.reading.elements import load_elements

    return any(
        _is_element(tag[2]) if is_named_html else tag[1] and tag[2].lower() in load_elements().block
        for tag in _ANY_TAG.finditer(text)
    )


def _is_element(name: str) -> bool:
    from indexer.reading.elements import load_elements

    return name.lower() in load_elements().known


def _read_html(text: str) -> Content:
    from indexer.reading.html import read_html

    return read_html(text)


def _read_markdown(text: str) -> Content:
    from indexer.reading.markdown import read_markdown

    return read_markdown(text)


def _read_text(text: str) -> Content:
    from indexer.reading.text import read_text

    return read_text(text)


def _read_record(text: str) -> Content:
    from indexer.reading.json_record import read_record

    return read_record(text)


def _read_docx(data: bytes) -> Content:
    from indexer.reading.docx import read_docx

    return read_docx(data)


def _read_office(suffix: str, data: bytes) -> Content:
    from indexer.reading.office import read_office

    return read_office(data, suffix)


def _read_pdf(data: bytes) -> Content:
    from indexer.reading.pdf import read_pdf

    return read_pdf(data)


TEXT_READERS: dict[str, Callable[[str], Content]] = {
    "html": _read_html,
    "markdown": _read_markdown,
    "text": _read_text,
    "json": _read_record,
}
"""The reader of each format that is text, by the name `tell_format` gives it."""

BINARY_READERS: dict[str, Callable[[bytes], Content]] = {
    "docx": _read_docx,
    "doc": partial(_read_office, ".doc"),
    "odt": partial(_read_office, ".odt"),
    "rtf": partial(_read_office, ".rtf"),
    "pdf": _read_pdf,
}
"""The reader of each format that is no text, by its name in ``signatures.txt``."""
