"""A query tree, looked for in the clauses of an index.

A bare term is found where all its words are, in the paragraphs of a clause, the lead-in of its items, the headings
above or the document's title, or where it occurs literally: so recall never depends on the dictionary. What it adds to
the score is that of its words, and more where it stands literally.

The parts of a query that all must hold become words of a `GroupedSearch`: bare terms as they are, other nodes as words
whose paragraphs `NodeSearch` finds; what says something of whole documents or clauses becomes a mask.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.query import And, Boost, Field, Node, Not, Range, Words, parse, to_query
from indexer.search.documents import DOCUMENT_FIELDS
from indexer.search.executor.executor import Executor
from indexer.search.executor.grouped import Alternative, GroupedSearch, GroupedTop, Word
from indexer.search.executor.results import NOTHING, Scored
from indexer.search.executor.steps import Steps, at_once
from indexer.search.executor.word_groups import Groups
from indexer.search.literals import gather_literal
from indexer.search.questions import Question, QuestionSearch, function_words
from indexer.search.ranking import Ranking
from indexer.search.words import BareTerm, Vocabulary
from indexer.store.view import View

if TYPE_CHECKING:
    from indexer.search.nodes import NodeSearch

_TERMS_KEPT = 1024
"""The words of so many terms are kept."""

_FILTERS = (*DOCUMENT_FIELDS, "label")
"""The fields that say something of a whole document or clause."""


class Found(NamedTuple):
    """What a query found.

    Attributes:
        top: the best clauses.
        relaxed: whether they hold only a part of the query.
        words: the parts of the query that were looked for.
        features: what each feature adds to the scores of the best clauses, if they are ranked as those of a question.
        asked: whether the query is a question: whether any clause has all of it was not looked for.
    """

    top: GroupedTop
    relaxed: bool
    words: list[Word]
    features: Mapping[str, Array] = {}
    asked: bool = False

    def chosen(self, some: Array) -> "Found":
        """Return it with some of the best clauses, by their places (intp[n])."""
        best = self.top
        top = GroupedTop(best.docs.take(some), best.groups.take(some), best.scores.take(some), best.total)
        return self._replace(top=top, features={name: values.take(some) for name, values in self.features.items()})

    def first(self, limit: int) -> "Found":
        """Return it with the best clauses, so many at most."""
        return self if len(self.top.groups) <= limit else self.chosen(np.arange(limit))


class _Plan:
    """What a clause must have, must not have, and be among."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.excluded: list[Word] = []
        self.filters: list[Node] = []
        self.terms: list[tuple[BareTerm, float]] = []
        self.plain = True
        """Whether what it must have are bare terms alone."""


class ClauseSearch:
    """Looks for query trees in the clauses of one view of an index; threads may share it.

    Args:
        view: of the index.
        vocabulary: what bare terms stand for.
        ranking: the parameters of the ranking.
    """

    def __init__(self, view: View, vocabulary: Vocabulary, ranking: Ranking) -> None:
        self._view = view
        self._vocabulary = vocabulary
        self._ranking = ranking
        self._known: dict[tuple[BareTerm, str, float], tuple[Word, ...]] = {}
        self._executor = Executor(view.snapshot)
        self._documents = Groups(view.document_of, view.snapshot.cache.charge)
        find: dict[str, Callable[[tuple[str, ...]], Scored]] = {
            "title": self._in_titles,
            "literal": lambda terms: gather_literal(view.snapshot, terms[0]),
            "every": lambda _: self.nodes.every(),
            "node": lambda terms: self.nodes.paragraphs(parse(terms[0]).tree),
        }
        self._groups = GroupedSearch(self._executor, view.clause_of, find, apart="literal")

    @cached_property
    def nodes(self) -> "NodeSearch":
        """Finds the paragraphs of single nodes; most queries, of words alone, need it not."""
        from indexer.search.nodes import NodeSearch

        return NodeSearch(self._view, self._words, self._groups.documents)

    def _in_titles(self, terms: tuple[str, ...]) -> Scored:
        """Return the paragraphs of the documents with a word in their titles, which are indexed once a document."""
        found = self._executor.scorer.gather("title", terms[0], _not_kept)
        return NOTHING if found is None else self._documents.spread(Scored(found.docs, found.scores()[:-1]))

    def _words(self, text: str, name: str = "", boost: float = 1.0) -> list[Word]:
        return list(self._weighed(self._vocabulary.term(text), boost, name))

    def _weighed(self, term: BareTerm, boost: float, name: str = "") -> tuple[Word, ...]:
        """Return the words of a term, in one field or in any; see `Ranking.words`."""
        key = (term, name, boost)
        words = self._known.get(key)
        if words is None:
            if len(self._known) >= _TERMS_KEPT:
                self._known = {}
            words = self._known[key] = tuple(self._ranking.words(term, name, boost))
        return words

    def steps(self, tree: Node, limit: int, mask: Array | None, typed: str = "") -> Steps[Found]:
        """Return the clauses that answer a query; if there is none, those that hold some of its words.

        This is done in steps, or at once by `search`.

        Args:
            tree: the query.
            limit: how many clauses.
            mask: bool[D], the paragraphs that may be found; None for all.
            typed: the query as typed, in its normal form: what stands so in a paragraph is no question.
        """
        plan = self._plan(tree)
        for node in plan.filters:
            mask = self._narrowed(mask, node)
        words = list(dict.fromkeys(plan.words))
        yield
        telling = self._telling(plan) if self._may_ask(plan) else []
        if self._asks(plan, telling) and not (typed and self._groups.occurs("literal", typed)):
            return self._answer(plan, telling, limit, mask)
        yield
        top = yield from self._groups.steps(words, limit, excluded=plan.excluded, mask=mask)
        if top.total or len(words) == 1:
            return Found(top, False, words)
        telling = telling or self._telling(plan)
        if telling:
            return self._answer(plan, telling, limit, mask)._replace(asked=False)
        top = yield from self._groups.steps(words, limit, excluded=plan.excluded, mask=mask, min_match=1)
        return Found(top, bool(top.total), words)

    search = at_once(steps)

    def search_whole(self, tree: Node, limit: int, mask: Array | None) -> Found:
        """Return the clauses that hold all of a query; see `search`."""
        plan = self._plan(tree)
        for node in plan.filters:
            mask = self._narrowed(mask, node)
        words = list(dict.fromkeys(plan.words))
        return Found(self._groups.search(words, limit, excluded=plan.excluded, mask=mask), False, words)

    @cached_property
    def questions(self) -> QuestionSearch:
        """Ranks clauses for questions; most queries need it not."""
        return QuestionSearch(self._view, self._groups, self._ranking.question)

    def question(self, tree: Node) -> Question:
        """Return a query of bare terms as a question, whatever it would be ranked as."""
        plan = self._plan(tree)
        return _question(plan, self._telling(plan), None)

    def _telling(self, plan: _Plan) -> list[Word]:
        """Return the words of a query of bare terms that are no function words, each once; none for other queries."""
        if not plan.plain:
            return []
        few = function_words()
        told = (
            word
            for term, boost in plan.terms
            for text, word in zip(term.words, self._weighed(term, boost), strict=False)
            if text not in few
        )
        return list(dict.fromkeys(told))

    def _may_ask(self, plan: _Plan) -> bool:
        """Tell whether a query has enough words to be a question, telling ones or not."""
        return plan.plain and sum(len(term.words) for term, _ in plan.terms) > self._ranking.most_keywords

    def _asks(self, plan: _Plan, telling: list[Word]) -> bool:
        """Tell whether a query is a question: of more words than keywords are, a number being one."""
        if len(telling) <= self._ranking.most_keywords:
            return False
        parts = (zip(term.words, term.numbers, strict=True) for term, _ in plan.terms)
        distinct = {number or text for some in parts for text, number in some} - function_words()
        return len(distinct) > self._ranking.most_keywords

    def _answer(self, plan: _Plan, telling: list[Word], limit: int, mask: Array | None) -> Found:
        """Return the clauses that answer a question best; they need not have all of its words."""
        if plan.excluded:
            mask = self._without(plan.excluded, mask)
        top, features = self.questions.search(_question(plan, telling, mask), limit)
        return Found(top, bool(top.total), telling, features, asked=True)

    def _without(self, excluded: list[Word], mask: Array | None) -> Array:
        clause_of = self._view.clause_of
        left = np.ones(len(clause_of), dtype=np.bool_)
        for word in excluded:
            left[self._groups.groups(word)[0]] = False
        left = left.take(clause_of)
        return left if mask is None else mask & left

    def scores(self, word: Word, clauses: Array) -> Array:
        """Return float32[n]: what a part of the query adds to the scores of some clauses (int32[n])."""
        return self._groups.scores(word, clauses)

    def occurs(self, word: Word) -> bool:
        """Tell whether any clause has a part of the query."""
        return len(self._groups.documents(word).docs) > 0

    def _plan(self, tree: Node) -> _Plan:
        plan = _Plan()
        for part in tree.parts if isinstance(tree, And) else (tree,):
            node, boost = (part.part, part.weight) if isinstance(part, Boost) else (part, 1.0)
            match node:
                case Words(text):
                    term = self._vocabulary.term(text)
                    plan.terms.append((term, boost))
                    plan.words += self._weighed(term, boost)
                case Not(inner):
                    plan.excluded.append(_node_word(inner))
                case Range(name) if name == "date":
                    plan.filters.append(node)
                case Field(name) if name in _FILTERS:
                    plan.filters.append(node)
                case _:
                    plan.words.append(_node_word(part))
                    plan.plain = False
        if not plan.words:
            plan.words.append((Alternative("every", ()),))
        return plan

    def _narrowed(self, mask: Array | None, node: Node) -> Array:
        found = np.zeros(self._view.snapshot.count, dtype=np.bool_)
        found[self.nodes.paragraphs(node).docs] = True
        return found if mask is None else mask & found


def _question(plan: _Plan, telling: list[Word], mask: Array | None) -> Question:
    return Question(telling, " ".join(term.normal for term, _ in plan.terms), mask)


def _node_word(node: Node) -> Word:
    return (Alternative("node", (to_query(node),)),)


def _not_kept(_: int) -> None:
    """Charge nothing: the lists are let go at once."""
