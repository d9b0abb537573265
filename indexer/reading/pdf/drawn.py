"""What is drawn on a page besides text: rules and pictures, through PDFium's interface to objects.

https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_edit.h
"""

import ctypes
from typing import Any, NamedTuple

from indexer.reading.pdf.places import Frame

MOST_OBJECTS = 50_000
"""Lines, pictures and pieces of text looked at on a page, for a map may have millions."""

_PATH, _IMAGE, _FORM = 2, 3, 5
_DEEPEST_FORM = 4
_THIN = 3.0
_UNMOVED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A straight line drawn on a page, level or upright: its ends, in points from the left and the top."""

    x0: float
    top: float
    x1: float
    bottom: float


class Drawing:
    """Reads what is drawn on a page.

    Args:
        raw: PDFium's bindings.
        page: the page.
        frame: how its text stands.

    Attributes:
        rules: the lines.
        pictured: the part of the page that pictures cover, 0 to 1.
    """

    def __init__(self, raw: Any, page: Any, frame: Frame) -> None:
        self.rules: list[Rule] = []
        self._raw, self._frame = raw, frame
        self._seen = 0
        self._area = 0.0
        for i in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
            self._read(raw.FPDFPage_GetObject(page, i), depth=0)
        self.pictured = min(1.0, self._area / (frame.width * frame.height))

    def _read(self, item: Any, depth: int) -> None:
        raw = self._raw
        self._seen += 1
        if self._seen > MOST_OBJECTS:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _FORM and depth < _DEEPEST_FORM:
            moved = self._matrix(item) != _UNMOVED
            for i in range(min(raw.FPDFFormObj_CountObjects(item), MOST_OBJECTS)):
                inner = raw.FPDFFormObj_GetObject(item, i)
                if not moved:
                    self._read(inner, depth + 1)
                elif raw.FPDFPageObj_GetType(inner) == _IMAGE:  # its place is not that on the page
                    self._add_picture(item)
        elif kind == _IMAGE:
            self._add_picture(item)
        elif kind == _PATH:
            self._read_path(item)

    def _add_picture(self, item: Any) -> None:
        left, top, right, bottom = self._bounds(item)
        self._area += (right - left) * (bottom - top)

    def _read_path(self, item: Any) -> None:
        left, top, right, bottom = self._bounds(item)
        if bottom - top <= _THIN < right - left:
            self.rules.append(Rule(left, (top + bottom) / 2, right, (top + bottom) / 2))
        elif right - left <= _THIN < bottom - top:
            self.rules.append(Rule((left + right) / 2, top, (left + right) / 2, bottom))
        elif right - left > _THIN:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            if self._raw.FPDFPath_GetDrawMode(item, fill, stroke) and stroke.value:
                self._read_segments(item)

    def _read_segments(self, item: Any) -> None:
        """Note the level and upright pieces of a path that is drawn as a line."""
        raw = self._raw
        a, b, c, d, e, f = self._matrix(item)
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = None
        for i in range(min(raw.FPDFPath_CountSegments(item), MOST_OBJECTS)):
            segment = raw.FPDFPath_GetPathSegment(item, i)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._frame.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
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
            self.rules.append(Rule(left, top, right, bottom))

    def _matrix(self, item: Any) -> tuple[float, ...]:
        told = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(item, told):
            return _UNMOVED
        return told.a, told.b, told.c, told.d, told.e, told.f

    def _bounds(self, item: Any) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of an object on the page as it is read; nothing where it has no bounds."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not self._raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        return self._frame.span((left.value, bottom.value, right.value, top.value))
