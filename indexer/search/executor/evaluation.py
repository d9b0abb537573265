"""A Whoosh query tree, evaluated to all its documents and their scores, one vectorised step for each node.

The rules are those of Whoosh's matchers; where those are odd, it is said here:

- A compound query of one part is that part: its own boost is not applied.
- `Not` matches with score 1, also inside `And` and `Or`.
- `DisjunctionMax` gives the highest score; its tiebreak is not used.

and where they are wrong, this is right: a constant-score prefix, wildcard, regex, fuzzy or range query scores its boost
(Whoosh scores some of them by BM25 after all, segment by segment), and `DisjunctionMax` compares scores of the same
document only.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
from whoosh import query as wq

from indexer.codec.arrays import Array
from indexer.codec.doclist import locate
from indexer.search.executor.kernels import add_at, merge_sums, set_at
from indexer.search.executor.phrases import intersect, phrase
from indexer.search.executor.results import NOTHING, Scored
from indexer.search.executor.scoring import Boosted, ScoredList, Scorer, Unsupported


class Evaluator:
    """Evaluates query trees on one snapshot under one weighting. Holds nothing that changes.

    Args:
        scorer: gives the scored lists of terms.
    """

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._snapshot = scorer.snapshot

    def evaluate(self, query: Any) -> Scored:
        """Return all documents a query matches.

        Raises:
            Unsupported: there is something in the query that is not known here.
        """
        rule = self._RULES.get(type(query))
        if rule is None:
            raise Unsupported(type(query).__name__)
        return rule(self, query)

    def lists(self, query: Any) -> list[ScoredList] | None:
        """Return the scored lists whose union a query is; None if it is something else than a union of terms."""
        if type(query) is wq.Term:
            if query.boost <= 0 or query.minquality:
                return None
            found = self.term(query)
            return [] if found is None else [found]
        if type(query) is not wq.Or or query.scale or query.boost <= 0:
            return None
        lists: list[ScoredList] = []
        for part in query.subqueries:
            some = self.lists(part)
            if some is None:
                return None
            lists += some
        if query.boost != 1.0 and len(query.subqueries) > 1:
            return [Boosted(scored, query.boost) for scored in lists]
        return lists

    def term(self, query: Any) -> ScoredList | None:
        """Return the scored list of a `Term`, None if it has no documents."""
        scored = self._scorer.term(query.fieldname, query.text)
        if scored is None or query.boost == 1.0:
            return scored
        return Boosted(scored, query.boost)

    # --- leaves -------------------------------------------------------------------------------------------------------

    def _term(self, query: Any) -> Scored:
        if query.minquality:
            raise Unsupported("Term with minquality")
        found = self.term(query)
        return NOTHING if found is None else Scored(found.docs, found.scores()[:-1])

    def _phrase(self, query: Any) -> Scored:
        if query.fieldname not in self._snapshot.schema:
            return NOTHING
        form = self._snapshot.schema[query.fieldname].format
        if not query.words or not form or not form.supports("positions"):
            raise Unsupported("Phrase on a field without positions")
        words = []
        for word in query.words:
            found = self._scorer.term(query.fieldname, word)
            if found is None:
                return NOTHING
            words.append(found)
        return _boosted(phrase(words, query.slop), query.boost)

    def _every(self, query: Any) -> Scored:
        if query.fieldname is None:
            return _constant(self._snapshot.live_docs(), query.boost)
        self._require_field(query.fieldname)
        return _constant(self._snapshot.prefix_docs(query.fieldname, b""), query.boost)

    def _prefix(self, query: Any) -> Scored:
        if query.constantscore or query.text == "":
            field = self._require_field(query.fieldname)
            return _constant(self._snapshot.prefix_docs(query.fieldname, field.to_bytes(query.text)), query.boost)
        return self._expanding(query)

    def _term_range(self, query: Any) -> Scored:
        if not query.constantscore:
            return self._expanding(query)
        field = self._require_field(query.fieldname)
        try:
            low = b"" if query.start is None else field.to_bytes(query.start)
            high = b"\xff\xff\xff\xff" if query.end is None else field.to_bytes(query.end)
        except ValueError:
            return NOTHING
        # A term followed by a zero byte is the next one after it.
        docs = self._snapshot.range_docs(
            query.fieldname, low + b"\0" if query.startexcl else low, high if query.endexcl else high + b"\0"
        )
        return _constant(docs, query.boost)

    def _pattern(self, query: Any) -> Scored:
        if query.text == ("*" if type(query) is wq.Wildcard else ".*"):
            return self._every(wq.Every(query.fieldname, boost=query.boost))
        return self._expanding(query)

    def _expanding(self, query: Any) -> Scored:
        """A query that stands for all terms of a field that have some property: the union of them."""
        self._require_field(query.fieldname)
        terms = {term for term in query._btexts(self._snapshot.reader) if term}
        found = (self._scorer.term(query.fieldname, term) for term in sorted(terms))
        lists = [scored for scored in found if scored is not None]
        if query.constantscore:
            return _constant(self._union_docs([scored.docs for scored in lists]), query.boost)
        return _boosted(self.union(lists, ()), query.boost)

    def _number_range(self, query: Any) -> Scored:
        self._require_field(query.fieldname)
        return self.evaluate(query._compile_query(self._snapshot.reader))

    def _nothing(self, _: Any) -> Scored:
        return NOTHING

    def _require_field(self, fieldname: str) -> Any:
        schema = self._snapshot.schema
        if fieldname not in schema or schema[fieldname].format is None:
            raise Unsupported(f"field {fieldname!r} is not indexed")
        return schema[fieldname]

    # --- compounds ----------------------------------------------------------------------------------------------------

    def _and(self, query: Any) -> Scored:
        if len(query.subqueries) < 2:
            return self._only(query)
        lists: list[ScoredList] = []
        others, negatives = [], []
        for part in query.subqueries:
            if type(part) is wq.Not:
                negatives.append(part.query)
            elif type(part) is wq.Term and not part.minquality:
                found = self.term(part)
                if found is None:
                    return NOTHING
                lists.append(found)
            else:
                others.append(part)
        scored = self._intersection(lists, others)
        for negative in negatives:
            scored = self._without(scored, negative)
        if negatives:
            scored = Scored(scored.docs, scored.scores + np.float32(len(negatives)))
        return _boosted(scored, query.boost)

    def _only(self, query: Any) -> Scored:
        return self.evaluate(query.subqueries[0]) if query.subqueries else NOTHING

    def _intersection(self, lists: Sequence[ScoredList], others: Sequence[Any]) -> Scored:
        scored: Scored | None = None
        if lists:
            docs, where = intersect(lists)
            scores = lists[0].scores_at(where[0], docs)
            for terms, at in zip(lists[1:], where[1:], strict=True):
                scores = scores + terms.scores_at(at, docs)
            scored = Scored(docs, scores)
        for part in others:
            scored = self.evaluate(part) if scored is None else self._both(scored, part)
            if not len(scored.docs):
                return NOTHING
        if scored is None:
            docs = self._snapshot.live_docs()
            return _constant(docs, 0.0)
        return scored

    def _both(self, scored: Scored, part: Any) -> Scored:
        """Intersect with another query, adding its scores."""
        lists = self.lists(part)
        if lists is not None:
            more = _probe_all(lists, scored.docs)
            kept = (more > 0).nonzero()[0]
            return Scored(scored.docs.take(kept), scored.scores.take(kept) + more.take(kept))
        other = self.evaluate(part)
        kept, where = _common(scored.docs, other.docs)
        return Scored(scored.docs.take(kept), scored.scores.take(kept) + other.scores.take(where))

    def _without(self, scored: Scored, negative: Any) -> Scored:
        """Leave out the documents that another query matches."""
        lists = self.lists(negative)
        if lists is None:
            absent = locate(self.evaluate(negative).docs, scored.docs) < 0
        else:
            absent = np.ones(len(scored.docs), dtype=np.bool_)
            for terms in lists:
                absent &= terms.locate(scored.docs) < 0
        kept = absent.nonzero()[0]
        return Scored(scored.docs.take(kept), scored.scores.take(kept))

    def _or(self, query: Any) -> Scored:
        if query.scale:
            raise Unsupported("Or with a coordination bonus")
        if len(query.subqueries) < 2:
            return self._only(query)
        lists: list[ScoredList] = []
        others = []
        for part in query.subqueries:
            some = self.lists(part)
            if some is None:
                others.append(self.evaluate(part))
            else:
                lists += some
        return _boosted(self.union(lists, others), query.boost)

    def union(self, lists: Iterable[ScoredList], others: Iterable[Scored]) -> Scored:
        """Return the union of scored lists, added in their order, and of results, added after them as they come."""
        ordered = sorted(lists, key=lambda scored: scored.order, reverse=True)
        docs = [scored.docs for scored in ordered] + [scored.docs for scored in others]
        scores = [scored.scores()[:-1] for scored in ordered] + [scored.scores for scored in others]
        if not docs:
            return NOTHING
        if sum(map(len, docs)) * 16 < self._snapshot.count:
            return Scored(*merge_sums(docs, scores))
        sums = np.zeros(self._snapshot.count, dtype=np.float32)
        found = self._union_docs(docs)
        for some, their in zip(docs, scores, strict=True):
            add_at(sums, some, their)
        return Scored(found, sums.take(found))

    def _union_docs(self, docs: Iterable[Array]) -> Array:
        found = np.zeros(self._snapshot.count, dtype=np.bool_)
        for some in docs:
            set_at(found, some, True)
        return np.flatnonzero(found).astype(np.int32)

    def _not(self, query: Any) -> Scored:
        return self._without(_constant(self._snapshot.live_docs(), 1.0), query.query)

    def _and_not(self, query: Any) -> Scored:
        return self._without(self.evaluate(query.a), query.b)

    def _and_maybe(self, query: Any) -> Scored:
        scored = self.evaluate(query.a)
        lists = self.lists(query.b)
        if lists is not None:
            return Scored(scored.docs, scored.scores + _probe_all(lists, scored.docs))
        other = self.evaluate(query.b)
        kept, where = _common(scored.docs, other.docs)
        scores = scored.scores.copy()
        scores[kept] += other.scores.take(where)
        return Scored(scored.docs, scores)

    def _require(self, query: Any) -> Scored:
        scored = self.evaluate(query.a)
        kept, _ = _common(scored.docs, self.evaluate(query.b).docs)
        return Scored(scored.docs.take(kept), scored.scores.take(kept))

    def _dismax(self, query: Any) -> Scored:
        if len(query.subqueries) < 2:
            return self._only(query)
        parts = [self.evaluate(part) for part in query.subqueries]
        docs = self._union_docs([part.docs for part in parts])
        highest = np.full(self._snapshot.count, -np.inf, dtype=np.float32)
        for part in parts:
            set_at(highest, part.docs, np.maximum(highest.take(part.docs), part.scores))
        return _boosted(Scored(docs, highest.take(docs)), query.boost)

    def _constant_score(self, query: Any) -> Scored:
        return _constant(self.evaluate(query.child).docs, query.score)

    _RULES: ClassVar[dict[type, Callable[["Evaluator", Any], Scored]]] = {
        wq.Term: _term,
        wq.Phrase: _phrase,
        wq.Every: _every,
        wq.Prefix: _prefix,
        wq.Wildcard: _pattern,
        wq.Regex: _pattern,
        wq.FuzzyTerm: _expanding,
        wq.Variations: _expanding,
        wq.TermRange: _term_range,
        wq.NumericRange: _number_range,
        wq.DateRange: _number_range,
        type(wq.NullQuery): _nothing,
        wq.And: _and,
        wq.Or: _or,
        wq.Not: _not,
        wq.AndNot: _and_not,
        wq.AndMaybe: _and_maybe,
        wq.Require: _require,
        wq.DisjunctionMax: _dismax,
        wq.ConstantScoreQuery: _constant_score,
    }


def _constant(docs: Array, score: float) -> Scored:
    return Scored(docs, np.full(len(docs), score, dtype=np.float32))


def _boosted(scored: Scored, boost: float) -> Scored:
    return scored if boost == 1.0 else Scored(scored.docs, scored.scores * np.float32(boost))


def _probe_all(lists: Iterable[ScoredList], docs: Array) -> Array:
    """Return float32[n]: what some lists together give each of these documents."""
    sums = np.zeros(len(docs), dtype=np.float32)
    for scored in sorted(lists, key=lambda scored: scored.order, reverse=True):
        sums += scored.probe(docs)
    return sums


def _common(docs: Array, others: Array) -> tuple[Array, Array]:
    """Return the indexes in two ascending lists of the documents that are in both: intp[m] each."""
    if len(docs) <= len(others):
        where = locate(others, docs)
        kept = (where >= 0).nonzero()[0]
        return kept, where.take(kept)
    where, kept = _common(others, docs)
    return kept, where
