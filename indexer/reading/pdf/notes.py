"""Footnotes: the small lines at the foot of a page, under a gap or a short rule, that begin with a mark."""

import re
from collections.abc import Sequence

from indexer.reading.pdf.drawn import Rule
from indexer.reading.pdf.lines import LEVEL, RAISED, Line
from indexer.reading.pdf.patterns import patterns

_SMALL = 0.93
_GAP = 1.3
_MARKED = re.compile(f"{RAISED}(\\d+){LEVEL}")
_NUMBER = re.compile(r"\d{1,3}")


def split_notes(lines: Sequence[Line], rules: Sequence[Rule], body: float) -> tuple[list[Line], list[Line]]:
    """Part the footnotes from the text of a page or column.

    Args:
        lines: from top to bottom.
        rules: what is drawn on the page.
        body: the size of the body's characters.

    Returns:
        The text, and the footnotes: every line is in one of them.
    """
    first = len(lines)
    while first and lines[first - 1].size <= _SMALL * body:
        first -= 1
    while first < len(lines) and not _begins_notes(lines, first, rules):
        first += 1
    return list(lines[:first]), list(lines[first:])


def _begins_notes(lines: Sequence[Line], at: int, rules: Sequence[Rule]) -> bool:
    line = lines[at]
    if not begins_note(line):
        return False
    if at == 0:
        return True
    before = lines[at - 1]
    ruled = any(before.base < rule.top <= line.base and rule.x0 <= line.x0 + line.size for rule in rules)
    return ruled or line.base - before.base > _GAP * 1.5 * line.size


def begins_note(line: Line) -> bool:
    """Tell whether a line begins with the mark of a footnote."""
    return bool(_MARKED.match(line.text) or patterns().footnote.match(line.text))


def written_marks(text: str, numbers: set[str]) -> str:
    """Return a text with its raised digits written out: ``[1]`` where a footnote has that number, else ``1``."""
    if RAISED not in text:
        return text
    return _MARKED.sub(lambda mark: f"[{mark[1]}]" if mark[1] in numbers else mark[1], text)


def numbers_of(notes: Sequence[Line]) -> set[str]:
    """Return the numbers that raised digits at the start of footnotes give them."""
    return {mark[1] for line in notes if (mark := _MARKED.match(line.text))}
