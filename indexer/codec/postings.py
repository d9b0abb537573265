"""The postings of one term over all segments of an index, put together to one list."""

from collections.abc import Callable, Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.doclist import Probed, locate
from indexer.codec.field import POSITION_STEP, FieldArrays

PLACE_BITS = 34
"""A place is a document and a position in one number; positions have 32 bits at most, and no slop bridges the rest."""


_JOIN_WORTH = 16
"""Lists of segments are joined when one in so many of their documents has been looked up."""

_PLACES_COST = 10
"""What making all places of a term costs for each of its documents, in nanoseconds (measured)."""

_SEGMENT_COST, _PLACE_COST = 40_000, 60
"""What finding the places in some documents costs for each segment, and for each place asked about, in nanoseconds."""

_FEW = 8
"""Of one in so many postings the positions are read one by one; of more, where they begin is added up for all."""


def distinct(ascending: Array) -> Array:
    """Return the distinct numbers of an ascending array."""
    if len(ascending) < 2:
        return ascending
    kept = np.empty(len(ascending), dtype=np.bool_)
    kept[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=kept[1:])
    return ascending[kept]


def joined(pieces: Sequence[Array]) -> Array:
    """Return arrays end to end; a single one as it is."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


class Part:
    """The postings of one term in one segment.

    Args:
        arrays: the segment's postings of the field.
        term: the number of the term there.
        base: the number of the segment's first document in the whole index.
        live: bool[D], which of the segment's documents are not deleted; None if all are.
        average: the average length of the field in the segment.
    """

    __slots__ = ("_kept", "arrays", "average", "base", "first", "last", "live", "term")

    def __init__(self, arrays: FieldArrays, term: int, base: int, live: Array | None, average: float) -> None:
        self.arrays = arrays
        self.term = term
        self.base = base
        self.live = live
        self.average = average
        self.first, self.last = (int(offset) for offset in arrays.post_offsets[term : term + 2])
        self._kept: Array | None = None

    def kept(self) -> Array | None:
        """Return bool[last - first]: which postings are of documents that are not deleted; None if all are."""
        if self.live is not None and self._kept is None:
            self._kept = self.live.take(self.arrays.docs[self.first : self.last])
        return self._kept

    def of(self, values: Array, preferred: Array | None = None) -> Array:
        """Return the part of an array [P] over all postings of the field that belongs to this term, live ones only."""
        mine = (values if preferred is None else preferred)[self.first : self.last]
        kept = self.kept()
        return mine if kept is None else mine[kept]

    def count(self) -> int:
        """Return how many live postings there are."""
        kept = self.kept()
        return self.last - self.first if kept is None else int(np.count_nonzero(kept))

    def docs(self) -> Array:
        """Return int32: the numbers of its documents in the segment."""
        return self.of(self.arrays.docs)

    def weights(self) -> Array:
        """Return the weights of the postings."""
        return self.of(self.arrays.tf, self.arrays.weights)

    def probe(self, wanted: Array) -> tuple[Array, Array]:
        """Look up documents (int32[m], numbers in the whole index), as `Postings.probe` does."""
        local = wanted - np.int32(self.base)
        where = locate(self.arrays.docs[self.first : self.last], local)
        found = (where >= 0).nonzero()[0]
        if self.live is not None:
            found = found[self.live.take(local.take(found))]
        weights = self.arrays.tf if self.arrays.weights is None else self.arrays.weights
        return found, weights.take(where.take(found) + self.first)

    def max_ratio(self, average: float) -> float:
        """Return a bound of ``w / (w + K)`` when the field's average length in the whole index is `average`."""
        growth = max(1.0, average / self.average) if self.average else 1.0
        return min(1.0, float(self.arrays.maxr[self.term]) * growth)

    def positions(self) -> tuple[Array, Array]:
        """Return intp[n], where the positions of each live posting begin, and the positions of all postings.

        Raises:
            ValueError: the field has no positions.
        """
        arrays = self.arrays
        if arrays.pos is None or arrays.cum16 is None:
            raise ValueError("the field was written without positions")
        tf = arrays.tf[self.first : self.last]
        starts = np.zeros(len(tf) + 1, dtype=np.intp)
        np.cumsum(tf, out=starts[1:])
        block = self.first // POSITION_STEP
        before = arrays.tf[block * POSITION_STEP : self.first].sum(dtype=np.int64)
        begin = int(arrays.cum16[block]) + int(before)
        positions = arrays.pos[begin : begin + int(starts[-1])]
        kept = self.kept()
        return starts[:-1] if kept is None else starts[:-1][kept], positions

    def positions_of(self, postings: Array) -> tuple[Array, Array]:
        """Return the positions of some live postings, as `FieldArrays.positions` does."""
        kept = self.kept()
        return self.arrays.positions((postings if kept is None else kept.nonzero()[0].take(postings)) + self.first)


class Postings(Probed):
    """The postings of one term over the whole index, n of them; deleted documents are left out.

    The lists of several segments are joined when all of them are needed; a few documents are looked up in each.

    Attributes:
        df: how many documents have the term, cf: how often it occurs in all of them; both count deleted documents.
        max_ratio: no posting has a higher ``w / (w + K)``, w its weight, ``K = 1.2 (0.25 + 0.75 length / average)``.
    """

    __slots__ = (
        "_asked",
        "_joined",
        "_looked_up",
        "_occurrences",
        "_parts",
        "_places",
        "_views",
        "cf",
        "df",
        "max_ratio",
    )

    def __init__(self, parts: Sequence[Part], average: float, universe: int, charge: Callable[[int], None]) -> None:
        self.df = sum(part.last - part.first for part in parts)
        super().__init__(self.df, universe, charge)
        self.cf = sum(int(part.arrays.cf[part.term]) for part in parts)
        self.max_ratio = max(part.max_ratio(average) for part in parts)
        self._parts = parts
        self._views = len(parts) == 1 and parts[0].live is None
        self._joined: tuple[Array, Array] | None = None
        self._looked_up = 0
        self._places: Array | None = None
        self._occurrences: tuple[Array, Array, Array] | None = None
        self._asked = 0

    @property
    def docs(self) -> Array:
        """int32[n], document numbers, ascending."""
        return (self._joined or self._join())[0]

    @property
    def weights(self) -> Array:
        """uint8[n] or wider, how often the term occurs in each document; float32[n] where postings have weights."""
        return (self._joined or self._join())[1]

    def _join(self) -> tuple[Array, Array]:
        docs = [part.docs() for part in self._parts]
        made = (_in_whole(docs, self._parts), joined([part.weights() for part in self._parts]))
        if not self._views:
            self._charge(made[0].nbytes + made[1].nbytes)
        self._joined = made
        return made

    def probe(self, wanted: Array) -> tuple[Array, Array]:
        """Look up some documents.

        Args:
            wanted: int32[m], without repeats.

        Returns:
            intp[k], the indexes in `wanted` of the documents that have the term; and [k], the postings' weights.
        """
        self._looked_up += len(wanted)
        if not self._views and self._joined is None and self._looked_up * _JOIN_WORTH < self.size:
            found, weights = zip(*(part.probe(wanted) for part in self._parts), strict=True)
            return joined(found), joined(weights)
        where = self.locate(wanted)
        here = (where >= 0).nonzero()[0]
        return here, self.weights.take(where.take(here))

    @property
    def nbytes(self) -> int:
        """The memory it takes now, besides views of files."""
        taken = super().nbytes
        if self._joined is not None and not self._views:
            taken += sum(array.nbytes for array in self._joined)
        if self._places is not None:
            taken += self._places.nbytes
        return taken + (0 if self._occurrences is None else self._size_of(self._occurrences))

    def _size_of(self, occurrences: tuple[Array, Array, Array]) -> int:
        starts, counts, positions = occurrences
        return starts.nbytes + (counts.nbytes + positions.nbytes if len(self._parts) > 1 else 0)

    def places(self, postings: Array | None = None) -> Array:
        """Return where the term stands: the document shifted left by `PLACE_BITS` plus the position in it.

        Args:
            postings: intp[m], ascending, indexes into `docs`; None for all, which is kept once made.

        Returns:
            int64[sum of the postings' frequencies], ascending.

        Raises:
            ValueError: the field has no positions.
        """
        if postings is None:
            if self._places is None:
                places = self._make_places(slice(None))
                self._charge(places.nbytes)
                self._places = places
            return self._places
        if self._occurrences is None and len(postings) * _FEW < self.size:
            return self._few_places(postings)
        return self._make_places(postings)

    def _few_places(self, postings: Array) -> Array:
        pieces, first, begin = [], 0, 0
        docs = self.docs.take(postings).astype(np.int64)
        docs <<= PLACE_BITS
        for part in self._parts:
            last = first + part.count()
            end = int(postings.searchsorted(last))
            positions, starts = part.positions_of(postings[begin:end] - first)
            pieces.append(docs[begin:end].repeat(np.diff(starts)) + positions)
            first, begin = last, end
        return joined(pieces)

    def _make_places(self, postings: Array | slice) -> Array:
        starts, counts, positions = self._occurrences or self._join_positions()
        begins, times = starts[postings], counts[postings]
        places = self.docs[postings].astype(np.int64)
        places <<= PLACE_BITS
        ends = times.cumsum(dtype=np.intp)
        if not len(ends) or ends[-1] == len(ends):  # each occurs once
            places += positions.take(begins)
            return places
        begins = begins - ends
        begins += times
        places = places.repeat(times)
        begins = begins.repeat(times)
        begins += np.arange(len(begins))
        places += positions.take(begins)
        return places

    def stands_at(self, places: Array) -> Array:
        """Return intp[m], ascending: the indexes of those of some places at which the term stands too.

        Args:
            places: int64[n], ascending.

        They are looked up among all of the term's places once those are made, which they are when it has been asked
        often enough; before that, among the places in the documents in question.
        """
        self._asked += _SEGMENT_COST * len(self._parts) + _PLACE_COST * len(places)
        if self._places is None and self._asked < _PLACES_COST * self.size:
            docs = (places >> PLACE_BITS).astype(np.int32)
            where = self.locate(distinct(docs))
            mine = self.places(where[where >= 0])
        else:
            mine = self.places()
        if not len(mine):
            return np.zeros(0, dtype=np.intp)
        found: Array = (mine.take(mine.searchsorted(places), mode="clip") == places).nonzero()[0]
        return found

    def _join_positions(self) -> tuple[Array, Array, Array]:
        """Return where each posting's positions begin (intp[n]), how many they are (uint[n]), and all positions."""
        starts, base, pieces = [], 0, []
        for part in self._parts:
            begins, positions = part.positions()
            starts.append(begins + base)
            pieces.append(positions)
            base += len(positions)
        counts = joined([part.of(part.arrays.tf) for part in self._parts])
        made = (joined(starts), counts, joined(pieces))
        self._charge(self._size_of(made))
        self._occurrences = made
        return made


def _in_whole(docs: Sequence[Array], parts: Sequence[Part]) -> Array:
    """Return the document numbers of all segments as those of the whole index."""
    if len(parts) == 1 and not parts[0].base:
        return docs[0]
    whole = np.empty(sum(map(len, docs)), dtype=np.int32)
    end = 0
    for numbers, part in zip(docs, parts, strict=True):
        first, end = end, end + len(numbers)
        np.add(numbers, np.int32(part.base), out=whole[first:end])
    return whole
