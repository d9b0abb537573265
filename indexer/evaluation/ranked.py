"""Where the rankings that are measured come from: searches, or a run that was written before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from indexer.errors import IndexerError, UsageError
from indexer.evaluation.evaluate import Asked, evaluation
from indexer.evaluation.judged import JudgedQuery, read_judged
from indexer.evaluation.measures import DEPTH
from indexer.evaluation.naming import ClauseNames, provisions
from indexer.evaluation.runs import read_run, write_run
from indexer.records import Results
from indexer.reports import Evaluation, QueryFailure
from indexer.store.view import View


class Searches:
    """The rankings that searches give.

    Args:
        search: looks for a query and gives that many hits.

    Attributes:
        run: the rankings so far, with scores, by the ids of the queries.
        failed: the queries that could not be searched for.
    """

    def __init__(self, search: Callable[[str, int], Results]) -> None:
        self._search = search
        self.run: dict[str, list[tuple[str, float]]] = {}
        self.failed: list[QueryFailure] = []

    def rank(self, query: JudgedQuery) -> tuple[str, ...]:
        """Return the ids of the clauses found, best first; none if the query cannot be searched for."""
        try:
            hits: Iterable[tuple[str, float]] = ((hit.clause.id, hit.score) for hit in self._search(query.text, DEPTH))
        except IndexerError as error:
            self.failed.append(QueryFailure(query.text, str(error)))
            hits = ()
        found = self.run[query.id] = list(dict(hits).items())
        return tuple(clause for clause, _ in found)


def evaluate(
    view: View,
    search: Callable[[str, int], Results],
    queries: Path,
    *,
    qrels: Path | None = None,
    run: Path | None = None,
    compare: Path | None = None,
    write: Path | None = None,
    limit: int | None = None,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Evaluation:
    """Return how well judged queries are answered; see `ClauseIndex.evaluate`."""
    if run is not None and write is not None:
        raise UsageError("a run that is read cannot be written", remedy="Leave out one of the two")
    asked = judged_for(view, read_judged(queries, qrels), limit)
    other = None if compare is None else read_run(compare)
    if run is not None:
        given: Mapping[str, Sequence[str]] = read_run(run)
        return evaluation(asked, lambda query: given.get(query.id, ()), other=other, seed=seed, progress=progress)
    searches = Searches(search)
    told = evaluation(asked, searches.rank, other=other, seed=seed, progress=progress)
    if write is not None:
        write_run(write, searches.run)
    return replace(told, failed=tuple(searches.failed))


def judged_for(view: View, queries: Iterable[JudgedQuery], limit: int | None = None) -> list[Asked]:
    """Return the queries (the first `limit`) with what they ask for by the ids of the index behind a view."""
    names = ClauseNames(view)
    return [Asked(query, *provisions(query, names)) for query in islice(queries, limit)]
