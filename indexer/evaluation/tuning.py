"""Fitting the weights of a linear ranking model to judged queries, and what each feature is worth.

The loss is that of ListNet's top-one model (Cao et al. 2007, Learning to rank: from pairwise approach to listwise
approach): the cross-entropy between the softmax of the scores of a query's candidates and its judgements. It is convex
in the weights, and with a dozen of them Newton's method finds its minimum in a few steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.codec.arrays import Array

_DEPTH = 300
"""So many of the first candidates are learned from."""

_STEPS, _LARGEST = 15, 2.0
"""How many steps at most, and how far one may move a weight of a feature of variance 1."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of Q queries, K for each, in the order of the index's present ranking.

    Attributes:
        names: of F features.
        features: float32[Q, K, F].
        relevant: bool[Q, K].
    """

    names: tuple[str, ...]
    features: Array
    relevant: Array

    def without(self, names: Sequence[str]) -> "Pool":
        """Return it without some features."""
        kept = [at for at, name in enumerate(self.names) if name not in names]
        return Pool(tuple(self.names[at] for at in kept), self.features[:, :, kept], self.relevant)


def fit(pool: Pool, queries: Array, l2: float) -> Array:
    """Return float64[F]: the weights that fit some queries best.

    Args:
        pool: the candidates.
        queries: int[n], the numbers of the queries.
        l2: the weight of the sum of the squares, for features of variance 1.
    """
    told = queries[pool.relevant[queries, :_DEPTH].any(axis=1)]
    features = pool.features[told, :_DEPTH].astype(np.float64)
    spread = features.reshape(-1, features.shape[2]).std(axis=0)
    spread[spread == 0] = 1
    features = (features - features.reshape(-1, features.shape[2]).mean(axis=0)) / spread
    wanted = pool.relevant[told, :_DEPTH] / pool.relevant[told, :_DEPTH].sum(axis=1, keepdims=True)
    weights = np.zeros(features.shape[2])
    for _ in range(_STEPS):
        scores = features @ weights
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        gradient = np.einsum("qkf,qk->f", features, wanted - shares) / len(told) - l2 * weights
        means = np.einsum("qkf,qk->qf", features, shares)
        weighted = (features * shares[:, :, None]).reshape(-1, len(weights))
        curvature = weighted.T @ features.reshape(-1, len(weights)) - means.T @ means
        step = np.linalg.solve(curvature / len(told) + l2 * np.eye(len(weights)), gradient)
        weights += step * min(1.0, _LARGEST / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-3:
            break
    fitted: Array = weights / spread
    return fitted


def folds(count: int, parts: int, seed: int) -> list[Array]:
    """Return the numbers 0 to count - 1 in random parts."""
    order = np.random.default_rng(seed).permutation(count)
    return [np.sort(order[part::parts]) for part in range(parts)]


def cross_validated(pool: Pool, *, parts: int = 5, seed: int = 0, l2: float = 1e-3) -> Array:
    """Return intp[Q, K]: the order of each query's candidates under weights fitted to the other parts alone."""
    count = len(pool.features)
    orders = np.zeros(pool.relevant.shape, dtype=np.intp)
    for part in folds(count, parts, seed):
        weights = fit(pool, np.setdiff1d(np.arange(count), part), l2)
        orders[part] = np.argsort(-(pool.features[part] @ weights), axis=1, kind="stable")
    return orders
