import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.statistics import best_of_rounds, measure, measures, paired_ratio, quantile

_TIMES = arrays(np.float64, (4, 7), elements=st.floats(0.01, 100))


def test_quantiles_leave_out_what_was_not_asked():
    """NaN is no time."""
    assert quantile([1.0, np.nan, 3.0], 0.5) == 2.0
    assert quantile(range(101), 0.95) == 95.0


def test_the_best_round_of_each_question_counts():
    """What is least disturbed is nearest to what the engine takes."""
    times = np.array([[3.0, 1.0, np.nan], [2.0, 5.0, np.nan]])
    np.testing.assert_array_equal(best_of_rounds(times), [2.0, 1.0, np.nan])


@given(_TIMES, st.floats(0.1, 10))
def test_an_engine_that_always_takes_c_times_as_long_has_the_ratio_c(times, factor):
    """And no spread around it."""
    ratio, spread = paired_ratio(times * factor, times)
    assert ratio == pytest.approx(factor)
    assert spread == pytest.approx((factor, factor))


def test_a_disturbance_that_falls_on_both_engines_does_not_show():
    """Taking turns is for that."""
    base = np.ones((4, 5))
    own = 2.0 * base
    busy = np.array([[1.0], [3.0], [1.0], [9.0]])
    assert paired_ratio(own * busy, base * busy) == (2.0, (2.0, 2.0))


def test_one_round_has_no_spread():
    """A spread of one figure would look like certainty."""
    assert paired_ratio(np.array([[4.0]]), np.array([[2.0]])) == (2.0, None)
    assert paired_ratio(np.array([[4.0], [np.nan]]), np.array([[2.0], [2.0]])) == (2.0, None)


def test_the_base_is_not_compared_with_itself_and_a_missing_base_not_at_all():
    """A ratio of 1 says nothing; without the base there is none."""
    times = {"ours": np.array([[1.0, 2.0]]), "tantivy": np.array([[2.0, 4.0]])}
    ours, tantivy = measures("all", "and", times, "tantivy")
    assert (ours.ratio, tantivy.ratio) == (0.5, None)
    assert measures("all", "and", {"ours": times["ours"]}, "tantivy")[0].ratio is None


def test_a_single_figure_has_neither_percentile_nor_first_round():
    """A build is one figure a round."""
    told = measure("all", "ingest", "ours", np.array([[3.0], [2.0]]), unit="s")
    assert (told.p50, told.p95, told.first) == (2.0, None, None)
    several = measure("all", "and", "ours", np.array([[3.0, 5.0], [2.0, 4.0]]))
    assert (several.p50, several.first) == (3.0, 4.0)
