"""Columns: one value a document, for filters, sorting and facets, as arrays and as Whoosh's column readers.

Numbers and dates are arrays of numbers. Everything else that a Whoosh column holds is bytes (text as UTF-8): a sorted
table of the distinct values and, for each document, the ordinal of its value.

A NUMERIC field's Whoosh column holds its numbers shifted or folded so that they sort as unsigned ones (*sortable*);
here the plain numbers are kept, and shifted when Whoosh asks. A DATETIME column holds microseconds since 0001-01-01, as
Whoosh's does.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter
from indexer.errors import UsageError

_DTYPES = {
    "b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "l": "i4", "L": "u4",
    "q": "i8", "Q": "u8", "f": "f4", "d": "f8",
}  # fmt: skip
"""The dtype of each type code of a Whoosh NumericColumn: the standard sizes of `struct`."""

_YEAR_1 = np.datetime64("0001-01-01", "us")


class NumberColumn(NamedTuple):
    """A column of numbers.

    Attributes:
        values: a number for each of D documents: integers of 8 to 64 bits, float32 or float64.
        missing: what `values` holds for a document without a value.
        sortable: how Whoosh's column encodes the numbers: "" for not at all, "int8" to "int64" or "float" for the
            sortable form of a NUMERIC field, "bit" for truth values.
    """

    values: Array
    missing: int | float
    sortable: str = ""

    def encode(self, value: Any) -> Any:
        """Return a number as Whoosh's column holds it."""
        if self.sortable == "bit":
            return bool(value)
        if self.sortable == "float":
            from whoosh.util.numeric import to_sortable

            return to_sortable(float, 64, True, float(value))
        if self.sortable:
            return int(value) + (1 << int(self.sortable[3:]) - 1)
        return value.item()


class KeywordColumn(NamedTuple):
    """A column of byte strings.

    Attributes:
        ordinals: int8, int16 or int32[D], the index in `table` of each document's value, -1 for a document without one.
        table: the distinct values, sorted.
    """

    ordinals: Array
    table: list[bytes]


ColumnArrays = NumberColumn | KeywordColumn


class ColumnBuffer:
    """Collects the values of one column, document after document.

    Args:
        name: of the column, for messages.
        column: the Whoosh column of the field; its type decides what is kept.
        field: the field it belongs to, None if not known.

    Raises:
        UsageError: the type of column is not one that can be kept.
    """

    def __init__(self, name: str, column: Any, field: Any = None) -> None:
        from whoosh.fields import DATETIME

        self._name = name
        self._dtype, self._missing, self._sortable = _number_format(name, column, field)
        self._is_date = isinstance(field, DATETIME)
        self._numbering: dict[bytes, int] = {}
        self._pieces: list[Array] = []
        self._tail: list[Any] = []
        self._count = 0

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return self._count * (self._dtype or np.dtype(np.int32)).itemsize + 64 * len(self._numbering)

    def append(self, docnum: int, value: Any) -> None:
        """Add the value of a document, in the form Whoosh hands to a column."""
        self._fill(docnum)
        if self._dtype is None:
            self._tail.append(self._ordinal(value))
        elif self._sortable == "float":
            self._tail.append(_float(value))
        elif self._sortable.startswith("int"):
            self._tail.append(value - (1 << int(self._sortable[3:]) - 1))
        else:
            self._tail.append(value)
        self._count = docnum + 1

    def convert(self, values: Array | Sequence[str]) -> Array:
        """Return plain values, one a document, as `extend` takes them.

        Raises:
            UsageError: they do not fit the column.
        """
        if self._dtype is not None:
            return self._numbers(np.asarray(values))
        ordinals = (self._ordinal(value if isinstance(value, bytes) else str(value).encode()) for value in values)
        return np.fromiter(ordinals, dtype=np.int32, count=len(values))

    def extend(self, first: int, converted: Array) -> None:
        """Add the values of consecutive documents, from document `first` on."""
        self._fill(first)
        self._flush()
        self._pieces.append(converted)
        self._count = first + len(converted)

    def finish(self, count: int) -> ColumnArrays:
        """Return the column for the documents 0 … count - 1."""
        self._fill(count)
        self._flush()
        values = np.concatenate(self._pieces) if self._pieces else np.zeros(0, self._dtype or np.int32)
        if self._dtype is not None:
            return NumberColumn(values, self._missing, self._sortable)
        return _sorted_keywords(values, list(self._numbering))

    def _ordinal(self, value: bytes) -> int:
        return self._numbering.setdefault(value, len(self._numbering))

    def _numbers(self, values: Array) -> Array:
        if self._is_date and values.dtype.kind == "M":
            values = (values.astype("datetime64[us]") - _YEAR_1).astype(np.int64)
        assert self._dtype is not None
        if values.dtype.kind in ("biuf" if self._dtype.kind == "f" else "biu"):
            piece = values.astype(self._dtype)
            if self._dtype.kind == "f" or np.array_equal(piece, values):
                return piece
        raise UsageError(f"the values given for column {self._name!r} are not all {self._dtype}")

    def _fill(self, docnum: int) -> None:
        if docnum > self._count:
            self._tail.extend([self._missing if self._dtype is not None else -1] * (docnum - self._count))
            self._count = docnum

    def _flush(self) -> None:
        if self._tail:
            self._pieces.append(np.array(self._tail, dtype=self._dtype or np.int32))
            self._tail = []


def _number_format(name: str, column: Any, field: Any) -> tuple[np.dtype[Any] | None, Any, str]:
    """Return the dtype (None for bytes), the missing value and the sortable form of a Whoosh column."""
    from whoosh import columns as whoosh_columns
    from whoosh.fields import DATETIME, NUMERIC

    if isinstance(column, whoosh_columns.BitColumn):
        return np.dtype(np.uint8), 0, "bit"
    if isinstance(column, whoosh_columns.NumericColumn):
        missing = column.default_value()
        if not isinstance(field, NUMERIC) or isinstance(field, DATETIME) or (field.numtype is int and not field.signed):
            return np.dtype(_DTYPES[column._typecode]), missing, ""
        if field.numtype is float:
            return np.dtype(np.float64), missing if isinstance(missing, float) else _float(missing), "float"
        half = 1 << (field.bits - 1)
        return np.dtype(f"i{field.bits // 8}"), min(max(missing - half, -half), half - 1), f"int{field.bits}"
    kept = whoosh_columns.VarBytesColumn, whoosh_columns.FixedBytesColumn, whoosh_columns.RefBytesColumn
    if isinstance(column, (*kept, whoosh_columns.CompressedBytesColumn)) and not isinstance(
        column, whoosh_columns.StructColumn
    ):
        return None, None, ""
    what = f"column {name!r} is a {type(column).__name__}, which this codec does not keep"
    raise UsageError(what, remedy="Use a column of numbers, bits or byte strings")


def _float(sortable: int) -> float:
    from whoosh.util.numeric import from_sortable

    number: float = from_sortable(float, 64, True, sortable)
    return number


def _sorted_keywords(ordinals: Array, table: list[bytes]) -> KeywordColumn:
    """Return the column with its table sorted and without values that no document has."""
    used = np.flatnonzero(np.bincount(ordinals[ordinals >= 0], minlength=len(table))).tolist()
    order = sorted(used, key=table.__getitem__)
    rank = np.full(len(table) + 1, -1, dtype=np.int32)  # the last is for -1, no value
    rank[order] = np.arange(len(order))
    return KeywordColumn(rank[ordinals], [table[i] for i in order])


def concatenate(parts: Sequence[tuple[ColumnArrays | None, int, Array | None]]) -> ColumnArrays:
    """Return the column of documents taken together.

    Args:
        parts: for each part its column (None if it has none), its number of documents, and bool[documents], which of
            them to keep (None for all). At least one has a column, and all have the same type of column.
    """
    known = next(column for column, _, _ in parts if column is not None)
    if isinstance(known, NumberColumn):
        missing, dtype = known.missing, known.values.dtype
        pieces = [
            c.values.astype(dtype) if isinstance(c, NumberColumn) else np.full(n, missing, dtype) for c, n, _ in parts
        ]
        return NumberColumn(_kept(pieces, parts), missing, known.sortable)
    numbering: dict[bytes, int] = {}
    pieces = []
    for column, count, _ in parts:
        if not isinstance(column, KeywordColumn):
            pieces.append(np.full(count, -1, np.int32))
            continue
        numbers = [numbering.setdefault(value, len(numbering)) for value in column.table]
        pieces.append(np.array([*numbers, -1], dtype=np.int32)[column.ordinals])
    return _sorted_keywords(_kept(pieces, parts), list(numbering))


def _kept(pieces: list[Array], parts: Sequence[tuple[ColumnArrays | None, int, Array | None]]) -> Array:
    keeps = [keep for _, _, keep in parts]
    return np.concatenate([piece if keep is None else piece[keep] for piece, keep in zip(pieces, keeps, strict=True)])


def write(file: ArrayFileWriter, name: str, column: ColumnArrays) -> None:
    """Write a column to the file of its documents; whole numbers as narrow as they allow."""
    if isinstance(column, NumberColumn):
        about = {"missing": column.missing, "sortable": column.sortable, "dtype": column.values.dtype.str}
        file.about["columns"][name] = about
        file.put(f"column/{name}/values", _narrowed(column.values))
        return
    file.about["columns"][name] = {}
    file.put(f"column/{name}/ordinals", column.ordinals.astype(np.min_scalar_type(-len(column.table) - 1)))
    file.put(f"column/{name}/table", np.frombuffer(b"".join(column.table), dtype=np.uint8))
    file.put(f"column/{name}/table_offsets", np.cumsum([0, *map(len, column.table)], dtype=np.int64))


def _narrowed(values: Array) -> Array:
    if values.dtype.kind not in "iu" or not len(values):
        return values
    low, high = np.min_scalar_type(int(values.min())), np.min_scalar_type(int(values.max()))
    narrow = np.result_type(low, high)
    return values.astype(narrow) if narrow.itemsize < values.dtype.itemsize else values


def read(file: ArrayFile, name: str) -> ColumnArrays | None:
    """Return a column, None if no document has a value in it."""
    about = file.about["columns"].get(name)
    if about is None:
        return None
    if about:
        numbers = file[f"column/{name}/values"].astype(about["dtype"], copy=False)
        return NumberColumn(numbers, about["missing"], about["sortable"])
    table, offsets = file[f"column/{name}/table"].tobytes(), file[f"column/{name}/table_offsets"].tolist()
    values = [table[start:end] for start, end in pairwise(offsets)]
    return KeywordColumn(file[f"column/{name}/ordinals"], values)
