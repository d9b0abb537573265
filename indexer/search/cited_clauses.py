"""Finds cited provisions among the clauses of an indexed document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from indexer.search.cited_documents import CitedClause, CitedDocument, Corpus
from indexer.structure.labels import read_label
from indexer.structure.pinpoint import Pinpoint, Span
from indexer.structure.places import label_kind
from indexer.structure.provisions import read_number, read_provisions, unit_of
from indexer.structure.titles import fold, title_key

_LONGEST_RANGE = 200
_AS_ARTICLES = ("一、", "1.")
Number = tuple[int, ...]
Found = tuple[CitedClause, int, str]
"""A clause, the number in its document of the paragraph meant, and how that is cited within the clause."""


class ClauseTable:
    """The clauses of one document by their labels.

    Args:
        corpus: the index.
        document: the document.
    """

    def __init__(self, corpus: Corpus, document: CitedDocument) -> None:
        self._corpus = corpus
        self._own = title_key(document.title)
        self._clauses = tuple(corpus.clauses(document.id))
        self._named: dict[tuple[str, Number], list[int]] = {}
        for at, clause in enumerate(self._clauses):
            label = read_label(clause.label, heading=True) if clause.label else None
            if label is not None:
                self._named.setdefault((label.form, label.number), []).append(at)
        self._has_articles = any(form == "条" for form, _ in self._named)

    def find(self, span: Span, work: str) -> tuple[Found, ...]:
        """Find a provision, or all of a range.

        Args:
            span: as cited, not relative.
            work: the key of the title by which the document is cited; where it holds several texts, that one is meant.

        Returns:
            What it names, in order; () if the document has no such provision.
        """
        first, last = span
        if first == last:
            found = self._find(first, work)
            return (found,) if found else ()
        if first.number == last.number:
            each = (self._find(pinpoint, work) for pinpoint in _between(first, last))
            return tuple(found for found in each if found)
        begin, end = self._clause(first, work), self._clause(last, work)
        if begin is None or end is None or end < begin:
            return ()
        form = self._form(begin)
        places = [at for at in range(begin, min(end, begin + _LONGEST_RANGE) + 1) if self._form(at) == form]
        return tuple((self._clauses[at], self._number(at), "") for at in places)

    def _find(self, pinpoint: Pinpoint, work: str) -> Found | None:
        at = self._clause(pinpoint, work)
        if at is None:
            return None
        clause = self._clauses[at]
        if not (pinpoint.paragraph or pinpoint.item) or not (pinpoint.article or pinpoint.divisions or pinpoint.labels):
            return clause, self._number(at), ""
        for number, cited in self._corpus.provisions(clause):
            if _means(_read(cited), pinpoint):
                return clause, number, cited
        return self._own_clause(at, pinpoint)

    def _number(self, at: int) -> int:
        return next((number for number, _ in self._corpus.provisions(self._clauses[at])), 0)

    def _form(self, at: int) -> str:
        label = read_label(self._clauses[at].label, heading=True)
        return label.form if label else ""

    def _clause(self, pinpoint: Pinpoint, work: str) -> int | None:
        """Return the clause a provision stands in."""
        if pinpoint.article:
            forms = ("条",) if self._has_articles else _AS_ARTICLES
            found = next((places for form in forms if (places := self._named.get((form, pinpoint.number)))), [])
            return self._of_text(found, pinpoint.divisions if len(found) > 1 else (), work)
        labels = pinpoint.divisions + pinpoint.labels
        if not labels:
            items = self._named.get(("（一）", (pinpoint.item,)), []) if not self._has_articles else []
            return self._of_text(items, (), work)
        own = labels[-1]
        if pinpoint.labels:
            form, number = label_kind(own)
        else:
            form = unit_of(own)
            number = read_number(own[1 : -len(form)]) or 0
        return self._of_text(self._named.get((form, (number,)), []), labels[:-1], work)

    def _of_text(self, places: Sequence[int], under: Sequence[str], work: str) -> int | None:
        """Of several clauses of one label, return the one under the labels named and in the text that is cited."""
        if under and len(places) > 1:
            path = [at for at in places if set(under) <= set(self._clauses[at].key.split("/"))]
            places = path or places
        for wanted in (work, self._own):
            fitting = [at for at in places if _text(self._clauses[at]) == wanted]
            if fitting:
                return fitting[0]
        return places[0] if places else None

    def _own_clause(self, at: int, pinpoint: Pinpoint) -> Found | None:
        """Return an item that is a clause by itself: （二） below 三、."""
        if not pinpoint.item or self._form(at) == "条":
            return None
        key = self._clauses[at].key
        for below in self._named.get(("（一）", (pinpoint.item,)), []):
            if self._clauses[below].key.startswith(f"{key}/") or self._next_of_form(at) > below > at:
                return self._clauses[below], self._number(below), ""
        return None

    def _next_of_form(self, at: int) -> int:
        form = self._form(at)
        return next((i for i in range(at + 1, len(self._clauses)) if self._form(i) == form), len(self._clauses))


def _text(clause: CitedClause) -> str:
    """Return the key of the title a clause is cited with."""
    if not clause.citation.startswith("《"):
        return ""
    return title_key(clause.citation[1 : clause.citation.find("》")])


def _read(cited: str) -> Pinpoint:
    spans, _ = read_provisions(fold(cited), 0)
    return spans[0][0] if spans else Pinpoint()


def _means(have: Pinpoint, wanted: Pinpoint) -> bool:
    """Whether a paragraph is (the first of) what is wanted; an article of one 款 does not name it."""
    if wanted.paragraph and (have.paragraph or 1) != wanted.paragraph:
        return False
    return not wanted.item or (
        have.item == wanted.item and have.subitem in (wanted.subitem, 0 if not wanted.subitem else -1)
    )


def _between(first: Pinpoint, last: Pinpoint) -> Iterator[Pinpoint]:
    """Yield 第一项, 第二项, 第三项 for 第一项至第三项."""
    for name in ("subitem", "item", "paragraph"):
        low, high = getattr(first, name), getattr(last, name)
        if low and high:
            for number in range(low, min(high, low + _LONGEST_RANGE) + 1):
                yield _with(first, name, number)
            return
    yield first
    yield last


def _with(pinpoint: Pinpoint, name: str, number: int) -> Pinpoint:
    changed: dict[str, Any] = {name: number}
    return replace(pinpoint, **changed)
