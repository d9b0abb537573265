"""A query tree, evaluated to the paragraphs that answer it; what rare nodes need is imported when one is met.

And, Or and Not are about clauses: a clause holds two words also where they stand in different paragraphs of it. So
each node gives paragraphs with scores, and a conjunction keeps those paragraphs of its parts that stand in the clauses
which all parts have. What only the text can tell (near, same sentence) is read from the paragraphs that have the words.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import cast

import numpy as np

from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers, is_canonical
from indexer.codec.arrays import Array
from indexer.codec.doclist import locate
from indexer.errors import UsageError
from indexer.query import (
    And,
    Boost,
    Field,
    Fuzzy,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Quantity,
    Range,
    SameSentence,
    Words,
    walk,
)
from indexer.search.documents import DOCUMENT_FIELDS, FieldValues
from indexer.search.executor.grouped import Word
from indexer.search.executor.kernels import merge_sums
from indexer.search.executor.results import NOTHING, Scored
from indexer.search.filters import of_days
from indexer.search.literals import find_literal
from indexer.store.view import View

MOST_NEAR = 12
"""How many terms can be asked to stand near each other: what it takes doubles with each."""


class NodeSearch:
    """Evaluates nodes on one view of an index; threads may share it.

    Args:
        view: of the index.
        words: gives the words of a bare term in a field ("" for any), as the ranking weighs them.
        find: gives the paragraphs of a word.
    """

    def __init__(self, view: View, words: Callable[[str, str], list[Word]], find: Callable[[Word], Scored]) -> None:
        self._view = view
        self._words = words
        self._find = find
        self._values = FieldValues(view)

    def every(self) -> Scored:
        """Return all paragraphs."""
        return constant(self._view.snapshot.live_docs())

    def paragraphs(self, node: Node, field: str = "") -> Scored:
        """Return the paragraphs that answer a node.

        Args:
            node: the node.
            field: the field it is asked of; "" for any.
        """
        match node:
            case And(parts):
                return self._in_all_clauses([self.paragraphs(part, field) for part in parts])
            case Or(parts):
                return _union([self.paragraphs(part, field) for part in parts])
            case Not(part):
                return self._outside_clauses(self.paragraphs(part, field))
            case Field(name, part):
                return self.paragraphs(part, name)
            case Boost(part, weight):
                scored = self.paragraphs(part, field)
                return Scored(scored.docs, scored.scores * np.float32(weight))
            case Words(text) | Literal(text) | Prefix(text) if field in DOCUMENT_FIELDS:
                return constant(self._values.of_documents(field, text))
            case Words(text) | Literal(text) | Prefix(text) if field == "label":
                return constant(self._values.of_labels(text))
        return self._leaf(node, field)

    def _leaf(self, node: Node, field: str) -> Scored:
        match node:
            case Words(text):
                return self._in_all_clauses([self._find(word) for word in self._words(text, field)])
            case Literal(text):
                return self._literal(text, field)
            case Prefix(text):
                return self._prefix(text, field or "text")
            case Fuzzy(text, edits):
                words = self.spellings(text, edits)
                return _union([self._find(word) for like in words for word in self._words(like, field or "text")])
            case Near(parts, distance):
                return self._near([part.text for part in parts], distance)
            case SameSentence(parts):
                return self._in_one_sentence(parts)
            case Quantity():
                from indexer.search.quantities import quantity_docs

                return quantity_docs(self._view.snapshot, node, self._text)
            case Range("year", low, high):
                from indexer.search.quantities import year_docs

                return year_docs(self._view.snapshot, cast("int | None", low), cast("int | None", high))
            case Range(_, low, high):
                return constant(
                    np.flatnonzero(of_days(self._view, cast("date | None", low), cast("date | None", high))).astype(
                        np.int32
                    )
                )
        raise TypeError(f"{type(node).__name__} is no node of a query")

    # --- what joins -----------------------------------------------------------------------------------------------

    def _in_all_clauses(self, parts: Sequence[Scored]) -> Scored:
        """Return the paragraphs of the parts in those clauses that every part has a paragraph in."""
        if len(parts) == 1:
            return parts[0]
        clause_of = self._view.clause_of
        shared = np.ones(self._view.snapshot.count, dtype=np.bool_)
        for part in parts:
            having = np.zeros_like(shared)
            having[clause_of.take(part.docs)] = True
            shared &= having
        return _union([part.masked(shared.take(clause_of)) for part in parts])

    def _outside_clauses(self, part: Scored) -> Scored:
        clause_of = self._view.clause_of
        outside = np.ones(self._view.snapshot.count, dtype=np.bool_)
        outside[clause_of.take(part.docs)] = False
        return constant(self._view.snapshot.live_docs()).masked(outside.take(clause_of))

    # --- leaves ---------------------------------------------------------------------------------------------------

    def _text(self, paragraph: int) -> str:
        return self._view.stored("text", paragraph)

    def _literal(self, text: str, field: str) -> Scored:
        normal = normalise(text).text
        if field in {"", "text"}:
            return find_literal(self._view.snapshot, normal) if normal else NOTHING
        having = self._in_all_clauses([self._find(word) for word in self._words(text, field)])
        shown = self._view.stored if field == "title" else self._headings
        return self._kept(having, lambda paragraph: normal in normalise(shown(field, paragraph)).text)

    def _headings(self, _: str, paragraph: int) -> str:
        return "。".join(self._view.breadcrumb(paragraph)[1:])

    def _prefix(self, text: str, field: str) -> Scored:
        normal = normalise(text).text
        terms = constant(self._view.snapshot.prefix_docs(field, normal.encode()))
        if field != "text" or normal.isascii():
            return terms
        return _union([terms, find_literal(self._view.snapshot, normal)])  # a word may begin anywhere in Chinese

    def spellings(self, text: str, edits: int) -> list[str]:
        """Return the words of the index that are like `text`: at most so many edits away, the first character kept."""
        from indexer.search.spelling import near_spellings

        return near_spellings(self._view.snapshot, "text", normalise(text).text, edits)

    def frequency(self, word: str) -> int:
        """Return how many paragraphs have a word."""
        found = self._view.snapshot.postings("text", word.encode())
        return 0 if found is None else len(found)

    def _near(self, texts: Sequence[str], distance: int) -> Scored:
        from indexer.search.sentences import near

        if len(texts) > MOST_NEAR:
            remedy = f"Ask for at most {MOST_NEAR} terms near each other"
            raise UsageError(f"{len(texts)} terms near each other are too many", place=" ".join(texts), remedy=remedy)
        normal = [normalise(text).text for text in texts]
        having = _common([find_literal(self._view.snapshot, part) for part in normal])
        parts = [(part,) for part in normal]
        return self._kept(having, lambda paragraph: near(normalise(self._text(paragraph)).text, parts, distance))

    def _in_one_sentence(self, parts: Sequence[Node]) -> Scored:
        from indexer.search.sentences import in_one_sentence

        having = [self.paragraphs(part) for part in parts if not _denies(part)]
        candidates = min(having, key=lambda scored: len(scored.docs), default=constant(self._view.snapshot.live_docs()))
        return self._kept(
            candidates, lambda paragraph: in_one_sentence(normalise(self._text(paragraph)).text, parts, self._holds)
        )

    def _holds(self, sentence: str, node: Node) -> bool:
        """Tell whether a sentence, in its normal form, holds a leaf."""
        match node:
            case Words(text):
                words = self._words(text, "text")
                return all(any(_stands(part.terms[0], sentence) for part in word) for word in words)
            case Literal(text) | Prefix(text):
                return normalise(text).text in sentence
            case Fuzzy(text, edits):
                return any(like in sentence for like in self.spellings(text, edits))
            case Near(parts, distance):
                from indexer.search.sentences import near

                return near(sentence, [(normalise(part.text).text,) for part in parts], distance)
            case Quantity():
                from indexer.search.quantities import holds_quantity

                return holds_quantity(sentence, node)
        raise TypeError(f"{type(node).__name__} is no leaf of a sentence")

    def _kept(self, scored: Scored, test: Callable[[int], bool]) -> Scored:
        kept = np.fromiter(map(test, scored.docs.tolist()), dtype=np.bool_, count=len(scored.docs))
        return Scored(scored.docs[kept], scored.scores[kept])


def _stands(term: str, sentence: str) -> bool:
    """Tell whether a sentence holds a word, or a number whose canonical token the term is."""
    if term in sentence:
        return True
    return is_canonical(term) and any(number.token == term for number in find_numbers(sentence))


def _denies(part: Node) -> bool:
    """Tell whether there is a Not in a part: of a sentence it says less than of the clause."""
    return any(isinstance(node, Not) for node in walk(part))


def constant(docs: Array) -> Scored:
    """Return documents with a score that is little beside that of any word: they are wanted, not ranked."""
    return Scored(docs, np.full(len(docs), 0.01, dtype=np.float32))


def _union(parts: Iterable[Scored]) -> Scored:
    found = [part for part in parts if len(part.docs)]
    if not found:
        return NOTHING
    return Scored(*merge_sums([part.docs for part in found], [part.scores for part in found]))


def _common(parts: Sequence[Scored]) -> Scored:
    """Return the paragraphs that all parts have, their scores added."""
    first, *others = sorted(parts, key=lambda part: len(part.docs))
    docs, scores = first.docs, first.scores
    for other in others:
        where = locate(other.docs, docs)
        kept = (where >= 0).nonzero()[0]
        docs, scores = docs.take(kept), scores.take(kept) + other.scores.take(where.take(kept))
    return Scored(docs, scores)
