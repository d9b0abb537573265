"""Vectors of words learned from the clauses of an index alone: words that stand in the same clauses become alike.

Latent semantic analysis (Deerwester et al. 1990, Indexing by latent semantic analysis) of the words of clauses weighted
by tf-idf. The vectors are the eigenvectors of the words' co-occurrence, found by subspace iteration (Halko, Martinsson
and Tropp 2011, Finding structure with randomness), each scaled by the root of its singular
value. What it costs is bounded by the numbers below, whatever the size of the corpus.
"""

from dataclasses import dataclass

import numpy as np

from indexer.codec.arrays import Array

WORDS = 6000
"""So many of the most frequent words get vectors."""

DIMENSIONS = 128

CLAUSES = 100_000
"""Of more clauses, a part that is spread evenly is learned from."""

PER_CLAUSE = 32
"""So many of its heaviest words count for the co-occurrence of a clause's words."""

_SPARE = 16
_ROUNDS = 4
_PAIRS = 1 << 22
_ROWS = 1 << 8


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Which words stand in which clauses, clause by clause.

    Attributes:
        starts: intp[C + 1], where those of each clause begin.
        words: int32[N], the numbers of the words.
        weights: float32[N], ``1 + log tf``.
    """

    starts: Array
    words: Array
    weights: Array

    def of_clauses(self, clauses: Array) -> "Occurrences":
        """Return those of some clauses."""
        sizes = np.diff(self.starts).take(clauses)
        starts = np.append(0, np.cumsum(sizes))
        at = np.repeat(self.starts.take(clauses) - starts[:-1], sizes) + np.arange(starts[-1])
        return Occurrences(starts, self.words.take(at), self.weights.take(at))


def learn_words(occurrences: Occurrences, idf: Array) -> Array:
    """Return float32[M, DIMENSIONS] of length 1 each (0 for a word that stands nowhere): the vectors of M words.

    Args:
        occurrences: of the words in clauses.
        idf: float32[M].
    """
    together = _together(occurrences, idf)
    wanted = min(DIMENSIONS + _SPARE, len(idf))
    space = np.random.default_rng(0).standard_normal((len(idf), wanted)).astype(np.float32)
    for _ in range(_ROUNDS):
        space = together @ _orthonormal(space)
    space = _orthonormal(space)
    values, turned = np.linalg.eigh(space.T @ together @ space)
    best = np.argsort(-values)[:DIMENSIONS]
    vectors = (space @ turned[:, best]) * np.maximum(values[best], 0) ** np.float32(0.25)  # the root of sqrt(values)
    padded = np.zeros((len(idf), DIMENSIONS), dtype=np.float32)
    padded[:, : len(best)] = _of_length_1(vectors)
    return padded


def clause_vectors(occurrences: Occurrences, idf: Array, vectors: Array) -> Array:
    """Return int8[C, DIMENSIONS]: for each clause the mean of its words' vectors, scaled so that the highest is 127."""
    count = len(occurrences.starts) - 1
    told = np.zeros((count, vectors.shape[1]), dtype=np.int8)
    weights = occurrences.weights * idf.take(occurrences.words)
    for first in range(0, count, _ROWS):
        starts = occurrences.starts[first : first + _ROWS + 1]
        filled = (np.diff(starts) > 0).nonzero()[0]
        if len(filled):
            some = slice(int(starts[0]), int(starts[-1]))
            parts = vectors.take(occurrences.words[some], axis=0) * weights[some, None]
            sums = np.add.reduceat(parts, starts[filled] - starts[0], axis=0)
            highest = np.abs(sums).max(axis=1, keepdims=True)
            told[first + filled] = np.rint(sums * (127 / np.maximum(highest, 1e-9)))
    return told


def _together(occurrences: Occurrences, idf: Array) -> Array:
    """Return float32[M, M]: for each two words the sum of the products of their weights in the clauses."""
    count = len(occurrences.starts) - 1
    if count > CLAUSES:
        occurrences = occurrences.of_clauses(np.arange(0, count, -(-count // CLAUSES)))
    heaviest = _heaviest(occurrences, idf)
    sizes = np.diff(heaviest.starts)
    together = np.zeros(len(idf) ** 2, dtype=np.float32)
    ends = np.cumsum(sizes * sizes)
    first = 0
    while first < len(sizes):
        before = int(ends[first - 1]) if first else 0
        last = max(int(ends.searchsorted(before + _PAIRS, side="right")), first + 1)
        some = heaviest.of_clauses(np.arange(first, last))
        each = np.repeat(np.diff(some.starts), np.diff(some.starts))  # for each word how many its clause has
        left = np.repeat(np.arange(len(each)), each)
        right = np.arange(len(left)) + np.repeat(np.repeat(some.starts[:-1], np.diff(some.starts)), each)
        right -= np.repeat(np.cumsum(each) - each, each)
        cells = some.words.take(left).astype(np.intp) * len(idf) + some.words.take(right)
        np.add.at(together, cells, some.weights.take(left) * some.weights.take(right))
        first = last
    return together.reshape(len(idf), len(idf))


def _heaviest(occurrences: Occurrences, idf: Array) -> Occurrences:
    """Return the `PER_CLAUSE` heaviest words of each clause, their weights tf-idf, of length 1 for each clause."""
    clauses = np.repeat(np.arange(len(occurrences.starts) - 1), np.diff(occurrences.starts))
    weights = occurrences.weights * idf.take(occurrences.words)
    squares = np.bincount(clauses, weights * weights, len(occurrences.starts) - 1)
    weights /= np.sqrt(squares).astype(np.float32).take(clauses)
    order = np.lexsort((-weights, clauses))
    ranks = np.arange(len(order)) - occurrences.starts.take(clauses)
    kept = order[ranks < PER_CLAUSE]
    starts = np.append(0, np.cumsum(np.bincount(clauses.take(kept), minlength=len(occurrences.starts) - 1)))
    return Occurrences(starts, occurrences.words.take(kept), weights.take(kept))


def _orthonormal(space: Array) -> Array:
    """Return an orthonormal basis of the space that some columns span, by the eigenvectors of their products."""
    values, turned = np.linalg.eigh((space.T @ space).astype(np.float64))
    kept = values > values[-1] * 1e-10
    basis: Array = space @ (turned[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    return basis


def _of_length_1(vectors: Array) -> Array:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Array = vectors / np.maximum(lengths, 1e-9)
    return scaled
