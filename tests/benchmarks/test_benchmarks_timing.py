import gc

import numpy as np
import pytest

from benchmarks.timing import quiet, run_in_turns, run_python, take_turns, take_turns_by_pace


def _asked(names: str, heard: list[str]):
    return {name: lambda question, name=name: heard.append(f"{name}{question}") for name in names}


def test_engines_take_turns_question_by_question():
    """What disturbs one question disturbs it for all engines, and each begins in some round."""
    heard: list[str] = []
    times = take_turns(_asked("ab", heard), [1, 2], rounds=2)
    assert heard == ["a1", "b1", "a2", "b2", "b1", "a1", "b2", "a2"]
    assert {name: own.shape for name, own in times.items()} == {"a": (2, 2), "b": (2, 2)}
    assert all((own >= 0).all() for own in times.values())


def test_the_warm_up_is_not_timed():
    """It is asked first, and nothing is kept of it."""
    heard: list[str] = []
    times = take_turns(_asked("a", heard), [1], 1, warm_up=[8, 9])
    assert heard == ["a8", "a9", "a1"]
    assert times["a"].shape == (1, 1)


def test_slow_engines_are_paired_with_the_base_alone():
    """They get every n-th question in two rounds at most; the quick ones are done by then."""
    heard: list[str] = []
    told = take_turns_by_pace(_asked("abs", heard), [0, 1, 2, 3], 3, every={"a": 1, "b": 1, "s": 2}, base="b")
    assert heard[:24] == [entry for entry in heard if entry[0] != "s"][:24]
    assert heard[24:] == ["s0", "b0", "s2", "b2", "b0", "s0", "b2", "s2"]
    assert told["a"][0].shape == told["a"][1].shape == (3, 4)
    assert told["s"][0].shape == told["s"][1].shape == (2, 2)


def test_without_the_base_there_are_times_but_no_pairs():
    """A run of one engine alone is allowed."""
    told = take_turns_by_pace(_asked("as", []), [0], 1, every={"a": 1, "s": 5}, base="b")
    assert [base for _, base in told.values()] == [None, None]


def test_long_runs_take_turns_and_slow_ones_run_once():
    """A build that takes minutes is not repeated."""
    heard: list[str] = []
    runs = {name: lambda name=name: heard.append(name) for name in "as"}
    times = run_in_turns(runs, 3, once=["s"])
    assert heard == ["a", "s", "a", "a"]
    assert np.isnan(times["s"]).sum() == 2


def test_garbage_is_not_collected_while_timing():
    """Afterwards it is again, whatever happened."""
    with quiet():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), quiet():
        raise KeyError
    assert gc.isenabled()


def test_code_that_fails_in_a_fresh_process_is_told_with_its_reason():
    """Else a broken engine would look like a quick one."""
    assert run_python("print(1 + 1)" + " " * 200_000) == "2\n"
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_python("1 / 0")
