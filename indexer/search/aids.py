"""Help to find, beside the search itself: suggestions, corrections, facets, orders, clauses like one.

`Searcher.aids` makes this when the first of these is asked for; a search that finds what was typed needs none of it.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.arrays import Array
from indexer.errors import UsageError
from indexer.query import Field, Literal, Node, Not, Words
from indexer.query.tree import children
from indexer.reports import Facet
from indexer.search.did_you_mean import Corrector
from indexer.search.executor.grouped import GroupedTop
from indexer.search.facets import FacetCounter
from indexer.search.lexicon import Lexicon
from indexer.search.similar import SimilarClauses
from indexer.search.suggest import Suggester
from indexer.store.view import View

_WORD_FIELDS = ("text", "heading", "title")


class Aids:
    """What helps to find in one view of an index; threads may share it.

    Args:
        view: of the index.
        tokenizer: cuts as the index was cut.
    """

    def __init__(self, view: View, tokenizer: Tokenizer) -> None:
        self._view = view
        self._tokenizer = tokenizer
        self._lexicon = Lexicon(view.snapshot)

    @cached_property
    def suggester(self) -> Suggester:
        """Suggests while somebody types."""
        return Suggester(self._view, self._lexicon)

    @cached_property
    def similar(self) -> SimilarClauses:
        """Finds clauses like one."""
        return SimilarClauses(self._view, self._tokenizer)

    @cached_property
    def _corrector(self) -> Corrector:
        return Corrector(self._view.snapshot, self._lexicon)

    @cached_property
    def _counter(self) -> FacetCounter:
        return FacetCounter(self._view)

    def did_you_mean(self, query: str, tree: Node, found: Callable[[str], bool]) -> tuple[str, ...]:
        """Return queries that may have been meant; see `Corrector.did_you_mean`."""
        return self._corrector.did_you_mean(query, list(_terms(tree)), found)

    def facets(self, names: tuple[str, ...], clauses: Array) -> tuple[Facet, ...]:
        """Return facets of all clauses found (int32[n]); see `FacetCounter.facet`."""
        return tuple(self._counter.facet(name, clauses) for name in dict.fromkeys(names))

    def order(self, top: GroupedTop, order: str) -> Array:
        """Return intp[n]: the places of all that was found, in another order.

        Args:
            top: all that was found, best first.
            order: relevance; date: the newest documents first, those without a date last, the best of a day first; or
                document: as they stand in the index.

        Raises:
            UsageError: there is no such order.
        """
        if order == "relevance":
            return np.arange(len(top.groups))
        if order == "date":
            return np.argsort(-self._view.days.take(top.groups).astype(np.int64), kind="stable")
        if order == "document":
            return np.argsort(top.groups)
        raise UsageError("there is no such order", place=order, remedy="There are: relevance, date, document")


def _terms(node: Node) -> Iterator[str]:
    """Yield the terms and literals of a query that are to stand somewhere, as typed."""
    match node:
        case Words(text) | Literal(text):
            yield text
        case Not():
            return
        case Field(name) if name not in _WORD_FIELDS:
            return
        case _:
            for child in children(node):
                yield from _terms(child)
