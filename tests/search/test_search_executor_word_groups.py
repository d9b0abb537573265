"""What words' lists of groups say that they take, and what the few documents apart keep for the next word."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.executor.scoring import Listed
from indexer.search.executor.word_groups import Account, Few, Groups, WordGroups, WordLists


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


@given(st.sets(st.integers(0, 99), min_size=1), st.lists(st.sets(st.integers(0, 24)), min_size=1), st.data())
def test_a_few_documents_tell_the_same_of_groups_whatever_was_asked_before(
    few: set[int], asked: list[set[int]], data: st.DataObject
) -> None:
    groups = Groups(np.arange(100, dtype=np.int32) // 4 * 4, lambda _: None)
    docs = np.array(sorted(few), dtype=np.int32)
    scores = np.arange(1, len(docs) + 1, dtype=np.float32)
    apart = Few(Listed(docs, scores, 100, lambda _: None), groups)
    arrays = [np.array(sorted(some), dtype=np.int32) * 4 for some in asked]
    for wanted in data.draw(st.lists(st.sampled_from(arrays), max_size=6)):
        here, which = apart.among(wanted)
        assert apart.groups[which].tolist() == wanted[here].tolist()
        assert set(wanted[here].tolist()) == {doc // 4 * 4 for doc in few} & set(wanted.tolist())
        told = dict(zip(docs.tolist(), scores.tolist(), strict=True))
        assert apart.probe(wanted).tolist() == [told.get(doc, 0.0) for doc in wanted.tolist()]
