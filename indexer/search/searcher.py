"""A query in, hits out: the search of one view of an index."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

from indexer.analysis.normal import normalise
from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.arrays import Array
from indexer.errors import IndexerError, UsageError
from indexer.query import And, Field, Fuzzy, Literal, Near, Node, Not, Prefix, Quantity, Range, Words, parse, to_query
from indexer.query.tree import children
from indexer.records import Hit, Results, Snippet
from indexer.search.citation_form import AROUND, may_be_citation, names_provision
from indexer.search.clauses import ClauseSearch, Found
from indexer.search.exact import ExactClauses, exact_first
from indexer.search.executor.steps import Steps, abreast, at_once
from indexer.search.filters import allowed, combined
from indexer.search.folding import SPARE, Repeats, folded
from indexer.search.highlight import Highlighter
from indexer.search.hits import make_hit
from indexer.search.ranking import Ranking
from indexer.search.request import Request
from indexer.search.reranking import DEPTH, reranked
from indexer.search.words import Vocabulary
from indexer.store.view import View

if TYPE_CHECKING:
    from indexer.reports import Explanation, Facet, LiteralCheck
    from indexer.search.aids import Aids
    from indexer.search.beside_citations import CitedBeside
    from indexer.search.citing import Resolution
    from indexer.search.references import References

_DAYS_KEPT = 8
"""What follows citations is kept for so many days that are asked about."""

_ASKED = "taken as a question: ranked by all that speaks for a clause"

_LONGEST_MISTYPED = 8
"""A term of more characters that is found is taken for a sentence, not for a word with a mistake in it."""


class Searcher:
    """Searches one view of an index; threads may share it.

    Args:
        view: of the index.
        tokenizer: cuts as the index was cut.
        synonyms: what stands in the index's file of synonyms.

    Attributes:
        view: the same.
    """

    def __init__(self, view: View, tokenizer: Tokenizer, synonyms: str = "") -> None:
        self.view = view
        self._tokenizer = tokenizer
        self._vocabulary = Vocabulary(view.snapshot, tokenizer, _rules(synonyms) if synonyms else None)
        self._references: dict[date, References] = {}
        self._exact = ExactClauses(view)
        self._clauses = ClauseSearch(view, self._vocabulary, Ranking.read())

    def search_abreast(self, requests: Iterable[Request]) -> list[Results | IndexerError]:
        """Return for each request what `search` does, or the error that it raises; sooner than one after the other."""
        came = abreast(map(self.steps, requests), IndexerError)
        return [
            one if isinstance(one, IndexerError) else replace(one, took_ms=_milliseconds(seconds))
            for one, seconds in came
        ]

    def steps(self, request: Request) -> Steps[Results]:
        """Return the clauses that hold all of a query, best first; see `ClauseIndex.search`.

        This is done in steps, or at once by `search`. The time that the results tell includes what others did between
        the steps.
        """
        began = perf_counter()
        if min(request.limit, request.offset, request.context) < 0:
            raise UsageError("limit, offset and context are numbers from 0", place=request.query)
        day = request.as_of or date.today()
        wanted = allowed(self.view, request.document, request.since, request.until)
        cited = self._cited(request.query, day)
        if cited is not None and cited.candidates:
            return self._cited_results(request, cited, wanted, began)
        parsed = parse(request.query)
        if cited is not None and _names_what_is_missing(request.query):
            parsed = parsed._replace(tree=Literal(request.query.strip(AROUND)))
        in_force = self._in_force(request, day)
        mask = combined(wanted, in_force)
        beside = None if cited is not None else self._cited_beside(request.query, parsed.tree, day, mask)
        best = partial(self._best, parsed.tree, request.query, mask, beside)
        yield
        found, repeats, facets = yield from self._found(request, best)
        yield
        hits = self._hits(request, found, repeats, Highlighter(self._sought(parsed.tree)), day)
        return Results(
            query=request.query,
            total=found.top.total,
            relaxed=found.relaxed,
            took_ms=_milliseconds(perf_counter() - began),
            hits=hits,
            understood=to_query(parsed.tree),
            notes=(
                *parsed.notes,
                *_notes_on(cited),
                *((_ASKED,) if found.asked and found.relaxed else ()),
                *(beside.notes if beside else ()),
                *self._left_out(parsed.tree, found, wanted, in_force, day),
            ),
            explanation=self._explanation(parsed.tree, found, request.offset) if request.explain else None,
            suggestions=self._suggestions(request.query, parsed.tree, found, mask),
            facets=facets,
        )

    search = at_once(steps)

    def _found(
        self, request: Request, best: Callable[[int], Steps[Found]]
    ) -> "Steps[tuple[Found, Repeats, tuple[Facet, ...]]]":
        """Return the clauses to be shown, those that each stands for, and the facets, given what finds the best."""
        facets: tuple[Facet, ...] = ()
        every: Found | None = None
        if request.facets or request.sort != "relevance":
            every = yield from best(self.view.snapshot.count)
            facets = self.aids.facets(request.facets, every.top.groups)
            every = every.chosen(self.aids.order(every.top, request.sort))
        limit = request.offset + request.limit
        if request.reranker is not None:
            limit = max(limit, DEPTH)
        asked = limit
        while True:
            found = (yield from best(asked)) if every is None else every.first(asked)
            is_all = len(found.top.groups) < asked
            told = folded(self.view, found, limit, is_all=is_all) if request.fold else (found, {})
            if told is not None:
                return *told, facets
            asked = 2 * asked + SPARE

    def _hits(
        self, request: Request, found: Found, repeats: Repeats, highlighter: Highlighter, day: date
    ) -> tuple[Hit, ...]:
        """Return the hits that are asked for, in the order of the caller's reranker if there is one."""
        offset = request.offset if request.reranker is None else 0
        best = zip(found.top.groups.tolist(), found.top.docs.tolist(), found.top.scores.tolist(), strict=True)
        hits = tuple(
            make_hit(
                self.view,
                clause,
                pinned,
                rank=rank,
                score=score,
                highlighter=highlighter,
                context=request.context,
                day=day,
                repeats=repeats.get(clause, ()),
            )
            for rank, (clause, pinned, score) in enumerate(best, 1)
            if rank > offset
        )
        if request.reranker is None:
            return hits
        return tuple(reranked(request.query, hits, request.reranker)[request.offset :][: request.limit])

    def _best(
        self, tree: Node, typed: str, mask: Array | None, beside: "CitedBeside | None", limit: int
    ) -> Steps[Found]:
        """Return the best clauses, those that are cited, then those that say only what was typed, before the others."""
        normal = normalise(typed).text
        found = yield from self._clauses.steps(tree, limit, mask, normal)
        exact = self._exact.find(normal)
        if len(exact) and mask is not None:
            exact = exact[mask.take(exact)]
        found = exact_first(found, exact, limit) if len(exact) else found
        if beside is None or not len(beside.clauses):
            return found
        if not found.asked:  # if nothing else holds all of the query, the cited clauses are what does
            top = found.top.first(0) if found.relaxed else found.top
            total = len(beside.clauses) if found.relaxed else top.total + beside.more
            found = found._replace(top=top._replace(total=total), relaxed=False)
        return exact_first(found, beside.clauses, limit, beside.pinned)

    def _in_force(self, request: Request, day: date) -> Array | None:
        """Return bool[D], the paragraphs in force on a day; None if all are, or the request names what it wants."""
        if request.all_versions or (request.document is not None and request.document in self.view.entries):
            return None
        return self.view.versions.in_force(day)

    def _left_out(
        self, tree: Node, found: Found, wanted: Array | None, in_force: Array | None, day: date
    ) -> tuple[str, ...]:
        """Return a note if what is not in force holds all of a query, and nothing in force does."""
        if in_force is None or found.asked or (found.top.total and not found.relaxed):
            return ()
        more = self._clauses.search_whole(tree, 1, wanted)
        if not more.top.total:
            return ()
        first = int(self.view.document_of[more.top.groups[0]])
        document = self.view.document(first, day)
        what = f"{document.title or document.id} ({document.date[:10]}, {document.status})"
        clauses = "1 clause" if more.top.total == 1 else f"{more.top.total} clauses"
        return (f"left out: {clauses} of what is not in force on {day}, such as {what}; --all-versions shows them",)

    @property
    def references(self) -> "References":
        """Follows citations, to the versions in force today; most searches need it not."""
        return self.references_on(date.today())

    def references_on(self, day: date) -> "References":
        """Follows citations, to the versions in force on a day."""
        made = self._references.get(day)
        if made is None:
            from indexer.search.references import References

            if len(self._references) >= _DAYS_KEPT:
                self._references = {}
            made = self._references[day] = References(self.view, day)
        return made

    @cached_property
    def aids(self) -> "Aids":
        """Helps to find; a search that finds what was typed needs it not."""
        from indexer.search.aids import Aids

        return Aids(self.view, self._tokenizer)

    def _suggestions(self, query: str, tree: Node, found: Found, mask: Array | None) -> tuple[str, ...]:
        """Return queries that may have been meant, if nothing has all of the query or a term of it looks mistyped."""
        if found.top.total and not found.relaxed and not self._looks_mistyped(tree):
            return ()

        def finds(query: str) -> bool:
            again = self._clauses.search(parse(query).tree, 1, mask)
            return again.top.total > 0 and not again.relaxed

        return self.aids.did_you_mean(query, tree, finds)

    def _looks_mistyped(self, tree: Node) -> bool:
        """Tell whether a short term has a character that is no word with its neighbours, beside which nothing has it.

        Such a term is found where its pieces happen to stand in one clause: 知实产权 as 知, 实 and 产权.
        """
        for node in children(tree) if isinstance(tree, And) else (tree,):
            term = self._vocabulary.term(node.text) if isinstance(node, Words) else None
            if term is None or len(term.normal) > _LONGEST_MISTYPED or len(term.words) < 2 or term.normal.isascii():
                continue
            if min(map(len, term.words)) == 1 and any(self._lacks(*pair) for pair in pairwise(term.normal)):
                return True
        return False

    def _lacks(self, first: str, second: str) -> bool:
        """Tell whether no paragraph has two characters beside each other; the search for the literal has looked."""
        return self.view.snapshot.places("literal", (first + second).encode()) is None

    def _cited(self, query: str, day: date) -> "Resolution | None":
        """Return what a query leads to that is a citation; None if it is none."""
        if not may_be_citation(query):
            return None
        return self.references_on(day).resolver.parse_citation(query)

    def _cited_beside(self, query: str, tree: Node, day: date, mask: Array | None) -> "CitedBeside | None":
        """Return what the citations in a query lead to that has other words too; None if it has none."""
        if not names_provision(query):
            return None
        from indexer.search.beside_citations import cited_beside

        resolver = self.references_on(day).resolver
        return cited_beside(tree, self.view, resolver, mask, self._clauses.search_whole)

    def _explanation(self, tree: Node, found: Found, offset: int) -> "Explanation":
        from indexer.search.explain import explain

        return explain(tree, self._clauses, found, offset)

    def _cited_results(self, request: Request, cited: "Resolution", mask: Array | None, began: float) -> Results:
        """Return the clauses that a citation leads to, in its order; those it may mean, if it is ambiguous."""
        entries = self.view.entries
        meant = cited.candidates + (cited.versions if request.all_versions else ())
        pinned = [(entries[candidate.document].first + candidate.paragraph, candidate.citation) for candidate in meant]
        by_clause = {int(self.view.clause_of[at]): (at, citation) for at, citation in reversed(pinned)}
        clauses = [clause for clause in reversed(by_clause) if mask is None or mask[clause]]
        query, context, plain = request.query, request.context, Highlighter(())
        day = request.as_of or date.today()
        shown = list(enumerate(clauses, 1))[request.offset : request.offset + request.limit]
        hits = [
            make_hit(self.view, clause, by_clause[clause][0], plain, rank=rank, score=1.0, context=context, day=day)
            for rank, clause in shown
        ]
        named = tuple(replace(hit, citation=by_clause[clause][1]) for hit, (_, clause) in zip(hits, shown, strict=True))
        took = _milliseconds(perf_counter() - began)
        return Results(query, len(clauses), False, took, named, query, ("taken as a citation", *_notes_on(cited)))

    def check_literals(self, count: int, seed: int, progress: Callable[[int], None]) -> "LiteralCheck":
        """Look for random strings; see `ClauseIndex.check`."""
        from indexer.search.literal_check import LiteralChecker

        return LiteralChecker(self.view, self._clauses.nodes, seed).check(count, progress)

    def other_snippets(self, results: Results) -> "tuple[tuple[Snippet, ...], ...]":
        """Return for each hit what else of its clause has terms of the query; see `ClauseIndex.other_snippets`."""
        from indexer.search.other_snippets import other_snippets

        tree = parse(results.query).tree
        nodes = children(tree) if isinstance(tree, And) and not results.relaxed else ()
        terms = [Highlighter(self._sought(node)) for node in nodes]
        return tuple(other_snippets(hit, terms) for hit in results.hits)

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


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _names_what_is_missing(query: str) -> bool:
    """Tell whether a citation that leads nowhere names an article or a number; a title may be but ill remembered."""
    return not query.strip(AROUND).endswith(("》", "〉"))


def _notes_on(cited: "Resolution | None") -> tuple[str, ...]:
    """Return what is to be said of a citation beside its clauses."""
    if cited is None or cited.status == "found":
        return ()
    missing = f": {'、'.join(cited.missing)}" if cited.missing else ""
    return (f"as a citation: {cited.status}{missing}",)


def _rules(synonyms: str) -> dict[str, tuple[str, ...]]:
    from indexer.analysis.synonyms import read_synonyms, united

    return united(read_synonyms(synonyms))
