"""The term dictionary of one field of one segment: sorted terms in one array, found by bisection."""

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from indexer.codec.arrays import Array, smallest_unsigned
from indexer.frozen import Frozen

BLOCK = 8
"""Of one in so many terms it is kept where it begins, and its first bytes as a number."""


class TermDictionary(Frozen):
    """T terms. All arrays are read-only views of the file; offsets have the narrowest of uint8 to uint64.

    Attributes:
        terms: uint8[sum of term lengths], the terms as bytes (UTF-8 where they are text), sorted, end to end.
        term_sizes: uint8, uint16 or uint32[T], how many bytes each term has.
        term_blocks: uint[ceil(T / 8)], where every 8th term begins in `terms`.
        keys: uint64[ceil(T / 8)], the first 8 bytes of every 8th term as a big-endian number (padded with zeros).
    """

    terms: Array
    term_sizes: Array
    term_blocks: Array
    keys: Array

    def __len__(self) -> int:
        return len(self.term_sizes)

    # Reading one number from a memoryview takes a fraction of what it takes from an array.

    @cached_property
    def _keys(self) -> memoryview:
        return self.keys.data

    @cached_property
    def _sizes(self) -> memoryview:
        return self.term_sizes.data

    @cached_property
    def _blocks(self) -> memoryview:
        return self.term_blocks.data

    @cached_property
    def _bytes(self) -> memoryview:
        return self.terms.data

    def term(self, number: int) -> bytes:
        """Return the term with this number."""
        start = self._start(number)
        return bytes(self._bytes[start : start + self._sizes[number]])

    def _start(self, number: int) -> int:
        block = number // BLOCK
        start: int = self._blocks[block]
        return start + sum(self._sizes[block * BLOCK : number])

    def all_terms(self) -> list[bytes]:
        """Return all terms in order."""
        blob, ends = self.terms.tobytes(), np.cumsum(self.term_sizes, dtype=np.int64).tolist()
        return [blob[start:end] for start, end in pairwise([0, *ends])]

    def text_of(self, first: int, last: int) -> tuple[str, Array]:
        """Return the terms from number `first` to `last` - 1, which must be UTF-8, as one text.

        Returns:
            The terms end to end; and intp[last - first + 1], where each begins, in characters, and where the last ends.
        """
        bounds = np.zeros(max(last - first, 0) + 1, dtype=np.intp)
        np.cumsum(self.term_sizes[first:last], out=bounds[1:])
        start = self._start(first) if first < last else 0
        blob = self.terms[start : start + int(bounds[-1])].tobytes()
        begins = np.frombuffer(blob, dtype=np.uint8) & 0xC0 != 0x80  # whether a byte begins a character
        characters = np.concatenate(([0], begins.cumsum(dtype=np.intp)))
        return blob.decode(), characters.take(bounds)

    def texts(self, first: int, last: int) -> list[str]:
        """Return the terms from number `first` to `last` - 1, which must be UTF-8."""
        text, bounds = self.text_of(first, last)
        return [text[start:end] for start, end in pairwise(bounds.tolist())]

    def find(self, term: bytes) -> int:
        """Return the number of a term, -1 if no document has it."""
        number = self.lower(term)
        return number if number < len(self) and self.term(number) == term else -1

    def lower(self, term: bytes) -> int:
        """Return the number of the first term that is not less than this one, T if all are less."""
        key = int.from_bytes(term[:8].ljust(8, b"\0"), "big")
        before = bisect_left(self._keys, key)
        after = before
        if before < len(self._keys) and self._keys[before] == key:
            after = bisect_right(self._keys, key, before)
        low, high = max(before - 1, 0) * BLOCK, min(after * BLOCK, len(self))
        while high - low > 2 * BLOCK:  # many terms begin with the same 8 bytes
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return self._lower_among(term, low, high)

    def _lower_among(self, term: bytes, low: int, high: int) -> int:
        """Return what `lower` does if that is from `low` to `high`; by going through them."""
        blob, sizes = self._bytes, self._sizes
        start = self._start(low) if low < high else 0
        for number in range(low, high):
            end = start + sizes[number]
            if bytes(blob[start:end]) >= term:
                return number
            start = end
        return high

    def prefix(self, prefix: bytes) -> tuple[int, int]:
        """Return the range of the terms that begin with these bytes: first number, last number + 1."""
        after = prefix.rstrip(b"\xff")
        if not after:
            return self.lower(prefix), len(self)
        return self.lower(prefix), self.lower(after[:-1] + bytes([after[-1] + 1]))


def dictionary_of(terms: list[bytes]) -> dict[str, Any]:
    """Return the arrays of a dictionary of some terms, at least one, which are sorted."""
    return dictionary_arrays(b"".join(terms), np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)))


def dictionary_arrays(blob: bytes, sizes: Array) -> dict[str, Any]:
    """Return the same of terms that stand end to end, with the length in bytes of each (int64[T])."""
    starts = (np.cumsum(sizes) - sizes)[::BLOCK]
    ends = starts + np.minimum(sizes[::BLOCK], 8)
    first_bytes = b"".join(
        blob[start:end].ljust(8, b"\0") for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )
    return {
        "terms": np.frombuffer(blob, dtype=np.uint8),
        "term_sizes": sizes.astype(smallest_unsigned(int(sizes.max()))),
        "term_blocks": offsets_of(sizes)[:-1:BLOCK].copy(),
        "keys": np.frombuffer(first_bytes, dtype=">u8").astype(np.uint64),
    }


def offsets_of(sizes: Array) -> Array:
    """Return uint[n + 1]: where each of n consecutive things of these sizes begins, and the end."""
    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    return offsets.astype(smallest_unsigned(int(offsets[-1])))
