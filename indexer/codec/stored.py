"""Stored values, column by column: one string a document for each stored field, equal neighbours kept once.

A value is UTF-8 text. What comes through Whoosh's `add_document` and is not a string is kept as JSON, marked as such.
In it an object with the one key ``$bytes`` (base64), ``$datetime``, ``$date`` (ISO 8601), ``$decimal``, ``$tuple`` (a
list) or ``$dict`` (pairs, for keys that are not strings or begin with ``$``) stands for a value that JSON lacks.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import ne
from typing import Any

import numpy as np

from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter
from indexer.errors import UsageError


class StoredColumn:
    """The stored values of one field: V values for D documents.

    Args:
        blob: uint8[…], the values end to end.
        offsets: int64[V + 1], where each value begins in `blob`.
        value_of: int32[D], the number of each document's value, -1 where it has none; None where it is its own number.
        is_json: uint8[V], 1 where the value is JSON; None if none is.
    """

    __slots__ = ("_blob", "_offsets", "_value_of", "blob", "is_json", "offsets", "value_of")

    def __init__(self, blob: Array, offsets: Array, value_of: Array | None, is_json: Array | None) -> None:
        self.blob = blob
        self.offsets = offsets
        self.value_of = value_of
        self.is_json = is_json
        self._blob = blob.data
        self._offsets = offsets.data
        self._value_of: Sequence[int] = range(len(offsets) - 1) if value_of is None else value_of.data

    def __contains__(self, docnum: int) -> bool:
        return self._value_of[docnum] >= 0

    def text(self, docnum: int) -> str:
        """Return a document's value as it is kept: its text, or its JSON; "" if it has none."""
        number = self._value_of[docnum]
        if number < 0:
            return ""
        return str(self._blob[self._offsets[number] : self._offsets[number + 1]], "utf-8")

    def value(self, docnum: int) -> Any:
        """Return a document's value as it was given; None if it has none."""
        number = self._value_of[docnum]
        if number < 0:
            return None
        text = self.text(docnum)
        return text if self.is_json is None or not self.is_json[number] else json.loads(text, object_hook=_plain)


Runs = tuple[Array, list[bytes]]
"""Strings with equal neighbours taken together: bool[n], where another string begins; and each of those as UTF-8."""


def runs(texts: Sequence[str]) -> Runs:
    """Return strings as runs of equal ones."""
    begins = np.ones(len(texts), dtype=bool)
    begins[1:] = np.fromiter(map(ne, islice(texts, 1, None), texts), dtype=bool, count=max(len(texts) - 1, 0))
    return begins, [texts[i].encode() for i in np.flatnonzero(begins).tolist()]


class StoredBuffer:
    """Collects the stored values of one field, document after document."""

    def __init__(self) -> None:
        self.nbytes = 0
        """How much memory it takes, about."""
        self._blob: list[bytes] = []
        self._json: list[int] = []
        self._value_of: list[Array] = []
        self._count = 0
        self._last: Any = None

    def append(self, docnum: int, value: Any) -> None:
        """Add the value of a document whose number is above all before; any value JSON can keep with our tags."""
        is_json = type(value) is not str
        self._extend(docnum, runs([encode(value) if is_json else value]), is_json)

    def extend(self, first: int, texts: "Runs") -> None:
        """Add the strings of consecutive documents, from document `first` on."""
        self._extend(first, texts, False)

    def _extend(self, first: int, texts: "Runs", is_json: bool) -> None:
        begins, values = texts
        if not len(begins):
            return
        if first > self._count:
            self._value_of.append(np.full(first - self._count, -1, dtype=np.int32))
            self._last = None
        last, self._last = self._last, (values[-1], is_json)
        if (values[0], is_json) == last:
            begins[0], values = False, values[1:]
        numbers = np.cumsum(begins, dtype=np.int32)
        numbers += len(self._blob) - 1
        if is_json:
            self._json.extend(range(len(self._blob), len(self._blob) + len(values)))
        self._blob.extend(values)
        self._value_of.append(numbers)
        self._count = first + len(begins)
        self.nbytes += numbers.nbytes + sum(map(len, values)) + 64 * len(values)

    def finish(self, count: int) -> StoredColumn:
        """Return the values of the documents 0 … count - 1."""
        if count > self._count:
            self._value_of.append(np.full(count - self._count, -1, dtype=np.int32))
        offsets = np.zeros(len(self._blob) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, self._blob), dtype=np.int64, count=len(self._blob)), out=offsets[1:])
        blob = np.frombuffer(b"".join(self._blob), dtype=np.uint8)
        is_json = None
        if self._json:
            is_json = np.zeros(len(self._blob), dtype=np.uint8)
            is_json[self._json] = 1
        return StoredColumn(blob, offsets, _joined(self._value_of, len(self._blob)), is_json)


@dataclass(frozen=True)
class StoredPart:
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
    """Write the values of the documents that are kept, one part after the other, without decoding any."""
    selected = [_Selection(part) for part in parts]
    file.put_pieces(f"stored/{name}/values", np.uint8, (piece for part in selected for piece in part.pieces()))
    sizes = np.concatenate([part.sizes for part in selected])
    offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    file.put(f"stored/{name}/offsets", offsets)
    base, numbers = 0, []
    for part in selected:
        numbers.append(np.where(part.value_of < 0, -1, part.value_of + base))
        base += len(part.sizes)
    value_of = _joined(numbers, base)
    if value_of is not None:
        file.put(f"stored/{name}/value_of", value_of)
    if any(part.is_json is not None for part in selected):
        file.put(
            f"stored/{name}/is_json",
            np.concatenate(
                [np.zeros(len(p.sizes), dtype=np.uint8) if p.is_json is None else p.is_json for p in selected]
            ),
        )


def read(file: ArrayFile, name: str) -> StoredColumn | None:
    """Return the stored values of a field, None if no document has any."""
    blob = file.get(f"stored/{name}/values")
    if blob is None:
        return None
    value_of, is_json = file.get(f"stored/{name}/value_of"), file.get(f"stored/{name}/is_json")
    return StoredColumn(blob, file[f"stored/{name}/offsets"], value_of, is_json)


class _Selection:
    """The values that the kept documents of a part refer to, numbered anew."""

    def __init__(self, part: StoredPart) -> None:
        self._column = part.column
        kept = part.count if part.keep is None else int(np.count_nonzero(part.keep))
        if part.column is None:
            self.value_of, self.sizes, self.is_json = np.full(kept, -1, np.int32), np.zeros(0, np.int64), None
            return
        value_of = part.column.value_of
        if value_of is None:
            value_of = np.arange(part.count, dtype=np.int32)
        if part.keep is not None:
            value_of = value_of[part.keep]
        self.sizes, self.is_json = np.diff(part.column.offsets), part.column.is_json
        self._used = np.unique(value_of[value_of >= 0])
        self.value_of = value_of
        if len(self._used) < len(self.sizes):
            self.value_of = np.where(value_of < 0, -1, np.searchsorted(self._used, value_of)).astype(np.int32)
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


def _joined(numbers: Sequence[Array], values: int) -> Array | None:
    """Return the value numbers as one array, None where each document has the value of its own number."""
    value_of = np.concatenate(numbers) if numbers else np.zeros(0, np.int32)
    if len(value_of) == values and np.array_equal(value_of, np.arange(values)):
        return None
    return value_of.astype(np.int32, copy=False)


def encode(value: Any) -> str:
    """Return a stored value as JSON.

    Raises:
        UsageError: it holds something that cannot be kept.
    """
    return json.dumps(_tagged(value), ensure_ascii=False, separators=(",", ":"))


def _tagged(value: Any) -> Any:  # noqa: PLR0911 - one line a type
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
