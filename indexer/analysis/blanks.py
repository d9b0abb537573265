"""Texts without their blanks, and the way back: the quick part of the normal form (`indexer.analysis.normal`)."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

from indexer.analysis.normal_table import NormalTable


class Offsets(NamedTuple):
    """Where each character of a normal form begins and ends in the original text (code points)."""

    starts: Sequence[int]
    ends: Sequence[int]


class Moved(Sequence[int]):
    """Where the characters of a text stand in that from which single blanks went.

    Args:
        length: how many characters the text has.
        gone: the places in it before which a blank stood, ascending.
        more: what is added to each.
    """

    __slots__ = ("_gone", "_length", "_more")

    def __init__(self, length: int, gone: Sequence[int], more: int) -> None:
        self._length = length
        self._gone = gone
        self._more = more

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> list[int]: ...
    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            return [self[place] for place in range(self._length)[at]]
        place = at if 0 <= at < self._length else range(self._length)[at]
        return place + self._more + bisect_right(self._gone, place)

    def spans(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where parts of the text stand in the other; each has a start and an end, and is not empty."""
        gone = self._gone
        return [(start + bisect_right(gone, start), end + bisect_right(gone, end - 1)) for start, end in found]


def without_blanks(text: str) -> tuple[str, list[int]]:
    """Return a text without white space, and the places in it before which a blank stood.

    As it is if two blanks are in a row, or one at an end: so what is returned has white space exactly where it is not
    to be trusted.
    """
    pieces = text.split()
    count = len(pieces)
    if count < 2:
        return text, []
    visible = "".join(pieces)
    if len(visible) + count - 1 != len(text) or text[0].isspace():
        return text, []
    return visible, list(accumulate(map(len, pieces[:-1])))


def all_go(visible: str, gone: Sequence[int], table: NormalTable) -> bool:
    """Tell whether all blanks go: none stood between two characters that blanks set apart."""
    for place in gone:
        before, after = visible[place - 1], visible[place]
        if table.is_worded(table.folded[before]) and table.is_worded(table.folded[after]):
            return False
    return True


def visible_if(holds: Callable[[str], bool], text: str, table: NormalTable) -> tuple[str, Offsets | None] | None:
    """Return a text without its blanks, each character as it was, and the way back; None if nothing went.

    Most are such: 第一条 为了……. None instead of both if a test does not hold for what is left, or a blank may stay.
    """
    visible, gone = without_blanks(text)
    if not holds(visible) or (gone and not all_go(visible, gone, table)):
        return None
    return visible, offsets_of(visible, gone)


def offsets_of(visible: str, gone: Sequence[int]) -> Offsets | None:
    """Return where the characters of a text stand in the text that these blanks went from; None if none went."""
    return Offsets(Moved(len(visible), gone, 0), Moved(len(visible), gone, 1)) if gone else None
