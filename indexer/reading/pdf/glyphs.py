"""The one place that knows PDFium: from the bytes of a file to pages of glyphs and rules.

Of PDFium (through pypdfium2's plain bindings) only the public text and page object interfaces are used:
https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_text.h and ``fpdf_edit.h``.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import hypot, pi
from typing import Any, NamedTuple

from indexer.errors import SourceError

MOST_PAGES = 3000
MOST_GLYPHS = 200_000
"""On one page; a page of the Bible in print has under 10,000."""
MOST_OBJECTS = 50_000
"""Lines, pictures and pieces of text looked at on a page, for a map may have millions."""

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_DEEPEST_FORM = 4
_STROKED = {1, 2, 5, 6}
_HEAVY = re.compile("bold|black|heavy|demi|粗", re.IGNORECASE)
_BOLD_WEIGHT = 600
_THIN = 3.0
_RIGHT_ANGLE = pi / 2
_ENCRYPTED = {4: "it is encrypted, and opens only with a password", 5: "its encryption is none that can be read"}


class Glyph(NamedTuple):
    """A character at its place: `x0` to `x1` on the baseline `base`, in points from the left and the top of the page.

    `size` is that of its font in points as shown; `mapped`: the file says which character it is.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    red: bool = False
    mapped: bool = True


class Rule(NamedTuple):
    """A straight line drawn on a page, level or upright: its ends, in points from the left and the top."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page: `pictured` is the part of it that pictures cover, 0 to 1."""

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
            SourceError: a page cannot be read, or holds more than `MOST_GLYPHS`.
        """
        raw = self._raw
        for i in range(self.count):
            page = raw.FPDF_LoadPage(self._document, i)
            if not page:
                what = f"it is damaged: page {i + 1} of {self.count} cannot be read"
                raise SourceError(what, remedy="Get the file anew from where it came from.")
            text = raw.FPDFText_LoadPage(page)
            try:
                yield _Reading(raw, page, text, i + 1).page
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


class _Font(NamedTuple):
    """What the glyphs of one piece of text share."""

    size: float
    bold: bool
    red: bool


class _Reading:
    """One page being read. All places are turned by the page's own rotation, and by that of most of its text."""

    def __init__(self, raw: Any, page: Any, text: Any, number: int) -> None:
        self.raw, self._page, self._text, self.number = raw, page, text, number
        self._fonts: dict[int | None, _Font] = {}
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPage_GetCropBox(page, left, bottom, right, top):
            raw.FPDFPage_GetMediaBox(page, left, bottom, right, top)
        box = raw.FS_RECTF()
        if raw.FPDF_GetPageBoundingBox(page, box):
            self._box = (box.left, box.bottom, box.right, box.top)
        else:
            self._box = (left.value, bottom.value, right.value, top.value)
        placed = self._placed_glyphs()
        turns = [turn for turn, _ in placed]
        self._turn = max((0, 1, 2, 3), key=turns.count) if turns else raw.FPDFPage_GetRotation(page) % 4
        x0, y0, x1, y1 = self._box
        width, height = (y1 - y0, x1 - x0) if self._turn % 2 else (x1 - x0, y1 - y0)
        self.page = Page(number, max(width, 1.0), max(height, 1.0))
        self.page.glyphs = [self._turned_glyph(glyph) for turn, glyph in placed if turn == self._turn]
        self._objects = 0
        self._read_objects()
        self.page.pictured = min(1.0, self.page.pictured / (self.page.width * self.page.height))

    # --- text ---

    def _placed_glyphs(self) -> list[tuple[int, Glyph]]:
        """Return the glyphs with the quarter turns of each, in the file's coordinates; none that stand askew."""
        raw, text = self.raw, self._text
        count = raw.FPDFText_CountChars(text)
        if count > MOST_GLYPHS:
            what = f"page {self.number} holds {count} characters, more than the {MOST_GLYPHS} read"
            raise SourceError(what, remedy="Split it into its documents.")
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        found = []
        for i in range(count):
            if raw.FPDFText_IsGenerated(text, i) == 1:
                continue
            turn = -raw.FPDFText_GetCharAngle(text, i) / _RIGHT_ANGLE  # PDFium counts clockwise
            quarter = round(turn)
            code = raw.FPDFText_GetUnicode(text, i)
            font = self._font(i)
            if abs(turn - quarter) > 0.06 or font.size <= 0 or not raw.FPDFText_GetLooseCharBox(text, i, box):
                continue
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            mapped = raw.FPDFText_HasUnicodeMapError(text, i) != 1 and code != 0
            along = (box.bottom, box.top) if quarter % 2 else (box.left, box.right)
            across = x.value if quarter % 2 else y.value
            glyph = Glyph(_character(code), *along, across, font.size, font.bold, font.red, mapped)
            found.append((quarter % 4, glyph))
        return found

    def _turned_glyph(self, glyph: Glyph) -> Glyph:
        x0, y0, x1, y1 = self._box
        start, end, across = glyph.x0, glyph.x1, glyph.base
        match self._turn:
            case 0:
                return glyph._replace(x0=start - x0, x1=end - x0, base=y1 - across)
            case 1:
                return glyph._replace(x0=start - y0, x1=end - y0, base=across - x0)
            case 2:
                return glyph._replace(x0=x1 - end, x1=x1 - start, base=across - y0)
            case _:
                return glyph._replace(x0=y1 - end, x1=y1 - start, base=x1 - across)

    def _font(self, i: int) -> _Font:
        raw, text = self.raw, self._text
        piece = raw.FPDFText_GetTextObject(text, i)
        key = ctypes.cast(piece, ctypes.c_void_p).value
        font = self._fonts.get(key)
        if font is None:
            matrix, flags = raw.FS_MATRIX(), ctypes.c_int()
            scale = 1.0
            if raw.FPDFText_GetMatrix(text, i, matrix):
                scale = hypot(matrix.c, matrix.d)
            name = ctypes.create_string_buffer(256)
            raw.FPDFText_GetFontInfo(text, i, name, 256, flags)
            weight = raw.FPDFText_GetFontWeight(text, i)
            heavy = weight >= _BOLD_WEIGHT or _HEAVY.search(name.value.decode("utf-8", "ignore")) is not None
            stroked = bool(key) and raw.FPDFTextObj_GetTextRenderMode(piece) in _STROKED
            size = raw.FPDFText_GetFontSize(text, i) * scale
            font = self._fonts[key] = _Font(size, heavy or stroked, self._is_red(i))
        return font

    def _is_red(self, i: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self.raw.FPDFText_GetFillColor(self._text, i, red, green, blue, alpha)
        return red.value > 150 and green.value < 90 and blue.value < 90

    # --- rules and pictures ---

    def _read_objects(self) -> None:
        raw, page = self.raw, self._page
        count = min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)
        for i in range(count):
            self._read_object(raw.FPDFPage_GetObject(page, i), depth=0)

    def _read_object(self, item: Any, depth: int) -> None:
        raw = self.raw
        self._objects += 1
        if self._objects > MOST_OBJECTS:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _FORM and depth < _DEEPEST_FORM:
            for i in range(min(raw.FPDFFormObj_CountObjects(item), MOST_OBJECTS)):
                self._read_object(raw.FPDFFormObj_GetObject(item, i), depth + 1)
        elif kind == _IMAGE:
            left, top, right, bottom = self._bounds(item)
            self.page.pictured += max(right - left, 0) * max(bottom - top, 0)
        elif kind == _PATH:
            self._read_path(item)

    def _read_path(self, item: Any) -> None:
        left, top, right, bottom = self._bounds(item)
        if bottom - top <= _THIN < right - left:
            middle = (top + bottom) / 2
            self.page.rules.append(Rule(left, middle, right, middle))
        elif right - left <= _THIN < bottom - top:
            middle = (left + right) / 2
            self.page.rules.append(Rule(middle, top, middle, bottom))
        elif right - left > _THIN:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            if self.raw.FPDFPath_GetDrawMode(item, fill, stroke) and stroke.value:
                self._read_segments(item)

    def _read_segments(self, item: Any) -> None:
        """Note the level and upright pieces of a path that is drawn as a line."""
        raw, matrix = self.raw, self.raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item, matrix)
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = None
        for i in range(min(raw.FPDFPath_CountSegments(item), MOST_OBJECTS)):
            segment = raw.FPDFPath_GetPathSegment(item, i)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._turned(
                matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
            )
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif last is not None and kind == raw.FPDF_SEGMENT_LINETO:
                self._add_rule(last, point)
                if raw.FPDFPathSegment_GetClose(segment) and start is not None:
                    self._add_rule(point, start)
            last = point

    def _add_rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (left, top), (right, bottom) = map(min, one, other), map(max, one, other)
        if (right - left <= _THIN) != (bottom - top <= _THIN):
            self.page.rules.append(Rule(left, top, right, bottom))

    def _bounds(self, item: Any) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of an object on the page as it is read; nothing where it has no bounds."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not self.raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        (x0, y0), (x1, y1) = self._turned(left.value, top.value), self._turned(right.value, bottom.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in points from the left and the top of the page as it is read."""
        x0, y0, x1, y1 = self._box
        match self._turn:
            case 0:
                return x - x0, y1 - y
            case 1:
                return y - y0, x - x0
            case 2:
                return x1 - x, y - y0
            case _:
                return y1 - y, x1 - x


def _character(code: int) -> str:
    """Return the character of a code; PDFium gives U+0002 for a hyphen at the end of a line."""
    if code == 2:
        return "-"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
