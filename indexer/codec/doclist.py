"""Sorted lists of document numbers in which others are found quickly."""

import math
from collections.abc import Callable

import numpy as np

from indexer.codec.arrays import Array

_SEARCH_COST = 20
"""What finding one number by bisection costs, in nanoseconds (measured); from a table it is about 2."""

_ENTRY_COST, _NUMBER_COST = 0.5, 2
"""What making a table costs for each of its entries, and for each number of the list, in nanoseconds (measured)."""

_SPARSEST, _ENTRIES = 32, 3_000_000
"""A list in which fewer than one in `_SPARSEST` documents stand has no table; and the more documents the index has, the
fewer lists have one: by Zipf's law about 4 n terms are in more than one in n documents, so all tables have about 4
`_ENTRIES` entries."""


def locate(docs: Array, wanted: Array) -> Array:
    """Find document numbers in a sorted list by bisection.

    Args:
        docs: int32[n], ascending, without repeats.
        wanted: int32[m], in any order (ascending is fastest).

    Returns:
        intp[m]: for each wanted number its index in `docs`, -1 where it is not there.
    """
    if len(docs) == 0:
        return np.full(len(wanted), -1, dtype=np.intp)
    where = docs.searchsorted(wanted)
    where[docs.take(where, mode="clip") != wanted] = -1
    return where


class Probed:
    """A sorted list of document numbers that can be probed with others; subclasses say where they are.

    A list is probed by bisection until that has cost as much as a table with an entry for every document of the index
    would cost; then the table is made, and kept. So a list that is seldom probed takes no memory, and none takes more
    than twice the time of the better way (the "ski rental" rule). Sparse lists have no table, it would be all memory.

    Args:
        size: how many documents the list has, about.
        universe: the number of documents of the index.
        charge: is told how many bytes the list grew by, when it makes its table.
    """

    __slots__ = ("_charge", "_probed", "_table", "_worth", "size", "universe")

    def __init__(self, size: int, universe: int, charge: Callable[[int], None]) -> None:
        self.size = size
        self.universe = universe
        self._charge = charge
        self._probed = 0
        self._worth = (universe * _ENTRY_COST + size * _NUMBER_COST) / _SEARCH_COST
        if size * min(_SPARSEST, _ENTRIES / (universe or 1)) < universe:
            self._worth = math.inf
        self._table: Array | None = None

    @property
    def docs(self) -> Array:
        """int32[n], ascending, without repeats; it does not change."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def nbytes(self) -> int:
        """The memory its table takes now; a subclass adds what else it holds."""
        return 0 if self._table is None else int(self._table.nbytes)

    def locate(self, wanted: Array) -> Array:
        """Return an integer array [m]: the index of each wanted document number in `docs`, -1 where it is not there.

        Args:
            wanted: int32[m], from 0 to `universe` - 1.
        """
        table = self._table_for(len(wanted))
        return locate(self.docs, wanted) if table is None else table.take(wanted)

    def _table_for(self, count: int) -> Array | None:
        """Return the table, if there is one or one is worth making now that so many more numbers are looked for."""
        table = self._table
        if table is None:
            # Threads may count over each other here: then the table is made a little later, or twice.
            self._probed += count
            if self._probed >= self._worth:
                table = self._tabulate()
        return table

    def _tabulate(self) -> Array:
        table = np.full(self.universe, -1, dtype=np.int32)
        table[self.docs.astype(np.intp)] = np.arange(len(self.docs), dtype=np.int32)
        self._table = table
        self._charge(table.nbytes)
        return table


class DocList(Probed):
    """A list of document numbers that are at hand.

    Args:
        docs: int32[n], ascending, without repeats; not changed afterwards.
        universe, charge: as for `Probed`.
    """

    __slots__ = ("_docs",)

    def __init__(self, docs: Array, universe: int, charge: Callable[[int], None]) -> None:
        super().__init__(len(docs), universe, charge)
        self._docs = docs

    @property
    def docs(self) -> Array:
        """int32[n], ascending, without repeats; it does not change."""
        return self._docs
