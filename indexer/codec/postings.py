"""The postings of one term over all segments of an index, put together to one list."""

from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.doclist import Probed
from indexer.codec.field import counted
from indexer.codec.placed import AnyArrays

PLACE_BITS = 34
"""A place is a document and a position in one number; positions have 32 bits at most, and no slop bridges the rest."""

_PLACES_COST = 10
"""What making all places of a term costs for each of its documents, in nanoseconds (measured)."""

_ASKING_COST, _PLACE_COST = 20_000, 60
"""What finding the places in some documents costs each time, and for each place asked about, in nanoseconds."""

_FEW = 8
"""Of one in so many postings it is looked up where the positions begin; of more, it is added up for all."""


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
    """The postings of one term in one segment, those of deleted documents too.

    Args:
        arrays: the segment's postings of the field.
        term: the number of the term there.
        base: the number of the segment's first document in the whole index.
        average: the average length of the field in the segment.

    Attributes:
        df: how many postings there are.
    """

    __slots__ = ("arrays", "average", "base", "df", "term")

    def __init__(self, arrays: AnyArrays, term: int, base: int, average: float) -> None:
        self.arrays = arrays
        self.term = term
        self.base = base
        self.average = average
        self.df = arrays.df(term)

    def docs(self) -> Array:
        """Return int32[df]: the numbers of its documents in the whole index."""
        docs = self.arrays.documents(self.term)
        if self.base:
            docs += np.int32(self.base)
        return docs

    def repeated(self, base: int) -> Array:
        """Return intp: see `FieldArrays.repeated`, the postings counted from `base` on."""
        repeated = self.arrays.repeated(self.term)
        if base:
            repeated += base
        return repeated

    def weights(self) -> Array:
        """Return float32[df], the weights of the postings, or their frequencies where they have no others."""
        return self.arrays.weights_of(self.term)

    def positions(self) -> Array:
        """Return uint[sum of frequencies]: where the term stands, document after document.

        Raises:
            ValueError: the field has no positions.
        """
        return self.arrays.positions(self.term)

    def max_ratio(self, average: float) -> float:
        """Return a bound of ``w / (w + K)`` when the field's average length in the whole index is `average`."""
        growth = max(1.0, average / self.average) if self.average else 1.0
        return min(1.0, self.arrays.max_ratio(self.term) * growth)


class Postings(Probed):
    """The postings of one term over the whole index, n of them; deleted documents are left out.

    Its arrays are unpacked from the segments and joined when they are first asked for, and then kept.

    Args:
        parts: the postings in each segment that has the term.
        average: the field's average length in the whole index.
        live: bool[D], which documents of the whole index are not deleted; None if all are.
        charge: is told how many bytes are taken by what is kept.

    Attributes:
        df: how many documents have the term, cf: how often it occurs in all of them; both count deleted documents.
        max_ratio: no posting has a higher ``w / (w + K)``, w its weight, ``K = 1.2 (0.25 + 0.75 length / average)``.
    """

    __slots__ = ("_asked", "_kept", "_live", "_parts", "cf", "df", "max_ratio")

    def __init__(
        self, parts: Sequence[Part], average: float, universe: int, live: Array | None, charge: Callable[[int], None]
    ) -> None:
        self.df = sum(part.df for part in parts)
        super().__init__(self.df, universe, charge)
        self.cf = sum(part.arrays.cf(part.term) for part in parts)
        self.max_ratio = max(part.max_ratio(average) for part in parts)
        self._parts = parts
        self._live = live
        self._kept: dict[str, Array] = {}
        self._asked = 0

    @property
    def docs(self) -> Array:
        """int32[n], document numbers, ascending."""
        return self._keep("docs", self._join_docs)

    @property
    def frequencies(self) -> Array:
        """uint8[n] or wider, how often the term occurs in each document."""
        return self._keep("frequencies", self._join_frequencies)

    @property
    def weights(self) -> Array:
        """float32[n], what the postings weigh in scoring; their frequencies where they have no weights of their own."""
        if all(part.arrays.weights is None for part in self._parts):
            return self.frequencies
        return self._keep("weights", self._join_weights)

    @property
    def nbytes(self) -> int:
        """The memory it takes now."""
        return super().nbytes + sum(array.nbytes for array in list(self._kept.values()))

    def _keep(self, name: str, make: Callable[[], Array]) -> Array:
        kept = self._kept.get(name)
        if kept is None:
            kept = make()
            self._charge(kept.nbytes)
            self._kept[name] = kept
        return kept

    def _join_docs(self) -> Array:
        docs = joined([part.docs() for part in self._parts])
        if self._live is None:
            return docs
        return docs[self._keep("of live", lambda: self._live_ones(docs))]

    def _join_frequencies(self) -> Array:
        frequencies = counted(self.df, self._join_repeated())
        return frequencies if self._live is None else frequencies[self._of_live]

    def _join_weights(self) -> Array:
        weights = joined([part.weights() for part in self._parts]).astype(np.float32, copy=False)
        return weights if self._live is None else weights[self._of_live]

    @property
    def _of_live(self) -> Array:
        """bool[df], which postings are of documents that are not deleted, where any document is."""
        return self._keep("of live", lambda: self._live_ones(joined([part.docs() for part in self._parts])))

    def _live_ones(self, docs: Array) -> Array:
        assert self._live is not None
        return self._live.take(docs)

    def probe(self, wanted: Array) -> tuple[Array, Array]:
        """Look up some documents.

        Args:
            wanted: int32[m], without repeats.

        Returns:
            intp[k], the indexes in `wanted` of the documents that have the term; and [k], the postings' weights.
        """
        where = self.locate(wanted)
        here = (where >= 0).nonzero()[0]
        return here, self.weights.take(where.take(here))

    # --- positions ---

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
            return self._keep("places", self._all_places)
        places = self.docs.take(postings).astype(np.int64)
        places <<= PLACE_BITS
        if not len(self._repeated):
            places += self._positions.take(postings)
            return places
        begins, times = self._starts(postings), self.frequencies.take(postings)
        ends = times.cumsum(dtype=np.intp)
        begins -= ends
        begins += times
        begins = begins.repeat(times)
        begins += np.arange(len(begins))
        places = places.repeat(times)
        places += self._positions.take(begins)
        return places

    def _all_places(self) -> Array:
        places = self.docs.astype(np.int64)
        places <<= PLACE_BITS
        if len(self._repeated):
            places = places.repeat(self.frequencies)
        places += self._positions
        return places

    @property
    def _positions(self) -> Array:
        """uint[sum of frequencies], where the term stands, document after document."""
        return self._keep("positions", self._join_positions)

    def _join_positions(self) -> Array:
        positions = joined([part.positions() for part in self._parts])
        if self._live is None:
            return positions
        return positions[self._of_live.repeat(counted(self.df, self._join_repeated()))]

    @property
    def _repeated(self) -> Array:
        """intp, of the tokens beyond the first of a posting, each one's posting; see `FieldArrays.repeated`."""
        return self._keep("repeated", self._live_repeated)

    def _live_repeated(self) -> Array:
        repeated = self._join_repeated()
        if self._live is None:
            return repeated
        numbers = self._of_live.cumsum()
        numbers -= 1
        return numbers.take(repeated[self._of_live.take(repeated)])

    def _join_repeated(self) -> Array:
        bases = accumulate((part.df for part in self._parts[:-1]), initial=0)
        return joined([part.repeated(base) for part, base in zip(self._parts, bases, strict=True)])

    def _starts(self, postings: Array) -> Array:
        """Return intp[m]: where the positions of some postings begin."""
        if "starts" not in self._kept and len(postings) * _FEW < self.size:
            return postings + self._repeated.searchsorted(postings)
        return self._keep("starts", self._all_starts).take(postings)

    def _all_starts(self) -> Array:
        starts = self.frequencies.cumsum(dtype=np.intp)
        starts -= self.frequencies
        return starts

    def stands_at(self, places: Array) -> Array:
        """Return intp[m], ascending: the indexes of those of some places at which the term stands too.

        Args:
            places: int64[n], ascending.

        They are looked up among all of the term's places once those are made, which they are when it has been asked
        often enough; before that, among the places in the documents in question.
        """
        self._asked += _ASKING_COST + _PLACE_COST * len(places)
        if "places" not in self._kept and self._asked < _PLACES_COST * self.size:
            docs = (places >> PLACE_BITS).astype(np.int32)
            where = self.locate(distinct(docs))
            mine = self.places(where[where >= 0])
        else:
            mine = self.places()
        if not len(mine):
            return np.zeros(0, dtype=np.intp)
        found: Array = (mine.take(mine.searchsorted(places), mode="clip") == places).nonzero()[0]
        return found
