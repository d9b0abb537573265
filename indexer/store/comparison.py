"""What changed from one document to another: of the index, or of files that were never added."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from indexer.errors import SourceError
from indexer.reading import Source, read, unpack
from indexer.records import DocumentRecord
from indexer.reports import ClauseChange, ComparedClause, Difference
from indexer.store.catalogue import Entry
from indexer.store.dates import written_date
from indexer.store.view import View
from indexer.structure import outline
from indexer.structure.alignment import Pair, align, edits


class ComparedText(NamedTuple):
    """A document and its clauses, to be compared with another."""

    document: DocumentRecord
    clauses: tuple[ComparedClause, ...]


def text_of_entry(view: View, entry: Entry) -> ComparedText:
    """Return a document of the index to be compared."""
    document = view.document(entry.first)
    clauses = (
        (view.clause(at, view.clause_end(at), document.id), view.clause_citation(at)) for at in view.clauses(entry)
    )
    told = tuple(
        ComparedClause(clause.id, clause.label, citation, _without(clause.label, clause.text))
        for clause, citation in clauses
    )
    return ComparedText(document, told)


def text_of_file(path: Path) -> ComparedText:
    """Return the document of a file to be compared.

    Raises:
        SourceError: the file cannot be read, or holds more than one document.
    """
    name = path.name
    parts = list(unpack(Source(path, name)))
    for part in parts:
        if isinstance(part, SourceError):
            raise part
    if len(parts) != 1 or not isinstance(parts[0], Source) or parts[0].data is None:
        raise SourceError(f"it holds {len(parts)} documents", place=name, remedy="Add it, and name them by their ids.")
    document = read(parts[0].data, parts[0].name, parts[0].format)
    found = outline(document)
    clauses = []
    for clause in found.clauses:
        text = "\n".join(paragraph.text for paragraph in document.paragraphs[clause.first : clause.last])
        told = ComparedClause(f"{name}#{clause.key}", clause.label, clause.citation, _without(clause.label, text))
        clauses.append(told)
    date = written_date(document.date)
    record = DocumentRecord(name, document.title, document.number, document.issuer, date, document.source)
    return ComparedText(record, tuple(clauses))


def compare(before: ComparedText, after: ComparedText) -> Difference:
    """Return what became of every clause from one document to another."""
    pairs = align(*([(clause.label, clause.text) for clause in text.clauses] for text in (before, after)))
    return Difference(before.document, after.document, tuple(_changes(before, after, pairs)))


def _changes(before: ComparedText, after: ComparedText, pairs: list[Pair]) -> Iterator[ClauseChange]:
    for pair in pairs:
        was = None if pair.before is None else before.clauses[pair.before]
        now = None if pair.after is None else after.clauses[pair.after]
        told = tuple(edits(was.text if was else "", now.text if now else ""))
        yield ClauseChange(_change(was, now), pair.moved, was, now, told)


def _change(was: ComparedClause | None, now: ComparedClause | None) -> str:
    if was is None:
        return "added"
    if now is None:
        return "removed"
    if "".join(was.text.split()) != "".join(now.text.split()):
        return "changed"
    return "unchanged" if was.label == now.label else "renumbered"


def _without(label: str, text: str) -> str:
    """Return the text of a clause without its label and the blank behind it."""
    return text.removeprefix(label).lstrip(" \t\u3000") if label else text
