"""DOCX: what Word shows, as paragraphs, from the standard library's ZIP and XML alone.

- ``package``: the parts of the file, read with bounds
- ``styles``: what a paragraph gets from its style
- ``numbering``, ``number_format``: the numbers Word writes before paragraphs
- ``text``: what runs show; ``body``: paragraphs and tables; ``notes``: footnotes and endnotes

The standard is ECMA-376 (Office Open XML), part 1 for WordprocessingML and part 2 for packages.
"""

from functools import partial
from typing import Any

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.docx.body import BodyReader
from indexer.reading.docx.notes import read_notes
from indexer.reading.docx.numbering import Numbering
from indexer.reading.docx.package import Package, qn
from indexer.reading.docx.styles import Styles
from indexer.reading.paragraphs import clean
from indexer.reading.text import title_line
from indexer.records import Paragraph

__all__ = ["read_docx"]

_TITLE_AMONG = 20
"""Paragraphs at the start, one of which the title of the properties must be: many files have that of another one."""


def read_docx(data: bytes) -> Content:
    """Read a DOCX file.

    Tracked changes are taken as accepted; numbers that Word writes are written; headers, footers, comments, hidden text
    and the table of contents that Word makes are left out; text boxes stand after the paragraph they hang on, footnotes
    and endnotes at the end (``docs/sources.md`` has every rule).

    Args:
        data: the bytes of the file.

    Returns:
        The paragraphs; as title that of the style Title, else that of the properties if it stands at the head of the
        text, else the first line; the properties.

    Raises:
        SourceError: it is cut short, damaged, encrypted or too large, or it has no text part.
    """
    package = Package(data)
    main = package.find("officeDocument", otherwise="word/document.xml")
    if not main:
        raise SourceError("this is no Word document: it has no main part", remedy="Save it as DOCX.")
    root = package.xml(main)
    styles_path, numbering_path = package.find("styles", main), package.find("numbering", main)
    styles = Styles(package.xml(styles_path) if styles_path else None)
    numbering = Numbering(package.xml(numbering_path) if numbering_path else None, styles)
    reader = BodyReader(styles, numbering, partial(_embedded, package, main))
    body = root.find(qn("w:body"))
    paragraphs = reader.read(body) if body is not None else []
    paragraphs += read_notes(package, main, reader)
    properties = _properties(package)
    stated = properties.pop("title", "")
    heads = {"".join(paragraph.text.split()) for paragraph in paragraphs[:_TITLE_AMONG]}
    if stated and "".join(stated.split()) not in heads:
        properties["file-title"] = stated
        stated = ""
    return Content(tuple(paragraphs), reader.title or stated or title_line(tuple(paragraphs)), (properties,))


def _embedded(package: Package, main: str, id: str) -> tuple[Paragraph, ...]:
    """Return the text of a part in another format, such as HTML, which Word takes into the text when it opens the file.

    A part that is DOCX itself is not read: it could hold itself.
    """
    from indexer.reading.document import read

    _, path = package.relationships(main).get(id, ("", ""))
    if not package.has(path):
        return ()
    data = package.read(path)
    if data.startswith(b"PK"):
        raise SourceError(f"{path} in it is a document of its own", remedy="Open it in Word and save it again.")
    return read(data, path).paragraphs


def _properties(package: Package) -> dict[str, Any]:
    """Return the core properties of a file: dates are those of the file, which is often older than what is in it."""
    path = package.find("core-properties")
    if not path:
        return {}
    try:
        root = package.xml(path)
    except SourceError:
        return {}
    names = {
        "title": "dc:title",
        "dc.creator": "dc:creator",
        "file-subject": "dc:subject",
        "file-keywords": "cp:keywords",
        "file-description": "dc:description",
        "file-category": "cp:category",
        "file-created": "dcterms:created",
        "file-modified": "dcterms:modified",
    }
    told = {key: clean(root.findtext(qn(name)) or "") for key, name in names.items()}
    return {key: value for key, value in told.items() if value}
