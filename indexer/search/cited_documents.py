"""Which documents of an index can be meant by a title, a short title or a document number."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from indexer.analysis.normal import normalise
from indexer.store.view import View
from indexer.structure.citing_rules import citing_rules, known_titles
from indexer.structure.titles import fold, number_key, short_keys, title_key, version_day

_VERSION = re.compile(r"\((?P<year>[0-9]{4})(?:[-.][0-9]{1,2}[-.][0-9]{1,2}|[^()]{0,10})\)$")
_SHORTEST_SIGN = 2


class CitedDocument(NamedTuple):
    """What is known of a document by which it can be cited.

    Attributes:
        id: its id in the index.
        title: its title.
        number: its document number, "" if unknown.
        date: its date in ISO 8601, "" if unknown; then the date at the end of its id or title is taken.
        left_out: another version of it is in force, or none.
    """

    id: str
    title: str
    number: str = ""
    date: str = ""
    left_out: bool = False

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

    def texts(self) -> Iterable[tuple[str, str]]:
        """Return the id of a document and the title of a text in it (the plan that a notice issues), for each such."""
        ...

    def clauses(self, document: str) -> Iterable[CitedClause]:
        """Return the clauses of the document with this id, in order."""
        ...

    def provisions(self, clause: CitedClause) -> Iterable[tuple[int, str]]:
        """Return for each paragraph of a clause its number in its document, and its own part of its citation."""
        ...


class IndexedCorpus:
    """The documents and clauses of one commit of an index.

    Args:
        view: of the index.
        day: on which versions are in force; None for today.
    """

    def __init__(self, view: View, day: date | None = None) -> None:
        self._view = view
        self._in_force = view.versions.in_force(day or date.today())

    def documents(self) -> Iterator[CitedDocument]:
        """Return all documents."""
        stored = self._view.stored
        for id, entry in self._view.entries.items():
            at = entry.first
            left_out = self._in_force is not None and not self._in_force[at]
            yield CitedDocument(id, stored("title", at), stored("number", at), stored("date", at), left_out)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Return the id of each document and the titles its clauses are cited with."""
        view = self._view
        starts = view.run_starts("section")
        for id, entry in view.entries.items():
            first, last = entry.first, entry.first + entry.paragraphs
            others = starts[bisect_right(starts, first) : bisect_left(starts, last)]
            titles = (view.section(at).cited_title for at in (first, *others))
            yield from ((id, title) for title in dict.fromkeys(titles) if title)

    def clauses(self, document: str) -> Iterator[CitedClause]:
        """Return the clauses of the document with this id, in order."""
        view = self._view
        for at in view.clauses(view.entry(document)):
            unit = view.unit(at)
            yield CitedClause(unit.key, unit.label, view.clause_citation(at), at)

    def provisions(self, clause: CitedClause) -> Iterator[tuple[int, str]]:
        """Return for each paragraph of a clause its number in its document, and its own part of its citation."""
        view = self._view
        begin = int(view.document_of[clause.first])
        for at in range(clause.first, view.clause_end(clause.first)):
            yield at - begin, view.stored("provision", at)


class Work(NamedTuple):
    """A document with its versions; each version is one document, or several that are parts of one.

    Those in force come first, then the others, the newest first of each.
    """

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
    def _titles(self) -> "_Titles":
        return _Titles((document.title, document) for document in self.documents)

    @cached_property
    def _texts(self) -> "_Titles":
        """The texts within documents; all clauses are read for them, so they are asked last."""
        known = {document.id: document for document in self.documents}
        titled = ((title, known[id]) for id, title in self._corpus.texts())
        return _Titles((title, at) for title, at in titled if title_key(title) != title_key(at.title))

    @cached_property
    def _numbers(self) -> dict[str, list[CitedDocument]]:
        numbers: dict[str, list[CitedDocument]] = {}
        for document in self.documents:
            if document.number:
                numbers.setdefault(number_key(document.number), []).append(document)
        return numbers

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        asked = _VERSION.search(name) if name.endswith(")") else None
        return bool(self._titles.named(name) or (asked and self._titles.named(name[: asked.start()])))

    def named(self, name: str) -> tuple[Work, ...]:
        """Return the documents a title means, full or short, with or without 中华人民共和国; () if there is none.

        Several are meant only if they have the same short title. A year behind the title, (2018) or （2018年修正）,
        asks for the versions of that year, a date (2018-10-26) for the version of that day.
        """
        works = self._titles.named(name) or self._texts.named(name)
        asked = _VERSION.search(fold(name).strip())
        if asked is None:
            return works
        works = works or self._titles.named(fold(name).strip()[: asked.start()])
        for day in filter(None, (version_day(name), asked["year"])):
            made = tuple(of for work in works if (of := _made_in(work, day)).versions)
            if made:
                return made
        return works

    def ending(self, kind: str) -> tuple[Work, ...]:
        """Return the documents, and texts in them, whose titles end with a kind of act (方案), newest first."""
        works = {work.key: work for work in (*self._texts.ending(kind), *self._titles.ending(kind))}
        return tuple(sorted(works.values(), key=lambda work: work.versions[0][0].day, reverse=True))

    def numbered(self, number: str) -> tuple[Work, ...]:
        """Return the documents with a document number, whatever its brackets."""
        key = number_key(number)
        for start in range(max(1, len(key) - _SHORTEST_SIGN)):
            if key[start:] in self._numbers and not key[start].isdecimal() and key[start] != "[":
                return (_work(key[start:], self._numbers[key[start:]]),)
        return ()


class _Titles:
    """Documents by their titles and by what is short for these.

    Args:
        titled: each title with its document.
    """

    def __init__(self, titled: Iterable[tuple[str, CitedDocument]]) -> None:
        self.full: dict[str, list[CitedDocument]] = {}
        self.short: dict[str, dict[str, None]] = {}
        for title, document in titled:
            key = title_key(title)
            for full in dict.fromkeys((key, title_key(normalise(title).text))):
                self.full.setdefault(full, []).append(document)
            for short in short_keys(title):
                self.short.setdefault(short, {})[key] = None
        self.full.pop("", None)

    def named(self, name: str) -> tuple[Work, ...]:
        """Return what a name means: as a title, else as a short one, else as an abbreviation of ``titles.yaml``."""
        for key in dict.fromkeys((title_key(name), title_key(normalise(name).text))):
            if key in self.full:
                return (_work(key, self.full[key]),)
            if key in self.short:
                return tuple(_work(full, self.full[full]) for full in self.short[key] if full in self.full)
            meant = known_titles().get(key)
            if meant and title_key(meant) != key:
                return self.named(meant)
        return ()

    def ending(self, kind: str) -> Iterator[Work]:
        """Yield what has a title, or a short one, that ends with a kind of act."""
        keys = {key: None for key in self.full if key.endswith(kind)}
        keys.update((full, None) for short, all_full in self.short.items() if short.endswith(kind) for full in all_full)
        return (_work(key, self.full[key]) for key in keys if key in self.full)


def _work(key: str, documents: Iterable[CitedDocument]) -> Work:
    """Order documents of one title: those in force first, then by date, newest first, those without date last."""
    versions: dict[tuple[bool, str], list[CitedDocument]] = {}
    for document in documents:
        versions.setdefault((not document.left_out, document.day), []).append(document)
    return Work(key, tuple(tuple(versions[order]) for order in sorted(versions, reverse=True)))


def _made_in(work: Work, day: str) -> Work:
    """Return a work with its versions of a day, or of a year."""
    return Work(work.key, tuple(version for version in work.versions if version[0].day.startswith(day)))


def is_generic(name: str) -> bool:
    """Whether a name is only a kind of act, such as 方案."""
    return fold(name) in citing_rules().generic
