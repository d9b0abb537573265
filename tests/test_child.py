"""Child interpreters: they answer in order, say when they have ended, and do not outlive who asked them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.child import Child, ChildEndedError, answer_parent, in_order

HERE = f"{__name__}:serve"


def serve() -> None:
    """Be the child of these tests."""
    answer_parent(prepared)


def prepared(setting: str) -> Callable[[object], object]:
    def answer(task: object) -> object:
        print("what a library prints")
        if task == "end":
            os._exit(1)
        if isinstance(task, float):
            time.sleep(task)
        return setting, task

    return answer


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parent)


def test_a_child_answers_with_what_it_was_set_to_whatever_is_printed() -> None:
    with Child(HERE, "set") as child:
        assert [child.ask(task) for task in ("a", None, {"b": [1]})] == [
            ("set", "a"),
            ("set", None),
            ("set", {"b": [1]}),
        ]


def test_a_child_that_ends_says_so_and_is_started_again() -> None:
    with Child(HERE, "set") as child:
        with pytest.raises(ChildEndedError):
            child.ask("end")
        assert child.ask("a") == ("set", "a")


def test_answers_come_in_the_order_of_the_tasks() -> None:
    tasks = [0.2, 0.0, 0.05, 0.0, 0.1]
    assert list(in_order([Child(HERE, at) for at in range(2)], lambda child, task: child.ask(task)[1], tasks)) == tasks


def test_tasks_are_taken_only_so_far_ahead() -> None:
    taken: list[float] = []
    answers = in_order([Child(HERE, "")], Child.ask, (taken.append(0.0) or 0.0 for _ in range(50)), ahead=2)
    next(answers)
    assert len(taken) <= 4
    answers.close()


def test_answers_left_unread_end_their_children() -> None:
    children = [Child(HERE, at) for at in range(2)]
    answers = in_order(children, Child.ask, [0.0] * 9)
    next(answers)
    answers.close()
    assert [child._process for child in children] == [None, None]


def test_a_child_ends_with_its_parent() -> None:
    code = (
        f"from indexer.child import Child\nchild = Child({HERE!r}, 0)\nchild.ask(1)\n"
        "print(child._process.pid, flush=True)\nimport os; os._exit(0)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": path}
    )
    for _ in range(50):
        try:
            os.kill(int(told.stdout.split()[-1]), 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the child lives on")
