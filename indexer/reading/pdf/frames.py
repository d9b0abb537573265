"""Between which edges text is set: what a line is indented from, and how far lines may go.

The edges are those that lines keep to; a part of a page with few lines has the edges of parts like it on other pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.reading.pdf.columns import Region
from indexer.reading.pdf.lines import Line

SAME_SIZE = 0.12
"""By how much of it sizes may differ and be one."""
INDENT = (1.4, 2.7)
"""How many characters a first line is indented: two."""
_INDENTED = 0.04
_FEW = 4
_NARROW = 0.5
"""Edges so near each other, as part of the page's width, say nothing of where lines may end."""

_Frame = tuple[float, float]


@dataclass(slots=True)
class Block:
    """A region of a page `width` points wide, its notes at the foot, and the edges its text is set between."""

    region: Region
    width: float
    notes: list[Line] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    def lines(self, body: float) -> list[Line]:
        """Return the lines of the size of the body."""
        lines = (item for item in self.region.items if isinstance(item, Line))
        return [line for line in lines if abs(line.size - body) <= SAME_SIZE * body]


def set_frames(blocks: Sequence[Block], body: float) -> None:
    """Find the edges of the blocks of a file.

    Args:
        blocks: their `left` and `right` are set.
        body: the size of the body's characters.
    """
    found: dict[int, list[_Frame]] = defaultdict(list)
    for block in blocks:
        lines = block.lines(body) or [item for item in block.region.items if isinstance(item, Line)]
        if lines:
            block.left = _edge([line.x0 for line in lines], body)
            block.right = -_edge([-line.x1 for line in lines], body)
        if len(lines) >= _FEW:
            found[block.region.column].append((block.left, block.right))
    usual = {
        column: (median(left for left, _ in frames), median(right for _, right in frames))
        for column, frames in found.items()
    }
    if usual and 0 not in usual:
        usual[0] = min(left for left, _ in usual.values()), max(right for _, right in usual.values())
    for block in blocks:
        _adjust(block, usual, body)


def _adjust(block: Block, usual: dict[int, _Frame], body: float) -> None:
    """Give a block the edges that are usual, where its own say little."""
    frame = usual.get(block.region.column)
    few = len(block.lines(body)) < _FEW
    columns = [other for column, other in usual.items() if column and _holds(other, block, body)]
    if columns and not block.region.column:  # the last lines of a column, alone on their page
        block.left, block.right = min(columns, key=lambda other: other[1] - other[0])
        return
    if frame is not None:
        apart = max(abs(block.left - frame[0]), abs(block.right - frame[1]))
        # Mirrored margins shift a frame; one much narrower than usual is one whose lines happen to be short.
        if few or block.right - block.left < frame[1] - frame[0] - body or apart < 0.5 * body:
            block.left, block.right = frame
    if not block.region.column and block.right - block.left < _NARROW * block.width and not _is_filled(block, body):
        block.right = max(block.right, block.width - block.left)


def _holds(frame: _Frame, block: Block, body: float) -> bool:
    lines = [item for item in block.region.items if isinstance(item, Line)]
    return all(frame[0] - 0.7 * body <= line.x0 and line.x1 <= frame[1] + body for line in lines)


def _is_filled(block: Block, body: float) -> bool:
    """Whether lines of a block end at its right edge, as those of running text do, and not where they may."""
    lines = block.lines(body)
    return 3 * sum(line.x1 > block.right - 1.5 * body for line in lines) > len(lines)


def _edge(places: Iterable[float], body: float) -> float:
    """Return the least of some places that is no exception: another is near it, or none is near another."""
    ordered = sorted(places)
    return next((place for place, other in pairwise(ordered) if other - place <= 0.6 * body), ordered[0])


def usual_leading(blocks: Sequence[Block], body: float) -> float:
    """Return how far below a line of the body the next one stands, usually, in points."""
    steps = [after.base - before.base for block in blocks for before, after in pairwise(block.lines(body))]
    likely = [step for step in steps if body <= step <= 4 * body]
    return median(likely) if likely else 1.7 * body


def is_indented(blocks: Sequence[Block], body: float) -> bool:
    """Tell whether paragraphs have their first line indented in this file."""
    indents = [(line.x0 - block.left) / body for block in blocks for line in block.lines(body)]
    return sum(INDENT[0] <= indent <= INDENT[1] for indent in indents) > _INDENTED * len(indents)


def is_centred(line: Line, block: Block, body: float) -> bool:
    """Tell whether a line is set in the middle of its block; a first line with its indent is not, by chance."""
    left, right = line.x0 - block.left, block.right - line.x1
    if line.size > (1 + SAME_SIZE) * body:
        return min(left, right) >= 0.5 * body and abs(left - right) <= line.size
    if abs(left - right) > (1.5 if left > INDENT[1] * body else 0.5) * line.size:
        return False
    return min(left, right) >= 0.5 * body and not INDENT[0] * body <= left <= INDENT[1] * body
