"""Packed numbers: an array of whole numbers kept as their low bytes, and the rest of them as runs.

Neighbours in a list of postings mostly agree in their high bytes: documents ascend within a term, few positions exceed
255, all paragraphs of a document have its title. So each number gives 0, 1 or 2 bytes to an array of its own, and what
remains of it, the high part, is kept once for each run of neighbours that have it in common (run-length encoding). A
slice is read by adding the high parts to its low ones.
"""

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

import numpy as np

from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter, smallest_unsigned

_LOW = {0: np.dtype(np.uint8), 1: np.dtype(np.uint8), 2: np.dtype(np.uint16)}
"""The dtype of the low parts by the number of their bytes; with 0 bytes there are none."""


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
        assert self.highs is not None
        sizes = self.bounds[run : end + 1].astype(np.intp)
        sizes[0], sizes[-1] = first, last
        numbers = (self.highs[run:end].astype(dtype or np.uint32) << self._shift).repeat(np.diff(sizes))
        numbers += low
        return numbers

    def all(self, dtype: Any = None) -> Array:
        """Return all numbers, as `between` does."""
        return self.between(0, len(self), dtype)


def pack(numbers: Array) -> Packed:
    """Return whole numbers from 0 to 2**32 - 1 packed in the way that takes least."""
    highest = int(numbers.max(initial=0))
    whole = np.dtype(smallest_unsigned(highest))
    best, size = None, whole.itemsize * len(numbers)
    for width in range(whole.itemsize if highest else 1):
        if width in _LOW:
            bounds = _run_bounds(numbers >> 8 * width)
            high = smallest_unsigned(highest >> 8 * width)
            taken = width * len(numbers) + len(bounds) * (smallest_size(len(numbers)) + np.dtype(high).itemsize)
            if taken < size:
                best, size = (width, bounds, high), taken
    if best is None:
        return Packed(numbers.astype(whole, copy=False))
    width, bounds, high = best
    low = numbers.astype(_LOW[width]) if width else np.zeros(0, np.uint8)
    highs = (numbers.take(bounds[:-1]) >> 8 * width).astype(high)
    if width and not highs.any():
        return Packed(low)
    return Packed(low, bounds.astype(smallest_unsigned(len(numbers))), highs)


def smallest_size(highest: int) -> int:
    """Return how many bytes the narrowest unsigned type has that holds this number."""
    return np.dtype(smallest_unsigned(highest)).itemsize


def _run_bounds(numbers: Array) -> Array:
    """Return intp: where runs of equal numbers begin, and the end of the last."""
    changes = np.flatnonzero(numbers[1:] != numbers[:-1])
    changes += 1
    return np.concatenate(([0], changes, [len(numbers)])) if len(numbers) else np.zeros(1, np.intp)


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
