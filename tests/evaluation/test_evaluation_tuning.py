"""Fitting: the weights that made the judgements are found again, and none is ranked by weights it helped to fit."""

import numpy as np
import pytest

from indexer.evaluation.tuning import Pool, cross_validated, fit, folds


@pytest.fixture
def pool() -> Pool:
    chance = np.random.default_rng(3)
    features = chance.standard_normal((60, 40, 3)).astype(np.float32)
    scores = features @ np.array([2.0, -1.0, 0.0])
    relevant = scores == scores.max(axis=1, keepdims=True)
    return Pool(("good", "bad", "noise"), features, relevant)


def test_weights_are_those_that_made_the_judgements(pool: Pool) -> None:
    good, bad, noise = fit(pool, np.arange(60), 1e-3)
    assert good > 1
    assert good / -bad == pytest.approx(2, rel=0.3)
    assert abs(noise) < good / 5


def test_what_is_relevant_ranks_first_under_weights_fitted_to_others(pool: Pool) -> None:
    orders = cross_validated(pool)
    first = [bool(relevant[order[0]]) for order, relevant in zip(orders, pool.relevant, strict=True)]
    assert np.mean(first) > 0.8
    assert sorted(orders[0].tolist()) == list(range(40))


def test_a_question_does_not_change_the_weights_it_is_ranked_by(pool: Pool) -> None:
    turned = pool.relevant.copy()
    part = folds(60, 5, 0)[0]
    turned[part] = turned[part][:, ::-1]
    other = Pool(pool.names, pool.features, turned)
    assert (cross_validated(pool)[part] == cross_validated(other)[part]).all()


def test_without_leaves_features_out(pool: Pool) -> None:
    fewer = pool.without(["bad"])
    assert fewer.names == ("good", "noise")
    assert (fewer.features == pool.features[:, :, [0, 2]]).all()


def test_a_feature_that_is_always_the_same_gets_no_weight(pool: Pool) -> None:
    constant = Pool(pool.names, pool.features * np.array([1, 1, 0], dtype=np.float32), pool.relevant)
    assert fit(constant, np.arange(60), 1e-3)[2] == 0


def test_each_query_is_in_one_fold() -> None:
    assert sorted(np.concatenate(folds(23, 5, 1)).tolist()) == list(range(23))
