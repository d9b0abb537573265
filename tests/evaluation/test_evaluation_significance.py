"""Intervals and p-values: right where they can be worked out, and the same for the same seed."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.evaluation.significance import interval, p_value

FEW = st.lists(st.integers(-3, 3), min_size=1, max_size=9)


@given(FEW)
def test_of_few_queries_all_signs_are_tried(differences: list[int]) -> None:
    sums = [
        abs(sum(s * d for s, d in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    expected = sum(one >= abs(sum(differences)) for one in sums) / len(sums)
    assert p_value(np.array(differences, dtype=float), seed=0) == pytest.approx(expected)


def test_drawn_signs_come_near_to_all_signs() -> None:
    differences = np.random.default_rng(1).normal(0.3, 1.0, 16)
    exact = p_value(differences, seed=0, resamples=1 << 16)
    assert p_value(differences, seed=0, resamples=20_000) == pytest.approx(exact, abs=0.01)


def test_alike_runs_have_a_p_of_1_and_no_p_is_0() -> None:
    assert p_value(np.zeros(5), seed=0) == 1.0
    assert 0 < p_value(np.ones(200), seed=0, resamples=100) == pytest.approx(1 / 101)


def test_an_interval_is_that_of_the_normal_distribution_where_there_are_many_queries() -> None:
    values = np.random.default_rng(2).random(2000)
    error = 1.96 * values.std() / np.sqrt(len(values))
    assert interval(values, seed=0) == pytest.approx((values.mean() - error, values.mean() + error), abs=error / 20)


@settings(max_examples=20)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 9))
def test_the_same_seed_gives_the_same_interval_within_the_values(values: list[float], seed: int) -> None:
    low, high = interval(np.array(values), seed=seed, resamples=200)
    assert (low, high) == interval(np.array(values), seed=seed, resamples=200)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
