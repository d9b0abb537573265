"""Packed numbers: an array of whole numbers kept as their low bytes, and the rest of them as runs.

Neighbours in a list of postings mostly agree in their high bytes: documents ascend within a term, few positions exceed
255, all paragraphs of a document have its title. So each number gives 0, 1 or 2 bytes to an array of its own, and what
remains of it, the high part, is kept once for each run of neighbours that have it in common (run-length encoding). A
slice is read by adding the high parts to its low ones.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter, smallest_unsigned

_LOW: dict[int, np.dtype[Any]] = {0: np.dtype(np.uint8), 1: np.dtype(np.uint8), 2: np.dtype(np.uint16)}
"""The dtype of the low parts by the number of their bytes; with 0 bytes there are none."""

_FEW = 6
"""The high parts of up to so many runs are added one by one."""


class Packed:
    """n whole numbers from 0 to 2**32 - 1. Its arrays may be views of a file.

    Args:
        low: uint8, uint16 or uint32[n], the low parts; of length 0 where the runs say everything.
        bounds: uint[R + 1], where each run begins, then n; None where `low` says everything.
        highs: uint[R], the high part of each run: what is added to its low parts, shifted right by their width.
    """

    def __init__(self, low: Array, bounds: Array | None = None, highs: Array | None = None) -> None:
        self.low = low
        self.bounds = bounds
        self.highs = highs
        self._shift = 8 * low.itemsize if len(low) else 0

    def __len__(self) -> int:
        return len(self.low) if self.bounds is None else int(self.bounds[-1])

    @property
    def nbytes(self) -> int:
        """How many bytes its arrays have."""
        return sum(array.nbytes for array in (self.low, self.bounds, self.highs) if array is not None)

    # Reading one number from a memoryview takes a fraction of what it takes from an array.

    @cached_property
    def _low(self) -> memoryview:
        return self.low.data

    @cached_property
    def _bounds(self) -> memoryview:
        assert self.bounds is not None
        return self.bounds.data

    @cached_property
    def _highs(self) -> memoryview:
        assert self.highs is not None
        return self.highs.data

    def __getitem__(self, index: int) -> int:
        """Return one number; the index is not below 0."""
        number: int = self._low[index] if self._shift or self.bounds is None else 0
        if self.bounds is None:
            return number
        high: int = self._highs[bisect_right(self._bounds, index) - 1]
        return number + (high << self._shift)

    def between(self, first: int, last: int, dtype: Any = None) -> Array:
        """Return the numbers from index `first` to before `last`.

        Args:
            first, last: not below 0, nor above n.
            dtype: of the array returned; None for that of `low` where it holds them all (then a view), else uint32.
        """
        low = self.low[first:last] if self._shift or self.bounds is None else np.zeros(last - first, np.uint8)
        if self.bounds is None or first >= last:
            return low if dtype is None else low.astype(dtype)
        run = bisect_right(self._bounds, first) - 1
        if last <= self._bounds[run + 1]:
            high = self._highs[run] << self._shift
            if dtype is None and not high:
                return low
            numbers: Array = low.astype(dtype or np.uint32)
            if high:
                numbers += numbers.dtype.type(high)
            return numbers
        end = bisect_left(self._bounds, last, run + 1)
        return self._sum(low.astype(dtype or np.uint32), first, last, run, end)

    def _sum(self, numbers: Array, first: int, last: int, run: int, end: int) -> Array:
        """Add the high parts of the runs from `run` to before `end` to low parts, those from `first` to `last`."""
        assert self.bounds is not None
        assert self.highs is not None
        if end - run > _FEW:
            sizes = self.bounds[run : end + 1].astype(np.intp)
            sizes[0], sizes[-1] = first, last
            numbers += (self.highs[run:end].astype(numbers.dtype) << self._shift).repeat(np.diff(sizes))
            return numbers
        bounds = [0, *(bound - first for bound in self._bounds[run + 1 : end]), last - first]
        for high, begin, stop in zip(self._highs[run:end], bounds, bounds[1:], strict=False):
            if high:
                numbers[begin:stop] += high << self._shift
        return numbers

    def all(self, dtype: Any = None) -> Array:
        """Return all numbers, as `between` does."""
        return self.between(0, len(self), dtype)


def pack(numbers: Array, widths: Sequence[int] = (0, 1, 2)) -> Packed:
    """Return whole numbers from 0 to 2**32 - 1 packed in the way that takes least.

    Args:
        numbers: an array of any type of integers.
        widths: how many bytes the low parts may have where they are not the whole numbers.
    """
    highest = int(numbers.max(initial=0))
    whole, bound = np.dtype(smallest_unsigned(highest)), np.dtype(smallest_unsigned(len(numbers)))
    best, size = None, whole.itemsize * len(numbers)
    for width in widths:
        if width < whole.itemsize:
            high = np.dtype(smallest_unsigned(highest >> 8 * width))
            runs = 1 + int(np.count_nonzero(_changes(numbers, width)))
            taken = width * len(numbers) + (runs + 1) * bound.itemsize + runs * high.itemsize
            if taken < size:
                best, size = (width, high), taken
    if best is None:
        return Packed(numbers.astype(whole, copy=False))
    width, high = best
    low: Array = numbers.astype(_LOW[width]) if width else np.zeros(0, np.uint8)
    if highest >> 8 * width == 0 and width:
        return Packed(low)
    begins = np.concatenate(([0], np.flatnonzero(_changes(numbers, width)) + 1))
    highs: Array = (numbers.take(begins) >> 8 * width).astype(high)
    return Packed(low, np.append(begins, len(numbers)).astype(bound), highs)


def _changes(numbers: Array, width: int) -> Array:
    """Return bool[n - 1]: where the next number has another high part."""
    changes: Array = (numbers[1:] ^ numbers[:-1]) >= 1 << 8 * width
    return changes


def write(file: ArrayFileWriter, name: str, packed: Packed) -> None:
    """Write packed numbers to a file, as arrays whose names begin with this one."""
    file.put(name, packed.low)
    if packed.bounds is not None and packed.highs is not None:
        file.put(f"{name}/bounds", packed.bounds)
        file.put(f"{name}/highs", packed.highs)


def read(file: ArrayFile, name: str) -> Packed | None:
    """Return the packed numbers of this name, None if there are none."""
    low = file.get(name)
    return None if low is None else Packed(low, file.get(f"{name}/bounds"), file.get(f"{name}/highs"))
