"""A query in, hits out: the search of one view of an index."""

import time
from collections.abc import Callable, Iterator
from datetime import date

from indexer.analysis.normal import normalise
from indexer.analysis.tokenizer import Tokenizer
from indexer.query import Field, Fuzzy, Literal, Near, Node, Not, Prefix, Words, parse, to_query
from indexer.query.tree import children
from indexer.records import LiteralCheck, Results
from indexer.search.clauses import ClauseSearch
from indexer.search.explain import explain
from indexer.search.filters import allowed
from indexer.search.hits import make_hit
from indexer.search.ranking import Ranking
from indexer.search.words import Vocabulary
from indexer.store.view import View


class Searcher:
    """Searches one view of an index; threads may share it.

    Args:
        view: of the index.
        tokenizer: cuts as the index was cut.

    Attributes:
        view: the same.
    """

    def __init__(self, view: View, tokenizer: Tokenizer) -> None:
        self.view = view
        self._vocabulary = Vocabulary(view.snapshot, tokenizer)
        self._clauses = ClauseSearch(view, self._vocabulary, Ranking.read())

    def search(
        self,
        query: str,
        *,
        limit: int,
        offset: int,
        context: int,
        document: str | None,
        since: date | None,
        until: date | None,
        explained: bool,
    ) -> Results:
        """Return the clauses that hold all of a query, best first; see `ClauseIndex.search`."""
        began = time.perf_counter()
        parsed = parse(query)
        mask = allowed(self.view, document, since, until)
        found = self._clauses.search(parsed.tree, offset + limit, mask)
        sought = list(dict.fromkeys(self._sought(parsed.tree)))
        best = zip(found.top.groups.tolist(), found.top.docs.tolist(), found.top.scores.tolist(), strict=True)
        hits = tuple(
            make_hit(self.view, clause, pinned, rank=rank, score=score, sought=sought, context=context)
            for rank, (clause, pinned, score) in enumerate(best, 1)
            if rank > offset
        )
        return Results(
            query=query,
            total=found.top.total,
            relaxed=found.relaxed,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            hits=hits,
            understood=to_query(parsed.tree),
            notes=parsed.notes,
            explanation=explain(parsed.tree, self._clauses, found, offset) if explained else None,
        )

    def check_literals(self, count: int, seed: int, progress: Callable[[int], None]) -> LiteralCheck:
        """Look for random strings; see `ClauseIndex.check`."""
        from indexer.search.literal_check import LiteralChecker

        return LiteralChecker(self.view, self._clauses.nodes, seed).check(count, progress)

    def _sought(self, node: Node) -> Iterator[str]:
        """Yield what is highlighted for a node, in its normal form."""
        match node:
            case Words(text):
                term = self._vocabulary.term(text)
                yield from (term.normal, *term.words)
            case Literal(text) | Prefix(text):
                yield normalise(text).text
            case Near(parts):
                yield from (normalise(part.text).text for part in parts)
            case Fuzzy(text, edits):
                yield from self._clauses.nodes.spellings(text, edits)
            case Field(name) if name not in {"text", "heading"}:
                return
            case Not():
                return
            case _:
                for child in children(node):
                    yield from self._sought(child)
