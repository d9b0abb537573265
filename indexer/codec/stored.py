"""Stored values, column by column: one string a document for each stored field, equal ones kept once.

A value is UTF-8 text, with a line break after it: so the values of consecutive documents are mostly one slice of
bytes. What comes through Whoosh's `add_document` and is not a string is kept as JSON, marked as such. In it an object
with the one key ``$bytes`` (base64), ``$datetime``, ``$date`` (ISO 8601), ``$decimal``, ``$tuple`` (a list) or
``$dict`` (pairs, for keys that are not strings or begin with ``$``) stands for a value that JSON lacks.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, pairwise
from operator import ne
from typing import Any, cast

import numpy as np

from indexer.codec import packed
from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter, smallest_unsigned
from indexer.codec.numbering import Numbering
from indexer.codec.packed import Packed
from indexer.errors import UsageError
from indexer.frozen import Frozen

_VALUE_BYTES = 200
"""About how much memory a value takes in the numbering, besides its bytes."""

_REPEATING = 4
"""Values that so many documents have on average are compared with those of other segments in a merge."""


_Value = bytes | tuple[bytes]
"""A value in UTF-8; JSON is wrapped, since a text of the same bytes is another value."""


class StoredColumn:
    """The stored values of one field: V values for D documents.

    Args:
        blob: uint8[…], the values end to end, a line break after each.
        offsets: uint[V + 1], where each value begins in `blob`.
        value_of: D numbers: the number of each document's value plus 1, 0 where it has none; None where each has the
            value of its own number.
        is_json: uint8[V], 1 where the value is JSON; None if none is.
    """

    __slots__ = ("_blob", "_offsets", "_value_of", "blob", "is_json", "offsets", "value_of")

    def __init__(self, blob: Array, offsets: Array, value_of: Packed | None, is_json: Array | None) -> None:
        self.blob = blob
        self.offsets = offsets
        self.value_of = value_of
        self.is_json = is_json
        self._blob = blob.data
        self._offsets = offsets.data
        self._value_of: Sequence[int] | Packed = range(1, len(offsets))
        if value_of is not None:
            self._value_of = value_of.low.data if value_of.bounds is None else value_of

    def __contains__(self, docnum: int) -> bool:
        return self._value_of[docnum] > 0

    def text(self, docnum: int) -> str:
        """Return a document's value as it is kept: its text, or its JSON; "" if it has none."""
        number = self._value_of[docnum]
        return str(self._blob[self._offsets[number - 1] : self._offsets[number] - 1], "utf-8") if number else ""

    def number(self, docnum: int) -> int:
        """Return a number that only documents with the same value have; 0 if a document has none."""
        return self._value_of[docnum]

    def texts(self, first: int, last: int) -> list[str]:
        """Return what `text` gives for the documents from `first` to `last` - 1."""
        value_of, wanted = self._value_of, last - first
        number = value_of[first] if wanted > 0 else 0
        if number and list(map(value_of.__getitem__, range(first, last))) == list(range(number, number + wanted)):
            end = self._offsets[number - 1 + wanted] - 1
            values = str(self._blob[self._offsets[number - 1] : end], "utf-8").split("\n")
            if len(values) == wanted:  # none of them has a line break of its own
                return values
        return list(map(self.text, range(first, last)))

    def value(self, docnum: int) -> Any:
        """Return a document's value as it was given; None if it has none."""
        number = self._value_of[docnum]
        if not number:
            return None
        text = self.text(docnum)
        return text if self.is_json is None or not self.is_json[number - 1] else json.loads(text, object_hook=_plain)

    def numbers(self) -> Array:
        """Return int64[D]: `value_of` unpacked."""
        return np.arange(1, len(self.offsets)) if self.value_of is None else self.value_of.all(np.int64)

    def run_starts(self) -> list[int]:
        """Return the documents, ascending, that may have another value than the one before, and the first.

        All that have are among them. Those that have not are those where a merge brought two equal values together.
        """
        numbers = self.numbers()
        return [0, *(np.flatnonzero(numbers[1:] != numbers[:-1]) + 1).tolist()] if len(numbers) else []

    def all_texts(self) -> list[str]:
        """Return all V values as `text` gives them."""
        return [(value if isinstance(value, bytes) else value[0]).decode() for value in self.values()]

    def values(self) -> list[_Value]:
        """Return all V values."""
        blob = self.blob.tobytes()
        values: list[_Value] = [blob[start : end - 1] for start, end in pairwise(self.offsets.tolist())]
        for number in [] if self.is_json is None else self.is_json.nonzero()[0].tolist():
            values[number] = (blob[self.offsets[number] : self.offsets[number + 1] - 1],)
        return values


def _column(values: Collection[_Value], numbers: Array) -> StoredColumn:
    """Return a column of these values and int[D], the number of each document's plus 1."""
    is_json = None
    if tuple in set(map(type, values)):
        is_json = np.fromiter((isinstance(value, tuple) for value in values), dtype=np.uint8, count=len(values))
        encoded = [value if isinstance(value, bytes) else value[0] for value in values]
    else:
        encoded = cast(list[bytes], list(values))
    sizes = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)) + 1
    blob = np.frombuffer(b"\n".join([*encoded, b""]), dtype=np.uint8)
    return StoredColumn(blob, _offsets(sizes), _value_of(numbers, len(encoded)), is_json)


def _offsets(sizes: Array) -> Array:
    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    return offsets.astype(smallest_unsigned(int(offsets[-1])))


def _value_of(numbers: Array, values: int) -> Packed | None:
    if len(numbers) == values and np.array_equal(numbers, np.arange(1, values + 1)):
        return None
    return packed.pack(numbers, widths=(0,))  # plain numbers or mere runs: one is read faster than of the others


class Runs(Frozen):
    """n strings, equal neighbours taken together.

    Attributes:
        begins: bool[n], where another string begins.
        values: each of those, as UTF-8.
    """

    begins: Array
    values: list[bytes]

    def __len__(self) -> int:
        return len(self.begins)


def runs(texts: Sequence[str]) -> Runs:
    """Return strings as runs of equal ones."""
    begins = np.ones(len(texts), dtype=bool)
    begins[1:] = np.fromiter(map(ne, islice(texts, 1, None), texts), dtype=bool, count=max(len(texts) - 1, 0))
    return Runs(begins, [texts[i].encode() for i in np.flatnonzero(begins).tolist()])


class StoredBuffer:
    """Collects the stored values of one field, document after document."""

    def __init__(self) -> None:
        self.nbytes = 0
        """How much memory it takes, about."""
        self._numbering = Numbering[_Value]()
        self._numbers: list[Array] = []
        self._count = 0

    def append(self, docnum: int, value: Any) -> None:
        """Add the value of a document whose number is above all before; any value JSON can keep with our tags."""
        is_text = type(value) is str
        encoded = (value if is_text else encode(value)).encode()
        self._extend(docnum, np.ones(1, dtype=np.bool_), [encoded if is_text else (encoded,)], len(encoded))

    def extend(self, first: int, texts: Runs) -> None:
        """Add the strings of consecutive documents, from document `first` on."""
        if len(texts):
            self._extend(first, texts.begins, texts.values, sum(map(len, texts.values)))

    def _extend(self, first: int, begins: Array, values: Sequence[_Value], size: int) -> None:
        self._fill(first)
        known = len(self._numbering)
        numbers = (self._numbering.of(values) + 1).take(np.cumsum(begins) - 1)
        new = len(self._numbering) - known
        self._numbers.append(numbers)
        self._count += len(begins)
        self.nbytes += numbers.nbytes + (size + _VALUE_BYTES * new if new else 0)

    def _fill(self, count: int) -> None:
        if count > self._count:
            self._numbers.append(np.zeros(count - self._count, dtype=np.int32))
            self._count = count

    def finish(self, count: int) -> StoredColumn:
        """Return the values of the documents 0 … count - 1."""
        self._fill(count)
        return _column(self._numbering, np.concatenate(self._numbers) if self._numbers else np.zeros(0, np.int32))


class StoredPart(Frozen):
    """The stored values of consecutive documents that become part of a new file.

    Attributes:
        column: the values; None if no document has any.
        count: the number of documents.
        keep: bool[count], which documents to keep; None for all.
    """

    column: StoredColumn | None
    count: int
    keep: Array | None


def write(file: ArrayFileWriter, name: str, parts: Sequence[StoredPart]) -> None:
    """Write the values of the documents that are kept, one part after the other.

    Values that are mostly of one document only go from file to file without a look at them.
    """
    values = sum(len(part.column.offsets) - 1 for part in parts if part.column is not None)
    if len(parts) > 1 and values * _REPEATING <= sum(part.count for part in parts):
        parts = [_united(parts)]
    selected = [_Selection(part) for part in parts]
    file.put_pieces(f"stored/{name}/values", np.uint8, (piece for part in selected for piece in part.pieces()))
    file.put(f"stored/{name}/offsets", _offsets(np.concatenate([part.sizes for part in selected])))
    base, numbers = 0, []
    for part in selected:
        numbers.append(np.where(part.numbers == 0, 0, part.numbers + base))
        base += len(part.sizes)
    value_of = _value_of(np.concatenate(numbers), base)
    if value_of is not None:
        packed.write(file, f"stored/{name}/value_of", value_of)
    if any(part.is_json is not None for part in selected):
        flags = [np.zeros(len(p.sizes), dtype=np.uint8) if p.is_json is None else p.is_json for p in selected]
        file.put(f"stored/{name}/is_json", np.concatenate(flags))


def read(file: ArrayFile, name: str) -> StoredColumn | None:
    """Return the stored values of a field, None if no document has any."""
    blob = file.get(f"stored/{name}/values")
    if blob is None:
        return None
    value_of = packed.read(file, f"stored/{name}/value_of")
    return StoredColumn(blob, file[f"stored/{name}/offsets"], value_of, file.get(f"stored/{name}/is_json"))


def _united(parts: Sequence[StoredPart]) -> StoredPart:
    """Return parts as one, in which equal values are kept once."""
    numbering, numbers, keeps = Numbering[_Value](), [], []
    for part in parts:
        if part.column is None:
            numbers.append(np.zeros(part.count, dtype=np.int32))
        else:
            of_values = np.concatenate((np.zeros(1, np.int32), numbering.of(part.column.values()) + 1))
            numbers.append(of_values.take(part.column.numbers()))
        keeps.append(np.ones(part.count, dtype=np.bool_) if part.keep is None else part.keep)
    column = _column(numbering, np.concatenate(numbers))
    return StoredPart(column, sum(part.count for part in parts), np.concatenate(keeps))


class _Selection:
    """The values that the kept documents of a part refer to, numbered anew."""

    def __init__(self, part: StoredPart) -> None:
        self._column = part.column
        self.numbers: Array
        self.sizes: Array
        if part.column is None:
            kept = part.count if part.keep is None else int(np.count_nonzero(part.keep))
            self.numbers, self.sizes, self.is_json = np.zeros(kept, np.int64), np.zeros(0, np.int64), None
            return
        self.numbers = part.column.numbers() if part.keep is None else part.column.numbers()[part.keep]
        self.sizes, self.is_json = np.diff(part.column.offsets.astype(np.int64)), part.column.is_json
        referred = np.bincount(self.numbers, minlength=len(self.sizes) + 1) > 0
        self._used = np.flatnonzero(referred[1:])
        if len(self._used) < len(self.sizes):
            referred[0] = False
            self.numbers = np.cumsum(referred).take(self.numbers)
            self.sizes = self.sizes[self._used]
            self.is_json = None if self.is_json is None else self.is_json[self._used]

    def pieces(self) -> Iterator[Array]:
        """Yield the slices of the blob that hold the values in use."""
        if self._column is None or not len(self._used):
            return
        ends = np.flatnonzero(np.diff(self._used) != 1)
        firsts = self._used[np.concatenate(([0], ends + 1))]
        lasts = self._used[np.concatenate((ends, [len(self._used) - 1]))]
        offsets = self._column.offsets
        for first, last in zip(offsets[firsts].tolist(), offsets[lasts + 1].tolist(), strict=True):
            yield self._column.blob[first:last]


def encode(value: Any) -> str:
    """Return a stored value as JSON.

    Raises:
        UsageError: it holds something that cannot be kept.
    """
    return json.dumps(_tagged(value), ensure_ascii=False, separators=(",", ":"))


def _tagged(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, datetime | date):
        return {"$datetime" if isinstance(value, datetime) else "$date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, list):
        return [_tagged(item) for item in value]
    if isinstance(value, tuple):
        return {"$tuple": [_tagged(item) for item in value]}
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: _tagged(item) for key, item in value.items()}
        return {"$dict": [[_tagged(key), _tagged(item)] for key, item in value.items()]}
    raise UsageError(
        f"a value of type {type(value).__name__} cannot be stored",
        remedy="Store text, numbers, dates, bytes, lists or dicts",
    )


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "$bytes": b64decode,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$decimal": Decimal,
    "$tuple": tuple,
    "$dict": dict,
}


def _plain(tagged: dict[str, Any]) -> Any:
    if len(tagged) == 1:
        ((key, value),) = tagged.items()
        if key in _PLAIN:
            return _PLAIN[key](value)
    return tagged
