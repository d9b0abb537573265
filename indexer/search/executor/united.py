"""Scored lists of documents united to one: a word in the fields it may stand in."""

from collections.abc import Callable, Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.executor.kernels import add_at, insert_sums, merge_sums
from indexer.search.executor.results import Scored
from indexer.search.executor.scoring import Listed, ScoredList

MAKING_COST, LOOKING_COST = 3, 800
"""Uniting lists costs, a posting, what looking up so many documents does (measured: 15, 5 ns); and a look into a list
costs, besides, as much as so many documents (4 µs)."""

_LESS = 4
"""Lists of so many times fewer documents are inserted into the first."""

_DENSE = 12
"""Lists of one in so many documents together are added up in an array of all documents."""


def unite(lists: Sequence[Scored], universe: int) -> Scored:
    """Return the union of scored lists, at least one; the scores of a document are added in the order of the lists.

    Args:
        lists: their scores are positive.
        universe: the number of documents of the index.
    """
    first, *others = lists
    if all(len(other.docs) * _LESS <= len(first.docs) for other in others):
        for other in others:
            if len(other.docs):
                first = Scored(*insert_sums(*first, *other))
        return first
    if sum(len(scored.docs) for scored in lists) * _DENSE < universe:
        return Scored(*merge_sums([scored.docs for scored in lists], [scored.scores for scored in lists]))
    sums = np.zeros(universe, dtype=np.float32)
    for docs, scores in lists:
        add_at(sums, docs, scores)
    found = sums.nonzero()[0]
    return Scored(found.astype(np.int32), sums.take(found))


class United:
    """Several scored lists of documents as one, in which their scores are added; see `ScoredList`.

    It is looked up in the parts until that has cost as much as uniting them; then they are united, and dropped.
    Threads may share it: at worst two unite the parts at once, to the same list.

    Args:
        parts: the lists, at least one.
        universe: the number of documents of the index.
        charge: is told how many bytes it grew by when the parts are united.
    """

    __slots__ = ("_charge", "_list", "_parts", "_spent", "_universe", "bound", "order", "size")

    def __init__(self, parts: Sequence[ScoredList], universe: int, charge: Callable[[int], None]) -> None:
        self._parts = parts
        self._universe = universe
        self._charge = charge
        self._list: Listed | None = None
        self._spent = 0
        self.size = sum(part.size for part in parts)
        self.bound = sum(part.bound for part in parts)
        self.order = max(part.order for part in parts)

    @property
    def nbytes(self) -> int:
        """The memory it takes now."""
        return sum(part.nbytes for part in self.parts)

    @property
    def parts(self) -> Sequence[ScoredList]:
        """The lists that it unites; the united one alone once it is made."""
        parts = self._parts  # before the next line: they are dropped after that is set
        return parts if self._list is None else (self._list,)

    @property
    def docs(self) -> Array:
        """int32[n], ascending."""
        return self._made().docs

    def scores(self) -> Array:
        """Return float32[n + 1], the scores and a 0 after them."""
        return self._made().scores()

    def whole(self) -> Scored:
        """Return all documents and scores, without keeping them if they are not yet kept."""
        return unite([part.whole() for part in self.parts], self._universe)

    def locate(self, wanted: Array) -> Array:
        """Return int[m]: the index of each wanted document (int32[m]) in `docs`, -1 where it is not there."""
        return self._made().locate(wanted)

    def scores_at(self, where: Array, docs: Array) -> Array:
        """Return float32[m]: the scores of the documents with these indexes, which are `docs`."""
        return self._made().scores_at(where, docs)

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted document (int32[m]), 0 where it is not in the list."""
        parts = self._parts  # as above
        if self._list is None:
            self._spent += (len(wanted) + LOOKING_COST) * len(parts)
            if self._spent < self.size * MAKING_COST:
                sums = np.zeros(len(wanted), dtype=np.float32)
                for part in parts:
                    sums += part.probe(wanted)
                return sums
        return self._made().probe(wanted)

    def _made(self) -> Listed:
        parts = self._parts  # as above
        made = self._list
        if made is None:
            made = Listed(*unite([part.whole() for part in parts], self._universe), self._universe, self._charge)
            self._charge(made.nbytes)
            self._list = made
            self._parts = ()
        return made
