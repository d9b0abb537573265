"""One field of one segment as arrays: its term dictionary, its postings and what bounds their scores."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from indexer.codec.arrays import Array

POSITION_STEP = 16
"""One in so many postings has the start of its positions on disk; the others add up the frequencies between."""


@dataclass(frozen=True)
class FieldArrays:
    """The postings of T terms, P in all, over D documents. All arrays are read-only views of the file.

    Attributes:
        terms: uint8[sum of term lengths], the terms as bytes (UTF-8 where they are text), sorted, end to end.
        term_offsets: int64[T + 1], where each term begins in `terms`.
        k8: uint64[T], the first 8 bytes of each term as a big-endian number (padded with zeros), for bisection.
        post_offsets: int64[T + 1]; the postings of term t go from ``post_offsets[t]`` to ``post_offsets[t + 1]``.
        docs: int32[P], document numbers, ascending within a term.
        tf: uint8, uint16 or uint32[P], how often the term occurs in the document.
        pos: uint8, uint16 or uint32[sum of tf], the positions, ascending within a posting; None if not kept.
        cum16: uint8, uint16 or uint32[ceil(P / 16)], where the positions of every 16th posting begin; None if `pos` is.
        weights: float32[P], what a posting weighs in scoring; None where that is `tf`.
        values: uint8[…], the values of the postings as the field's Whoosh format encodes them, for formats beyond
            positions; None for the others. `value_offsets`: int64[P + 1].
        lengths: uint8, uint16 or uint32[D], the exact length of the field in each document.
        cf: int64[T], how often each term occurs in all documents (the sum of tf).
        max_tf: float32[T], the highest weight of a posting (of tf, where there are no weights).
        min_length, max_length: uint32[T], the shortest and longest length of a document with the term.
        maxr: float32[T], the highest ``w / (w + K)`` of a posting, w its weight and
            ``K = 1.2 (0.25 + 0.75 length / average)`` (BM25 with k1 = 1.2 and b = 0.75) at this segment's average
            length; rounded up. It bounds all at another average a' after multiplication by ``max(1, a' / a)``.
    """

    terms: Array
    term_offsets: Array
    k8: Array
    post_offsets: Array
    docs: Array
    tf: Array
    lengths: Array
    cf: Array
    max_tf: Array
    min_length: Array
    max_length: Array
    maxr: Array
    pos: Array | None = None
    cum16: Array | None = None
    weights: Array | None = None
    values: Array | None = None
    value_offsets: Array | None = None

    def __len__(self) -> int:
        return len(self.k8)

    @cached_property
    def _keys(self) -> memoryview:
        return self.k8.data

    @cached_property
    def _bounds(self) -> memoryview:
        return self.term_offsets.data

    @cached_property
    def _bytes(self) -> memoryview:
        return self.terms.data

    def term(self, number: int) -> bytes:
        """Return the term with this number."""
        return bytes(self._bytes[self._bounds[number] : self._bounds[number + 1]])

    def all_terms(self) -> list[bytes]:
        """Return all terms in order."""
        blob, offsets = self.terms.tobytes(), self.term_offsets.tolist()
        return [blob[start:end] for start, end in pairwise(offsets)]

    def find(self, term: bytes) -> int:
        """Return the number of a term, -1 if no document has it."""
        number = self.lower(term)
        return number if number < len(self) and self.term(number) == term else -1

    def lower(self, term: bytes) -> int:
        """Return the number of the first term that is not less than this one, T if all are less."""
        key = int.from_bytes(term[:8].ljust(8, b"\0"), "big")
        low = bisect_left(self._keys, key)
        if low == len(self._keys) or self._keys[low] != key:
            return low
        high = bisect_right(self._keys, key, low)
        while low < high:  # these share their first 8 bytes
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def prefix(self, prefix: bytes) -> tuple[int, int]:
        """Return the range of the terms that begin with these bytes: first number, last number + 1."""
        after = prefix.rstrip(b"\xff")
        if not after:
            return self.lower(prefix), len(self)
        return self.lower(prefix), self.lower(after[:-1] + bytes([after[-1] + 1]))

    def position_start(self, posting: int) -> int:
        """Return where the positions of one posting begin in `pos`."""
        assert self.cum16 is not None
        block = posting // POSITION_STEP
        within = self.tf[block * POSITION_STEP : posting]
        return int(self.cum16[block]) + (int(within.sum()) if len(within) else 0)

    def positions(self, postings: Array) -> tuple[Array, Array]:
        """Return the positions of some postings.

        Args:
            postings: intp[n], indexes into `docs`, in any order.

        Returns:
            The positions end to end (the dtype of `pos`), and intp[n + 1]: those of the i-th posting asked for are
            the ones from ``starts[i]`` to ``starts[i + 1]``.

        Raises:
            ValueError: the field has no positions.
        """
        if self.pos is None or self.cum16 is None:
            raise ValueError("the field was written without positions")
        starts = np.zeros(len(postings) + 1, dtype=np.intp)
        counts = self.tf.take(postings)
        np.cumsum(counts, dtype=np.intp, out=starts[1:])
        if starts[-1] == 0:
            return self.pos[:0], starts
        shift = self._position_starts(postings) - starts[:-1]
        if starts[-1] == len(postings):  # every tf is 1
            return self.pos.take(shift + starts[:-1]), starts
        return self.pos.take(np.repeat(shift, counts) + np.arange(starts[-1])), starts

    def _position_starts(self, postings: Array) -> Array:
        """Return intp[n]: where the positions of these postings begin in `pos`."""
        assert self.cum16 is not None
        block, within = np.divmod(postings, POSITION_STEP)
        starts = self.cum16.take(block).astype(np.intp, copy=False)
        window = np.arange(POSITION_STEP - 1)
        before = self.tf.take((block * POSITION_STEP)[:, None] + window, mode="clip")
        starts += np.where(window < within[:, None], before, 0).sum(axis=1, dtype=np.intp)
        return starts
