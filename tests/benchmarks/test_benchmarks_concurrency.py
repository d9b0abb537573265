"""Readers beside a writer see committed states only."""

from pathlib import Path

from benchmarks.concurrency import Tally, look, run, write
from indexer import ClauseIndex


def test_every_answer_is_of_a_committed_state_and_no_file_is_left_open(tmp_path: Path) -> None:
    told = run(tmp_path / "index", threads=3, processes=1, commits=8)
    assert [line for line in told if line.startswith("WRONG")] == []
    assert len(told) == 3
    assert int(told[1].split()[1]) > 0


def test_an_answer_of_no_committed_state_is_told(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        write(index, 1)
        index.remove("d0")
        tally = Tally()
        look(index, tally)
    assert tally.wrong == ["4 hits of commits ['000001']"]
