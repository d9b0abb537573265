"""What a segment keeps for each document: exact field lengths, stored values and columns, in one array file.

`ArrayPerDocumentWriter` collects documents, one by one as Whoosh gives them or a batch at a time; `write_documents`
puts them, and those of segments that are merged in, into a file; `ArrayPerDocumentReader` reads it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from whoosh.codec.base import PerDocumentReader, PerDocumentWriter

from indexer.codec import columns, stored
from indexer.codec.arrays import Array, ArrayFileWriter, smallest_unsigned
from indexer.codec.column_reader import ArrayColumnReader, default_of
from indexer.codec.columns import ColumnArrays, ColumnBuffer
from indexer.codec.opened import open_array_file
from indexer.codec.segment_files import DOCUMENTS, DocumentsFile
from indexer.codec.stored import Runs, StoredBuffer, StoredColumn, StoredPart
from indexer.errors import UsageError

EXTENSION = DOCUMENTS


@dataclass
class DocumentArrays:
    """What is kept for D documents.

    Attributes:
        count: D.
        lengths: for each field with lengths uint8, uint16 or uint32[D].
        stored: for each stored field its values.
        columns: for each column its values.
    """

    count: int
    lengths: dict[str, Array] = field(default_factory=dict)
    stored: dict[str, StoredColumn] = field(default_factory=dict)
    columns: dict[str, ColumnArrays] = field(default_factory=dict)


DocumentPart = tuple[DocumentArrays, Array | None]
"""Consecutive documents that become part of a new segment, and bool[D], which of them to keep (None for all)."""


def write_documents(storage: Any, filename: str, parts: Sequence[DocumentPart], admitted: Any) -> dict[str, Array]:
    """Write the kept documents of all parts, one part after the other, to one file.

    Args:
        storage: the Whoosh storage to create the file in.
        filename: its name.
        parts: the documents.
        admitted: the names of the schema; what belongs to others is left out.

    Returns:
        The lengths of each field, as in `DocumentArrays`.
    """
    file = ArrayFileWriter(storage, filename)
    kept = [arrays.count if keep is None else int(np.count_nonzero(keep)) for arrays, keep in parts]
    file.about = {"count": sum(kept), "total_lengths": {}, "stored": [], "columns": {}}
    lengths = {name: _lengths(name, parts, kept) for name in _names(parts, "lengths", admitted)}
    for name, array in lengths.items():
        file.put(f"length/{name}", array)
        file.about["total_lengths"][name] = int(array.sum(dtype=np.int64))
    for name in _names(parts, "columns", admitted):
        columns.write(file, name, columns.concatenate([(a.columns.get(name), a.count, keep) for a, keep in parts]))
    for name in _names(parts, "stored", admitted):
        file.about["stored"].append(name)
        stored.write(file, name, [StoredPart(a.stored.get(name), a.count, keep) for a, keep in parts])
    file.close()
    return lengths


def _names(parts: Sequence[DocumentPart], kind: str, admitted: Any) -> list[str]:
    names = {name: None for arrays, _ in parts for name in getattr(arrays, kind)}
    return [name for name in names if name in admitted]


def _lengths(name: str, parts: Sequence[DocumentPart], kept: Sequence[int]) -> Array:
    pieces = []
    for (arrays, keep), count in zip(parts, kept, strict=True):
        lengths = arrays.lengths.get(name)
        if lengths is None:
            lengths = np.zeros(count, dtype=np.uint8)
        elif keep is not None:
            lengths = lengths[keep]
        pieces.append(lengths)
    joined = np.concatenate(pieces)
    return joined.astype(smallest_unsigned(int(joined.max(initial=0))), copy=False)


class ArrayPerDocumentWriter(PerDocumentWriter):  # type: ignore[misc]
    """Collects what is kept for each document, and writes it when closed.

    Args:
        storage: the Whoosh storage to write to.
        segment: the segment the documents are for.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._schema_fields: dict[str, Any] = {}
        self.is_closed = False
        self._start_anew(0)

    def _start_anew(self, first: int) -> None:
        self.first = first
        """The number, in the segment, of the first document collected; the others below count from there."""
        self.count = 0
        self._lengths: dict[str, dict[int, Array]] = {}
        self._stored: dict[str, StoredBuffer] = {}
        self._columns: dict[str, ColumnBuffer] = {}
        self._document: list[tuple[Any, ...]] | None = None

    @property
    def nbytes(self) -> int:
        """How much memory the documents collected take, about."""
        buffers: list[StoredBuffer | ColumnBuffer] = [*self._stored.values(), *self._columns.values()]
        return sum(buffer.nbytes for buffer in buffers) + 4 * self.count * len(self._lengths)

    # --- one document at a time, as Whoosh calls it ---

    def start_doc(self, docnum: int) -> None:
        """Begin the document with the next number."""
        if docnum != self.first + self.count or self._document is not None:
            raise ValueError(f"document {docnum} begun where {self.first + self.count} was due, or within another")
        self._document = []

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Keep a field's stored value (None for none) and its length for the current document."""
        assert self._document is not None
        self._schema_fields[fieldname] = fieldobj
        if value is not None:
            if fieldname not in self._stored:
                self._stored[fieldname] = StoredBuffer()
            self._document.append((self._stored[fieldname].append, value if type(value) is str else _Checked(value)))
        if length:
            lengths = self._lengths.setdefault(fieldname, {})
            self._document.append((lengths.__setitem__, np.array([length], dtype=np.uint32)))

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Keep a value of a column, in Whoosh's form, for the current document."""
        assert self._document is not None
        if fieldname not in self._columns:
            self._columns[fieldname] = ColumnBuffer(fieldname, columnobj, self._schema_fields.get(fieldname))
        self._document.append((self._columns[fieldname].append, value))

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:  # noqa: ARG002
        """Refuse, this codec keeps no vectors.

        Raises:
            UsageError: always.
        """
        raise UsageError("term vectors are not kept by this codec", place=fieldname, remedy="Drop `vector` from it")

    def finish_doc(self) -> None:
        """Take the current document."""
        for keep, value in self._document or ():
            keep(self.count, value.value if isinstance(value, _Checked) else value)
        self._document = None
        self.count += 1

    def cancel_doc(self) -> None:
        """Forget the current document."""
        self._document = None

    # --- many at a time ---

    def add_documents(
        self,
        count: int,
        lengths: Mapping[str, Array],
        stored_values: Mapping[str, Sequence[str] | Runs],
        column_values: Mapping[str, Array | Sequence[str]],
        schema: Any,
    ) -> None:
        """Keep a batch of documents; see `indexer.codec.batch.Batch`."""
        converted = {}
        for name, values in column_values.items():
            if name not in self._columns:
                self._columns[name] = ColumnBuffer(name, schema[name].column_type, schema[name])
            converted[name] = self._columns[name].convert(values)
        texts = {name: v if isinstance(v, Runs) else stored.runs(v) for name, v in stored_values.items()}
        # What can fail has been done. The documents are taken all or not at all.
        for name, piece in converted.items():
            self._columns[name].extend(self.count, piece)
        for name, runs in texts.items():
            self._stored.setdefault(name, StoredBuffer()).extend(self.count, runs)
        for name, array in lengths.items():
            self._lengths.setdefault(name, {})[self.count] = array
        self.count += count

    # --- the end ---

    def lengths(self) -> dict[str, Array]:
        """Return uint32[D] for each field with lengths: that of the documents collected so far."""
        told: dict[str, Array] = {}
        for name, pieces in self._lengths.items():
            told[name] = lengths = np.zeros(self.count, dtype=np.uint32)
            for first, piece in pieces.items():
                lengths[first : first + len(piece)] = piece
        return told

    def take(self) -> DocumentArrays:
        """Return the documents collected so far, and begin anew with none."""
        arrays = DocumentArrays(self.count, self.lengths())
        arrays.stored = {name: buffer.finish(self.count) for name, buffer in self._stored.items()}
        arrays.columns = {name: buffer.finish(self.count) for name, buffer in self._columns.items()}
        self._start_anew(self.first + arrays.count)
        return arrays

    def close(self) -> None:
        """Write the documents to the segment's file, all of their fields."""
        if not self.is_closed:
            arrays = self.take()
            names = {*arrays.lengths, *arrays.stored, *arrays.columns}
            write_documents(self._storage, self._segment.make_filename(EXTENSION), [(arrays, None)], names)
        self.is_closed = True

    def discard(self) -> None:
        """Forget the documents; nothing is written."""
        self._start_anew(0)
        self.is_closed = True


class _Checked:
    """A stored value that is not text, found fit for storing before the document is taken."""

    def __init__(self, value: Any) -> None:
        stored.encode(value)
        self.value = value


class ArrayPerDocumentReader(DocumentsFile, PerDocumentReader):  # type: ignore[misc]
    """Reads what a segment keeps for each document.

    Args:
        storage: the Whoosh storage the segment is in.
        segment: the segment.

    Raises:
        DamagedIndexError, FormatVersionError: see `ArrayFile`.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(open_array_file(storage, segment.make_filename(EXTENSION)))
        self.segment = segment
        self._lengths: dict[str, memoryview] = {}

    def close(self) -> None:
        """Let go of the file; arrays handed out stay valid."""
        super().close()
        self._lengths = {}

    def arrays(self) -> DocumentArrays:
        """Return everything that is kept, deleted documents included."""
        found = DocumentArrays(self._count)
        found.lengths = {name: self.file[f"length/{name}"] for name in self._total_lengths}
        for name in self.file.about["stored"]:
            if (values := self.stored_column(name)) is not None:
                found.stored[name] = values
        for name in self.file.about["columns"]:
            if (column := self.column_values(name)) is not None:
                found.columns[name] = column
        return found

    # --- documents and deletions ---

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._count - int(self.segment.deleted_count())

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._count

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return bool(self.segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Return whether this document is deleted."""
        return bool(self.segment.is_deleted(docnum))

    def deleted_docs(self) -> set[int]:
        """Return the numbers of the deleted documents."""
        deleted: set[int] = self.segment.deleted_docs()
        return deleted

    # --- lengths ---

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a field in a document, `default` if the document lacks the field."""
        lengths = self._lengths.get(fieldname)
        if lengths is None:
            if fieldname not in self._total_lengths:
                return default
            lengths = self._lengths[fieldname] = self.file[f"length/{fieldname}"].data
        return int(lengths[docnum]) or default

    def min_field_length(self, fieldname: str) -> int:
        """Return a field's shortest length in a document."""
        return int(self.field_lengths(fieldname).min(initial=0 if not self._count else 2**32 - 1))

    def max_field_length(self, fieldname: str) -> int:
        """Return a field's longest length in a document."""
        return int(self.field_lengths(fieldname).max(initial=0))

    # --- stored values ---

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored values of a document, without the fields for which it has none."""
        found = ((name, self.stored_column(name)) for name in self.file.about["stored"])
        return {name: column.value(docnum) for name, column in found if column is not None and docnum in column}

    # --- columns ---

    def supports_columns(self) -> bool:
        """Return True."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether a document has a value in this column."""
        return fieldname in self.file.about["columns"]

    def list_columns(self) -> Iterator[str]:
        """Return the names of the columns."""
        return iter(self.file.about["columns"])

    def column_reader(self, fieldname: str, column: Any) -> ArrayColumnReader:
        """Return a column as Whoosh reads it."""
        arrays = self.column_values(fieldname)
        if arrays is None:
            raise KeyError(f"no column {fieldname!r}")
        return ArrayColumnReader(arrays, default_of(column))
