"""What is learned from the clauses, kept, and used for a view that has changed since."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer import ClauseIndex
from indexer.errors import DamagedIndexError
from indexer.store import associations
from indexer.store.learning import DIMENSIONS, Occurrences, clause_vectors, learn_words

TOPICS = ("土地承包经营户耕地流转", "商标注册申请专用权异议", "工资劳动合同加班解除补偿")


def write(folder: Path, name: str, clauses: int, seed: int) -> None:
    chance = random.Random(seed)
    words = [[topic[at : at + 2] for at in range(0, len(topic) - 1, 2)] for topic in TOPICS]
    lines = [
        f"第{'一二三四五六七八九十'[at % 10]}条 {'，'.join(chance.sample(words[at % 3], 4))}。" for at in range(clauses)
    ]
    (folder / f"{name}.md").write_text(f"# {name}法\n\n" + "\n\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClauseIndex]:
    monkeypatch.setattr(associations, "LEAST_CLAUSES", 20)
    monkeypatch.setattr(associations, "LEAST_WORDS", 5)
    write(tmp_path, "甲", 60, 1)
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "甲.md")
        assert index.optimize().clauses == 61
        yield index


def test_words_of_the_same_clauses_become_alike(learned: ClauseIndex) -> None:
    kept = learned._store.view.associations
    assert kept is not None
    firsts = np.arange(1, 61)
    likeness = kept.likeness(["商标"], firsts)
    assert likeness[firsts % 3 == 2].min() > likeness[firsts % 3 != 2].max()  # the second of three topics


def test_clauses_added_since_get_the_mean_of_their_words(learned: ClauseIndex, tmp_path: Path) -> None:
    write(tmp_path, "乙", 6, 2)
    learned.add(tmp_path / "乙.md")
    kept = learned._store.view.associations
    assert kept is not None
    assert kept.likeness(["工资"], np.array([64])) > kept.likeness(["工资"], np.array([62]))


def test_removing_a_document_leaves_what_was_learned_of_the_others(learned: ClauseIndex, tmp_path: Path) -> None:
    write(tmp_path, "乙", 6, 2)
    learned.add(tmp_path / "乙.md")
    learned.remove("甲.md")
    assert all(hit.document.title == "乙法" for hit in learned.search("工资没有加班补偿怎么解除劳动合同").hits)


def test_too_little_is_not_learned_from(tmp_path: Path) -> None:
    write(tmp_path, "甲", 60, 1)
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "甲.md")
        assert (index.optimize().words, index._store.view.associations) == (0, None)


def test_check_reads_what_was_learned(learned: ClauseIndex, tmp_path: Path) -> None:
    assert associations.NAME in learned.check().files
    path = tmp_path / "index" / associations.NAME
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedIndexError):
        learned.check()


def test_a_file_that_cannot_be_read_is_as_if_nothing_was_learned(learned: ClauseIndex, tmp_path: Path) -> None:
    learned.close()
    (tmp_path / "index" / associations.NAME).write_bytes(b"no array file")
    with ClauseIndex.open(tmp_path / "index") as index:
        assert index._store.view.associations is None
        assert index.search("工资没有加班补偿怎么解除劳动合同").total


def test_learning_twice_gives_the_same(learned: ClauseIndex) -> None:
    firsts = np.arange(61)
    first = learned._store.view.associations
    learned.optimize()
    second = learned._store.view.associations
    assert first is not None
    assert second is not None
    assert first is not second
    assert first.likeness(["工资", "商标"], firsts).tolist() == second.likeness(["工资", "商标"], firsts).tolist()


def test_vectors_have_length_1_and_a_clause_without_words_has_none() -> None:
    occurrences = Occurrences(np.array([0, 2, 2, 4]), np.array([0, 1, 1, 2]), np.ones(4, dtype=np.float32))
    idf = np.ones(3, dtype=np.float32)
    words = learn_words(occurrences, idf)
    assert words.shape == (3, DIMENSIONS)
    assert np.linalg.norm(words, axis=1) == pytest.approx(1, abs=1e-5)
    clauses = clause_vectors(occurrences, idf, words)
    assert clauses[1].any() == np.False_
    assert np.abs(clauses[[0, 2]]).max(axis=1).tolist() == [127, 127]
