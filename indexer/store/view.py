"""What one commit holds, paragraph by paragraph: the view of an index that a search reads. It never changes.

Paragraphs go by the numbers Whoosh gives them. A clause's paragraphs are consecutive, and so are a document's.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.columns import NumberColumn
from indexer.codec.snapshot import Snapshot
from indexer.errors import NotInIndexError
from indexer.records import ClauseRecord, Context, DocumentRecord
from indexer.store.catalogue import Entry
from indexer.store.clause_values import SEPARATOR, Section, Unit
from indexer.store.dates import written_date
from indexer.store.value_reader import ValueReader

if TYPE_CHECKING:
    from indexer.reports import ListedDocument
    from indexer.store.associations import Associations
    from indexer.store.versions import Versions

_DOCUMENTS_KEPT = 4096
"""The records of so many documents are kept, so that hits of the same document share one."""


def _no_text(_: int) -> str:
    return ""


class View:
    """The paragraphs of an index.

    Args:
        snapshot: of the index.
        folder: that the index is in.

    Attributes:
        snapshot: the same.
    """

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        self.snapshot = snapshot
        self._folder = folder
        self._readers: dict[str, Callable[[int], str]] = {}
        self._texts: Callable[[int, int], list[str]] | None = None
        self._documents: dict[tuple[int, date], DocumentRecord] = {}

    def stored(self, name: str, paragraph: int) -> str:
        """Return a stored value (see `indexer.store.schema.STORED_FIELDS`) of a paragraph."""
        read = self._readers.get(name)
        if read is None:
            column = self.snapshot.stored(name)
            read = self._readers[name] = column.text if column is not None else _no_text
        return read(paragraph)

    def run_starts(self, name: str) -> list[int]:
        """Return the paragraphs, ascending, at which a stored value may be another than that of the one before."""
        column = self.snapshot.stored(name)
        return [] if column is None else column.run_starts()

    def texts(self, first: int, last: int) -> list[str]:
        """Return the texts of the paragraphs from `first` to `last` - 1."""
        if self._texts is None:
            column = self.snapshot.stored("text")
            self._texts = column.texts if column is not None else lambda first, last: [""] * (last - first)
        return self._texts(first, last)

    @cached_property
    def clause_of(self) -> Array:
        """int32[D]: the first paragraph of each paragraph's clause, which stands for the clause; non-decreasing."""
        of: Array = self.document_of + self._numbers("clause")
        return of

    @cached_property
    def document_of(self) -> Array:
        """int32[D]: the first paragraph of each paragraph's document, which stands for the document; non-decreasing."""
        of: Array = np.arange(self.snapshot.count, dtype=np.int32) - self._numbers("paragraph")
        return of

    @cached_property
    def days(self) -> Array:
        """int32[D]: the date of each paragraph's document as days since 1970-01-01."""
        return self._numbers("day")

    def _numbers(self, name: str) -> Array:
        column = self.snapshot.column(name)
        return column.values if isinstance(column, NumberColumn) else np.zeros(0, dtype=np.int32)

    @cached_property
    def _ordinals(self) -> memoryview:
        return self._numbers("paragraph").data

    @cached_property
    def _clauses(self) -> memoryview:
        return self._numbers("clause").data

    @cached_property
    def _ids(self) -> ValueReader[str]:
        return ValueReader(self.snapshot, "document", str)

    @cached_property
    def _units(self) -> ValueReader[Unit]:
        return ValueReader(self.snapshot, "unit", Unit.read)

    @cached_property
    def _sections(self) -> ValueReader[Section]:
        return ValueReader(self.snapshot, "section", Section.read)

    @cached_property
    def _layouts(self) -> ValueReader[tuple[int, str]]:
        return ValueReader(self.snapshot, "layout", _read_layout)

    # --- documents ------------------------------------------------------------------------------------------------

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The documents by their ids, in the order they were added."""
        first = np.flatnonzero(self._numbers("paragraph") == 0)
        if self.snapshot.live is not None:
            first = first[self.snapshot.live[first]]
        told = (
            Entry.of(number, self.stored("document", number), self.stored("details", number))
            for number in first.tolist()
        )
        return {entry.identity.id: entry for entry in told}

    def entry(self, id: str) -> Entry:
        """Return the document with this id.

        Raises:
            NotInIndexError: there is none.
        """
        entry = self.entries.get(id)
        if entry is None:
            raise NotInIndexError("the index has no such document", place=id, remedy="List the ids with: indexer list")
        return entry

    @cached_property
    def associations(self) -> "Associations | None":
        """What the index has learned from its clauses; None if it has not."""
        from indexer.store.associations import open_associations

        return open_associations(self, self._folder)

    @cached_property
    def versions(self) -> "Versions":
        """The versions of the documents, and which of them are in force."""
        from indexer.store.versions import Versions

        return Versions(self)

    def document(self, paragraph: int, day: date | None = None) -> DocumentRecord:
        """Return the record of the document a paragraph stands in, as it is on a day (None: today)."""
        first = paragraph - self._ordinals[paragraph]
        day = day or date.today()
        record = self._documents.get((first, day))
        if record is None:
            if len(self._documents) >= _DOCUMENTS_KEPT:
                self._documents = {}
            record = self._documents[first, day] = self._document(first, day)
        return record

    def _document(self, paragraph: int, day: date) -> DocumentRecord:
        stored = self.stored
        told = self.versions.lifetime(paragraph)
        return DocumentRecord(
            id=stored("document", paragraph),
            title=stored("title", paragraph),
            number=stored("number", paragraph),
            issuer=stored("issuer", paragraph),
            date=stored("date", paragraph),
            source=stored("source", paragraph),
            effective=written_date(told.effective),
            expired=written_date(told.expired),
            status=told.status_on(day),
            versions=told.versions,
        )

    def listed(self, day: date | None = None) -> "Iterator[ListedDocument]":
        """Yield what `list` shows of each document, as it is on a day (None: today)."""
        from indexer.reports import ListedDocument

        for entry in self.entries.values():
            document = self.document(entry.first, day)
            told = {field.name: getattr(document, field.name) for field in fields(document)}
            yield ListedDocument(**told, clauses=entry.clauses, paragraphs=entry.paragraphs)

    # --- clauses --------------------------------------------------------------------------------------------------

    def unit(self, paragraph: int) -> Unit:
        """Return what the clause of a paragraph says of itself."""
        return self._units(paragraph)

    def section(self, paragraph: int) -> Section:
        """Return what the clause of a paragraph shares with its neighbours."""
        return self._sections(paragraph)

    def clauses(self, entry: Entry) -> Iterator[int]:
        """Yield the first paragraph of each clause of a document."""
        at, end = entry.first, entry.first + entry.paragraphs
        while at < end:
            yield at
            at = self.clause_end(at)

    def named(self, id: str) -> list[int]:
        """Return the first paragraphs of the clause with this id, or of all clauses of the document with this id.

        Args:
            id: of a clause (the document's, ``#``, the clause's own) or of a document.

        Raises:
            NotInIndexError: there is none.
        """
        if id in self.entries:
            return list(self.clauses(self.entries[id]))
        document, _, own = id.rpartition("#")
        first = self.find_clause(self.entry(document or id).identity.id, own)
        if first is None:
            remedy = f"Show them all with: indexer show {document}"
            raise NotInIndexError("the document has no such clause", place=id, remedy=remedy)
        return [first]

    def find_clause(self, document: str, own: str) -> int | None:
        """Return the first paragraph of the clause with this id of its own in a document; None if there is none."""
        return next((at for at in self.clauses(self.entry(document)) if self.unit(at).key == own), None)

    def clause_name(self, first: int) -> str:
        """Return the id, in the index, of the clause that begins with paragraph `first`."""
        return f"{self._ids(first)}#{self._units(first).key}"

    def clause_end(self, first: int) -> int:
        """Return the number after the last paragraph of the clause that begins with paragraph `first`."""
        ordinals, clauses = self._ordinals, self._clauses
        at, own, count = first + 1, clauses[first], len(ordinals)
        while at < count and clauses[at] == own and ordinals[at]:
            at += 1
        return at

    def clause(self, first: int, end: int, document: str) -> ClauseRecord:
        """Return the record of the clause with the paragraphs from `first` to `end`, of the document with that id."""
        unit = self.unit(first)
        text = "\n".join(self.texts(first, end))
        return ClauseRecord(f"{document}#{unit.key}", unit.label, unit.heading, text)

    def context(self, first: int, end: int, size: int) -> Context:
        """Return up to `size` paragraphs of the document before paragraph `first`, and from paragraph `end` on."""
        before, last = self.around(first, end, size)
        return Context(tuple(self.texts(before, first)), tuple(self.texts(end, last)))

    def around(self, first: int, end: int, size: int) -> tuple[int, int]:
        """Return where the paragraphs begin and end that are a clause and up to `size` of the document on each side."""
        ordinals = self._ordinals
        last = end
        while last < min(end + size, len(ordinals)) and ordinals[last]:
            last += 1
        return max(first - ordinals[first], first - size), last

    def citation(self, paragraph: int) -> str:
        """Return how a paragraph is cited."""
        return self.clause_citation(paragraph) + self.stored("provision", paragraph)

    def page(self, paragraph: int) -> int:
        """Return the number of the page a paragraph begins on, 0 if its source has no pages."""
        return self.layout(paragraph)[0]

    def layout(self, paragraph: int) -> tuple[int, str]:
        """Return the number of the page a paragraph begins on, and the header of the table it is a row of.

        They are 0 and "" where there is none.
        """
        return self._layouts(paragraph)

    def clause_citation(self, paragraph: int) -> str:
        """Return how the clause of a paragraph is cited."""
        return self.section(paragraph).cited_title + self.unit(paragraph).place

    def breadcrumb(self, paragraph: int) -> tuple[str, ...]:
        """Return the path from the document's title to the clause of a paragraph."""
        crumb, path = self.unit(paragraph).crumb, self.section(paragraph).path
        return (*path, crumb) if crumb else path


def _read_layout(stored: str) -> tuple[int, str]:
    page, _, header = stored.partition(SEPARATOR)
    return int(page or 0), header
