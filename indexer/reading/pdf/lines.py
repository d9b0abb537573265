"""Glyphs to lines of text: what stands side by side on one baseline, with blanks only where the page shows them."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.patterns import patterns

RAISED, LEVEL = "\x0e", "\x0f"
"""Stand in `Line.text` around digits that are raised, as marks of notes are."""

_SAME_BASELINE = 0.3
_LATIN_BLANK = 0.17
_HAN_BLANK = 0.7
_WIDEST_BLANK = 1.8
_WIDEST_WRITTEN_BLANK = 8.0
_COLUMN = 3
"""How many lines, at least, begin where a column does."""
_LEAST_WIDTH = 6.0
"""Of a column, in characters."""
_SMALL = 0.8
_SHARED_MARKS = frozenset("·—‘’“”…")
_OPENING = frozenset("（(《〈「『【〔［[“‘{｛")
_CLOSING = frozenset("，。、；：？！）)》〉」』】〕］]”’…%,.;:?!｝}％‰℃")
_WORD = frozenset("-_./:@&+'’%")


@dataclass(slots=True)
class Line:
    """A line, or the part of one that stands apart from what is beside it; places as in `Glyph`.

    Attributes:
        text: what is written, without blanks at the ends.
        size: of most of its characters.
        bold, red: all of it is.
        head: the width of what at its start would not be parted: a character with its marks, or a word.
        page: the number of the page, from 1.
        parts: how many pieces stand side by side in it, far apart.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    red: bool
    head: float
    page: int
    parts: int = 1

    @property
    def top(self) -> float:
        """Where it begins, from the top of the page."""
        return self.base - 0.9 * self.size


@lru_cache(maxsize=8192)
def is_east_asian(character: str) -> bool:
    """Tell whether a character is Chinese or full width: no blank stands between two of them at the end of a line."""
    return unicodedata.east_asian_width(character) in "WF" or character in _SHARED_MARKS


def join_texts(before: str, after: str) -> str:
    """Return two lines of a paragraph as one.

    A blank comes between only where neither side is Chinese. A hyphen between two small Latin letters goes, for there
    a word was parted; after another hyphen or a slash nothing comes.
    """
    last, first = before[-1:], after[:1]
    if not before or not after:
        return before + after
    if last in "-\u2010\xad" and before[-2:-1].isalpha() and not is_east_asian(before[-2]):
        parted = before[-2].islower() and first.islower()
        return (before[:-1] if parted or last == "\xad" else before) + after
    if is_east_asian(last) or is_east_asian(first) or last == "/" or LEVEL in (last, first) or RAISED in (last, first):
        return before + after
    return f"{before} {after}"


def find_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Make lines of the glyphs of a page, or of a part of it.

    Args:
        glyphs: in any order.
        page: its number.

    Returns:
        The lines from top to bottom, those on one baseline from left to right.
    """
    pieces = [piece for row in _rows(glyphs) for piece in _pieces(sorted(row, key=lambda glyph: glyph.x0))]
    edges = _edges(pieces)
    parts = (part for piece in pieces for part in _cut(piece, edges))
    return [line for part in parts if (line := _line(part, page)) is not None]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Gather the glyphs of each baseline; raised and lowered small ones go to the line they belong to."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - rows[-1][0].base <= _SAME_BASELINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    sizes = [_common_size(row) for row in rows]
    kept: list[list[Glyph]] = []
    for i, row in enumerate(rows):
        host = next((j for j in (i + 1, i - 1, i + 2, i - 2) if _is_host(rows, sizes, i, j)), None)
        if host is None:
            kept.append(row)
        else:
            rows[host].extend(row)
    return kept


def _is_host(rows: Sequence[Sequence[Glyph]], sizes: Sequence[float], i: int, j: int) -> bool:
    """Whether row `i` is a superscript or subscript of row `j`: much smaller, at its height, and beside its glyphs."""
    if not 0 <= j < len(rows) or sizes[i] > _SMALL * sizes[j]:
        return False
    raised = rows[j][0].base - rows[i][0].base
    if not -0.3 * sizes[j] <= raised <= 0.7 * sizes[j]:
        return False
    left, right = min(glyph.x0 for glyph in rows[i]), max(glyph.x1 for glyph in rows[i])
    return any(left - sizes[j] <= glyph.x1 and glyph.x0 <= right + sizes[j] for glyph in rows[j])


def _common_size(glyphs: Iterable[Glyph]) -> float:
    counts = Counter(round(glyph.size, 1) for glyph in glyphs if not glyph.text.isspace())
    return counts.most_common(1)[0][0] if counts else 0.0


def _pieces(row: list[Glyph]) -> Iterable[list[Glyph]]:
    """Cut a row where the gap is wider than blanks are; glyphs printed twice, to look bold, are left once."""
    piece: list[Glyph] = []
    last: Glyph | None = None
    end = 0.0
    for glyph in row:
        is_blank = glyph.text.isspace()
        if last is not None:
            if glyph.text == last.text and glyph.x0 - last.x0 < 0.3 * (last.x1 - last.x0):
                continue
            size = max(glyph.size, last.size)
            if glyph.x0 - end > _WIDEST_BLANK * size or glyph.x0 - last.x1 > _WIDEST_WRITTEN_BLANK * size:
                yield piece
                piece = []
        piece.append(glyph)
        end = max(glyph.x1, end) if piece[1:] else glyph.x1
        last = last if is_blank else glyph
    yield piece


def _edges(pieces: Iterable[Sequence[Glyph]]) -> set[int]:
    """Return where columns may begin, to a point: the places where several pieces of lines do."""
    starts = Counter(round(piece[0].x0) for piece in pieces)
    return {start + near for start, count in starts.items() if count >= _COLUMN for near in (-1, 0, 1)}


def _cut(piece: Sequence[Glyph], edges: set[int]) -> Iterable[Sequence[Glyph]]:
    """Cut a piece where a column begins, though a mark that hangs into the gutter leaves no wide gap before it."""
    first, end = 0, piece[0].x1
    for i, glyph in enumerate(piece):
        is_apart = glyph.x0 - end > _HAN_BLANK * glyph.size and end - piece[first].x0 > _LEAST_WIDTH * glyph.size
        if is_apart and round(glyph.x0) in edges:
            yield piece[first:i]
            first = i
        end = max(end, glyph.x1)
    yield piece[first:]


def _line(piece: Sequence[Glyph], page: int) -> Line | None:
    shown = [glyph for glyph in piece if not glyph.text.isspace()]
    if not shown:
        return None
    size = _common_size(shown) or shown[0].size
    level = [glyph for glyph in shown if glyph.size > _SMALL * size] or shown
    return Line(
        text=_text(piece, size, level[0].base),
        x0=shown[0].x0,
        x1=max(glyph.x1 for glyph in shown[-3:]),
        base=level[0].base,
        size=size,
        bold=all(glyph.bold for glyph in shown),
        red=all(glyph.red for glyph in shown),
        head=_head(shown),
        page=page,
    )


def _text(piece: Sequence[Glyph], size: float, base: float) -> str:
    radicals = patterns().radicals
    texts: list[str] = []
    last: Glyph | None = None
    written = raised = ""
    for glyph in piece:
        if glyph.text.isspace():
            written += glyph.text
            continue
        is_raised = glyph.size <= _SMALL * size and base - glyph.base > 0.1 * size and glyph.text.isdecimal()
        if bool(raised) != is_raised:
            texts.append(LEVEL if raised else "")
        if last is not None:
            texts.append(written or _blank(last, glyph))
        if is_raised and not raised:
            texts.append(RAISED)
        raised = RAISED if is_raised else ""
        texts.append(glyph.text.translate(radicals))
        last, written = glyph, ""
    return "".join(texts) + (LEVEL if raised else "")


def _blank(before: Glyph, after: Glyph) -> str:
    """Return the blank that a gap between two glyphs shows, where none is written."""
    narrow = not is_east_asian(before.text) and not is_east_asian(after.text)
    least = (_LATIN_BLANK if narrow else _HAN_BLANK) * min(before.size, after.size)
    return " " if after.x0 - before.x1 > least else ""


def _head(shown: Sequence[Glyph]) -> float:
    """Return the width of what would not be parted at the start of a line (at most 40 glyphs of it)."""
    end = 0
    while end < min(len(shown) - 1, 40) and shown[end].text in _OPENING:
        end += 1
    while end < min(len(shown) - 1, 40) and _goes_on(shown[end], shown[end + 1]):
        end += 1
    while end < min(len(shown) - 1, 40) and shown[end + 1].text in _CLOSING:
        end += 1
    return shown[end].x1 - shown[0].x0


def _goes_on(glyph: Glyph, following: Glyph) -> bool:
    """Whether two glyphs are of one Latin word or number."""
    if is_east_asian(glyph.text) or is_east_asian(following.text):
        return False
    joined = all(one.text.isalnum() or one.text in _WORD for one in (glyph, following))
    return joined and following.x0 - glyph.x1 <= _LATIN_BLANK * glyph.size
