"""Near spellings: Levenshtein's distance, as Whoosh's automaton has it, over the terms of every segment."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.search.spelling import distances, near_spellings

TEXTS = st.text("户籍藉口ab", min_size=1, max_size=5)


def levenshtein(first: str, second: str) -> int:
    """The readable version: the usual table, row by row."""
    row = list(range(len(second) + 1))
    for at, one in enumerate(first, 1):
        before, row = row, [at]
        for place, other in enumerate(second, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (one != other)))
    return row[-1]


@given(st.integers(1, 5), st.data(), TEXTS, st.integers(0, 3))
def test_distances_are_levenshteins_as_far_as_they_are_asked_for(
    length: int, data: st.DataObject, text: str, most: int
) -> None:
    words = data.draw(st.lists(st.text("户籍藉口ab", min_size=length, max_size=length), max_size=6))
    columns = np.array([[ord(word[at]) for word in words] for at in range(length)], dtype=np.uint32)
    told = distances(columns.reshape(length, len(words)), text, most).tolist()
    expected = [levenshtein(word, text) for word in words]
    assert [min(one, most + 1) for one in told] == [min(one, most + 1) for one in expected]


@pytest.mark.parametrize("text", ["户藉", "户", "户籍", "要素市厂", "市场化配制", "xyz", "准入年线", "二〇二五年"])
@pytest.mark.parametrize("edits", [1, 2])
def test_they_are_those_of_whooshs_automaton(seeded: ClauseIndex, text: str, edits: int) -> None:
    snapshot = seeded._store.view.snapshot
    expected = snapshot.reader.terms_within("text", text, edits, prefix=1 if len(text) > 2 else 0)
    assert near_spellings(snapshot, "text", text, edits) == sorted(expected)


def test_the_terms_of_all_segments_are_looked_through(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        for number, text in enumerate(("户籍 户口簿", "户口本 户籍", "窗户")):
            (tmp_path / f"{number}.txt").write_text(text, "utf-8")
            index.add(tmp_path / f"{number}.txt")
        snapshot = index._store.view.snapshot
        assert len(snapshot.leaves) > 1
        assert near_spellings(snapshot, "text", "户口", 1) == ["户口", "户口本", "户口簿", "户籍"]
        assert near_spellings(snapshot, "title", "没有", 1) == []
