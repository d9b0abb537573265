"""The characters of a page, through PDFium's interface to text.

https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_text.h
"""

import ctypes
import re
from math import hypot, pi
from typing import Any, NamedTuple

from indexer.errors import SourceError
from indexer.reading.pdf.places import Box, Frame

MOST_GLYPHS = 200_000
"""On one page; a page of a newspaper has under 20,000."""

_STROKED = {1, 2, 5, 6}
_HEAVY = re.compile("bold|black|heavy|demi|粗", re.IGNORECASE)
_BOLD_WEIGHT = 600
_RIGHT_ANGLE = pi / 2
_ASKEW = 0.06


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


class _Font(NamedTuple):
    """What the glyphs of one piece of text share."""

    size: float
    bold: bool
    red: bool


def read_glyphs(raw: Any, text: Any, box: Box, number: int) -> tuple[list[Glyph], Frame]:
    """Read the glyphs of a page.

    Args:
        raw: PDFium's bindings.
        text: its text page.
        box: of the page.
        number: of the page, for an error.

    Returns:
        Those that stand as most of the page's do, and how that is. What stands askew is a watermark and left out, as is
        what stands outside of the box: a printer's mark, or a part of the page that was cut off.

    Raises:
        SourceError: the page holds more than `MOST_GLYPHS`.
    """
    count = raw.FPDFText_CountChars(text)
    if count > MOST_GLYPHS:
        what = f"page {number} holds {count} characters, more than the {MOST_GLYPHS} read"
        raise SourceError(what, remedy="Split it into its documents.")
    reader = _Reader(raw, text, box)
    found = [placed for i in range(count) if (placed := reader.glyph(i))]
    turns = [turn for turn, _ in found]
    most = max(range(4), key=turns.count)
    return [glyph for turn, glyph in found if turn == most], Frame(box, most)


class _Reader:
    """Reads one glyph after the other; the fonts of pieces of text are kept."""

    def __init__(self, raw: Any, text: Any, box: Box) -> None:
        self._raw, self._text = raw, text
        self._page = box
        self._frames = [Frame(box, turn) for turn in range(4)]
        self._fonts: dict[int | None, _Font] = {}
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def glyph(self, i: int) -> tuple[int, Glyph] | None:
        """Return a glyph and its quarter turns; None if it is a blank of PDFium's own, unseen, outside or askew."""
        raw, text, box = self._raw, self._text, self._box
        if raw.FPDFText_IsGenerated(text, i) == 1:
            return None
        angle = -raw.FPDFText_GetCharAngle(text, i) / _RIGHT_ANGLE  # PDFium counts clockwise
        turn = round(angle)
        font = self._font(i)
        if abs(angle - turn) > _ASKEW or font.size <= 0 or not raw.FPDFText_GetLooseCharBox(text, i, box):
            return None
        if not self._is_on_page((box.left + box.right) / 2, (box.bottom + box.top) / 2):
            return None
        raw.FPDFText_GetCharOrigin(text, i, self._x, self._y)
        frame = self._frames[turn % 4]
        left, _, right, _ = frame.span((box.left, box.bottom, box.right, box.top))
        _, base = frame.point(self._x.value, self._y.value)
        code = raw.FPDFText_GetUnicode(text, i)
        mapped = code != 0 and raw.FPDFText_HasUnicodeMapError(text, i) != 1
        return turn % 4, Glyph(_character(code), left, right, base, *font, mapped)

    def _is_on_page(self, x: float, y: float) -> bool:
        x0, y0, x1, y1 = self._page
        return x0 <= x <= x1 and y0 <= y <= y1

    def _font(self, i: int) -> _Font:
        raw, text = self._raw, self._text
        piece = raw.FPDFText_GetTextObject(text, i)
        key = ctypes.cast(piece, ctypes.c_void_p).value
        font = self._fonts.get(key)
        if font is None:
            matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(256)
            scale = hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, i, matrix) else 1.0
            raw.FPDFText_GetFontInfo(text, i, name, 256, flags)
            heavy = raw.FPDFText_GetFontWeight(text, i) >= _BOLD_WEIGHT or _HEAVY.search(
                name.value.decode("utf-8", "ignore")
            )
            stroked = bool(key) and raw.FPDFTextObj_GetTextRenderMode(piece) in _STROKED
            size = raw.FPDFText_GetFontSize(text, i) * scale
            font = self._fonts[key] = _Font(size, stroked or bool(heavy), self._is_red(i))
        return font

    def _is_red(self, i: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self._raw.FPDFText_GetFillColor(self._text, i, red, green, blue, alpha)
        return red.value > 150 and green.value < 90 and blue.value < 90


def _character(code: int) -> str:
    """Return the character of a code; PDFium gives U+0002 for a hyphen at the end of a line."""
    if code == 2:
        return "-"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
