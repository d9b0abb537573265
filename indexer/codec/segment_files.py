"""The two files of a segment as arrays, read without Whoosh: what is kept of each document, and the postings.

Whoosh's own readers (`indexer.codec.documents`, `indexer.codec.terms`) are these with Whoosh's methods on top.
"""

from typing import Any

import numpy as np

from indexer.codec import columns, packed, stored
from indexer.codec.arrays import Array, ArrayFile
from indexer.codec.columns import ColumnArrays
from indexer.codec.field import FieldArrays
from indexer.codec.placed import AnyArrays, PlacedArrays
from indexer.codec.stored import StoredColumn

DOCUMENTS = ".npd"
POSTINGS = ".npx"
"""What the names of the two files end with."""

PACKED = ("docs", "repeats", "pos")
"""The arrays of `FieldArrays` that are `Packed`."""

PLACED: tuple[str, ...] = tuple(name for name in PlacedArrays.__match_args__ if name not in ("lengths", "counts"))
"""The arrays of `PlacedArrays` that are written as they are."""

WRITTEN: tuple[str, ...] = tuple(name for name in FieldArrays.__match_args__ if name not in ("lengths", *PACKED))
"""Those that are written as they are; the lengths are kept with the documents."""


class DocumentsFile:
    """What is kept of each document of a segment.

    Args:
        file: the array file.
    """

    def __init__(self, file: ArrayFile) -> None:
        self.file = file
        self._count: int = file.about["count"]
        self._total_lengths: dict[str, int] = file.about["total_lengths"]
        self._stored: dict[str, StoredColumn | None] = {}
        self._columns: dict[str, ColumnArrays | None] = {}

    def close(self) -> None:
        """Let go of the file; arrays handed out stay valid."""
        self.file.close()
        self._stored, self._columns = {}, {}

    def field_length(self, fieldname: str) -> int:
        """Return the sum of a field's lengths over all documents."""
        return self._total_lengths.get(fieldname, 0)

    def field_lengths(self, fieldname: str) -> Array:
        """Return uint[D], the length of a field in each document."""
        lengths = self.file.get(f"length/{fieldname}")
        return np.zeros(self._count, np.uint8) if lengths is None else lengths

    def stored_column(self, name: str) -> StoredColumn | None:
        """Return the stored values of a field, None if no document has any."""
        if name not in self._stored:
            self._stored[name] = stored.read(self.file, name)
        return self._stored[name]

    def column_values(self, name: str) -> ColumnArrays | None:
        """Return a column as arrays, None if no document has a value in it."""
        if name not in self._columns:
            self._columns[name] = columns.read(self.file, name)
        return self._columns[name]


class PostingsFile:
    """The postings of a segment.

    Args:
        file: the array file.
        documents: what is kept of the segment's documents.
    """

    def __init__(self, file: ArrayFile, documents: DocumentsFile) -> None:
        self.file = file
        self._documents = documents
        self._names: list[str] = file.about["fields"]
        self._fields: dict[str, AnyArrays] = {}

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        self.file.close()
        self._documents.close()
        self._fields = {}

    def arrays(self, fieldname: str) -> AnyArrays | None:
        """Return the postings of a field as arrays, None if no document has any."""
        found = self._fields.get(fieldname)
        if found is None and fieldname in self._names:
            found = self._fields[fieldname] = self._read(fieldname, self._documents.field_lengths(fieldname))
        return found

    def _read(self, fieldname: str, lengths: Array) -> AnyArrays:
        counts = packed.read(self.file, f"{fieldname}/counts")
        if counts is not None:
            placed = {name: self.file[f"{fieldname}/{name}"] for name in PLACED}
            return PlacedArrays(lengths=lengths, counts=counts, **placed)
        read: dict[str, Any] = {name: self.file.get(f"{fieldname}/{name}") for name in WRITTEN}
        read.update((name, packed.read(self.file, f"{fieldname}/{name}")) for name in PACKED)
        return FieldArrays(lengths=lengths, **read)
