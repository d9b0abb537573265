"""Tables that are drawn: the rules of a page make grids, and what stands in their cells are rows.

Only a grid of at least two columns and two rows is a table. What is set in columns without rules is read as lines.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce

from indexer.reading.pdf.drawn import Rule
from indexer.reading.pdf.file import Page
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.lines import find_lines, join_texts
from indexer.records import CELL_MARK

_NEAR = 3.0
"""Points within which rules meet, and are one."""
_MOST_RULES = 1500
_MOST_CELLS = 20_000


@dataclass(slots=True)
class Table:
    """A table on a page, in points from its left and top; `rows` are the texts of its rows, empty ones left out."""

    x0: float
    x1: float
    top: float
    bottom: float
    page: int
    rows: list[str] = field(default_factory=list)

    @property
    def base(self) -> float:
        """Where it stands among lines: its top."""
        return self.top


def take_tables(page: Page) -> list[Table]:
    """Take the tables from a page, their glyphs with them.

    Args:
        page: its glyphs in tables are removed.

    Returns:
        The tables.
    """
    level = [rule for rule in page.rules if rule.bottom - rule.top < rule.x1 - rule.x0]
    upright = [rule for rule in page.rules if rule.bottom - rule.top >= rule.x1 - rule.x0]
    if not level or not upright or max(len(level), len(upright)) > _MOST_RULES:
        return []
    tables = []
    for rules in _meeting(level, upright):
        grid = _Grid(*rules)
        if grid.is_table():
            table, page.glyphs = grid.read(page.glyphs, page.number)
            tables.append(table)
    return [table for table in tables if table.rows]


def _meeting(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Yield the rules, level and upright, that hang together."""
    groups = _Groups(len(level) + len(upright))
    for i, flat in enumerate(level):
        for j, tall in enumerate(upright, len(level)):
            across = flat.x0 - _NEAR <= tall.x0 <= flat.x1 + _NEAR
            if across and tall.top - _NEAR <= flat.top <= tall.bottom + _NEAR:
                groups.join(i, j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*level, *upright)):
        members.setdefault(groups.of(i), ([], []))[i >= len(level)].append(rule)
    return members.values()


class _Groups:
    """Disjoint sets of the numbers below `count`, each called by its least member."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, i: int) -> int:
        above = self._above
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    def join(self, i: int, j: int) -> None:
        i, j = sorted((self.of(i), self.of(j)))
        self._above[j] = i


class _Grid:
    """The cells between rules that hang together."""

    def __init__(self, level: list[Rule], upright: list[Rule]) -> None:
        self.level, self.upright = level, upright
        self.xs = _distinct([x for rule in level for x in (rule.x0, rule.x1)] + [rule.x0 for rule in upright])
        self.ys = _distinct([rule.top for rule in level] + [y for rule in upright for y in (rule.top, rule.bottom)])

    def is_table(self) -> bool:
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        return columns >= 2 and rows >= 2 and len(self.level) >= 2 and columns * rows <= _MOST_CELLS

    def read(self, glyphs: Sequence[Glyph], page: int) -> tuple[Table, list[Glyph]]:
        """Return the table, and the glyphs that do not stand in it."""
        xs, ys, width = self.xs, self.ys, len(self.xs) - 1
        groups = self._cells()
        inside: dict[int, list[Glyph]] = {}
        outside = []
        for glyph in glyphs:
            x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.35 * glyph.size
            if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
                cell = (bisect_right(ys, y) - 1) * width + bisect_right(xs, x) - 1
                inside.setdefault(groups.of(cell), []).append(glyph)
            else:
                outside.append(glyph)
        table = Table(xs[0], xs[-1], ys[0], ys[-1], page)
        texts = {cell: _cell_text(some, page) for cell, some in inside.items()}
        for row in range(len(ys) - 1):
            cells = range(row * width, row * width + width)
            # A cell over two columns is one; one over two rows stands in the first of them.
            own = [cell for cell in cells if cell == cells[0] or groups.of(cell) != groups.of(cell - 1)]
            told = [texts.get(cell, "") for cell in own]
            if any(told):
                table.rows.append(CELL_MARK.join(told).strip())
        return table, outside

    def _cells(self) -> _Groups:
        """Return the cells, row by row, those joined that no rule parts."""
        xs, ys, width = self.xs, self.ys, len(self.xs) - 1
        groups = _Groups(width * (len(ys) - 1))
        right = _covering(self.upright, lambda rule: rule.x0, lambda rule: (rule.top, rule.bottom), xs)
        below = _covering(self.level, lambda rule: rule.top, lambda rule: (rule.x0, rule.x1), ys)
        for row in range(len(ys) - 1):
            y = (ys[row] + ys[row + 1]) / 2
            for column in range(width):
                cell, x = row * width + column, (xs[column] + xs[column + 1]) / 2
                if column + 1 < width and not _covers(right[column + 1], y):
                    groups.join(cell, cell + 1)
                if row + 2 < len(ys) and not _covers(below[row + 1], x):
                    groups.join(cell, cell + width)
        return groups


def _covering(
    rules: Iterable[Rule],
    place: Callable[[Rule], float],
    extent: Callable[[Rule], tuple[float, float]],
    places: Sequence[float],
) -> list[list[tuple[float, float]]]:
    """Return for each of the places the extents of the rules that stand there."""
    found: list[list[tuple[float, float]]] = [[] for _ in places]
    for rule in rules:
        nearest = min(range(len(places)), key=lambda i: abs(places[i] - place(rule)))
        found[nearest].append(extent(rule))
    return found


def _covers(extents: Iterable[tuple[float, float]], at: float) -> bool:
    return any(start - _NEAR <= at <= end + _NEAR for start, end in extents)


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _cell_text(glyphs: Sequence[Glyph], page: int) -> str:
    return reduce(join_texts, (line.text for line in find_lines(glyphs, page)), "")
