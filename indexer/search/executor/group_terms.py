"""Grams and characters as they occur in whole groups of documents: BM25 with the group as the unit.

Words are scored in single paragraphs (`grouped`); what a question shares with a clause character by character is seen
only in the clause as a whole. Both come from the places of character bigrams (`indexer.codec.placed`): those of a gram,
and for a character those of all grams that begin with it, which is everywhere it stands.
"""

import math

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.generations import ABSENT
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.kernels import add_at, bm25, run_bounds
from indexer.search.executor.results import MappedScored, Scored

K1, B = 1.2, 0.75
"""BM25's parameters, as for words (docs/ranking.md)."""

FIELD = "literal"
"""The field of character bigrams."""


class GroupTerms:
    """Scores grams and characters in the groups of an index; threads may share it.

    Args:
        snapshot: of the index.
        firsts: int32[G], the first document of each group, ascending.
    """

    def __init__(self, snapshot: Snapshot, firsts: Array) -> None:
        self._snapshot = snapshot
        self._bounds = np.append(snapshot.text_starts(FIELD)[:-1].take(firsts), snapshot.text_starts(FIELD)[-1])
        self._live = None if snapshot.live is None else snapshot.live.take(firsts)
        self._family = object()
        lengths = np.diff(self._bounds)
        self._norms = (K1 * (1 - B + B * lengths / (lengths.mean() if len(lengths) else 1.0))).astype(np.float32)

    def sums(self, terms: list[str]) -> Array:
        """Return float32[G]: the sum of the scores of some bigrams or single characters in each group."""
        sums = np.zeros(len(self._norms), dtype=np.float32)
        for term in terms:
            add_at(sums, *self.scores(term))
        return sums

    def scores(self, term: str) -> Scored:
        """Return the numbers of the groups that have a bigram or a single character, and its scores there."""
        cache = self._snapshot.cache
        key = (self._family, term)
        made: Scored = cache.get(key)
        if made is ABSENT:
            shelf = self._snapshot.shelf
            if shelf is None:
                made = self._make(term)
            else:
                arrays, shelved = shelf.kept(f"group term {term}", lambda: self._make(term))
                made = MappedScored(*arrays) if shelved else Scored(*arrays)
            cache.put(key, made)
        return made

    def _make(self, term: str) -> Scored:
        return self._scored(*self._counted(self._places(term)))

    def _places(self, term: str) -> Array:
        if len(term) == 1:
            return self._snapshot.places_of_prefix(FIELD, term.encode())
        found = self._snapshot.places(FIELD, term.encode())
        return np.zeros(0, dtype=np.intp) if found is None else found.places

    def _counted(self, places: Array) -> tuple[Array, Array]:
        """Return intp[n], the groups that have any of some places, which ascend; and int[n], how many of them each."""
        if len(places) < len(self._bounds):  # what is searched for should be the less
            of = self._bounds.searchsorted(places, side="right")
            bounds = run_bounds(of)
            groups, counts = of.take(bounds[:-1]) - 1, np.diff(bounds)
        else:
            every = np.diff(places.searchsorted(self._bounds.astype(places.dtype, copy=False)))
            groups = (every > 0).nonzero()[0]
            counts = every.take(groups)
        if self._live is None:
            return groups, counts
        alive = self._live.take(groups).nonzero()[0]
        return groups.take(alive), counts.take(alive)

    def _scored(self, groups: Array, counts: Array) -> Scored:
        idf = math.log(1 + (len(self._norms) - len(groups) + 0.5) / (len(groups) + 0.5))
        return Scored(groups.astype(np.int32), bm25(counts, self._norms.take(groups), idf * (K1 + 1)))
