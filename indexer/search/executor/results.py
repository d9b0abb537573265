"""What the executor returns: all documents with scores, or the best of them or of each group."""

from typing import NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.executor.kernels import run_bounds, top_k


class Scored(NamedTuple):
    """All documents that match.

    Attributes:
        docs: int32[n], ascending.
        scores: float32[n].
    """

    docs: Array
    scores: Array

    @property
    def nbytes(self) -> int:
        """The memory they take."""
        return int(self.docs.nbytes + self.scores.nbytes)

    def masked(self, mask: Array | None) -> "Scored":
        """Return those of the documents for which ``mask`` (bool[D]) is true; all if it is None."""
        if mask is None:
            return self
        kept = mask.take(self.docs).nonzero()[0]
        return Scored(self.docs.take(kept), self.scores.take(kept))


class MappedScored(Scored):
    """The same, of arrays in a mapped file: they take no memory."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        """The memory they take."""
        return 0


NOTHING = Scored(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
"""No documents."""


class Top(NamedTuple):
    """The best of the documents that match, or of the groups.

    Attributes:
        docs: int32[k], best first, equal scores by ascending number.
        scores: float32[k].
        total: how many documents (or groups) match, or a bound of it.
        exact_total: whether `total` is exact; otherwise no more than so many match.
    """

    docs: Array
    scores: Array
    total: int
    exact_total: bool


def best_documents(scored: Scored, limit: int) -> Top:
    """Return the best documents."""
    best = top_k(scored.scores, limit)
    return Top(scored.docs.take(best), scored.scores.take(best), len(scored.docs), True)


def best_groups(scored: Scored, limit: int, groups: Array) -> Top:
    """Return the best document of each of the best groups; a group is as good as its best document.

    Args:
        scored: the documents.
        limit: how many groups.
        groups: int[D], the group of each document of the index, non-decreasing.
    """
    if not len(scored.docs):
        return Top(scored.docs, scored.scores, 0, True)
    bounds = run_bounds(groups.take(scored.docs))
    starts = bounds[:-1]
    highest = np.maximum.reduceat(scored.scores, starts)
    best = top_k(highest, limit)
    first = [
        start + int(scored.scores[start:end].argmax())
        for start, end in zip(starts[best].tolist(), bounds[best + 1].tolist(), strict=True)
    ]
    return Top(scored.docs.take(first), highest.take(best), len(starts), True)
