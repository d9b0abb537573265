"""A batch that is interrupted and resumed ends as one that was not."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.batch.asked import Asked
from indexer.batch.checkpoint import Checkpoint, checkpoint_path
from indexer.batch.outputs import Form
from indexer.batch.run import Output
from indexer.errors import UsageError
from indexer.search.request import Request

WORDS = ["户籍", "海域", "火星殖民", "", "数据 要素"]
QUERIES = [Asked(str(n), Request(WORDS[n % len(WORDS)], limit=3)) for n in range(40)]


class KilledError(Exception):
    """Stands for the end of the process."""


def until(number: int) -> Iterator[Asked]:
    """Yield queries, and be killed at one of them."""
    for at, asked in enumerate(QUERIES):
        if at == number:
            raise KilledError
        yield asked


@pytest.fixture(autouse=True)
def _always_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.batch.run._SECONDS_BETWEEN_CHECKPOINTS", -1.0)


def contents(path: Path) -> object:
    if path.suffix != ".db":
        return path.read_bytes()
    with sqlite3.connect(path) as database:
        told = [sorted(map(repr, database.execute(f"SELECT * FROM {table}"))) for table in ("queries", "hits")]
    database.close()
    return told


@pytest.mark.parametrize("killed", [0, 1, 17, 39])
@pytest.mark.parametrize(("form", "suffix"), [("jsonl", ""), ("csv", ".csv"), ("trec", ".run"), ("sqlite", ".db")])
def test_a_resumed_run_writes_what_an_undisturbed_one_writes(
    seeded: ClauseIndex, tmp_path: Path, form: str, suffix: str, killed: int
) -> None:
    whole, broken = tmp_path / f"whole{suffix}", tmp_path / f"broken{suffix}"
    shape = Form(form, timing=False)
    seeded.write_batch(iter(QUERIES), Output(shape, whole), workers=0)
    with pytest.raises(KilledError):
        seeded.write_batch(until(killed), Output(shape, broken), workers=0)
    if form != "sqlite":
        with broken.open("ab") as file:  # what was written after the last checkpoint
            file.write(b"half a li")
    report = seeded.write_batch(iter(QUERIES), Output(shape, broken, resume=True), workers=0)
    assert contents(broken) == contents(whole)
    assert report.queries == len(QUERIES)
    assert {file.name for file in tmp_path.iterdir()} == {whole.name, broken.name}


def test_a_run_that_was_finished_has_nothing_to_resume(seeded: ClauseIndex, tmp_path: Path) -> None:
    output = Output(Form(timing=False), tmp_path / "a", resume=True)
    assert seeded.write_batch(iter(QUERIES), output, workers=0).queries == len(QUERIES)
    before = (tmp_path / "a").read_bytes()
    assert seeded.write_batch(iter(QUERIES), output, workers=0).queries == 0
    assert (tmp_path / "a").read_bytes() == before


def test_other_queries_or_another_form_cannot_resume_a_run(seeded: ClauseIndex, tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(KilledError):
        seeded.write_batch(until(9), Output(Form(), path), workers=0)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="queries"):
        seeded.write_batch(iter(QUERIES[1:]), Output(Form(), path, resume=True), workers=0)
    with pytest.raises(UsageError, match="form"):
        seeded.write_batch(iter(QUERIES), Output(Form("csv"), path, resume=True), workers=0)
    assert path.read_bytes() == before


def test_a_checkpoint_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = checkpoint_path(tmp_path / "a.csv")
    assert Checkpoint.read(path) is None
    Checkpoint("run", 3, 40, "queries").write(path)
    assert Checkpoint.read(path) == Checkpoint("run", 3, 40, "queries")
    path.write_text("[1]", "utf-8")
    with pytest.raises(UsageError):
        Checkpoint.read(path)


def test_progress_is_told_and_the_totals_are_the_last_of_it(seeded: ClauseIndex, tmp_path: Path) -> None:
    told = []
    report = seeded.write_batch(iter(QUERIES), Output(Form(), tmp_path / "a"), workers=0, progress=told.append)
    assert told[-1] == report
    assert [totals.queries for totals in told] == list(range(1, len(QUERIES) + 1))
