"""Scored lists: the postings of a term with the BM25F score of each, made when first needed and kept.

Whatever has the attributes and methods of `ScoredList` can be united, intersected and ranked by `maxscore`: a term
here, a word over several fields and all paragraphs of a clause in `grouped`.
"""

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.doclist import DocList
from indexer.codec.generations import ABSENT
from indexer.codec.postings import Postings
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.kernels import bm25

_SLACK = 1.0 + 1e-5
"""Bounds are raised by this, so that rounding never brings a score above its bound."""

_PROBE_COST = 16
"""When a sixteenth of a list has been probed, its scores are made and kept."""

_PATIENCE = 8
"""A list of given scores is probed so many times as much as a term's before it takes a table."""

_OBJECTS = 512
"""Bytes a list of mapped arrays takes."""

_K1, _B = 1.2, 0.75
"""The parameters for which the codec keeps bounds (`Postings.max_ratio`)."""


class Unsupported(Exception):  # noqa: N818 - it is a branch taken, not an error that anybody sees
    """The executor does not know this kind of query, field or weighting: Whoosh's own matchers must answer."""


class ScoredList(Protocol):
    """Document numbers, n of them, with a score each."""

    @property
    def docs(self) -> Array:
        """int32[n], ascending."""

    @property
    def size(self) -> int:
        """How many documents it has, about: what it costs to go through them."""

    @property
    def bound(self) -> float:
        """No score is higher."""

    @property
    def order(self) -> float:
        """Lists are added up in descending order of this number, whatever the segments.

        So a document's score comes out the same to the last bit whichever way it is computed.
        """

    def scores(self) -> Array:
        """Return float32[n + 1]: the scores and a 0 after them, which is what index -1 gives."""

    def locate(self, wanted: Array) -> Array:
        """Return int[m]: the index of each wanted document (int32[m]) in `docs`, -1 where it is not there."""

    def scores_at(self, where: Array, docs: Array) -> Array:
        """Return float32[m]: the scores of the postings with these indexes, whose documents are `docs`."""

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted document (int32[m]), 0 where it is not in the list."""


class TermScores:
    """The postings of one term and their scores under BM25F; see `ScoredList`.

    Args:
        postings: the postings.
        factor: ``idf (k1 + 1)``; 1 if the field is not scored.
        norms: float32[D], the length norm of each document; None if the field is not scored, then a posting's score is
            its weight, as in Whoosh.
        bound: no score is higher.
        charge: is told how many bytes the list grew by, when it makes its scores.
    """

    __slots__ = ("_charge", "_factor", "_norms", "_probed", "_scores", "bound", "locate", "order", "postings", "size")

    def __init__(
        self, postings: Postings, factor: float, norms: Array | None, bound: float, charge: Callable[[int], None]
    ) -> None:
        self.postings = postings
        self.size = postings.size
        self.locate = postings.locate
        self.bound = bound * _SLACK
        self.order = factor
        self._factor = factor
        self._norms = norms
        self._charge = charge
        self._probed = 0
        self._scores: Array | None = None

    @property
    def docs(self) -> Array:
        """int32[n], ascending: the documents that have the term."""
        return self.postings.docs

    @property
    def nbytes(self) -> int:
        """The memory it takes now, besides views of files."""
        return self.postings.nbytes + (0 if self._scores is None else int(self._scores.nbytes))

    def scores(self) -> Array:
        """Return float32[n + 1], the scores and a 0 after them; kept once made."""
        made = self._scores
        if made is None:
            made = np.zeros(len(self.docs) + 1, dtype=np.float32)
            made[:-1] = self._compute(self.postings.weights, self.docs)
            self._charge(made.nbytes)
            self._scores = made
        return made

    def scores_at(self, where: Array, docs: Array) -> Array:
        """Return float32[m]: the scores of the postings with these indexes, whose documents are `docs`."""
        if self._scores is not None:
            scores: Array = self._scores.take(where)
            return scores
        return self._compute(self.postings.weights.take(where), docs)

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted document (int32[m]), 0 where it is not in the list."""
        self._probed += len(wanted) + _PROBE_COST
        if self._scores is not None or self._probed * _PROBE_COST > self.size:
            kept: Array = self.scores().take(self.locate(wanted))
            return kept
        found, weights = self.postings.probe(wanted)
        scores = np.zeros(len(wanted), dtype=np.float32)
        scores[found] = self._compute(weights, wanted.take(found))
        return scores

    def _compute(self, weights: Array, docs: Array) -> Array:
        if self._norms is None:
            return weights.astype(np.float32)
        return bm25(weights, self._norms.take(docs), self._factor)


class Listed(DocList):
    """A scored list made of given scores; see `ScoredList`.

    It is slow to take a table: there are many such lists, and the memory keeps more of them.

    Args:
        docs: int32[n], ascending.
        scores: float32[n], positive.
        universe, charge: as for `DocList`.
    """

    __slots__ = ("_held", "_scores", "bound", "order")

    def __init__(self, docs: Array, scores: Array, universe: int, charge: Callable[[int], None]) -> None:
        super().__init__(docs, universe, charge)
        self._worth *= _PATIENCE
        whole = np.empty(len(scores) + 1, dtype=np.float32)
        whole[:-1] = scores
        whole[-1] = 0
        self._scores = whole
        self._held = docs.nbytes + whole.nbytes
        self.bound = self.order = float(np.maximum.reduce(whole))

    @classmethod
    def mapped(
        cls, arrays: tuple[Array, Array], bound: float, order: float, universe: int, charge: Callable[[int], None]
    ) -> "Listed":
        """Return a list of two arrays in a mapped file: int32[n], and float32[n + 1], whose last is 0.

        It never takes a table: that would be memory of this process, which the mapped list is to spare.
        """
        docs, scores = arrays
        listed = cls.__new__(cls)
        DocList.__init__(listed, docs, universe, charge)
        listed._worth = math.inf
        listed._scores = scores
        listed._held = _OBJECTS
        listed.bound = bound
        listed.order = order
        return listed

    @property
    def nbytes(self) -> int:
        """The memory it takes now."""
        return int(super().nbytes + self._held)

    def scores(self) -> Array:
        """Return float32[n + 1], the scores and a 0 after them."""
        return self._scores

    def scores_at(self, where: Array, docs: Array) -> Array:  # noqa: ARG002 - the protocol's signature
        """Return float32[m]: the scores of the postings with these indexes."""
        scores: Array = self._scores.take(where)
        return scores

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted document (int32[m]), 0 where it is not in the list."""
        if not self.size or self._table_for(len(wanted)) is not None:
            found: Array = self._scores.take(self.locate(wanted))
            return found
        where = self._docs.searchsorted(wanted)
        scores: Array = self._scores.take(where)
        scores *= self._docs.take(where, mode="clip") == wanted  # a call less than `locate` takes
        return scores


class Boosted:
    """A scored list whose scores are multiplied by a positive number; see `ScoredList`."""

    __slots__ = ("_boost", "_list", "bound", "locate", "order", "size")

    def __init__(self, scored: ScoredList, boost: float) -> None:
        self._list = scored
        self._boost = np.float32(boost)
        self.size = scored.size
        self.locate = scored.locate
        self.bound = scored.bound * boost
        self.order = scored.order * boost

    @property
    def docs(self) -> Array:
        """int32[n], ascending."""
        return self._list.docs

    def scores(self) -> Array:
        """Return float32[n + 1], the scores and a 0 after them."""
        boosted: Array = self._list.scores() * self._boost
        return boosted

    def scores_at(self, where: Array, docs: Array) -> Array:
        """Return float32[m]: the scores of the postings with these indexes, whose documents are `docs`."""
        boosted: Array = self._list.scores_at(where, docs) * self._boost
        return boosted

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted document (int32[m]), 0 where it is not in the list."""
        boosted: Array = self._list.probe(wanted) * self._boost
        return boosted


class Scorer:
    """Gives the scored list of a term under one BM25F weighting.

    The formula is that of `whoosh.scoring.BM25F`: ``idf = log(D / (df + 1)) + 1``, average length over all documents,
    both with deleted documents counted.

    Args:
        snapshot: the index.
        weighting: a `whoosh.scoring.BM25F`; None for one with its default parameters.

    Raises:
        Unsupported: it is another weighting, or a subclass that may score otherwise.
    """

    def __init__(self, snapshot: Snapshot, weighting: Any) -> None:
        self.snapshot = snapshot
        self._k1, self._b = _K1, _B
        self._field_b: dict[str, float] = {}
        if weighting is not None:
            self._take_parameters(weighting)
        self._family = ("scores", self._k1, self._b, tuple(sorted(self._field_b.items())))

    def _take_parameters(self, weighting: Any) -> None:
        from whoosh.scoring import BM25F

        if type(weighting) is not BM25F:
            raise Unsupported(f"weighting {type(weighting).__name__}")
        self._k1 = float(weighting.K1)
        self._b = float(weighting.B)
        self._field_b = dict(weighting._field_B)

    def term(self, fieldname: str, text: str | bytes) -> TermScores | None:
        """Return the scored list of a term, None if no document has it or the field cannot have it."""
        key = (self._family, fieldname, text)
        found: TermScores | None = self.snapshot.cache.get(key)
        if found is ABSENT:
            found = self.gather(fieldname, text, self.snapshot.cache.charge)
            self.snapshot.cache.put(key, found)
        return found

    def gather(self, fieldname: str, text: str | bytes, charge: Callable[[int], None]) -> TermScores | None:
        """Return what `term` does, made anew, for the caller to keep.

        Args:
            fieldname: the field.
            text: the term.
            charge: is told how many bytes the list grew by, whenever it does.
        """
        snapshot = self.snapshot
        known = snapshot.term_of(fieldname, text)
        if known is None:
            return None
        term, is_scored = known
        postings = snapshot.gather(fieldname, term, charge)
        if postings is None:
            return None
        if not is_scored:
            bound = float(postings.weights.max(initial=0))
            return TermScores(postings, 1.0, None, bound, charge)
        b = self._field_b.get(fieldname, self._b)
        factor = (math.log(snapshot.count / (postings.df + 1)) + 1) * (self._k1 + 1)
        ratio = postings.max_ratio if (self._k1, b) == (_K1, _B) else 1.0
        norms = snapshot.length_norms(fieldname, self._k1, b)
        return TermScores(postings, factor, norms, factor * ratio, charge)
