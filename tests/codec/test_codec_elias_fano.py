"""Elias-Fano coding: lists come back as they were, one by one or all at once, in the size that was foretold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import elias_fano
from indexer.codec.elias_fano import decode, decode_all, encode, size, sizes

_lists = st.integers(1, 2**32).flatmap(
    lambda universe: st.tuples(
        st.just(universe),
        st.lists(st.sets(st.integers(0, universe - 1), min_size=1, max_size=9).map(sorted), min_size=1, max_size=9),
    )
)


def check(universe: int, lists: list[list[int]]) -> None:
    counts = np.array([len(numbers) for numbers in lists])
    coded = encode(np.array([number for numbers in lists for number in numbers]), counts, universe)
    assert decode_all(coded, counts, universe).tolist() == [number for numbers in lists for number in numbers]
    taken = sizes(counts, universe).tolist()
    assert taken == [size(len(numbers), universe) for numbers in lists]
    assert len(coded) == sum(taken)
    start = 0
    for numbers, length in zip(lists, taken, strict=True):
        assert decode(coded[start : start + length], len(numbers), universe).tolist() == numbers
        start += length


@given(_lists, st.sampled_from([1, 5, 1 << 20]))
def test_lists_come_back_as_they_were(told: tuple[int, list[list[int]]], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elias_fano, "_CHUNK", chunk)
        check(*told)


@pytest.mark.parametrize("share", [1, 2, 100, 2_000, 20_000, 200_000])
def test_every_width_is_taken_somewhere(share: int) -> None:
    """Dense and sparse lists beside each other, odd and even in number."""
    universe, chance = 600_000, np.random.default_rng(share)
    counts = [universe // share, universe // share + 1, 1]
    check(universe, [sorted(chance.choice(universe, min(n, universe), replace=False).tolist()) for n in counts])


def test_a_list_takes_little_more_than_two_bits_and_the_logarithm_of_the_gap() -> None:
    universe = 8_000_000
    for count in (100, 1_000, 10_000, 100_000):
        assert 8 * size(count, universe) / count < 2 + np.log2(universe / count) + 2.2
