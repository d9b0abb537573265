"""The order in which what stands on a page is read: from top to bottom, column by column where it is set in columns.

Text in two columns is told from a table without rules by its lines: they fill their columns.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.reading.pdf.lines import Line
from indexer.reading.pdf.tables import Table

Item = Line | Table

_LEAST_ROWS = 3
"""On either side of a gutter; on the right one is enough where the left has twice as many, as on a last page."""
_LEAST_GUTTER = 0.8
_LEAST_WIDTH = 6.0
_FILLED = 0.35
_MOST_DEPTH = 3


@dataclass(slots=True)
class Region:
    """A part of a page that is read from top to bottom: all of its width, or a column.

    Attributes:
        items: its lines and tables, in order.
        column: 0 if it is as wide as the page, else which column it is, from 1.
    """

    items: list[Item]
    column: int = 0


def reading_order(items: Sequence[Item], body: float) -> list[Region]:
    """Return the regions of a page in the order they are read.

    Args:
        items: the lines and tables, in any order.
        body: the size of the body's characters.
    """
    regions: list[Region] = []
    for items_, column in _cut(sorted(items, key=lambda item: (item.base, item.x0)), body, 0):
        if regions and column == 0 and regions[-1].column == 0:
            regions[-1].items += items_
        else:
            regions.append(Region(items_, column))
    for region in regions:
        region.items = _joined_rows(region.items)
    return regions


def _cut(items: list[Item], body: float, depth: int) -> list[tuple[list[Item], int]]:
    """Cut at the gutter that parts most lines; give what lies above, in its columns, and below."""
    best: tuple[int, float] | None = None
    if depth < _MOST_DEPTH:
        for gutter in _gutters(items, body):
            size = max((last - first for first, last in _bands(items, gutter, body)), default=0)
            if size and (best is None or size > best[0]):
                best = size, gutter
    if best is None:
        return [(items, 0)]
    gutter, found, done = best[1], [], 0
    for first, last in _bands(items, gutter, body):
        if first > done:
            found.append((items[done:first], 0))
        left = [item for item in items[first:last] if item.x1 <= gutter]
        right = [item for item in items[first:last] if item.x1 > gutter]
        for number, side in enumerate((left, right), 1):
            inner = _cut(side, body, depth + 1)
            found += [(some, number if not column else 10 * number + column) for some, column in inner]
        done = last
    if done < len(items):
        found.append((items[done:], 0))
    return found


def _gutters(items: Sequence[Item], body: float) -> list[float]:
    """Return where columns to the right may begin: the places where several lines do."""
    starts = Counter(round(item.x0) for item in items if isinstance(item, Line))
    leftmost = min((item.x0 for item in items), default=0.0)
    return [x - 0.4 * body for x, _ in starts.most_common(12) if x > leftmost + 4 * body]


def _bands(items: Sequence[Item], gutter: float, body: float) -> list[tuple[int, int]]:
    """Return the runs of items that a gutter parts into two columns of text, as first and last (exclusive)."""
    bands, first = [], 0
    for i in range(len(items) + 1):
        if i == len(items) or items[i].x0 < gutter < items[i].x1:
            if _is_columns(items[first:i], gutter, body):
                bands.append((first, i))
            first = i + 1
    return bands


def _is_columns(items: Sequence[Item], gutter: float, body: float) -> bool:
    left = [item for item in items if item.x1 <= gutter and isinstance(item, Line)]
    right = [item for item in items if item.x1 > gutter and isinstance(item, Line)]
    if not right or len(left) < (_LEAST_ROWS if len(right) >= _LEAST_ROWS else 2 * _LEAST_ROWS):
        return False
    ends = max(item.x1 for item in left)
    if min(item.x0 for item in right) - ends < _LEAST_GUTTER * body:
        return False
    return _fill(left, right, body)


def _fill(left: Sequence[Line], right: Sequence[Line], body: float) -> bool:
    """Whether most lines of two columns, which are of one width, fill them, as running text does."""
    sides = [(min(line.x0 for line in side), max(line.x1 for line in side), side) for side in (left, right)]
    width = max(end - start for start, end, _ in sides)
    full = sum(line.x1 > start + width - 2 * body for start, _, side in sides for line in side)
    return width >= _LEAST_WIDTH * body and full >= _FILLED * (len(left) + len(right))


def _joined_rows(items: Sequence[Item]) -> list[Item]:
    """Join the lines that stand side by side in a region to one."""
    kept: list[Item] = []
    for item in sorted(items, key=lambda item: item.base):
        before = kept[-1] if kept else None
        if isinstance(item, Line) and isinstance(before, Line) and _side_by_side(before, item):
            first, second = sorted((before, item), key=lambda line: line.x0)
            kept[-1] = Line(
                text=f"{first.text} {second.text}",
                x0=first.x0,
                x1=second.x1,
                base=first.base,
                size=max(first, second, key=lambda line: len(line.text)).size,
                bold=first.bold and second.bold,
                red=first.red and second.red,
                head=first.head,
                page=first.page,
                parts=first.parts + second.parts,
            )
        else:
            kept.append(item)
    return kept


def _side_by_side(one: Line, other: Line) -> bool:
    level = abs(one.base - other.base) <= 0.3 * min(one.size, other.size)
    return level and (one.x1 <= other.x0 or other.x1 <= one.x0)
