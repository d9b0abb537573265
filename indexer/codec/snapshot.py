"""The whole index at one moment as a single virtual segment: postings, lengths, columns and stored values by number.

A document's number here is the one Whoosh's reader gives it: its number in its segment plus the documents of the
segments before. Deleted documents keep their numbers and count in the statistics, as in Whoosh, until a merge drops
them; no list of postings holds one.

With one segment, everything is a view of its files; with several, what a term or a column needs is put together when it
is first asked for and kept in a cache of bounded size. A snapshot never changes and is shared by threads without a
lock: what it keeps is immutable, made twice at worst, and set by single assignments (see `indexer.codec.generations`).
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.columns import ColumnArrays, concatenate
from indexer.codec.generations import ABSENT, Generations
from indexer.codec.opened import OpenedIndex, OpenedSegment
from indexer.codec.placed import AnyArrays, PlacedArrays
from indexer.codec.places import TermPlaces
from indexer.codec.postings import Part, Postings, joined
from indexer.codec.segment_files import DocumentsFile, PostingsFile
from indexer.codec.stored import StoredColumn

if TYPE_CHECKING:
    from indexer.codec.shelf import Shelf

CACHE_BYTES = 256 << 20
"""How much memory the postings, scores and tables kept between queries may take."""

_RECENT, _RECENT_BESIDE_SHELF = 8, 3
"""This part of that memory is for what single queries need; more where the lists that queries share are on a shelf."""


class Leaf:
    """One segment of the snapshot.

    Args:
        segment: it, or Whoosh's reader of it.

    Attributes:
        terms, documents: what its files hold.
        base: the number of its first document in the whole index.
        count: how many documents it has, deleted ones included.
        live: bool[count], which are not deleted; None if all are.
    """

    __slots__ = ("base", "count", "documents", "live", "terms")

    def __init__(self, segment: Any, base: int) -> None:
        self.base = base
        self.terms: PostingsFile
        self.documents: DocumentsFile
        self.count: int
        if isinstance(segment, OpenedSegment):
            self.terms, self.documents = segment.terms, segment.documents
            self.count, deleted = segment.count, segment.deleted
        else:
            self.terms, self.documents = segment._terms, segment._perdoc
            self.count = segment.doc_count_all()
            deleted = np.fromiter(segment._perdoc.deleted_docs(), dtype=np.intp)
        self.live: Array | None = None
        if len(deleted):
            self.live = np.ones(self.count, dtype=np.bool_)
            self.live[deleted] = False

    def arrays(self, fieldname: str) -> AnyArrays | None:
        """Return the postings of a field, None if the segment has none."""
        return self.terms.arrays(fieldname)

    def average(self, fieldname: str) -> float:
        """Return the average length of a field over all documents of the segment."""
        return float(self.documents.field_length(fieldname)) / (self.count or 1)


class Snapshot:
    """An open index as one virtual segment of D documents.

    Use `Snapshot.of` for a reader of Whoosh, which says whether it is one of ours.

    Args:
        source: an index opened without Whoosh; or an open Whoosh reader all of whose segments are in this codec. It
            must stay open.
        cache_bytes: how much memory may be taken by what is kept between queries.
        shelf: where what is made is put for other processes as well; None for nowhere.

    Attributes:
        leaves: its segments.
        count: D, how many documents there are, deleted ones included.
        live: bool[D], which documents are not deleted; None if all are.
        cache: what is kept between queries. Others may keep there what they make of the snapshot, under keys that begin
            with a string of their own.
        recent: the same for what only the query that needed it is likely to need again; it has little of the memory, so
            that many different queries do not push out what they share.
    """

    def __init__(self, source: Any, cache_bytes: int = CACHE_BYTES, shelf: "Shelf | None" = None) -> None:
        self._source = source
        self.shelf = shelf
        self.leaves = tuple(_leaves(source))
        self.count = sum(leaf.count for leaf in self.leaves)
        recent = cache_bytes // (_RECENT if shelf is None else _RECENT_BESIDE_SHELF)
        self.cache = Generations(cache_bytes - recent)
        self.recent = Generations(recent)
        self.live = self._live()
        self._whole: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, reader: Any) -> "Snapshot | None":
        """Return a snapshot of an open Whoosh reader, None if a segment of it is in another codec."""
        for leaf, _ in reader.leaf_readers():
            if leaf.doc_count_all() and not hasattr(getattr(leaf, "_terms", None), "arrays"):
                return None
        return cls(reader)

    @property
    def reader(self) -> Any:
        """Whoosh's reader of the index as it is here."""
        return self._source.reader if isinstance(self._source, OpenedIndex) else self._source

    @property
    def schema(self) -> Any:
        """The index's Whoosh schema."""
        return self._source.schema

    @property
    def generation(self) -> int:
        """The number of the commit."""
        if isinstance(self._source, OpenedIndex):
            return self._source.contents.generation
        return int(self._source.generation())

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        self._source.close()
        if self.shelf is not None:
            self.shelf.close()

    def _live(self) -> Array | None:
        if all(leaf.live is None for leaf in self.leaves):
            return None
        return joined([np.ones(leaf.count, np.bool_) if leaf.live is None else leaf.live for leaf in self.leaves])

    @cached_property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return self.count if self.live is None else int(np.count_nonzero(self.live))

    def live_docs(self) -> Array:
        """Return int32[n]: the numbers of all documents that are not deleted."""
        if self.live is None:
            return np.arange(self.count, dtype=np.int32)
        return np.flatnonzero(self.live).astype(np.int32)

    # --- postings -----------------------------------------------------------------------------------------------------

    def postings(self, fieldname: str, term: bytes) -> Postings | None:
        """Return the postings of a term, None if no document, live or deleted, has it. They are kept in the cache."""
        key = ("postings", fieldname, term)
        found: Postings | None = self.cache.get(key)
        if found is ABSENT:
            found = self.gather(fieldname, term, self.cache.charge)
            self.cache.put(key, found)
        return found

    def term_of(self, fieldname: str, text: str | bytes) -> tuple[bytes, bool] | None:
        """Return a term as bytes, and whether its field is scored; None if the field cannot have it.

        Args:
            fieldname: the field.
            text: the term.
        """
        kind = self._source.contents.fields.get(fieldname) if isinstance(self._source, OpenedIndex) else None
        if kind is not None and kind.text:
            return text if isinstance(text, bytes) else text.encode(), kind.scored
        if fieldname not in self.schema:
            return None
        field = self.schema[fieldname]
        try:
            return field.to_bytes(text), bool(field.scorable)
        except ValueError:
            return None

    def gather(self, fieldname: str, term: bytes, charge: Callable[[int], None]) -> Postings | None:
        """Return what `postings` does, made anew, for the caller to keep; `charge` is told when it grows."""
        parts = []
        for leaf, arrays, average in self._fields(fieldname):
            number = arrays.find(term)
            if number >= 0:
                parts.append(Part(arrays, number, leaf.base, average))
        if not parts:
            return None
        return Postings(parts, self.average(fieldname), self.count, self.live, charge)

    def has_term(self, fieldname: str, term: bytes) -> bool:
        """Tell whether any document, live or deleted, has a term."""
        return any(arrays.find(term) >= 0 for _, arrays, _ in self._fields(fieldname))

    def _fields(self, fieldname: str) -> Sequence[tuple[Leaf, AnyArrays, float]]:
        """Return the segments that have a field, with its postings and its average length there."""
        fields: Sequence[tuple[Leaf, AnyArrays, float]] = self._keep(
            ("fields", fieldname),
            lambda: [
                (leaf, arrays, leaf.average(fieldname))
                for leaf in self.leaves
                if (arrays := leaf.arrays(fieldname)) is not None
            ],
        )
        return fields

    def prefix_docs(self, fieldname: str, prefix: bytes) -> Array:
        """Return int32[n], ascending: the live documents that have a term with this prefix in the field.

        The terms of a prefix, as of a range, are neighbours in the dictionary: their postings are one slice of each
        segment's. The documents of a prefix are kept in the cache, as those of a term are.
        """
        key = ("prefix", fieldname, prefix)
        found: Array = self.cache.get(key)
        if found is ABSENT:
            found = self._docs_of(fieldname, lambda arrays: arrays.prefix(prefix))
            found.flags.writeable = False
            self.cache.put(key, found)
        return found

    def range_docs(self, fieldname: str, low: bytes, high: bytes | None) -> Array:
        """Return int32[n], ascending: the live documents that have a term from `low` to before `high` (None: any)."""

        def numbers(arrays: AnyArrays) -> tuple[int, int]:
            first = arrays.lower(low)
            return first, max(first, len(arrays) if high is None else arrays.lower(high))

        return self._docs_of(fieldname, numbers)

    def _docs_of(self, fieldname: str, numbers: Callable[[AnyArrays], tuple[int, int]]) -> Array:
        found = np.zeros(self.count, dtype=np.bool_)
        for leaf, arrays, _ in self._fields(fieldname):
            first, last = numbers(arrays)
            docs = arrays.documents_of_range(first, last)
            found[leaf.base : leaf.base + leaf.count][docs] = True
        if self.live is not None:
            found &= self.live
        return np.flatnonzero(found).astype(np.int32)

    def prefix_terms(self, fieldname: str, prefix: bytes) -> list[bytes]:
        """Return the terms of a field that begin with these bytes, sorted."""
        terms: set[bytes] = set()
        for _, arrays, _ in self._fields(fieldname):
            terms.update(map(arrays.term, range(*arrays.prefix(prefix))))
        return sorted(terms)

    # --- places -------------------------------------------------------------------------------------------------------

    def places(self, fieldname: str, term: bytes) -> TermPlaces | None:
        """Return the places of a term of a placed field, None if no text has it. They are kept in the cache.

        The texts of the whole index are laid end to end, see `indexer.codec.placed` and `text_starts`.
        """
        key = ("places", fieldname, term)
        found: TermPlaces | None = self.cache.get(key)
        if found is ABSENT:
            found = self._find_places(fieldname, term)
            self.cache.put(key, found)
        return found

    def _find_places(self, fieldname: str, term: bytes) -> TermPlaces | None:
        keep = None
        if self.shelf is not None:
            key = f"places {fieldname} {term.hex()}"
            shelved = self.shelf.get(key)
            if shelved is not None:
                return TermPlaces.of(shelved[0])
            keep = partial(self.shelf.kept, key)
        placed = [(arrays, arrays.find(term), base) for arrays, base in self._placed(fieldname)]
        parts = [part for part in placed if part[1] >= 0]
        return TermPlaces(parts, self.text_starts(fieldname).dtype, self.cache.charge, keep) if parts else None

    def places_of_prefix(self, fieldname: str, prefix: bytes) -> Array:
        """Return int32[n] or int64[n], ascending: the places of all terms of a placed field with a prefix."""

        def made() -> list[Array]:
            placed = self._placed(fieldname)
            pieces = [arrays.places_of_range(*arrays.prefix(prefix)) + base for arrays, base in placed]
            places = joined(pieces) if pieces else np.zeros(0, np.int64)
            return [np.sort(places.astype(self.text_starts(fieldname).dtype))]

        if self.shelf is None:
            return made()[0]
        return self.shelf.kept(f"prefix {fieldname} {prefix.hex()}", made)[0][0]

    def text_starts(self, fieldname: str) -> Array:
        """Return int32[D + 1] or int64[D + 1]: the place at which each text of a placed field begins, and the end."""
        starts: Array = self._keep(("text starts", fieldname), lambda: self._text_starts(fieldname))
        return starts

    def _text_starts(self, fieldname: str) -> Array:
        starts = np.zeros(self.count + 1, dtype=np.int64)
        np.cumsum(self.lengths(fieldname), dtype=np.int64, out=starts[1:])
        starts += np.arange(len(starts))
        return starts.astype(np.int32 if starts[-1] < 1 << 31 else np.int64)

    def _placed(self, fieldname: str) -> list[tuple[PlacedArrays, int]]:
        """Return the places of a field in the segments that have any, each with the place its texts begin at."""

        def placed() -> list[tuple[PlacedArrays, int]]:
            starts = self.text_starts(fieldname)
            every = [(leaf.arrays(fieldname), int(starts[leaf.base])) for leaf in self.leaves]
            return [(arrays, base) for arrays, base in every if isinstance(arrays, PlacedArrays)]

        found: list[tuple[PlacedArrays, int]] = self._keep(("placed", fieldname), placed)
        return found

    # --- lengths ------------------------------------------------------------------------------------------------------

    def average(self, fieldname: str) -> float:
        """Return the average length of a field over all documents, deleted ones included; 0 if it has no lengths."""
        average: float = self._keep(
            ("average", fieldname),
            lambda: float(sum(leaf.documents.field_length(fieldname) for leaf in self.leaves)) / (self.count or 1),
        )
        return average

    def lengths(self, fieldname: str) -> Array:
        """Return uint8[D] or wider: the length of a field in each document, 0 where it has none."""
        lengths: Array = self._keep(("lengths", fieldname), lambda: self._lengths(fieldname))
        return lengths

    def _lengths(self, fieldname: str) -> Array:
        pieces = []
        for leaf in self.leaves:
            arrays = leaf.arrays(fieldname)
            pieces.append(np.zeros(leaf.count, np.uint8) if arrays is None else arrays.lengths)
        return joined(pieces) if pieces else np.zeros(0, np.uint8)

    def length_norms(self, fieldname: str, k1: float, b: float) -> Array:
        """Return float32[D]: BM25's ``k1 (1 - b + b length / average)`` of each document."""
        norms: Array = self._keep(("norms", fieldname, k1, b), lambda: self._length_norms(fieldname, k1, b))
        return norms

    def _length_norms(self, fieldname: str, k1: float, b: float) -> Array:
        lengths = self.lengths(fieldname)
        norms = np.arange(int(lengths.max(initial=0)) + 1) * np.float64(k1 * b / (self.average(fieldname) or 1.0))
        norms += k1 * (1.0 - b)
        of_documents: Array = norms.astype(np.float32).take(lengths)
        return of_documents

    # --- columns and stored values ------------------------------------------------------------------------------------

    def column(self, name: str) -> ColumnArrays | None:
        """Return a column over all D documents, deleted ones included; None if no document has a value in it."""
        column: ColumnArrays | None = self._keep(("column", name), lambda: self._column(name))
        return column

    def _column(self, name: str) -> ColumnArrays | None:
        found = [leaf.documents.column_values(name) for leaf in self.leaves]
        if len(found) == 1 or all(column is None for column in found):
            return found[0] if found else None
        return concatenate([(column, leaf.count, None) for column, leaf in zip(found, self.leaves, strict=True)])

    def stored(self, name: str) -> "StoredColumn | StoredAcross | None":
        """Return the stored values of a field by document number; None if no document has any."""
        values: StoredColumn | StoredAcross | None = self._keep(("stored", name), lambda: self._stored(name))
        return values

    def _stored(self, name: str) -> "StoredColumn | StoredAcross | None":
        found = [leaf.documents.stored_column(name) for leaf in self.leaves]
        if len(found) == 1 or all(values is None for values in found):
            return found[0] if found else None
        return StoredAcross(found, [leaf.base for leaf in self.leaves])

    def _keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept for as long as the snapshot lives: one value a field, however often it is asked for."""
        kept = self._whole.get(key, ABSENT)
        if kept is ABSENT:
            kept = self._whole[key] = make()
        return kept


def _leaves(source: Any) -> Iterator[Leaf]:
    if isinstance(source, OpenedIndex):
        bases = accumulate((segment.count for segment in source.segments), initial=0)
        yield from (Leaf(segment, base) for segment, base in zip(source.segments, bases, strict=False) if segment.count)
    else:
        yield from (Leaf(leaf, base) for leaf, base in source.leaf_readers() if leaf.doc_count_all())


class StoredAcross:
    """The stored values of one field over several segments.

    Args:
        columns: those of each segment, None where no document has any.
        bases: the number of each segment's first document.
    """

    __slots__ = ("_bases", "_columns")

    def __init__(self, columns: Sequence[StoredColumn | None], bases: Sequence[int]) -> None:
        self._columns = columns
        self._bases = bases

    def text(self, docnum: int) -> str:
        """Return a document's value as it is kept: its text, or its JSON; "" if it has none."""
        segment = bisect_right(self._bases, docnum) - 1
        column = self._columns[segment]
        return "" if column is None else column.text(docnum - self._bases[segment])

    def number(self, docnum: int) -> int:
        """Return a number that only documents with the same value have; see `StoredColumn.number`."""
        segment = bisect_right(self._bases, docnum) - 1
        column = self._columns[segment]
        return 0 if column is None else column.number(docnum - self._bases[segment]) * len(self._bases) + segment

    def texts(self, first: int, last: int) -> list[str]:
        """Return what `text` gives for the documents from `first` to `last` - 1."""
        segment = bisect_right(self._bases, first) - 1
        column, base = self._columns[segment], self._bases[segment]
        if column is None or (segment + 1 < len(self._bases) and last > self._bases[segment + 1]):
            return [self.text(docnum) for docnum in range(first, last)]
        return column.texts(first - base, last - base)

    def run_starts(self) -> list[int]:
        """Return the documents, ascending, that may have another value than the one before: see `StoredColumn`."""
        pairs = zip(self._columns, self._bases, strict=True)
        return [base + at for column, base in pairs for at in ([0] if column is None else column.run_starts())]

    def value(self, docnum: int) -> Any:
        """Return a document's value as it was given; None if it has none."""
        segment = bisect_right(self._bases, docnum) - 1
        column = self._columns[segment]
        return None if column is None else column.value(docnum - self._bases[segment])
