"""Packed numbers are the numbers that were packed, whichever way they are kept."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from indexer.codec import packed
from indexer.codec.arrays import ArrayFile, ArrayFileWriter
from indexer.codec.packed import pack

_number = st.sampled_from([0, 1, 255, 256, 65_535, 65_536, 2**31, 2**32 - 1]) | st.integers(0, 2**32 - 1)
_runs = st.lists(st.tuples(_number, st.integers(1, 80)), max_size=8)
_spread = st.lists(st.integers(0, 70_000), max_size=60)


def _numbers(runs: list[tuple[int, int]], spread: list[int]) -> Any:
    """Return runs of equal numbers, and then of numbers that share their high bytes."""
    base = runs[0][0] if runs else 0
    pieces = [[number] * count for number, count in runs]
    near = [min(base + number % 300, 2**32 - 1) for number in spread]
    return np.array([*(number for piece in pieces for number in piece), *near, *spread], dtype=np.uint32)


@given(_runs, _spread, st.data())
def test_numbers_come_back_one_by_one_and_in_slices(runs: Any, spread: list[int], data: st.DataObject) -> None:
    numbers = _numbers(runs, spread)
    kept = pack(numbers)
    assert len(kept) == len(numbers)
    assert kept.nbytes <= numbers.nbytes
    assert [kept[i] for i in range(len(numbers))] == numbers.tolist()
    assert kept.all().tolist() == numbers.tolist()
    first = data.draw(st.integers(0, len(numbers)))
    last = data.draw(st.integers(first, len(numbers)))
    for dtype in (None, np.int64):
        found = kept.between(first, last, dtype)
        assert found.tolist() == numbers[first:last].tolist()
        assert dtype is None or found.dtype == dtype


@given(_runs, _spread)
def test_numbers_come_back_from_a_file(runs: Any, spread: list[int]) -> None:
    numbers = _numbers(runs, spread)
    storage = RamStorage()
    file = ArrayFileWriter(storage, "f")
    packed.write(file, "a", pack(numbers))
    file.close()
    read = packed.read(ArrayFile(storage, "f"), "a")
    assert read is not None
    assert read.all().tolist() == numbers.tolist()
    assert packed.read(ArrayFile(storage, "f"), "b") is None


@pytest.mark.parametrize(
    ("numbers", "low", "runs"),
    [
        (np.zeros(0, np.int32), (np.uint8, 0), None),
        (np.full(1000, 70_000), (np.uint8, 0), 1),
        (np.arange(1000).repeat(100), (np.uint8, 0), 1000),
        (np.arange(1000) % 251, (np.uint8, 1000), None),
        (np.arange(100_000), (np.uint8, 100_000), 391),
        (np.arange(10_000) * 7_919 % 65_536 + np.arange(10_000) // 2500 * 65_536, (np.uint16, 10_000), 4),
        (np.arange(1000) * 2**31 % 4_000_000_007, (np.uint32, 1000), None),
    ],
)
def test_each_way_is_taken_where_it_takes_least(numbers: Any, low: Any, runs: int | None) -> None:
    kept = pack(numbers)
    assert (kept.low.dtype, len(kept.low)) == low
    assert (None if kept.highs is None else len(kept.highs)) == runs
    assert kept.all().tolist() == numbers.tolist()


def test_a_slice_of_low_numbers_is_a_view() -> None:
    kept = pack(np.arange(5_000) % 250 + 256 * (np.arange(5_000) > 4_900))
    assert kept.highs is not None
    assert np.shares_memory(kept.between(10, 4_000), kept.low)
