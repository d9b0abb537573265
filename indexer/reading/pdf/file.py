"""From the bytes of a file to its pages, by PDFium, through pypdfium2's plain bindings."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from indexer.errors import SourceError
from indexer.reading.pdf.drawn import Drawing, Rule
from indexer.reading.pdf.glyphs import Glyph, read_glyphs
from indexer.reading.pdf.shapeless import load_text

MOST_PAGES = 3000

_ENCRYPTED = {4: "it is encrypted, and opens only with a password", 5: "its encryption is none that can be read"}


@dataclass(slots=True)
class Page:
    """What stands on a page, its size in points: `pictured` is the part of it that pictures cover, 0 to 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0


class File:
    """An open PDF.

    Attributes:
        count: how many pages it has.
        properties: its information dictionary: Title, Author, Producer, …; those that are not empty.
    """

    def __init__(self, raw: Any, document: Any) -> None:
        self._raw = raw
        self._document = document
        self.count: int = raw.FPDF_GetPageCount(document)
        keys = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate")
        self.properties = {key: told for key in keys if (told := self._property(key))}

    def _property(self, key: str) -> str:
        size = self._raw.FPDF_GetMetaText(self._document, key.encode(), None, 0)
        buffer = ctypes.create_string_buffer(size)
        self._raw.FPDF_GetMetaText(self._document, key.encode(), buffer, size)
        return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0").strip()

    def pages(self) -> Iterator[Page]:
        """Yield the pages, from the first.

        Raises:
            SourceError: a page cannot be read, or holds too much.
        """
        raw = self._raw
        for i in range(self.count):
            page = raw.FPDF_LoadPage(self._document, i)
            if not page:
                what = f"it is damaged: page {i + 1} of {self.count} cannot be read"
                raise SourceError(what, remedy="Get the file anew from where it came from.")
            text = load_text(raw, page)
            try:
                yield _read_page(raw, page, text, i + 1)
            finally:
                raw.FPDFText_ClosePage(text)
                raw.FPDF_ClosePage(page)


@contextmanager
def open_file(data: bytes) -> Iterator[File]:
    """Open the bytes of a PDF.

    Raises:
        SourceError: it is encrypted, damaged, cut short, or has more than `MOST_PAGES`.
        ImportError: pypdfium2 is not installed.
    """
    from pypdfium2 import raw

    if b"%%EOF" not in data[-65536:]:
        raise SourceError("it is damaged: its end is missing", remedy="Get the file anew from where it came from.")
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        encrypted = _ENCRYPTED.get(raw.FPDF_GetLastError())
        if encrypted:
            raise SourceError(encrypted, remedy="Save it without one, as with: qpdf --decrypt in.pdf out.pdf.")
        raise SourceError("it is damaged, no PDF as it stands", remedy="Get the file anew from where it came from.")
    try:
        file = File(raw, document)
        if file.count > MOST_PAGES:
            what = f"it has {file.count} pages, more than the {MOST_PAGES} read as one document"
            raise SourceError(what, remedy="Split it into its documents.")
        yield file
    finally:
        raw.FPDF_CloseDocument(document)


def _read_page(raw: Any, page: Any, text: Any, number: int) -> Page:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    glyphs, frame = read_glyphs(raw, text, (box.left, box.bottom, box.right, box.top), number)
    drawing = Drawing(raw, page, frame)
    return Page(number, frame.width, frame.height, glyphs, drawing.rules, drawing.pictured)
