"""Words' lists on a shelf (`indexer.codec.shelf`): what one process of a batch has made serves all of them."""

from collections.abc import Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.shelf import Shelf
from indexer.search.executor.scoring import Listed
from indexer.search.executor.word_groups import Groups, WordGroups, WordLists


class ShelvedWords:
    """Gets words from a shelf, and puts there the lists that are made of others.

    Args:
        shelf: that of the index's snapshot.
        groups: the groups.
    """

    def __init__(self, shelf: Shelf, groups: Groups) -> None:
        self._shelf = shelf
        self._groups = groups

    def get(self, key: str) -> WordGroups | None:
        """Return a word whose lists are on the shelf, None if they are not."""
        found = self._shelf.get(key)
        if found is None:
            return None
        numbers, *arrays = found
        size, bound, order, *told = numbers.tolist()
        return WordGroups.of(WordLists(int(size), bound, order, *self._mapped(arrays, told)), self._groups)

    def put(self, key: str, lists: WordLists) -> WordLists:
        """Return a word's lists as they are on the shelf, or as they were if there is no room."""
        documents, groups = lists.documents, lists.groups
        told = [documents.bound, documents.order, groups.bound, groups.order]
        numbers = np.array([lists.size, lists.bound, lists.order, *told], dtype=np.float64)
        put = self._shelf.put(key, (numbers, documents.docs, documents.scores(), groups.docs, groups.scores()))
        return lists if put is None else WordLists(*lists[:3], *self._mapped(put[1:], told))

    def _mapped(self, arrays: Sequence[Array], told: Sequence[float]) -> tuple[Listed, Listed]:
        """Return the lists of documents and of groups, given their arrays, bounds and orders."""
        docs, scores, groups, highest = arrays
        count, charge = self._groups.count, self._groups.charge
        return (
            Listed.mapped((docs, scores), told[0], told[1], count, charge),
            Listed.mapped((groups, highest), told[2], told[3], count, charge),
        )
