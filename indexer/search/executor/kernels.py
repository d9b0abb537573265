"""The arithmetic of searching as plain functions over arrays: no postings, no queries, no state.

Where a test has a readable version of the same rule, it stands in ``tests/search/test_search_executor_kernels.py``.
"""

import numpy as np

from indexer.codec.arrays import Array

_SORTED = 256
"""So few scores are sorted, which then takes no longer than a few passes."""
_LOOP_LENGTH = 16_384
_LOOP_TIMES = 32
_ROWS = 64
_STEP = 16
_MANY, _DENSE = 8192, 8
"""Lists of so many documents are merged by a sum for each document, if one in so many is in them (measured)."""
_SAMPLED = 16_384
"""Of so many scores, every 16th is looked at to guess how high the best ones are."""


def bm25(weights: Array, norms: Array, factor: float) -> Array:
    """Return BM25's score of postings, ``factor * w / (w + norm)``.

    Robertson and Zaragoza (2009), The Probabilistic Relevance Framework; as `whoosh.scoring.bm25` has it.

    Args:
        weights: number[n], how often the term occurs in the document.
        norms: float32[n], ``k1 (1 - b + b length / average)`` of the document.
        factor: ``idf (k1 + 1)``.

    Returns:
        float32[n].
    """
    scores = np.add(weights, norms, dtype=np.float32)
    np.divide(weights, scores, out=scores, casting="same_kind")
    scores *= np.float32(factor)
    return scores


def add_at(sums: Array, docs: Array, scores: Array) -> None:
    """Add scores to the sums of their documents.

    Args:
        sums: float32[D], changed.
        docs: int32[n], without repeats.
        scores: float32[n].
    """
    # numpy indexes by intp three times as fast as by int32, the conversion included.
    np.add.at(sums, docs.astype(np.intp), scores)


def set_at(values: Array, docs: Array, value: Array | float) -> None:
    """Set the values of some documents (int32[n]) in an array [D], to one value or to one each."""
    values[docs.astype(np.intp)] = value


def top_k(scores: Array, k: int) -> Array:
    """Return the indexes of the k highest scores, highest first, equal ones in ascending order of index.

    Args:
        scores: float[n].
        k: how many, at least 1; fewer come back where n is less.

    Returns:
        intp[min(k, n)].
    """
    n = len(scores)
    if k >= n or n <= _SORTED:
        return (-scores).argsort(kind="stable")[:k]
    if n <= _LOOP_LENGTH and k <= _LOOP_TIMES:
        return _take_out_highest(scores.copy(), k)
    if n >= 4 * _ROWS * k:
        floor = _kth_bound(scores, k)
        some = (scores >= floor).nonzero()[0]
        if 2 * len(some) < n:
            return some.take(top_k(scores.take(some), k))
    elif n >= 16 * k and n >= _SAMPLED:
        floor = _sampled_bound(scores, k)
        some = (scores >= floor).nonzero()[0]
        if k <= len(some) and 2 * len(some) < n:
            return some.take(top_k(scores.take(some), k))
    kth = np.partition(scores, n - k)[n - k]
    above = (scores > kth).nonzero()[0]
    equal = (scores == kth).nonzero()[0][: k - len(above)]
    some = np.sort(np.concatenate((above, equal)))
    return some.take((-scores.take(some)).argsort(kind="stable"))


def _take_out_highest(scores: Array, k: int) -> Array:
    """`top_k` by k passes: the quickest way for few scores, since a pass runs at memory speed. Spoils `scores`."""
    best = np.empty(k, dtype=np.intp)
    for rank in range(k):
        best[rank] = highest = scores.argmax()
        scores[highest] = -np.inf
    return best


def _sampled_bound(scores: Array, k: int) -> float:
    """Return a number that, as a sample tells, a little more than k of the scores reach."""
    sample = scores[::_STEP]
    among = min(len(sample), k * 3 // (2 * _STEP) + _STEP)
    return float(np.partition(sample, -among)[-among])


def _kth_bound(scores: Array, k: int) -> float:
    """Return a number that at least k of many scores reach: the k-th highest of the maxima of disjoint parts."""
    columns = len(scores) // _ROWS
    maxima = scores[: columns * _ROWS].reshape(_ROWS, columns).max(axis=0)
    return float(maxima[top_k(maxima, k)[-1]])


def run_bounds(ids: Array) -> Array:
    """Return intp[r + 1]: where each run of equal numbers begins, and the end of the last.

    Args:
        ids: int[n], equal numbers next to each other.
    """
    if not len(ids):
        return np.zeros(1, dtype=np.intp)
    changes = (ids[1:] != ids[:-1]).nonzero()[0]
    bounds = np.empty(len(changes) + 2, dtype=np.intp)
    bounds[0] = 0
    np.add(changes, 1, out=bounds[1:-1])
    bounds[-1] = len(ids)
    return bounds


def run_starts(ids: Array) -> Array:
    """Return intp[r]: where each run of equal numbers (int[n], equal ones next to each other) begins."""
    return run_bounds(ids)[:-1]


def first_of_each(ids: Array) -> Array:
    """Return intp[m], ascending: the index at which each distinct number first occurs.

    Args:
        ids: int[n], in any order.
    """
    order = ids.argsort(kind="stable")
    return np.sort(order.take(run_starts(ids.take(order))))


def merge_sums(docs: list[Array], scores: list[Array]) -> tuple[Array, Array]:
    """Unite several scored lists, adding the scores of a document in the order of the lists, to the last bit.

    Args:
        docs: for each list int32[n], ascending, without repeats.
        scores: for each list float32[n].

    Returns:
        int32[m] ascending without repeats, float32[m].
    """
    count = sum(map(len, docs))
    if not count:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    if len(docs) == 1:
        return docs[0], scores[0]
    if count >= _MANY:
        universe = max(int(some[-1]) for some in docs if len(some)) + 1
        if count * _DENSE >= universe:
            return _merge_dense(docs, scores, universe)
    every = np.concatenate(docs)
    order = every.argsort(kind="stable")
    every = every.take(order)
    is_new = np.empty(count, dtype=np.bool_)
    is_new[0] = True
    np.not_equal(every[1:], every[:-1], out=is_new[1:])
    number = is_new.cumsum()
    sums = np.zeros(number[-1] + 1, dtype=np.float32)
    np.add.at(sums, number, np.concatenate(scores).take(order))  # one by one, in this order: reduceat adds in another
    return every[is_new], sums[1:]


def _merge_dense(docs: list[Array], scores: list[Array], universe: int) -> tuple[Array, Array]:
    """`merge_sums` by a sum for each number below `universe`: of many documents the quicker way."""
    sums, there = np.zeros(universe, dtype=np.float32), np.zeros(universe, dtype=np.bool_)
    for some, its in zip(docs, scores, strict=True):
        at = some.astype(np.intp)
        sums[at] += its
        there[at] = True
    merged = there.nonzero()[0]
    return merged.astype(np.int32), sums.take(merged)


def within(before: Array, after: Array, slop: int) -> Array:
    """Return those of the places of a word that are at most `slop` positions after a place of the word before.

    Args:
        before: int64[n], ascending: document and position in one number, as `Postings.places` gives them.
        after: int64[m], the same of the next word.
        slop: the greatest difference of the positions; the least is 1.

    Returns:
        int64[k], ascending.
    """
    if not len(before):
        return before
    nearest = before.searchsorted(after)
    nearest -= 1  # the last place before this one; where there is none, -1 gives the last of all: a negative distance
    distance = after - before.take(nearest)
    return after.take(((distance <= slop) & (distance > 0)).nonzero()[0])
