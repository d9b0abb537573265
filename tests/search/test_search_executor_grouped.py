"""Words found anywhere in a group of documents: held against a plain reading of every group."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import numpy as np
import pytest
from executor_corpora import RARE, WORDS, Corpus, Meaning, corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.scoring import BM25F

from indexer.codec.arrays import Array
from indexer.codec.shelf import Shelf
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.executor import Executor
from indexer.search.executor.grouped import Alternative, GroupedSearch, Word
from indexer.search.executor.results import Scored


@st.composite
def words(draw: st.DrawFn) -> Word:
    """A word in one to three fields, at times as a phrase, at times not in the index."""

    def alternative() -> Alternative:
        term = st.sampled_from([*WORDS, *RARE, "没有"])
        terms = draw(st.lists(term, min_size=1, max_size=draw(st.sampled_from([1, 1, 2]))))
        field = draw(st.sampled_from(["text", "title"]))
        return Alternative(field, tuple(terms), draw(st.sampled_from([1.0, 2.0, 0.5])))

    return tuple(alternative() for _ in range(draw(st.integers(1, 3))))


@dataclass
class Asked:
    words: list[Word]
    optional: list[Word]
    excluded: list[Word]
    masked: bool
    min_match: int | None


ASKED = st.builds(
    Asked,
    st.lists(words(), min_size=1, max_size=4),
    st.lists(words(), max_size=1),
    st.lists(words(), max_size=1),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
)


def setting(seed: int) -> tuple[Corpus, Executor, Array]:
    """A corpus and the groups of its documents: three follow each other in most of them, in some one or two."""
    made = corpus(seed)
    snapshot = Snapshot.of(made.ours.reader())
    assert snapshot is not None
    group_of = [0]
    for doc in range(1, snapshot.count):
        group_of.append(doc if doc % 3 == 0 or doc % 7 == 0 else group_of[-1])
    return made, Executor(snapshot, BM25F()), np.array(group_of[: snapshot.count], dtype=np.int32)


def plain(made: Corpus, executor: Executor, group_of: Array, asked: Asked) -> list[tuple[int, int, float]]:
    """Return (group, pinned document, score), best first, from a reading of every document."""
    meaning = Meaning(made)
    by_id = {document["id"]: document for document in made.kept}
    groups: dict[int, list[tuple[int, dict[str, str]]]] = {}
    for doc, group in enumerate(group_of.tolist()):
        kept = by_id.get(executor.snapshot.reader.stored_fields(doc)["id"])
        if kept is not None:
            groups.setdefault(group, []).append((doc, kept))

    def score(word: Word, document: dict[str, str]) -> float:
        phrases = [(wq.Phrase(a.fieldname, list(a.terms)), a.weight) for a in word]
        return sum((meaning.score(phrase, document) or 0) * weight for phrase, weight in phrases)

    least = len(asked.words) if asked.min_match is None else min(asked.min_match, len(asked.words))
    found = []
    for group, members in groups.items():
        table = [[score(word, document) for _, document in members] for word in asked.words + asked.optional]
        matched = sum(any(row) for row in table[: len(asked.words)])
        barred = any(score(word, document) for word in asked.excluded for _, document in members)
        if matched >= least and not barred and not (asked.masked and group % 2):
            sums = [sum(column) for column in zip(*table, strict=True)]
            pinned = max(range(len(members)), key=lambda i: (round(sums[i], 5), -i))
            found.append((group, members[pinned][0], sum(max(row) for row in table)))
    return sorted(found, key=lambda f: (-round(f[2], 5), f[0]))


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 12), ASKED, st.integers(1, 30))
def test_groups_pinned_documents_scores_and_totals_are_those_of_a_plain_reading(
    seed: int, asked: Asked, limit: int
) -> None:
    made, executor, group_of = setting(seed)
    mask = group_of % 2 == 0 if asked.masked else None
    expected = plain(made, executor, group_of, asked)
    search = GroupedSearch(executor, group_of)
    for _ in range(3):  # what the first search kept changes the way of the next, not its answer
        top = search.search(
            asked.words,
            limit,
            optional=asked.optional,
            excluded=asked.excluded,
            mask=mask,
            min_match=asked.min_match,
        )
        assert top.total == len(expected)
        found = list(zip(top.groups.tolist(), top.docs.tolist(), strict=True))
        assert found == [(group, doc) for group, doc, _ in expected[:limit]]
        assert top.scores.tolist() == pytest.approx([score for *_, score in expected[:limit]], rel=1e-6)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 12), ASKED, st.lists(st.sets(st.integers(0, 30), max_size=3), min_size=3, max_size=3))
def test_what_a_word_has_apart_from_others_changes_the_way_and_not_the_answer(
    seed: int, asked: Asked, own: list[set[int]]
) -> None:
    _, executor, group_of = setting(seed)
    mask = group_of % 2 == 0 if asked.masked else None

    def find(terms: tuple[str, ...]) -> Scored:
        docs = np.array(sorted(doc for doc in own[int(terms[0])] if doc < len(group_of)), dtype=np.int32)
        return Scored(docs, np.linspace(0.3, 2.0, len(docs), dtype=np.float32))

    wanted = [
        (*word, *(Alternative("own", (str(at),), 0.5) for at in range(number % 3 + 1)))
        for number, word in enumerate(asked.words)
    ]
    answers = []
    for apart in ("", "own"):
        search = GroupedSearch(executor, group_of, {"own": find}, apart)
        for _ in range(3):  # as above
            top = search.search(
                wanted, 5, optional=asked.optional, excluded=asked.excluded, mask=mask, min_match=asked.min_match
            )
            answers.append((top.docs.tolist(), top.groups.tolist(), top.scores.tolist(), top.total))
    assert all(answer == answers[0] for answer in answers)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.lists(ASKED, min_size=1, max_size=3))
def test_lists_that_processes_share_change_the_way_and_not_the_answer(seed: int, asked: list[Asked]) -> None:
    _, executor, group_of = setting(seed)
    reader = executor.snapshot.reader

    def answer(search: GroupedSearch, each: Asked) -> list[object]:
        mask = group_of % 2 == 0 if each.masked else None
        top = search.search(
            each.words, 5, optional=each.optional, excluded=each.excluded, mask=mask, min_match=each.min_match
        )
        return [part.tolist() for part in top[:3]] + [top.total]

    with TemporaryDirectory() as folder, ExitStack() as opened:
        Shelf.prepare(Path(folder), 2)
        shelves = [opened.enter_context(Shelf(Path(folder), number, 2)) for number in (0, 1)]
        snapshots = [Snapshot(reader, 20_000, shelf) for shelf in shelves]
        alone, *both = (GroupedSearch(Executor(s, BM25F()), group_of) for s in (executor.snapshot, *snapshots))
        for each in asked * 2:
            assert [answer(search, each) for search in both] == [answer(alone, each)] * 2


def test_a_list_that_another_process_has_made_is_not_made_again(tmp_path: Path) -> None:
    _, executor, group_of = setting(1)
    Shelf.prepare(tmp_path, 2)
    for number in (0, 1):
        with Shelf(tmp_path, number, 2) as shelf:
            search = GroupedSearch(Executor(Snapshot(executor.snapshot.reader, shelf=shelf), BM25F()), group_of)
            assert search.search([(Alternative("text", (WORDS[0],)), Alternative("title", (WORDS[0],)))], 5).total
    made = [(tmp_path / f"keys-{number}").stat().st_size for number in (0, 1)]
    assert made[0]
    assert not made[1]


def test_eight_threads_share_a_search() -> None:
    """Each gets what one alone gets, while the lists of words are made, dropped and made again."""
    _, executor, group_of = setting(2)
    asked = [[(Alternative("text", (a,)), Alternative("title", (b,), 2.0)), (Alternative("text", (b,)),)]
             for a in WORDS for b in WORDS]  # fmt: skip
    alone = GroupedSearch(executor, group_of)
    expected = [alone.search(words, 5, min_match=1).groups.tolist() for words in asked]
    shared = GroupedSearch(Executor(Snapshot(executor.snapshot.reader, cache_bytes=30_000), BM25F()), group_of)
    wrong: list[int] = []

    def search(seed: int) -> None:
        for i in np.random.default_rng(seed).permutation(len(asked)).tolist() * 3:
            if shared.search(asked[i], 5, min_match=1).groups.tolist() != expected[i]:
                wrong.append(i)

    threads = [Thread(target=search, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
