"""Which documents of an index can be meant by a title, a short title or a document number."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, Protocol

from indexer.analysis.normal import normalise
from indexer.store.view import View
from indexer.structure.citing_rules import citing_rules, known_titles
from indexer.structure.titles import fold, number_key, short_keys, title_key, version_day

_YEAR = re.compile(r"\((?P<year>[0-9]{4})[^()]{0,10}\)$")
_SHORTEST_SIGN = 2


class CitedDocument(NamedTuple):
    """What is known of a document by which it can be cited.

    Attributes:
        id: its id in the index.
        title: its title.
        number: its document number, "" if unknown.
        date: its date in ISO 8601, "" if unknown; then the date at the end of its id or title is taken.
        texts: the titles of texts within it, such as the plan that a notice issues.
    """

    id: str
    title: str
    number: str = ""
    date: str = ""
    texts: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The date that tells its version from others, as 2023-12-29; "" if unknown."""
        return self.date[:10] or version_day(self.id, self.title)


class CitedClause(NamedTuple):
    """A clause by which it can be cited: its key, label, citation, and its first paragraph (a number of the index)."""

    key: str
    label: str
    citation: str
    first: int


class Corpus(Protocol):
    """What a `Resolver` asks of an index; `IndexedCorpus` is the one over a `View`."""

    def documents(self) -> Iterable[CitedDocument]:
        """Return all documents."""
        ...

    def clauses(self, document: str) -> Iterable[CitedClause]:
        """Return the clauses of the document with this id, in order."""
        ...

    def provisions(self, clause: CitedClause) -> Iterable[tuple[int, str]]:
        """Return for each paragraph of a clause its number in its document, and the part of its citation that is its own
        (第二款第（一）项).
        """
        ...


class IndexedCorpus:
    """The documents and clauses of one commit of an index.

    Args:
        view: of the index.
    """

    def __init__(self, view: View) -> None:
        self._view = view

    def documents(self) -> Iterator[CitedDocument]:
        """Return all documents; titles of texts within one are read from its details (``texts``)."""
        stored = self._view.stored
        for id, entry in self._view.entries.items():
            at = entry.first
            texts = json.loads(stored("details", at)).get("texts", ())
            yield CitedDocument(id, stored("title", at), stored("number", at), stored("date", at), tuple(texts))

    def clauses(self, document: str) -> Iterator[CitedClause]:
        """Return the clauses of the document with this id, in order."""
        view = self._view
        for at in view.clauses(view.entry(document)):
            yield CitedClause(view.stored("clause_id", at), view.stored("label", at), view.stored("cited_as", at), at)

    def provisions(self, clause: CitedClause) -> Iterator[tuple[int, str]]:
        """Return for each paragraph of a clause its number in its document and the own part of its citation."""
        view = self._view
        begin = clause.first - int(view.snapshot.column("paragraph")[clause.first])
        for at in range(clause.first, view.clause_end(clause.first)):
            yield at - begin, view.stored("provision", at)


class Work(NamedTuple):
    """A document with its versions, newest first; each version is one document, or several that are parts of one."""

    key: str
    versions: tuple[tuple[CitedDocument, ...], ...]


class DocumentNames:
    """Finds documents by what they are called. The tables are built when first asked for.

    It is also a container of the titles it knows, as `indexer.structure.references.find_references` takes it.

    Args:
        corpus: the index.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def documents(self) -> tuple[CitedDocument, ...]:
        """All documents of the index."""
        return tuple(self._corpus.documents())

    @cached_property
    def _titles(self) -> dict[str, list[CitedDocument]]:
        titles: dict[str, list[CitedDocument]] = {}
        for document in self.documents:
            for title in (document.title, *document.texts):
                for key in dict.fromkeys((title_key(title), title_key(normalise(title).text))):
                    titles.setdefault(key, []).append(document)
        titles.pop("", None)
        return titles

    @cached_property
    def _short(self) -> dict[str, list[str]]:
        short: dict[str, list[str]] = {}
        for document in self.documents:
            for title in (document.title, *document.texts):
                for key in short_keys(title):
                    keys = short.setdefault(key, [])
                    if title_key(title) not in keys:
                        keys.append(title_key(title))
        return short

    @cached_property
    def _numbers(self) -> dict[str, list[CitedDocument]]:
        numbers: dict[str, list[CitedDocument]] = {}
        for document in self.documents:
            if document.number:
                numbers.setdefault(number_key(document.number), []).append(document)
        return numbers

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.keys(name))

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the titles that a name stands for, () if the index has none: it stands for one title only,
        unless several have the same short form.
        """
        key = title_key(name)
        for wanted in dict.fromkeys((key, title_key(normalise(name).text))):
            if wanted in self._titles:
                return (wanted,)
            if wanted in self._short:
                return tuple(self._short[wanted])
            full = known_titles().get(wanted)
            if full and title_key(full) != wanted:
                return self.keys(full)
        return ()

    def named(self, name: str) -> tuple[Work, ...]:
        """Return the documents a title means, full or short, with or without 中华人民共和国; () if there is none.

        A year behind the title, （2018年修正）, asks for the versions of that year.
        """
        year = _YEAR.search(fold(name).strip())
        works = tuple(self._work(key, self._titles[key]) for key in self.keys(name))
        if year:
            asked = (_of_year(work, year["year"]) for work in works)
            works = tuple(work for work in asked if work.versions) or works
        return works

    def ending(self, kind: str) -> tuple[Work, ...]:
        """Return the documents whose titles end with a kind of act (方案), newest first."""
        keys = {key: None for key in self._titles if key.endswith(kind)}
        keys.update((key, None) for short, full in self._short.items() if short.endswith(kind) for key in full)
        works = [self._work(key, self._titles[key]) for key in keys]
        return tuple(sorted(works, key=lambda work: work.versions[0][0].day, reverse=True))

    def numbered(self, number: str) -> tuple[Work, ...]:
        """Return the documents with a document number, whatever its brackets."""
        key = number_key(number)
        for start in range(max(1, len(key) - _SHORTEST_SIGN)):
            if key[start:] in self._numbers and not key[start].isdecimal() and key[start] != "[":
                return (self._work(key[start:], self._numbers[key[start:]]),)
        return ()

    def _work(self, key: str, documents: Iterable[CitedDocument]) -> Work:
        """Order documents of one title: by date, newest first, those without date last."""
        versions: dict[str, list[CitedDocument]] = {}
        for document in documents:
            versions.setdefault(document.day, []).append(document)
        return Work(key, tuple(tuple(versions[day]) for day in sorted(versions, reverse=True)))


def _of_year(work: Work, year: str) -> Work:
    return Work(work.key, tuple(version for version in work.versions if version[0].day.startswith(year)))


def is_generic(name: str) -> bool:
    """Whether a name is only a kind of act, such as 方案."""
    return fold(name) in citing_rules().generic
