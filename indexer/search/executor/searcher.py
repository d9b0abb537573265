"""The executor behind Whoosh's own interface: a Searcher whose plain scored searches are vectorised."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from whoosh.collectors import Collector, TopCollector, UnlimitedCollector
from whoosh.searching import Searcher

from indexer.codec.snapshot import Snapshot
from indexer.search.executor.executor import Executor
from indexer.search.executor.kernels import top_k
from indexer.search.executor.scoring import Unsupported


class ArraySearcher(Searcher):  # type: ignore[misc]
    """A Whoosh Searcher that answers ``search(query, limit=k)`` with the `Executor` where it can.

    Everything else, and every query, weighting or segment the executor does not know, goes Whoosh's way, with the same
    answer. It is made as Whoosh's is: ``ArraySearcher(index.reader(), fromindex=index)``.
    """

    @cached_property
    def executor(self) -> Executor | None:
        """The executor of the whole index; None if the weighting or a segment is unknown to it."""
        snapshot = Snapshot.of(self.reader())
        if snapshot is None:
            return None
        try:
            return Executor(snapshot, self.weighting)
        except Unsupported:
            return None

    def collector(self, *args: Any, **kwargs: Any) -> Collector:
        """Return a collector for these arguments of `search`: where Whoosh's are plain ones, ours in their place."""
        collector = super().collector(*args, **kwargs)
        if type(collector) is TopCollector:
            return ArrayTopCollector(collector.limit, usequality=collector.usequality)
        if type(collector) is UnlimitedCollector:
            return ArrayUnlimitedCollector(reverse=collector.reverse)
        return collector


def _executor(collector: Collector) -> Executor | None:
    """Return the executor for a search that nothing has been asked of besides the scores."""
    searcher = collector.top_searcher
    if not isinstance(searcher, ArraySearcher) or collector.context.weighting is not searcher.weighting:
        return None
    return searcher.executor


class ArrayTopCollector(TopCollector):  # type: ignore[misc]
    """Whoosh's collector of the best documents, which asks the executor first.

    Collectors that wrap it, such as for filters and time limits, drive it document by document as any other.
    """

    _vectorised = False

    def run(self) -> None:
        """Collect the best documents of the query it was prepared for."""
        executor = _executor(self)
        if executor is not None:
            try:
                top = executor.search(self.q, self.limit)
            except Unsupported:
                pass
            else:
                self._vectorised = True
                self.items = list(zip(top.scores.tolist(), (-top.docs).tolist(), strict=True))
                self.total = top.total
                self.finish()
                return
        super().run()

    def count(self) -> int:
        """Return how many documents match."""
        return len(self._all()) if self._vectorised else int(super().count())

    def all_ids(self) -> Iterator[int]:
        """Return the numbers of all documents that match, ascending."""
        return iter(self._all()) if self._vectorised else super().all_ids()

    def _all(self) -> list[int]:
        executor = _executor(self)
        assert executor is not None
        docs: list[int] = executor.evaluate(self.q).docs.tolist()
        return docs


class ArrayUnlimitedCollector(UnlimitedCollector):  # type: ignore[misc]
    """Whoosh's collector of all documents in order of their scores, which asks the executor first."""

    def run(self) -> None:
        """Collect all documents of the query it was prepared for."""
        executor = _executor(self)
        if executor is not None:
            try:
                scored = executor.evaluate(self.q)
            except Unsupported:
                pass
            else:
                best = top_k(scored.scores, len(scored.docs))
                docs = scored.docs.take(best).tolist()
                self.items = list(zip(scored.scores.take(best).tolist(), docs, strict=True))
                self.docset = set(docs)
                self.finish()
                return
        super().run()
