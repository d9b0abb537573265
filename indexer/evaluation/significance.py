"""What values of single queries say of all queries like them: intervals of means, and whether two runs differ."""

import numpy as np

from indexer.codec.arrays import Array

RESAMPLES = 10_000
"""How many resamples stand behind an interval and a p-value."""

_AT_ONCE = 1_000_000
"""About how many random numbers are drawn at a time."""


def interval(values: Array, *, seed: int, level: float = 0.95, resamples: int = RESAMPLES) -> tuple[float, float]:
    """Return the confidence interval of a mean by the percentile bootstrap (Efron and Tibshirani 1993, chapter 13).

    Args:
        values: float64[n], one a query, at least one.
        seed: of the resampling; the same seed gives the same interval.
        level: how much of the resampled means the interval holds.
        resamples: how many resamples.
    """
    random = np.random.default_rng(seed)
    count = len(values)
    means = [values[random.integers(count, size=(rows, count))].mean(axis=1) for rows in _portions(resamples, count)]
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)


def p_value(differences: Array, *, seed: int, resamples: int = RESAMPLES) -> float:
    """Return how likely a mean difference as far from 0 is if the two runs are alike: the paired randomisation test.

    Under that hypothesis the sign of each query's difference is a coin's toss. All 2^n signs are tried where they are
    no more than `resamples`, else so many are drawn (two-sided; Smucker, Allan and Carterette, "A comparison of
    statistical significance tests for information retrieval evaluation", CIKM 2007). The signs as they are count as
    one of those drawn, so the value is never 0 (Davison and Hinkley 1997, 4.2).

    Args:
        differences: float64[n], one a query, at least one.
        seed: of the random signs.
        resamples: how many are drawn.
    """
    different = differences[differences != 0]
    if not len(different):
        return 1.0
    reached = abs(float(different.sum())) * (1 - 1e-12)  # sums in another order differ by as much
    if 2 ** len(different) <= resamples:
        bits = np.arange(2 ** len(different))[:, None] >> np.arange(len(different)) & 1
        return float(np.mean(np.abs((1 - 2 * bits) @ different) >= reached))
    random = np.random.default_rng(seed)
    as_far = 0
    for rows in _portions(resamples, len(different)):
        signs = 1 - 2 * random.integers(2, size=(rows, len(different)), dtype=np.int8)
        as_far += int(np.count_nonzero(np.abs(signs @ different) >= reached))
    return (1 + as_far) / (1 + resamples)


def _portions(resamples: int, width: int) -> list[int]:
    """Return how many resamples of so many values are drawn at a time."""
    rows = max(_AT_ONCE // width, 1)
    return [min(rows, resamples - at) for at in range(0, resamples, rows)]
