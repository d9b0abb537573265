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
from typing import Any

import numpy as np

from indexer.codec.arrays import Array

WIDTHS = (8, 12, 16, 24)
"""How many low bits the numbers of a list may have."""

_LOW: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 3: np.dtype("<u4")}
"""The dtype that begins with the lowest 1, 2 or 3 bytes of a number."""

_CHUNK = 1 << 16
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
        _put_low(coded, start, count, values, width)
        low_sizes = _low_sizes(count, widths[chosen])
        rows = taken[chosen] - low_sizes
        ones = values >> width
        ones += spread((np.cumsum(rows) - rows) * 8, count)
        bits = np.zeros(int(rows.sum()) * 8, dtype=np.uint8)
        bits[ones] = 1
        coded[spread(start + low_sizes, rows)] = np.packbits(bits, bitorder="little")
    return coded


def _put_low(coded: Array, starts: Array, counts: Array, values: Array, width: int) -> None:
    """Put the low parts of the numbers of lists of one width in their places, which begin at `starts`."""
    step, nibbles = divmod(width, 8)
    low = values.astype(_LOW[step]).view(np.uint8).reshape(len(values), -1)[:, :step]
    coded[spread(starts, counts * step)] = low.reshape(-1)
    if nibbles:
        halves = (counts + 1) // 2
        upper = np.zeros(2 * int(halves.sum()), dtype=np.uint8)
        upper[spread(2 * (np.cumsum(halves) - halves), counts)] = (values >> 8) & 15
        coded[spread(starts + counts, halves)] = upper[0::2] | upper[1::2] << 4


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
            low_sizes = _low_sizes(count, widths[chosen])
            rows = taken[chosen] - low_sizes
            values = np.unpackbits(coded[spread(start + low_sizes, rows)], bitorder="little").nonzero()[0]
            values -= spread((np.cumsum(rows) - rows) * 8, count)
            values <<= width
            values += _low_parts(coded, start, count, width)
            numbers[spread(firsts[chosen], count)] = values
    return numbers


def _low_parts(coded: Array, starts: Array, counts: Array, width: int) -> Array:
    """Return int64[sum of counts]: the low parts that `_put_low` has put."""
    step, nibbles = divmod(width, 8)
    kept = np.zeros((int(counts.sum()), _LOW[step].itemsize), dtype=np.uint8)
    kept[:, :step] = coded[spread(starts, counts * step)].reshape(-1, step)
    low: Array = kept.view(_LOW[step]).reshape(-1).astype(np.int64)
    if nibbles:
        halves = (counts + 1) // 2
        both = coded[spread(starts + counts, halves)]
        upper = np.stack((both & 15, both >> 4), axis=1).reshape(-1)
        low += upper[spread(2 * (np.cumsum(halves) - halves), counts)].astype(np.int64) << 8
    return low
