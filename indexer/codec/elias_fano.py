"""Elias-Fano coding of many ascending lists of numbers at once, in numpy.

A number is split in two. Its low bits, as many for all numbers of a list, are kept as they are; the high bits of a list
are kept in unary: number j whose high part is h sets bit h + j of a row of bits. A list of n numbers below u takes
about ``2 + log2(u / n)`` bits a number, half a bit from the least that is possible, and all of its numbers are found
without a loop: by the places of the ones in the row (Elias 1974, Efficient Storage and Retrieval by Content and
Address of Static Files; Vigna 2013, Quasi-succinct indices, section 4). The low bits here are 8, 12, 16 or 24, which
numpy takes apart quickly, whichever makes the list shortest.

A list in bytes: the lowest 8 (or 16, or 24) bits of each number, little-endian; of 12 bits, the upper 4 of two numbers
in one byte, those of the first lower; then the row of bits, the first lowest.
"""

from functools import lru_cache

import numpy as np

from indexer.codec.arrays import Array

WIDTHS = (8, 12, 16, 24)
"""How many low bits the numbers of a list may have."""

_CHUNK = 1 << 17
"""About so many numbers are coded together: few enough for the processor's caches."""


@lru_cache(maxsize=4096)
def _width(count: int, universe: int) -> int:
    """Return how many low bits the numbers of a list have."""
    return min(WIDTHS, key=lambda width: count * (width + 1) + (universe >> width))


def _widths(counts: Array, universe: int) -> Array:
    """Return int64[t]: `_width` for each of some lists."""
    bits = [counts * (width + 1) + (universe >> width) for width in WIDTHS]
    widths: Array = np.array(WIDTHS).take(np.argmin(bits, axis=0))
    return widths


def _low_sizes(counts: Array, widths: Array) -> Array:
    """Return int64[t]: how many bytes the low parts of lists take."""
    return (counts * widths + 7) // 8


@lru_cache(maxsize=4096)
def size(count: int, universe: int) -> int:
    """Return how many bytes a list takes.

    Args:
        count: how many numbers it has, at least 1.
        universe: all are below this number.
    """
    width = _width(count, universe)
    return (count * width + 7) // 8 + (count + (universe >> width) + 7) // 8


def sizes(counts: Array, universe: int) -> Array:
    """Return int64[t]: `size` for each of some lists, which have `counts` (int64[t]) numbers."""
    widths = _widths(counts, universe)
    taken: Array = _low_sizes(counts, widths) + (counts + (universe >> widths) + 7) // 8
    return taken


def spread(starts: Array, counts: Array) -> Array:
    """Return int64[sum of counts]: for each start so many numbers as its count says, one after the other from it on."""
    spread_ = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    spread_ += np.arange(len(spread_))
    return spread_


def encode(numbers: Array, counts: Array, universe: int) -> Array:
    """Return lists as bytes, one after the other.

    Args:
        numbers: uint[sum of counts], the lists end to end, ascending within each.
        counts: int64[t], how many numbers each has, at least 1.
        universe: all are below this number, which is at most 2**32.
    """
    ends = np.cumsum(counts)
    cuts = np.unique(ends.searchsorted(np.arange(_CHUNK, int(counts.sum()), _CHUNK))) + 1
    pieces, first, start = [], 0, 0
    for cut in [*cuts.tolist(), len(counts)]:
        if first < cut:
            end = int(ends[cut - 1])
            pieces.append(_encoded(numbers[start:end].astype(np.int64), counts[first:cut], universe))
            first, start = cut, end
    return np.concatenate(pieces)


def _encoded(numbers: Array, counts: Array, universe: int) -> Array:
    widths, taken = _widths(counts, universe), sizes(counts, universe)
    starts, firsts = np.cumsum(taken) - taken, np.cumsum(counts) - counts
    coded = np.zeros(int(taken.sum()), dtype=np.uint8)
    for width in WIDTHS:
        chosen = np.flatnonzero(widths == width)
        if not len(chosen):
            continue
        count, start = counts[chosen], starts[chosen]
        values = numbers[spread(firsts[chosen], count)]
        low = _Low(start, count, width)
        low.put(coded, values)
        bits = np.repeat((start + _low_sizes(count, widths[chosen])) * 8, count) + low.within + (values >> width)
        bytes_ = bits >> 3
        first_of_byte = np.flatnonzero(np.diff(bytes_, prepend=-1))
        coded[bytes_[first_of_byte]] = np.add.reduceat(1 << (bits & 7), first_of_byte)
    return coded


def decode(coded: Array, count: int, universe: int) -> Array:
    """Return int64[count]: the numbers of one list.

    Args:
        coded: uint8[size(count, universe)].
        count, universe: as for `size`.
    """
    width = _width(count, universe)
    low_size = (count * width + 7) // 8
    if universe >> width:
        numbers: Array = np.unpackbits(coded[low_size:], bitorder="little").nonzero()[0]
        numbers -= np.arange(count)
        numbers <<= width
    else:  # the low parts are all there is
        numbers = np.zeros(count, dtype=np.int64)
    if width == 16:
        numbers += coded[:low_size].view("<u2")
    elif width == 24:
        numbers += coded[:low_size].reshape(count, 3) @ np.array([1, 1 << 8, 1 << 16])
    else:
        numbers += coded[:count]
    if width == 12:
        nibbles = coded[count:low_size].astype(np.int64)
        numbers[0::2] += (nibbles & 15) << 8
        numbers[1::2] += (nibbles[: count // 2] >> 4) << 8
    return numbers


def decode_all(coded: Array, counts: Array, universe: int) -> Array:
    """Return int64[sum of counts]: the numbers of all of some lists, end to end.

    Args:
        coded: the lists as `encode` gives them.
        counts, universe: as for `encode`.
    """
    widths, taken = _widths(counts, universe), sizes(counts, universe)
    starts, firsts = np.cumsum(taken) - taken, np.cumsum(counts) - counts
    numbers = np.empty(int(counts.sum()), dtype=np.int64)
    for width in WIDTHS:
        chosen = np.flatnonzero(widths == width)
        if len(chosen):
            count, start = counts[chosen], starts[chosen]
            low_size = _low_sizes(count, widths[chosen])
            rows = taken[chosen] - low_size
            ones = np.unpackbits(coded[spread(start + low_size, rows)], bitorder="little").nonzero()[0]
            low = _Low(start, count, width)
            highs = ones - low.within - np.repeat((np.cumsum(rows) - rows) * 8, count)
            numbers[spread(firsts[chosen], count)] = (highs << width) + low.get(coded)
    return numbers


class _Low:
    """The low parts of the numbers of some lists, all of one width.

    Args:
        starts: int64[t], where the bytes of each list begin.
        counts: int64[t], how many numbers each has.
        width: how many bits the low parts have.

    Attributes:
        within: int64[sum of counts], the index of each number in its list.
    """

    def __init__(self, starts: Array, counts: Array, width: int) -> None:
        self.within = spread(np.zeros(len(starts), dtype=np.int64), counts)
        self._step, self._nibbles = divmod(width, 8)
        self._bytes = np.repeat(starts, counts)
        self._pairs = np.repeat(starts + counts, counts) + self.within // 2

    def put(self, coded: Array, values: Array) -> None:
        """Put the low parts of numbers in their places."""
        for byte in range(self._step):
            coded[self._bytes + self.within * self._step + byte] = (values >> 8 * byte) & 255
        if self._nibbles:
            even = self.within % 2 == 0
            nibbles = (values >> 8) & 15
            coded[self._pairs[even]] = nibbles[even]
            coded[self._pairs[~even]] |= (nibbles[~even] << 4).astype(np.uint8)

    def get(self, coded: Array) -> Array:
        """Return int64[sum of counts]: the low parts."""
        low = np.zeros(len(self.within), dtype=np.int64)
        for byte in range(self._step):
            low += coded[self._bytes + self.within * self._step + byte].astype(np.int64) << 8 * byte
        if self._nibbles:
            low += (coded[self._pairs].astype(np.int64) >> 4 * (self.within % 2) & 15) << 8
        return low
