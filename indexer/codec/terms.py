"""The term dictionary and postings of a segment: one array file, written a field at a time, read as Whoosh asks."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh.codec.base import FieldCursor, FieldWriter, TermsReader
from whoosh.formats import Existence, Frequency, Positions
from whoosh.reading import TermInfo, TermNotFound

from indexer.codec import packed
from indexer.codec.arrays import ArrayFileWriter
from indexer.codec.documents import ArrayPerDocumentReader
from indexer.codec.formats import Places
from indexer.codec.inversion import TokenBuffer
from indexer.codec.matcher import ArrayMatcher
from indexer.codec.opened import open_array_file
from indexer.codec.placed import AnyArrays, PlacedArrays
from indexer.codec.placing import PlacedBuffer
from indexer.codec.segment_files import PACKED, PLACED, POSTINGS, WRITTEN, DocumentsFile, PostingsFile

EXTENSION = POSTINGS


def token_buffer(field: Any) -> TokenBuffer | PlacedBuffer:
    """Return an empty buffer for the tokens of a field of the schema."""
    if is_placed(field):
        return PlacedBuffer()
    return TokenBuffer(with_positions=type(field.format) is Positions)


def is_placed(field: Any) -> bool:
    """Return whether a field of the schema keeps places."""
    return type(field.format) is Places


def has_values(field: Any) -> bool:
    """Return whether a field of the schema keeps more than positions, so that its postings need encoded values."""
    return type(field.format) not in (Positions, Places, Frequency, Existence)


def add_posting(
    buffer: TokenBuffer | PlacedBuffer, docnum: int, posting: tuple[bytes, float, bytes], format_: Any
) -> None:
    """Add a posting as Whoosh's fields give it: (term, weight, value as the format encodes it)."""
    term, weight, value = posting
    kind = type(format_)
    if kind in (Positions, Places):
        positions = format_.decode_positions(value)
        buffer.append(docnum, term, positions, weight / len(positions))
    elif kind is Frequency:
        frequency = format_.decode_frequency(value)
        buffer.append(docnum, term, range(frequency), weight / frequency)
    elif kind is Existence:
        buffer.append(docnum, term, (0,), weight)
    else:
        buffer.append(docnum, term, (0,), weight, value)


class ArrayFieldWriter(FieldWriter):  # type: ignore[misc]
    """Writes the postings of a segment, field by field.

    Args:
        storage: the Whoosh storage to write to.
        segment: the segment the postings are for.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._file: ArrayFileWriter | None = None
        self.is_closed = False

    def write_field(self, fieldname: str, arrays: AnyArrays) -> None:
        """Write the postings of a field; its lengths are kept with the documents."""
        if self._file is None:
            self._file = ArrayFileWriter(self._storage, self._segment.make_filename(EXTENSION))
            self._file.about["fields"] = []
        self._file.about["fields"].append(fieldname)
        if isinstance(arrays, PlacedArrays):
            for name in PLACED:
                self._file.put(f"{fieldname}/{name}", getattr(arrays, name))
            packed.write(self._file, f"{fieldname}/counts", arrays.counts)
            return
        for name in WRITTEN:
            array = getattr(arrays, name)
            if array is not None:
                self._file.put(f"{fieldname}/{name}", array)
        for name in PACKED:
            numbers = getattr(arrays, name)
            if numbers is not None:
                packed.write(self._file, f"{fieldname}/{name}", numbers)

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:  # noqa: ARG002 - Whoosh's signature
        """Write postings in Whoosh's form: (field name, term, document, weight, value), sorted by the first three."""
        reader = ArrayPerDocumentReader(self._storage, self._segment)
        for fieldname, postings in groupby(items, key=itemgetter(0)):
            field = schema[fieldname]
            buffer = token_buffer(field)
            for _, term, docnum, weight, value in postings:
                add_posting(buffer, docnum, (term, weight, value or b""), field.format)
            arrays = buffer.invert(reader.field_lengths(fieldname))
            if arrays is not None:
                self.write_field(fieldname, arrays)
        reader.close()

    def close(self) -> None:
        """Finish the file."""
        if not self.is_closed:
            if self._file is None:
                self._file = ArrayFileWriter(self._storage, self._segment.make_filename(EXTENSION))
                self._file.about["fields"] = []
            self._file.close()
        self.is_closed = True

    def discard(self) -> None:
        """Give up; what was written stays unfinished, to be cleaned up."""
        if self._file is not None and not self.is_closed:
            self._file.abandon()
        self.is_closed = True


class ArrayTermsReader(PostingsFile, TermsReader):  # type: ignore[misc]
    """Reads the term dictionary and the postings of a segment.

    Args:
        storage: the Whoosh storage the segment is in.
        segment: the segment.
        documents: reads what is kept of its documents; closed with this reader.

    Raises:
        DamagedIndexError, FormatVersionError: see `ArrayFile`.
    """

    def __init__(self, storage: Any, segment: Any, documents: DocumentsFile) -> None:
        super().__init__(open_array_file(storage, segment.make_filename(EXTENSION)), documents)

    def _find(self, fieldname: str, text: bytes) -> tuple[AnyArrays, int]:
        arrays = self.arrays(fieldname)
        number = -1 if arrays is None else arrays.find(text)
        if arrays is None or number < 0:
            raise KeyError((fieldname, text))
        return arrays, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        arrays = self.arrays(term[0])
        return arrays is not None and arrays.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields with postings."""
        return list(self._names)

    # --- walking through the terms ---

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield (field name, term) for all terms, sorted."""
        return (term for term, _ in self._numbered(None, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield (field name, term) from this term on, through all following fields."""
        return (term for term, _ in self._numbered(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field name, term), term info) for all terms, sorted."""
        return ((term, _term_info(*place)) for term, place in self._numbered(None, b""))

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field name, term), term info) from this term on, through all following fields."""
        return ((term, _term_info(*place)) for term, place in self._numbered(fieldname, prefix))

    def _numbered(self, first: str | None, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], tuple[AnyArrays, int]]]:
        names = sorted(self._names)
        for name in names if first is None else names[max(bisect_right(names, first) - 1, 0) :]:
            arrays = self.arrays(name)
            if arrays is None or (first is not None and name < first):
                continue
            for number in range(arrays.lower(prefix) if name == first else 0, len(arrays)):
                yield (name, arrays.term(number)), (arrays, number)

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayFieldCursor":
        """Return a cursor over the terms of a field."""
        return ArrayFieldCursor(self.arrays(fieldname), fieldobj)

    # --- one term ---

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term.

        Raises:
            KeyError: no document has it; so for the two frequencies.
        """
        return _term_info(*self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the total weight of a term in all documents."""
        return _total_weight(*self._find(fieldname, text))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return the number of documents with a term."""
        arrays, number = self._find(fieldname, text)
        return arrays.df(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher over the postings of a term.

        Raises:
            TermNotFound: no document has it.
        """
        try:
            arrays, number = self._find(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"{fieldname}:{text!r}") from error
        return ArrayMatcher(arrays, number, format_, (fieldname, text), scorer)


def _total_weight(arrays: AnyArrays, number: int) -> float:
    if arrays.weights is None:
        return float(arrays.cf(number))
    return float(arrays.weights_of(number).sum())


def _term_info(arrays: AnyArrays, number: int) -> TermInfo:
    docs = arrays.documents(number)
    lengths = arrays.lengths.take(docs)
    weights = arrays.weights_of(number)
    return TermInfo(
        weight=_total_weight(arrays, number),
        df=len(docs),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(weights.max()),
        minid=int(docs[0]),
        maxid=int(docs[-1]),
    )


class ArrayFieldCursor(FieldCursor):  # type: ignore[misc]
    """Stands at a term of a field, and moves.

    Args:
        arrays: the field, None if no document has any term in it.
        fieldobj: the field of the schema, which turns terms into text.
    """

    def __init__(self, arrays: AnyArrays | None, fieldobj: Any) -> None:
        self._arrays = arrays
        self._fieldobj = fieldobj
        self._number = 0

    def is_valid(self) -> bool:
        """Return whether the cursor stands at a term."""
        return self._arrays is not None and self._number < len(self._arrays)

    def text(self) -> Any:
        """Return the term at the cursor as text, None if it is past the last."""
        if self._arrays is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._arrays.term(self._number))

    def first(self) -> Any:
        """Move to the first term and return it as `text` does."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> Any:
        """Move to the first term that is not less than this one and return it as `text` does."""
        if self._arrays is not None:
            term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
            self._number = self._arrays.lower(term)
        return self.text()

    def next(self) -> Any:
        """Move to the next term and return it as `text` does."""
        self._number += 1
        return self.text()

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term at the cursor, None if it is past the last."""
        return _term_info(self._arrays, self._number) if self._arrays is not None and self.is_valid() else None
