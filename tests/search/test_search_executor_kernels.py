"""The arithmetic, each function beside the readable version of its rule."""

from itertools import groupby

import numpy as np
import pytest
import whoosh.scoring
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.search.executor import kernels
from indexer.search.executor.kernels import bm25, first_of_each, merge_sums, run_bounds, run_starts, top_k, within

FEW_SCORES = st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0]), max_size=60)


def _best(scores: list[float], k: int) -> list[int]:
    return sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:k]


@given(FEW_SCORES, st.integers(1, 70))
def test_top_k_orders_by_score_then_index(scores: list[float], k: int) -> None:
    assert top_k(np.array(scores, dtype=np.float32), k).tolist() == _best(scores, k)


@pytest.mark.parametrize("kinds", [3, 50, 100_000])
@pytest.mark.parametrize("k", [1, 10, 40, 500])
@pytest.mark.parametrize("n", [1_000, 20_000, 70_000])
def test_top_k_of_many_scores_is_that_of_a_full_sort(n: int, k: int, kinds: int) -> None:
    scores = np.random.default_rng(n + k).integers(0, kinds, n).astype(np.float32)
    assert top_k(scores, k).tolist() == np.lexsort((np.arange(n), -scores))[:k].tolist()


def test_top_k_changes_nothing_in_its_argument() -> None:
    scores = np.array([1, 3, 2], dtype=np.float32)
    top_k(scores, 2)
    assert scores.tolist() == [1, 3, 2]


@given(st.lists(st.integers(0, 5), max_size=40).map(sorted))
def test_run_bounds_are_where_groups_begin_and_the_last_ends(ids: list[int]) -> None:
    expected, place = [], 0
    for _, members in groupby(ids):
        expected.append(place)
        place += len(list(members))
    bounds = run_bounds(np.array(ids, dtype=np.int32))
    assert bounds.tolist() == [*expected, len(ids)]
    assert run_starts(np.array(ids, dtype=np.int32)).tolist() == expected


@given(st.lists(st.integers(0, 9), max_size=40))
def test_first_of_each_is_where_a_number_is_new(ids: list[int]) -> None:
    expected = [i for i, number in enumerate(ids) if number not in ids[:i]]
    assert first_of_each(np.array(ids, dtype=np.int32)).tolist() == expected


@given(st.lists(st.dictionaries(st.integers(0, 30), st.integers(1, 9), max_size=20), max_size=4))
def test_merge_sums_adds_the_scores_of_a_document(lists: list[dict[int, int]]) -> None:
    docs = [np.array(sorted(one), dtype=np.int32) for one in lists]
    scores = [np.array([one[doc] for doc in sorted(one)], dtype=np.float32) for one in lists]
    expected = {doc: sum(one.get(doc, 0) for one in lists) for one in lists for doc in one}
    for united, sums in (merge_sums(docs, scores), kernels._merge_dense(docs, scores, 31)):
        assert dict(zip(united.tolist(), sums.tolist(), strict=True)) == expected
        assert united.tolist() == sorted(expected)


@pytest.mark.parametrize(("count", "universe"), [(300, 500), (3000, 5000), (3000, 1_000_000)])
def test_merge_sums_adds_in_the_order_of_the_lists_to_the_last_bit(count: int, universe: int) -> None:
    """So a score is the same whether it was looked up in the lists or in their union, be they long, dense or not."""
    chance = np.random.default_rng(3)
    docs = [np.sort(chance.choice(universe, count, replace=False)).astype(np.int32) for _ in range(7)]
    scores = [chance.random(count, dtype=np.float32) for _ in docs]
    sums = np.zeros(universe, dtype=np.float32)
    for some, theirs in zip(docs, scores, strict=True):
        sums[some] += theirs
    united, merged = merge_sums(docs, scores)
    assert united.tolist() == sums.nonzero()[0].tolist()
    assert merged.tolist() == sums[united].tolist()


PLACES = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 12)), max_size=20)


@settings(max_examples=150)
@given(PLACES, PLACES, st.integers(1, 5))
def test_within_keeps_the_places_shortly_after_another(
    before: set[tuple[int, int]], after: set[tuple[int, int]], slop: int
) -> None:
    expected = [(d, p) for d, p in sorted(after) if any(d == e and 1 <= p - q <= slop for e, q in before)]
    first, second = (np.array([(d << 34) + p for d, p in sorted(places)], dtype=np.int64) for places in (before, after))
    assert within(first, second, slop).tolist() == [(d << 34) + p for d, p in expected]


@given(st.integers(1, 300), st.integers(1, 3000), st.floats(1, 500), st.floats(0.5, 12), st.data())
def test_bm25_is_that_of_whoosh(tf: int, length: int, average: float, idf: float, data: st.DataObject) -> None:
    b, k1 = data.draw(st.floats(0, 1)), data.draw(st.floats(0.1, 3))
    norm = np.array([k1 * (1 - b + b * length / average)], dtype=np.float32)
    weight = np.array([tf], dtype=np.uint16)
    expected = whoosh.scoring.bm25(idf, tf, length, average, b, k1)
    assert bm25(weight, norm, idf * (k1 + 1)).tolist() == pytest.approx([expected], rel=1e-6)
