"""Answers from this process and from workers."""

import ctypes
import gc
import platform
import tempfile
from pathlib import Path
from typing import Any

import pytest

from indexer import ClauseIndex
from indexer.batch import pool
from indexer.batch.asked import Asked
from indexer.batch.pool import CHUNK, Setting, answer_all, answers_alone
from indexer.records import Results
from indexer.reports import QueryFailure
from indexer.search.request import Request
from indexer.store.index import Store
from indexer.store.sharing import Share

WORDS = [
    "户籍 准入年限",
    "海域",
    "火星殖民",
    "",
    "数据",
    "市",
    "哪些城市要取消落户限制，按照常住地登记户口和居住年限积分",
]
QUERIES = [WORDS[n % len(WORDS)] for n in range(3 * CHUNK + 5)]


def plain(answers: list[Results | QueryFailure]) -> list[dict]:
    return [{key: value for key, value in answer.to_dict().items() if key != "took_ms"} for answer in answers]


def test_workers_give_what_one_process_gives_in_the_same_order(seeded: ClauseIndex) -> None:
    alone, apart = (list(seeded.batch(QUERIES, limit=2, workers=workers)) for workers in (0, 2))
    assert plain(alone) == plain(apart)
    assert [answer.query for answer in apart] == QUERIES
    assert {type(answer) for answer in apart} == {Results, QueryFailure}


def test_a_query_may_have_options_of_its_own(seeded: ClauseIndex) -> None:
    several, one = seeded.batch(["要素", Request("要素", limit=1)], limit=5)
    assert (len(several), len(one)) == (5, 1)


def test_queries_are_taken_only_as_far_ahead_as_they_are_needed(seeded: ClauseIndex) -> None:
    taken = []
    answers = seeded.batch(taken.append(query) or query for query in QUERIES)
    next(answers)
    assert len(taken) == 1


@pytest.mark.parametrize("generation", [0, 10**6], ids=["older", "newer"])
def test_a_worker_that_sees_another_commit_leaves_its_queries_to_this_process(
    seeded: ClauseIndex, generation: int
) -> None:
    folder = Path(seeded.status().path)
    asked = [Asked("", Request(query)) for query in QUERIES]
    marked = Results("from here", 0, False, 0.0, ())
    setting = Setting(folder, generation, answers_alone, 1 << 20)
    told = [
        answer for chunk in answer_all(lambda requests: [marked] * len(requests), asked, setting, 1) for answer in chunk
    ]
    assert told == [marked] * len(QUERIES)


def test_a_worker_keeps_no_more_between_queries_than_its_setting_says(
    seeded: ClauseIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store, opened = Store.open, []

    def noted(folder: Path, **named: Any) -> Store:
        opened.append(open_store(folder, **named))
        return opened[-1]

    monkeypatch.setattr(Store, "open", noted)
    status = seeded.status()
    pool._prepared(Setting(Path(status.path), status.generation, answers_alone, 12345))
    gc.enable()  # which a worker, having its process for itself, does without
    assert [store.memory for store in opened] == [12345]


def test_what_workers_share_is_deleted_while_they_still_answer(
    seeded: ClauseIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nothing is left behind, whatever ends them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answers = seeded.batch(QUERIES * 4, workers=2)
    assert list(tmp_path.iterdir()) == []
    next(answers)
    while list(tmp_path.iterdir()):
        next(answers)
    assert list(answers)


def test_where_there_can_be_no_temporary_files_workers_share_nothing(
    seeded: ClauseIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert len(list(seeded.batch(QUERIES, workers=2))) == len(QUERIES)


def test_a_worker_that_finds_nothing_shared_answers_all_the_same(seeded: ClauseIndex, tmp_path: Path) -> None:
    status = seeded.status()
    setting = Setting(Path(status.path), status.generation, answers_alone, 1 << 20, Share(tmp_path / "deleted", 0, 1))
    (answers,) = pool._prepared(setting)([Asked("", Request("数据"))])
    gc.enable()
    assert plain(answers) == plain(list(seeded.batch(["数据"])))


def own_memory() -> int:
    """Return how many bytes this process has in memory besides mapped files."""
    return int(Path("/proc/self/status").read_text().partition("RssAnon:")[2].split()[0]) << 10


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give memory back by themselves")
def test_what_is_freed_between_pieces_in_use_is_given_back() -> None:
    pieces = [b"x" * (3 << 12) for _ in range(4000)]
    kept = pieces[::2]
    before = own_memory()
    del pieces
    pool._trimmer()(0)
    assert before - own_memory() > len(kept) << 12


def test_where_nothing_gives_memory_back_a_worker_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert pool._trimmer()(0) == 0


def test_answers_left_unread_leave_no_process_behind(seeded: ClauseIndex) -> None:
    answers = seeded.batch(QUERIES, workers=2)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(answers)
