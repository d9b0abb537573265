"""Whole corpora at once: what a cutter needs of many texts, and where numbers stand among the terms it gives.

A number stands at the position of the first term that begins where the number begins, or after. This is found without
the offsets of the terms, which cost half as much again as the terms themselves: blanks between runs of Han characters
are counted, and inside a run the words are measured from its end.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.cutter import Cutter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD_BEYOND_HAN = re.compile(r"[^\W\u4e00-\u9fd5_]")
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FD5
_MOST_SHAPES = 1 << 17
"""So many words are remembered with the places of the terms inside them."""


class Spaced(NamedTuple):
    """Texts as a cutter takes them.

    Attributes:
        joined: the texts with U+0000 before, between and after them.
        text: the same with a blank for each character that is not Han.
        coded: for each text whether it has letters or digits besides Han.
    """

    joined: str
    text: str
    coded: list[bool]


def space(texts: Sequence[str]) -> Spaced:
    """Return texts in their normal form as a cutter takes them."""
    import numpy as np

    joined = "\0".join(["", *texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    is_han = (codes - np.uint32(_FIRST_HAN)) <= _LAST_HAN - _FIRST_HAN
    spaced = np.where(is_han, codes, np.uint32(ord(" "))).astype(np.uint32)
    coded = _beyond_han(codes, ~is_han)
    ends = np.flatnonzero(codes == 0)
    flags = np.logical_or.reduceat(coded, ends[:-1]).tolist() if texts else []
    return Spaced(joined, spaced.tobytes().decode("utf-32-le"), flags)


def _beyond_han(codes: "NDArray[np.uint32]", others: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """Return which characters are letters or digits, of those of `others`."""
    import numpy as np

    table = np.zeros(0x110000, dtype=np.bool_)
    table[codes[others]] = True
    for code in np.flatnonzero(table).tolist():
        table[code] = _WORD_BEYOND_HAN.match(chr(code)) is not None
    return table[codes]


def places_among(starts: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return for each number the index of the first term that starts where it does, or after; the last if none does.

    Args:
        starts: where each term starts.
        wanted: where each number starts, not descending.
    """
    at, last = 0, len(starts) - 1
    places = []
    for start in wanted:
        while at < last and starts[at] < start:
            at += 1
        places.append(at)
    return places


def insert_tokens(terms: list[str], places: Sequence[int], tokens: Sequence[str]) -> None:
    """Insert some more tokens into a list of terms, each after the term at whose position it stands.

    Args:
        terms: at least one.
        places: for each token the index of that term, not descending; one beyond the last is the last.
        tokens: the tokens.
    """
    for at in range(len(places) - 1, -1, -1):
        terms.insert(places[at] + 1, tokens[at])


class Placer:
    """Finds the places of numbers among terms whose offsets are not known; threads may share it.

    Args:
        cutter: cuts as the terms were cut.
    """

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._shapes: dict[str, tuple[int, ...]] = {}

    def places(self, spaced: str, base: int, cut: Sequence[str], wanted: Sequence[int]) -> list[int]:
        """Return for each number of a text the index of its term among the terms that are not blanks.

        Args:
            spaced: `Spaced.text`.
            base: where the text begins in it.
            cut: what the cutter's `search` makes of the text, blanks included, and one more blank at the end.
            wanted: where each number starts in `spaced`, not descending.
        """
        blanks = at = 0
        places = []
        for start in wanted:
            if start == base:
                places.append(0)
                continue
            for _ in range(spaced.count(" ", base, start) - blanks):
                at = cut.index(" ", at) + 1
                blanks += 1
            begins_run = spaced[start - 1] == " "
            places.append(at - blanks + (0 if begins_run else self._place_in_run(spaced, start, cut, at)))
        return places

    def _place_in_run(self, spaced: str, start: int, cut: Sequence[str], first: int) -> int:
        """Return how many terms of the run that goes on at `start`, and whose first is `first`, stand before it."""
        place = spaced.index(" ", start)
        at = cut.index(" ", first)
        shape: tuple[int, ...] = (0,)
        while place > start:
            word = cut[at - 1]
            shape = self._shapes.get(word) or self._learnt(word, spaced, start) if len(word) > 2 else (0,)
            at -= len(shape)
            place -= len(word)
        inside = 0
        while inside < len(shape) and place + shape[inside] < start:
            inside += 1
        return at + inside - first

    def _learnt(self, word: str, spaced: str, start: int) -> tuple[int, ...]:
        """Return where in a word of the run that goes on at `start` each of the terms starts that are cut for it.

        They are the shorter words of the dictionary inside it, whatever stands around it, and itself, the last.
        """
        run = spaced[spaced.rindex(" ", 0, start) + 1 : spaced.index(" ", start)]
        learnt: dict[str, tuple[int, ...]] = {}
        spans, at = iter(self._cutter.spans(run)), 0
        for whole in self._cutter.words(run):
            offsets: list[int] = []
            for term, begin, _ in spans:
                offsets.append(begin - at)
                if term == whole:
                    break
            learnt[whole] = tuple(offsets)
            at += len(whole)
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes = {}
        self._shapes.update(learnt)
        return learnt[word]
