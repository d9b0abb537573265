"""The k best documents of a union of scored lists, without adding up all of it: MaxScore, a list at a time.

Turtle and Flood (1995), Query evaluation: strategies and optimizations, turned to arrays. The lists are added up whole,
in descending order of weight, until the k-th best score known is higher than everything the lists still to come
could give together: from there on, no document that has not been met can be among the best. Those that have been met
and may still be are looked up in the remaining lists, and drop out as soon as their bound is too low.

The k-th best score is known early, as what the lists so far give the k best documents at least; before the others are
looked up, these few are scored in full.
"""

import threading
from collections.abc import Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.executor.kernels import add_at, set_at, top_k
from indexer.search.executor.scoring import ScoredList

_FEW = 256
"""So few candidates are looked up in all remaining lists without sorting out."""

_MANY = 2048
"""Of so many candidates the best are scored in full first, so that more of the others drop out."""

_GROWTH = 8
"""The best known are looked for again when so many times the postings have been added."""

_LESS = 1.0 - 1e-6
"""The floor is lowered by this, so that rounding never drops a document that ties with the k-th."""


class Accumulators:
    """A float32[D] of zeros to add scores up in, one for each thread.

    `borrow` hands it out and forgets it until `give_back`: whoever fails in between leaves nothing dirty behind.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._local = threading.local()

    def borrow(self) -> Array:
        """Return float32[D], all zero; not to be shared with another thread."""
        mine: Array | None = getattr(self._local, "array", None)
        self._local.array = None
        return np.zeros(self._size, dtype=np.float32) if mine is None else mine

    def give_back(self, array: Array, touched: Sequence[Array]) -> None:
        """Take it back; only the documents of the lists `touched` (int32[n] each) may not be zero."""
        if sum(map(len, touched)) * 4 > self._size:
            array.fill(0)
        else:
            for docs in touched:
                set_at(array, docs, 0)
        self._local.array = array


def top_of_union(
    lists: Sequence[ScoredList], k: int, accumulators: Accumulators, mask: Array | None = None
) -> tuple[Array, Array]:
    """Return the k best documents of the union of some lists, a document's score being the sum of those it has.

    Args:
        lists: at least one list; all scores positive.
        k: how many documents, at least 1.
        accumulators: of the index's size D.
        mask: bool[D]; other documents are left out. None: none is.

    Returns:
        int32[m] and float32[m], best first, equal scores by ascending number; m = k, or all there are.
    """
    ordered = sorted(lists, key=_order, reverse=True)
    if len(ordered) == 1:
        docs, scores = ordered[0].docs, ordered[0].scores()[:-1]
        if mask is not None:
            kept = mask.take(docs).nonzero()[0]
            docs, scores = docs.take(kept), scores.take(kept)
    else:
        docs, scores = _Union(ordered, k, mask).candidates(accumulators)
    best = top_k(scores, k)
    return docs.take(best), scores.take(best)


def _order(scored: ScoredList) -> float:
    return scored.order


class _Union:
    """One run of `top_of_union` over lists in their order.

    Attributes:
        rest: ``rest[i]`` is what the lists from the i-th on can give a document at most.
        floor: a score that at least k documents reach, 0 as long as none is known.
    """

    def __init__(self, lists: Sequence[ScoredList], k: int, mask: Array | None) -> None:
        self.lists = lists
        self.k = k
        self.mask = mask
        self.floor = 0.0
        self._added = 0
        self._next = 0
        self.rest = [0.0] * (len(lists) + 1)
        for i in range(len(lists) - 1, -1, -1):
            self.rest[i] = self.rest[i + 1] + lists[i].bound

    def candidates(self, accumulators: Accumulators) -> tuple[Array, Array]:
        """Return documents with their full scores, the k best among them: int32[m] ascending, float32[m]."""
        docs, scores = self.lists[0].docs, self.lists[0].scores()[:-1]
        if self._is_time(1, docs):
            self._raise_floor(docs, scores)
        if self.floor > self.rest[1]:
            kept = (scores >= self.floor - self.rest[1]).nonzero()[0]
            return self._finish(1, *self._allowed(docs.take(kept), scores.take(kept)))
        sums = accumulators.borrow()
        set_at(sums, docs, scores)
        done = 1
        while done < len(self.lists) and self.floor <= self.rest[done]:
            docs = self.lists[done].docs
            add_at(sums, docs, self.lists[done].scores()[:-1])
            done += 1
            if self._is_time(done, docs):
                self._raise_floor(docs, sums.take(docs))
        cut = self.floor - self.rest[done]
        docs = ((sums >= cut) if cut > 0 else (sums > 0)).nonzero()[0].astype(np.int32)
        scores = sums.take(docs)
        accumulators.give_back(sums, [scored.docs for scored in self.lists[:done]])
        return self._finish(done, *self._allowed(docs, scores))

    def _is_time(self, done: int, docs: Array) -> bool:
        """Tell whether to raise the floor: so seldom that it costs little beside the adding."""
        self._added += len(docs)
        if len(docs) < self.k or self._added < self._next or done == len(self.lists):
            return False
        self._next = _GROWTH * self._added
        return True

    def _raise_floor(self, docs: Array, scores: Array, others: Sequence[ScoredList] = ()) -> None:
        """Raise the floor to the worst of the k best of some documents (int32[n]), with what `others` add to these."""
        if self.mask is not None:
            scores = scores * self.mask.take(docs)
        best = top_k(scores, self.k)
        docs, scores = docs.take(best), scores.take(best)
        if scores[-1] > 0:
            for scored in others:
                scores += scored.probe(docs)
            self.floor = max(self.floor, float(scores.min()) * _LESS)

    def _allowed(self, docs: Array, scores: Array) -> tuple[Array, Array]:
        if self.mask is None:
            return docs, scores
        kept = self.mask.take(docs).nonzero()[0]
        return docs.take(kept), scores.take(kept)

    def _finish(self, done: int, docs: Array, scores: Array) -> tuple[Array, Array]:
        """Add the remaining lists to the candidates, dropping those that fall behind."""
        if len(docs) > _MANY and done < len(self.lists):
            self._raise_floor(docs, scores, self.lists[done:])
            docs, scores = self._not_behind(done, docs, scores)
        for i in range(done, len(self.lists)):
            scores += self.lists[i].probe(docs)
            if len(docs) > _FEW:
                docs, scores = self._not_behind(i + 1, docs, scores)
        return docs, scores

    def _not_behind(self, done: int, docs: Array, scores: Array) -> tuple[Array, Array]:
        """Return the candidates that may still be among the best; all of them where too few would drop out."""
        kept = (scores >= self.floor - self.rest[done]).nonzero()[0]
        return (docs.take(kept), scores.take(kept)) if 2 * len(kept) < len(docs) else (docs, scores)
