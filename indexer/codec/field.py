"""One field of one segment as arrays: its term dictionary, its postings and what bounds their scores."""

from functools import cached_property
from typing import Any

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.dictionary import TermDictionary
from indexer.codec.packed import Packed

RATIO_STEPS = 255
"""`FieldArrays.maxr` counts in so many parts of 1."""


_UINT8 = 255
"""The highest number an uint8 holds."""


class FieldArrays(TermDictionary):
    """The postings of T terms, P in all, of N tokens, over D documents. All arrays are read-only views of the file.

    Offsets have the narrowest of uint8 to uint64.

    Attributes:
        terms, term_sizes, term_blocks, keys: see `TermDictionary`.
        post_offsets: uint[T + 1]; the postings of term t go from ``post_offsets[t]`` to ``post_offsets[t + 1]``.
        docs: P document numbers, ascending within a term.
        repeats: N - P numbers: for each token beyond the first of its posting, that posting, counted from the first of
            its term; ascending within a term. None if each token is a posting.
        repeat_offsets: uint[T + 1], where those of each term begin; None if `repeats` is.
        pos: N positions, ascending within a posting; None if not kept.
        weights: float32[P], what a posting weighs in scoring; None where that is its frequency.
        values: uint8[…], the values of the postings as the field's Whoosh format encodes them, for formats beyond
            positions; None for the others. `value_offsets`: uint[P + 1].
        lengths: uint8, uint16 or uint32[D], the exact length of the field in each document.
        maxr: uint8[T], in parts of 255 and rounded up: the highest ``w / (w + K)`` of a posting, w its weight and
            ``K = 1.2 (0.25 + 0.75 length / average)`` (BM25 with k1 = 1.2 and b = 0.75) at this segment's average
            length. It bounds all at another average a' after multiplication by ``max(1, a' / a)``.
    """

    post_offsets: Array
    docs: Packed
    lengths: Array
    maxr: Array
    repeats: Packed | None = None
    repeat_offsets: Array | None = None
    pos: Packed | None = None
    weights: Array | None = None
    values: Array | None = None
    value_offsets: Array | None = None

    # Reading one number from a memoryview takes a fraction of what it takes from an array.

    @cached_property
    def _postings(self) -> memoryview:
        return self.post_offsets.data

    @cached_property
    def _repeats(self) -> memoryview | None:
        return None if self.repeat_offsets is None else self.repeat_offsets.data

    def postings(self, number: int) -> tuple[int, int]:
        """Return the range of the postings of a term: first index, last index + 1."""
        return self._postings[number], self._postings[number + 1]

    def df(self, number: int) -> int:
        """Return how many documents have a term."""
        count: int = self._postings[number + 1] - self._postings[number]
        return count

    def cf(self, number: int) -> int:
        """Return how often a term occurs in all documents."""
        first, last = self._tokens(number)
        return last - first

    def _tokens(self, number: int) -> tuple[int, int]:
        """Return the range of the tokens of a term."""
        first, last = self.postings(number)
        if self._repeats is None:
            return first, last
        return first + self._repeats[number], last + self._repeats[number + 1]

    @property
    def has_positions(self) -> bool:
        """Whether positions are kept."""
        return self.pos is not None

    def documents(self, number: int, dtype: Any = np.int32) -> Array:
        """Return an array[df], ascending: the documents of a term."""
        return self.docs.between(*self.postings(number), dtype)

    def documents_of_range(self, first: int, last: int) -> Array:
        """Return intp[…]: the documents of all terms from `first` to before `last`, term after term."""
        return self.docs.between(self._postings[first], self._postings[last], np.intp)

    def weights_of(self, number: int) -> Array:
        """Return number[df]: what the postings of a term weigh in scoring; their frequencies if there is no more."""
        if self.weights is None:
            return self.frequencies(number)
        first, last = self.postings(number)
        return self.weights[first:last]

    def value(self, number: int, at: int) -> bytes | None:
        """Return the value of posting `at` of a term as its format encodes it; None if no values are kept."""
        if self.values is None or self.value_offsets is None:
            return None
        at += self._postings[number]
        start, end = self.value_offsets[at : at + 2].tolist()
        return self.values[start:end].tobytes()

    def max_ratio(self, number: int) -> float:
        """Return what no posting of a term exceeds in ``w / (w + K)``, see `maxr`."""
        return int(self.maxr[number]) / RATIO_STEPS

    def repeated(self, number: int) -> Array:
        """Return intp[cf - df], ascending: the repeats of a term (see `repeats`).

        The tokens of its posting p begin with its token ``p + repeated.searchsorted(p)``.
        """
        if self.repeats is None or self._repeats is None:
            return np.zeros(0, dtype=np.intp)
        return self.repeats.between(self._repeats[number], self._repeats[number + 1], np.intp)

    def frequencies(self, number: int) -> Array:
        """Return uint8[df] or wider: how often a term occurs in each of its documents."""
        return counted(self.df(number), self.repeated(number))

    def all_frequencies(self) -> Array:
        """Return uint8[P] or wider: how often its term occurs in the document of each posting."""
        if self.repeats is None or self.repeat_offsets is None:
            return np.ones(len(self.docs), dtype=np.uint8)
        sizes: Array = np.diff(self.repeat_offsets.astype(np.intp))
        return counted(len(self.docs), self.repeats.all(np.intp) + self.post_offsets[:-1].repeat(sizes))

    def positions(self, number: int) -> Array:
        """Return uint[cf]: where a term stands, document after document.

        Raises:
            ValueError: the field has no positions.
        """
        if self.pos is None:
            raise ValueError("the field was written without positions")
        return self.pos.between(*self._tokens(number))


def counted(postings: int, repeated: Array) -> Array:
    """Return uint8[postings] or uint32: 1 for each posting, and 1 more for each time it is in `repeated`."""
    many = len(repeated) >= _UINT8 and bool((repeated[_UINT8 - 1 :] == repeated[: 1 - _UINT8]).any())
    counts = np.ones(postings, dtype=np.uint32 if many else np.uint8)
    if len(repeated):
        np.add.at(counts, repeated, counts.dtype.type(1))
    return counts
