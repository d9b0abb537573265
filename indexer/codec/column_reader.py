"""A column as Whoosh reads it."""

from collections.abc import Iterator
from typing import Any

from whoosh import columns as whoosh_columns

from indexer.codec.columns import ColumnArrays, KeywordColumn, NumberColumn


def default_of(column: Any) -> Any:
    """Return what a Whoosh column answers for a document without a value."""
    return b"" if isinstance(column, whoosh_columns.CompressedBytesColumn) else column.default_value()


class ArrayColumnReader(whoosh_columns.ColumnReader):  # type: ignore[misc]
    """A column as Whoosh reads it.

    Args:
        arrays: the column.
        default: what Whoosh's column answers for a document without a value.
    """

    def __init__(self, arrays: ColumnArrays, default: Any) -> None:
        self._arrays = arrays
        self._default = default
        self._reverse = False
        self._doccount = len(arrays.values if isinstance(arrays, NumberColumn) else arrays.ordinals)

    def __getitem__(self, docnum: int) -> Any:
        arrays = self._arrays
        if isinstance(arrays, NumberColumn):
            return arrays.encode(arrays.values[docnum])
        ordinal = arrays.ordinals[docnum]
        return arrays.table[ordinal] if ordinal >= 0 else self._default

    def sort_key(self, docnum: int) -> Any:
        """Return what the document sorts by."""
        value = self[docnum]
        if isinstance(value, bool):
            return int(value ^ self._reverse)
        return 0 - value if self._reverse else value

    def set_reverse(self) -> None:
        """Make `sort_key` sort the other way round; numbers only."""
        if isinstance(self._arrays, KeywordColumn):
            raise NotImplementedError
        self._reverse = True

    def __iter__(self) -> Iterator[Any]:
        return (self[docnum] for docnum in range(self._doccount))
