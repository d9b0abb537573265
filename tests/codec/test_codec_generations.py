"""The cache of what is kept between queries."""

import random

import numpy as np

from indexer.codec.generations import ABSENT, Generations


def kept(cache: Generations, count: int) -> list[int]:
    """Return the numbers that are kept; asking for one keeps it longer, so the last are asked for first."""
    return [number for number in reversed(range(count)) if cache.get(number) is not ABSENT][::-1]


def test_what_was_used_lately_is_kept_within_the_budget() -> None:
    cache = Generations(100_000)
    cache.put("used", None)
    for number in range(1000):
        cache.put(number, np.zeros(600, dtype=np.uint8))
        assert cache.get("used") is None, "what is asked for again and again stays"
        assert cache.get(number) is not ABSENT
    last = kept(cache, 1000)
    assert last == list(range(last[0], 1000))
    assert 50 <= len(last) <= 66


def test_what_is_asked_for_again_costs_its_bytes_once() -> None:
    """However often and in whatever order: so most of the budget is of use."""
    cache, chance = Generations(100_000), random.Random(1)
    values = [np.zeros(600, dtype=np.uint8) for _ in range(50)]
    for number, value in enumerate(values):
        cache.put(number, value)
    for _ in range(2000):
        assert cache.get(chance.randrange(50)) is not ABSENT
    assert kept(cache, 50) == list(range(50))


def test_what_a_value_grows_by_is_paid_for_by_the_oldest() -> None:
    cache = Generations(100_000)
    for number in range(50):
        cache.put(number, None)
    cache.charge(90_000)
    assert kept(cache, 50) == []
    cache.charge(-90_000)
    for number in range(50):
        cache.put(number, None)
    assert kept(cache, 50) == list(range(50))
