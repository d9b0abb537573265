"""Clauses that say what was typed and nothing else, such as the chapter 第三章 工伤认定 for 工伤认定."""

from bisect import bisect_left, bisect_right
from zlib import crc32

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.clauses import Found
from indexer.search.executor.grouped import GroupedTop
from indexer.store.columns import likeness
from indexer.store.view import View

_SCANS = 8
"""So many queries are looked up by a scan before a sorted table is made."""


class ExactClauses:
    """Finds the clauses of a view that say exactly what was typed, whatever their labels; threads may share it.

    Args:
        view: of the index.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._asked = 0
        self._table: tuple[memoryview, Array] | None = None

    def find(self, normal: str) -> Array:
        """Return int32[n], ascending: the first paragraphs of the clauses that say this, which is a normal form."""
        says = crc32("".join(normal.split()).encode("utf-8", "surrogatepass"))
        firsts = self._alike(says - (says >> 31 << 32))  # as an int32
        if not len(firsts):
            return firsts
        found: Array = firsts[self._view.clause_of.take(firsts) == firsts].astype(np.int32)
        return found

    def _alike(self, says: int) -> Array:
        """Return int[n], ascending: the paragraphs of the clauses with this hash."""
        if self._table is None:
            every = likeness(self._view)
            self._asked += 1
            if self._asked < _SCANS:
                return np.flatnonzero(every == says)
            order = every.argsort(kind="stable")
            self._table = every.take(order).data, order
        values, order = self._table
        found: Array = order[bisect_left(values, says) : bisect_right(values, says)]
        return found


def exact_first(found: Found, exact: Array, limit: int, pinned: Array | None = None) -> Found:
    """Return what was found with some clauses (int32[n]) before all others; `pinned` says which paragraphs to show."""
    top = found.top
    exact = exact[:limit]
    shown = exact if pinned is None else pinned[:limit]
    others = np.flatnonzero(~np.isin(top.groups, exact))[: limit - len(exact)]
    highest = float(top.scores.max(initial=0)) + 1
    zeros = np.zeros(len(exact), dtype=np.float32)
    features = {name: np.append(zeros, values.take(others)) for name, values in found.features.items()}
    if features:
        features["exact"] = np.append(zeros + np.float32(highest), np.zeros(len(others), dtype=np.float32))
    best = GroupedTop(
        np.append(shown, top.docs.take(others)),
        np.append(exact, top.groups.take(others)),
        np.append(zeros + np.float32(highest), top.scores.take(others)),
        max(top.total, len(exact)),
    )
    return found._replace(top=best, features=features)
