"""What words' lists of groups say that they take."""

from collections.abc import Callable

import numpy as np
import pytest

from indexer.search.executor.scoring import Listed
from indexer.search.executor.word_groups import Account, Groups, WordGroups, WordLists


def shelved(lists: WordLists) -> WordLists:
    """Return lists as a shelf gives them back: they take no memory but for their objects."""
    made = [
        Listed.mapped((each.docs, each.scores()), each.bound, each.order, 1000, lambda _: None)
        for each in (lists.documents, lists.groups)
    ]
    return WordLists(*lists[:3], *made)


@pytest.mark.parametrize("shelve", [None, shelved])
@pytest.mark.parametrize("count", [1, 2])
def test_making_the_list_charges_what_the_word_takes_more(
    count: int, shelve: Callable[[WordLists], WordLists] | None
) -> None:
    """What the list was made of is given back when it is let go, and so is a list of which the shelf has a copy."""
    charged: list[int] = []
    groups = Groups(np.arange(1000, dtype=np.int32) // 4 * 4, charged.append)
    account = Account(charged.append)
    docs = np.arange(0, 1000, 2, dtype=np.int32)
    parts = [Listed(docs, np.ones(len(docs), dtype=np.float32), 1000, account) for _ in range(count)]
    for part in parts:
        account(part.nbytes)
    word = WordGroups(parts, groups, account, shelve)
    before = word.nbytes - sum(charged)
    assert len(word.docs) == 250
    assert word.nbytes - sum(charged) == before
    if shelve is not None:
        assert word.nbytes < parts[0].nbytes
