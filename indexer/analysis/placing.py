"""Where numbers stand among the terms of a text: canonical tokens beside the terms they are written with.

A number stands at the position of the first term that begins where the number begins, or after. For whole corpora this
is found without the offsets of the terms, which cost half as much again as the terms themselves: blanks between runs of
Han characters are counted, and inside a run the words are measured from its end.
"""

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.cutter import Cutter
from indexer.analysis.numbers import Number

_MOST_SHAPES = 1 << 17
"""So many words are remembered with the places of the terms inside them."""


def insert_numbers(terms: Sequence[str], places: Iterable[int], numbers: Iterable[Number]) -> list[str]:
    """Return terms with the canonical token of each number after the term at whose position it stands.

    Args:
        terms: at least one.
        places: for each number the index of that term, not descending; one after the last is the last.
        numbers: the numbers.
    """
    told: list[str] = []
    at = 0
    for place, number in zip(places, numbers, strict=True):
        told += terms[at : place + 1]
        told.append(number.token)
        at = max(at, place + 1)
    told += terms[at:]
    return told


def places_among(starts: Sequence[int], numbers: Iterable[Number]) -> Iterator[int]:
    """Yield for each number the index of the first term that starts where it does, or after; the last if none does.

    Args:
        starts: where each term starts.
        numbers: the numbers, by their starts.
    """
    at, last = 0, len(starts) - 1
    for number in numbers:
        while at < last and starts[at] < number.start:
            at += 1
        yield at


class Placer:
    """Finds the places of numbers among terms whose offsets are not known; threads may share it.

    Args:
        cutter: cuts as the terms were cut.
    """

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._shapes: dict[str, tuple[int, ...]] = {}

    def places(self, spaced: str, cut: Sequence[str], numbers: Iterable[Number]) -> Iterator[int]:
        """Yield for each number the index of its term among the terms that are not blanks.

        Args:
            spaced: the text with a blank for each character that is not Han.
            cut: what the cutter's `search` makes of it, blanks included, and one more blank at the end.
            numbers: the numbers, by their starts.
        """
        blanks = at = 0
        for number in numbers:
            start = number.start
            for _ in range(spaced.count(" ", 0, start) - blanks):
                at = cut.index(" ", at) + 1
                blanks += 1
            begin = spaced.rfind(" ", 0, start) + 1
            yield at - blanks + (self._place_in_run(spaced, begin, start, cut, at) if begin < start else 0)

    def _place_in_run(self, spaced: str, begin: int, start: int, cut: Sequence[str], first: int) -> int:
        """Return how many terms of the run that begins at `begin`, and whose first term is `first`, stand before."""
        end = spaced.find(" ", start)
        place = end if end >= 0 else len(spaced)
        at = cut.index(" ", first)
        shape: tuple[int, ...] = (0,)
        while place > start:
            word = cut[at - 1]
            shape = self._shape(word, spaced[begin : end if end >= 0 else None]) if len(word) > 2 else (0,)
            at -= len(shape)
            place -= len(word)
        inside = next((k for k, offset in enumerate(shape) if place + offset >= start), len(shape))
        return at + inside - first

    def _shape(self, word: str, run: str) -> tuple[int, ...]:
        """Return where in a word of a run each of the terms starts that the cutter gives for it, itself the last.

        They are the shorter words of the dictionary inside it, whatever stands around it.
        """
        shape = self._shapes.get(word)
        if shape is not None:
            return shape
        learnt: dict[str, tuple[int, ...]] = {}
        spans, at = iter(self._cutter.spans(run)), 0
        for whole in self._cutter.words(run):
            offsets: list[int] = []
            for term, start, _ in spans:
                offsets.append(start - at)
                if term == whole:
                    break
            learnt[whole] = tuple(offsets)
            at += len(whole)
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes = {}
        self._shapes.update(learnt)
        return learnt[word]
