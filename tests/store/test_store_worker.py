"""Worker processes."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.analysis.tokenizer import Tokenizer
from indexer.child import ChildEndedError
from indexer.store.catalogue import Identity
from indexer.store.digest import Digest, Task
from indexer.store.worker import Worker, digests


def task(name: str, text: str) -> Task:
    return Task(name, text.encode(), Identity(name, name, "0"))


GROUPS = [[task(f"{number}.md", f"# 第{number}号办法\n\n第一条 管理海域。\n")] for number in range(7)]


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_digests_come_in_the_order_of_the_groups_however_many_work(workers: int) -> None:
    told = list(digests(GROUPS, workers, Tokenizer(), ()))
    assert [digest.ids for digest in told] == [[f"{number}.md"] for number in range(7)]
    assert all(digest.batches[0].count == 2 for digest in told)


def test_workers_give_what_the_process_itself_gives() -> None:
    alone, apart = (next(digests(GROUPS[:1], workers, Tokenizer(), ())) for workers in (0, 1))
    for name, values in alone.batches[0].stored.items():
        assert values.values == apart.batches[0].stored[name].values, name
    for name, tokens in alone.batches[0].fields.items():
        for part, array in vars(tokens).items():
            assert np.array_equal(array, getattr(apart.batches[0].fields[name], part)), (name, part)


def test_a_source_that_cannot_be_read_costs_only_itself() -> None:
    told = next(digests([[task("a.md", "# 甲\n\n第一条 甲。"), task("b.txt", "")]], 1, Tokenizer(), ()))
    assert told.ids == ["a.md"]
    assert [failure.source for failure in told.failures] == ["b.txt"]


class DyingWorker(Worker):
    """Its process ends whenever it gets a source named ``deadly``."""

    def ask(self, task: list[Task]) -> Digest:
        if any(one.name == "deadly" for one in task):
            raise ChildEndedError
        return super().ask(task)


def test_a_source_that_ends_the_process_is_found_and_the_others_are_read() -> None:
    with DyingWorker(()) as dying:
        told = dying.digest([task("a.md", "第一条 甲。"), task("deadly", "乙"), task("c.md", "第一条 丙。")])
    assert told.ids == ["a.md", "c.md"]
    assert [failure.source for failure in told.failures] == ["deadly"]


def test_a_worker_whose_process_was_killed_starts_another() -> None:
    with Worker(()) as one:
        one.digest([task("a.md", "第一条 甲。")])
        assert one._process is not None
        os.kill(one._process.pid, 9)
        assert one.digest([task("b.md", "第一条 乙。")]).ids == ["b.md"]


def test_a_script_without_a_main_guard_can_use_workers(tmp_path: Path) -> None:
    """The workers do not import the main module of whoever started them."""
    script = tmp_path / "script.py"
    script.write_text(
        "from indexer import ClauseIndex\n"
        "with ClauseIndex.create('index') as index:\n"
        "    print(index.add('a.md', workers=2).added)\n",
        "utf-8",
    )
    (tmp_path / "a.md").write_text("第一条 甲。\n", "utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "('a.md',)", done.stderr
