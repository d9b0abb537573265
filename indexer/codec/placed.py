"""Fields of short terms that fill the text, such as character bigrams: postings kept as places.

The texts of a segment are thought of as one, each followed by one place where nothing stands; a place is an offset in
it. A term is a single ascending list of places, in Elias-Fano coding, which takes little more than half of what
documents and positions take, and a phrase is a matter of one array a term: w1 w2 stand together where a place of w1
plus 1 is one of w2. Documents, frequencies and positions follow from the places and the lengths of the texts.
"""

from functools import cached_property
from typing import Any

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.dictionary import BLOCK, TermDictionary, offsets_of
from indexer.codec.elias_fano import decode, decode_all, encode, size, sizes
from indexer.codec.field import FieldArrays, counted
from indexer.codec.packed import Packed, pack


class PlacedArrays(TermDictionary):
    """The places of T terms, N in all, in the texts of D documents. All arrays are read-only views of the file.

    Attributes:
        terms, term_sizes, term_blocks, keys: see `TermDictionary`.
        counts: T numbers, how many places each term has.
        blocks: uint[ceil(T / 8)], where the list of every 8th term begins in `coded`.
        coded: uint8[…], the places of each term, see `indexer.codec.elias_fano`.
        lengths: uint8, uint16 or uint32[D], the length of each text.
    """

    counts: Packed
    blocks: Array
    coded: Array
    lengths: Array

    weights = None
    has_positions = True

    @cached_property
    def _coded_blocks(self) -> memoryview:
        return self.blocks.data

    @cached_property
    def text_starts(self) -> Array:
        """int64[D + 1]: the place at which each text begins, and the end of all."""
        starts = np.zeros(len(self.lengths) + 1, dtype=np.int64)
        np.cumsum(self.lengths, dtype=np.int64, out=starts[1:])
        starts += np.arange(len(starts))
        return starts

    @cached_property
    def _universe(self) -> int:
        return int(self.lengths.sum(dtype=np.int64)) + len(self.lengths)

    def cf(self, number: int) -> int:
        """Return how many places a term has."""
        return self.counts[number]

    def places(self, number: int) -> Array:
        """Return int64[cf], ascending: the places of a term."""
        begin = self._begin(number)
        count = self.cf(number)
        return decode(self.coded[begin : begin + size(count, self._universe)], count, self._universe)

    def places_of_range(self, first: int, last: int) -> Array:
        """Return int64[…]: the places of all terms from `first` to before `last`, term after term."""
        if first >= last:
            return np.zeros(0, dtype=np.int64)
        counts = self.counts.between(first, last, np.int64)
        begin = self._begin(first)
        end = begin + int(sizes(counts, self._universe).sum())
        return decode_all(self.coded[begin:end], counts, self._universe)

    def _begin(self, number: int) -> int:
        block, within = divmod(number, BLOCK)
        begin: int = self._coded_blocks[block]
        for before in range(number - within, number):
            begin += size(self.cf(before), self._universe)
        return begin

    def documents_at(self, places: Array) -> Array:
        """Return intp[n]: the documents that some places are in."""
        documents: Array = self.text_starts.searchsorted(places, side="right")
        documents -= 1
        return documents

    # --- as postings ---

    def df(self, number: int) -> int:
        """Return how many documents have a term."""
        return len(self.documents(number))

    def documents(self, number: int, dtype: Any = np.int32) -> Array:
        """Return an array[df], ascending: the documents of a term."""
        documents, begins = self._runs(number)
        return documents[begins].astype(dtype)

    def documents_of_range(self, first: int, last: int) -> Array:
        """Return intp[…]: the documents of all terms from `first` to before `last`, some more than once."""
        return self.documents_at(self.places_of_range(first, last))

    def repeated(self, number: int) -> Array:
        """Return intp[cf - df]: see `FieldArrays.repeated`."""
        _, begins = self._runs(number)
        repeated: Array = (np.cumsum(begins) - 1)[~begins]
        return repeated

    def frequencies(self, number: int) -> Array:
        """Return uint8[df] or wider: how often a term occurs in each of its documents."""
        return counted(self.df(number), self.repeated(number))

    def weights_of(self, number: int) -> Array:
        """Return uint[df]: what the postings of a term weigh in scoring."""
        return self.frequencies(number)

    def value(self, number: int, at: int) -> bytes | None:  # noqa: ARG002 - none are kept
        """Return None: see `FieldArrays.value`."""
        return None

    def positions(self, number: int) -> Array:
        """Return uint32[cf]: where a term stands, document after document."""
        places = self.places(number)
        return (places - self.text_starts.take(self.documents_at(places))).astype(np.uint32)

    def max_ratio(self, number: int) -> float:  # noqa: ARG002 - no bound is kept
        """Return 1: see `FieldArrays.max_ratio`."""
        return 1.0

    def _runs(self, number: int) -> tuple[Array, Array]:
        """Return intp[cf], the documents of a term's places, and bool[cf], which of them are the first of theirs."""
        documents = self.documents_at(self.places(number))
        return documents, np.diff(documents, prepend=-1) != 0


AnyArrays = FieldArrays | PlacedArrays
"""The postings of one field of one segment."""


def place(terms: dict[str, Array], counts: Array, places: Array, lengths: Array) -> PlacedArrays:
    """Return a field coded.

    Args:
        terms: the arrays of the dictionary of T terms, each of which has a place.
        counts: int64[T], how many each has.
        places: uint[N], the places of each term, ascending, term after term.
        lengths: uint[D], the length of each text.
    """
    universe = int(lengths.sum(dtype=np.int64)) + len(lengths)
    ends = offsets_of(sizes(counts, universe))
    return PlacedArrays(
        **terms,
        counts=pack(counts, widths=(1,)),
        blocks=ends[:-1:BLOCK].copy(),
        coded=encode(places, counts, universe),
        lengths=lengths,
    )
