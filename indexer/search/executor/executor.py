"""The executor: a Whoosh query in, the best documents or groups of documents out."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indexer.codec.arrays import Array
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.kernels import first_of_each
from indexer.search.executor.maxscore import Accumulators, top_of_union
from indexer.search.executor.results import NOTHING, Scored, Top, best_documents, best_groups
from indexer.search.executor.scoring import ScoredList, Scorer

if TYPE_CHECKING:
    from indexer.search.executor.evaluation import Evaluator


class Executor:
    """Searches one snapshot of an index under one BM25F weighting.

    Threads may share an executor: it changes nothing but the snapshot's cache (see there), and the arrays it adds
    scores up in are each thread's own.

    Args:
        snapshot: the index.
        weighting: a `whoosh.scoring.BM25F`; None for one with Whoosh's default parameters.

    Raises:
        Unsupported: it is another weighting.
    """

    def __init__(self, snapshot: Snapshot, weighting: Any = None) -> None:
        self.snapshot = snapshot
        self.scorer = Scorer(snapshot, weighting)
        self._accumulators = Accumulators(snapshot.count)

    @cached_property
    def _evaluator(self) -> "Evaluator":
        """Knows the query trees of Whoosh, which not everyone asks for."""
        from indexer.search.executor.evaluation import Evaluator

        return Evaluator(self.scorer)

    def evaluate(self, query: Any) -> Scored:
        """Return all documents that a `whoosh.query` tree matches, with their scores.

        Raises:
            Unsupported: there is something in it that only Whoosh's own matchers know.
        """
        return self._evaluator.evaluate(query)

    def search(
        self, query: Any, limit: int, *, mask: Array | None = None, groups: Array | None = None, total: bool = False
    ) -> Top:
        """Return the best documents that a `whoosh.query` tree matches.

        Args:
            query: the tree.
            limit: how many documents or groups, at least 1.
            mask: bool[D]; documents for which it is false are left out.
            groups: int[D], non-decreasing: the group of each document. Then each group comes once, with its best
                document (the first of equal ones).
            total: count exactly how many documents or groups match; otherwise a union of terms gives a bound.

        Raises:
            Unsupported: there is something in it that only Whoosh's own matchers know.
        """
        lists = None if total else self._evaluator.lists(query)
        if lists is None:
            scored = self.evaluate(query).masked(mask)
            return best_documents(scored, limit) if groups is None else best_groups(scored, limit, groups)
        if groups is not None:
            return self._best_groups_of_union(lists, limit, mask, groups)
        return self._best_of_union(lists, limit, mask)

    def union(self, fieldname: str, terms: Iterable[str], limit: int, *, mask: Array | None = None) -> Top:
        """Return the best documents that have any of some terms of a field, as `search` does for an Or of them."""
        lists = (self.scorer.term(fieldname, term) for term in terms)
        return self._best_of_union([scored for scored in lists if scored is not None], limit, mask)

    def _best_of_union(self, lists: list[ScoredList], limit: int, mask: Array | None) -> Top:
        if not lists:
            return best_documents(NOTHING, limit)
        docs, scores = top_of_union(lists, limit, self._accumulators, mask)
        bound = min(sum(scored.size for scored in lists), self.snapshot.live_count)
        if len(docs) < limit:
            return Top(docs, scores, len(docs), True)
        if len(lists) == 1 and mask is None:
            return Top(docs, scores, len(lists[0].docs), True)
        return Top(docs, scores, bound, False)

    def _best_groups_of_union(self, lists: list[ScoredList], limit: int, mask: Array | None, groups: Array) -> Top:
        """Take more and more documents until they are of enough groups."""
        wanted = 4 * limit
        while True:
            top = self._best_of_union(lists, wanted, mask)
            first = first_of_each(groups.take(top.docs))
            complete = len(top.docs) < wanted
            if len(first) >= limit or complete:
                best = first[:limit]
                total = len(first) if complete else top.total
                return Top(top.docs.take(best), top.scores.take(best), total, complete)
            wanted *= 4
