"""Text in a font that is neither in the file nor on the system, so that PDFium has no shapes for its characters.

PDFium takes the height and width of a piece of text from the shapes. Without them no line has a height, and a line that
is turned has no width, nor has a piece of one character. PDFium passes over what has no width (``ProcessTextObject``),
and what has no height near a piece that says the same (``IsSameAsPreTextObject``). An outline, while the text is
loaded, gives it both.

https://pdfium.googlesource.com/pdfium/+/refs/heads/main/core/fpdftext/cpdf_textpage.cpp
"""

import ctypes
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from indexer.reading.pdf.drawn import MOST_OBJECTS

_FLAT = 0.01
_OUTLINE = 0.1
_UNCHANGED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def load_text(raw: Any, page: Any) -> Any:
    """Return PDFium's text page of a page, with all text that is on it; the caller closes it.

    Args:
        raw: PDFium's bindings.
        page: the page.
    """
    modes = []
    for item in islice(_items(raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page), MOST_OBJECTS):
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT and _is_flat(raw, item):
            modes.append((item, raw.FPDFTextObj_GetTextRenderMode(item)))
            raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(item, _OUTLINE)
            raw.FPDFPageObj_Transform(item, *_UNCHANGED)  # PDFium measures it anew
    text = raw.FPDFText_LoadPage(page)
    for item, mode in modes:  # text with an outline is bold
        raw.FPDFTextObj_SetTextRenderMode(item, mode)
    return text


def _items(raw: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], holder: Any) -> Iterator[Any]:
    """Yield what is on a page or in a form, and what is in the forms there."""
    for i in range(count(holder)):
        item = get(holder, i)
        yield item
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            yield from _items(raw, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item)


def _is_flat(raw: Any, item: Any) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    told = raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return bool(told) and min(abs(right.value - left.value), abs(top.value - bottom.value)) <= _FLAT
