"""A query in, hits out: the search of one view of an index."""

import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.analysis.normal import normalise
from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.arrays import Array
from indexer.query import Field, Fuzzy, Literal, Near, Node, Not, Prefix, Quantity, Range, Words, parse, to_query
from indexer.query.tree import children
from indexer.records import Results
from indexer.search.citation_form import may_be_citation
from indexer.search.clauses import ClauseSearch, Found
from indexer.search.filters import allowed
from indexer.search.highlight import Highlighter
from indexer.search.hits import make_hit
from indexer.search.ranking import Ranking
from indexer.search.request import Request
from indexer.search.words import Vocabulary
from indexer.store.view import View

if TYPE_CHECKING:
    from indexer.reports import Explanation, LiteralCheck
    from indexer.search.citing import Resolution
    from indexer.search.references import References


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

    def search(self, request: Request) -> Results:
        """Return the clauses that hold all of a query, best first; see `ClauseIndex.search`."""
        began = time.perf_counter()
        mask = allowed(self.view, request.document, request.since, request.until)
        cited = self._cited(request.query)
        if cited is not None and cited.candidates:
            return self._cited_results(request, cited, mask, began)
        parsed = parse(request.query)
        found = self._clauses.search(parsed.tree, request.offset + request.limit, mask)
        highlighter = Highlighter(self._sought(parsed.tree))
        best = zip(found.top.groups.tolist(), found.top.docs.tolist(), found.top.scores.tolist(), strict=True)
        hits = tuple(
            make_hit(
                self.view, clause, pinned, rank=rank, score=score, highlighter=highlighter, context=request.context
            )
            for rank, (clause, pinned, score) in enumerate(best, 1)
            if rank > request.offset
        )
        return Results(
            query=request.query,
            total=found.top.total,
            relaxed=found.relaxed,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            hits=hits,
            understood=to_query(parsed.tree),
            notes=(*parsed.notes, *_notes_on(cited)),
            explanation=self._explanation(parsed.tree, found, request.offset) if request.explain else None,
        )

    @cached_property
    def references(self) -> "References":
        """Follows citations; most searches need it not."""
        from indexer.search.references import References

        return References(self.view)

    def _cited(self, query: str) -> "Resolution | None":
        """Return what a query leads to that is a citation; None if it is none."""
        if not may_be_citation(query):
            return None
        return self.references.resolver.parse_citation(query)

    def _explanation(self, tree: Node, found: Found, offset: int) -> "Explanation":
        from indexer.search.explain import explain

        return explain(tree, self._clauses, found, offset)

    def _cited_results(self, request: Request, cited: "Resolution", mask: Array | None, began: float) -> Results:
        """Return the clauses that a citation leads to, in its order; those it may mean, if it is ambiguous."""
        entries = self.view.entries
        pinned = [entries[candidate.document].first + candidate.paragraph for candidate in cited.candidates]
        by_clause = {int(self.view.clause_of[paragraph]): paragraph for paragraph in reversed(pinned)}
        clauses = [clause for clause in reversed(by_clause) if mask is None or mask[clause]]
        query, context, plain = request.query, request.context, Highlighter(())
        hits = tuple(
            make_hit(self.view, clause, by_clause[clause], plain, rank=rank, score=1.0, context=context)
            for rank, clause in enumerate(clauses, 1)
            if request.offset < rank <= request.offset + request.limit
        )
        took = round((time.perf_counter() - began) * 1000, 3)
        return Results(query, len(clauses), False, took, hits, query, ("taken as a citation", *_notes_on(cited)))

    def check_literals(self, count: int, seed: int, progress: Callable[[int], None]) -> "LiteralCheck":
        """Look for random strings; see `ClauseIndex.check`."""
        from indexer.search.literal_check import LiteralChecker

        return LiteralChecker(self.view, self._clauses.nodes, seed).check(count, progress)

    def _sought(self, node: Node) -> Iterator[str]:
        """Yield what is highlighted for a node, in its normal form."""
        match node:
            case Words(text):
                yield from self._vocabulary.term(text).sought()
            case Literal(text) | Prefix(text):
                yield normalise(text).text
            case Near(parts):
                yield from (normalise(part.text).text for part in parts)
            case Fuzzy(text, edits):
                yield from self._clauses.nodes.spellings(text, edits)
            case Quantity(name):
                from indexer.search.quantities import quantity_tokens

                yield from (normalise(name).text, *quantity_tokens(self.view.snapshot, node))
            case Range("year", int(low) | (None as low), int(high) | (None as high)):
                from indexer.search.quantities import year_tokens

                yield from year_tokens(self.view.snapshot, low, high)
            case Field(name) if name not in {"text", "heading"}:
                return
            case Not():
                return
            case _:
                for child in children(node):
                    yield from self._sought(child)


def _notes_on(cited: "Resolution | None") -> tuple[str, ...]:
    """Return what is to be said of a citation beside its clauses."""
    if cited is None or cited.status == "found":
        return ()
    missing = f": {'、'.join(cited.missing)}" if cited.missing else ""
    return (f"as a citation: {cited.status}{missing}",)
