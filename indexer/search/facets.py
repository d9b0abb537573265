"""Facets: how the clauses found are spread over documents, issuers, years, sections and kinds. All are counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from indexer.codec.arrays import Array
from indexer.errors import UsageError
from indexer.reports import Facet, FacetValue
from indexer.search.lexicon import plain_headings
from indexer.store.clause_values import Section
from indexer.store.dates import NO_DAY
from indexer.store.view import View

_MOST = 50
"""So many values of a facet are given, the most frequent."""

_LONGEST_KIND = 8


class FacetCounter:
    """Counts in one view of an index; threads may share it.

    Args:
        view: of the index.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._numbers: dict[tuple[int, str], Array] = {}
        self._count: dict[str, Callable[[Array], Counter[str]]] = {
            "document": lambda clauses: self._counted(clauses, "document", str),
            "issuer": lambda clauses: self._counted(clauses, "issuer", str),
            "year": self._years,
            "section": self._sections,
            "kind": lambda clauses: self._counted(clauses, "title", kind_of),
        }

    def facet(self, name: str, clauses: Array) -> Facet:
        """Return a facet: its most frequent values, equally frequent ones in their order, and how many it has in all.

        Args:
            name: document, issuer, year, section or kind.
            clauses: int32[n], the first paragraphs of all clauses found.

        Raises:
            UsageError: there is no such facet.
        """
        count = self._count.get(name)
        if count is None:
            raise UsageError("there is no such facet", place=name, remedy=f"There are: {', '.join(self._count)}")
        counts = count(np.sort(clauses))
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        return Facet(name, len(counts), tuple(FacetValue(value, self._label(name, value), n) for value, n in best))

    def _label(self, name: str, value: str) -> str:
        return self._view.document(self._view.entry(value).first).title if name == "document" else value

    def _counted(self, clauses: Array, stored: str, told: Callable[[str], str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for value, count in self._values(clauses, stored):
            counts[told(value)] += count
        return counts

    def _values(self, clauses: Array, stored: str) -> Iterator[tuple[str, int]]:
        """Yield the values of a stored field that some clauses have, and how many of a segment have each."""
        for leaf in self._view.snapshot.leaves:
            low, high = clauses.searchsorted((leaf.base, leaf.base + leaf.count))
            if low == high:
                continue
            own = clauses[low:high] - leaf.base
            column = leaf.documents.stored_column(stored)
            if column is None:
                yield "", len(own)
                continue
            numbers = self._numbers.get((leaf.base, stored))
            if numbers is None:
                numbers = self._numbers[leaf.base, stored] = column.numbers().astype(np.int32)
            _, first, counts = np.unique(numbers.take(own), return_index=True, return_counts=True)
            for docnum, count in zip(own.take(first).tolist(), counts.tolist(), strict=True):
                yield column.text(docnum), count

    def _years(self, clauses: Array) -> Counter[str]:
        days, counts = np.unique(self._view.days.take(clauses), return_counts=True)
        years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        found: Counter[str] = Counter()
        for day, year, count in zip(days.tolist(), years.tolist(), counts.tolist(), strict=True):
            found["" if day == NO_DAY else f"{year:04}"] += count
        return found

    def _sections(self, clauses: Array) -> Counter[str]:
        """Return the headings right below the titles, without their labels: 法律责任 for 第六章 法律责任 of any law."""
        counts: Counter[str] = Counter()
        for value, count in self._values(clauses, "section"):
            path = Section.read(value).path
            counts[self._headings.get(path[1], path[1]) if len(path) > 1 else ""] += count
        return counts

    @cached_property
    def _headings(self) -> dict[str, str]:
        return plain_headings(self._view.snapshot)


def kind_of(title: str) -> str:
    """Return what kind of document a title names: what it ends with, brackets left out; "" if that is none known."""
    told = title.replace("(", "（").partition("（")[0].strip()
    ends = (told[at:] for at in range(max(len(told) - _LONGEST_KIND, 0), len(told)))
    return next((end for end in ends if end in _kinds()), "")


@cache
def _kinds() -> frozenset[str]:
    lines = Path(__file__).with_name("kinds.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
