"""Times of several engines that take turns, so that whatever else the machine does falls on all of them alike."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from compileall import compile_dir
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np

from benchmarks.statistics import Times

T = TypeVar("T")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Python from collecting garbage, after it has done so once."""
    gc.collect()
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def take_turns(
    asked: Mapping[str, Callable[[T], object]], questions: Sequence[T], rounds: int, warm_up: Sequence[T] = ()
) -> dict[str, Times]:
    """Ask every question of every engine, question by question, in rounds.

    Args:
        asked: what to call with a question, by the engine's name.
        questions: the questions.
        rounds: how often all of them are asked; another engine begins in each.
        warm_up: questions asked before and not timed, so that neither imports nor the opening of files are timed.

    Returns:
        The times in milliseconds.
    """
    names = list(asked)
    times = {name: np.full((rounds, len(questions)), np.nan) for name in names}
    for name in names:
        for question in warm_up:
            asked[name](question)
    with quiet():
        for turn in range(rounds):
            order = names[turn % len(names) :] + names[: turn % len(names)]
            for number, question in enumerate(questions):
                for name in order:
                    ask = asked[name]
                    start = perf_counter()
                    ask(question)
                    times[name][turn, number] = (perf_counter() - start) * 1000.0
    return times


def take_turns_by_pace(
    asked: Mapping[str, Callable[[T], object]],
    questions: Sequence[T],
    rounds: int,
    *,
    every: Mapping[str, int],
    base: str,
    warm_up: Sequence[T] = (),
) -> dict[str, tuple[Times, Times | None]]:
    """Let the quick engines take turns among themselves, and each slow one with the base alone.

    A slow engine sweeps the processor's caches between the questions of the others, which would tell of it in their
    times; and it takes long, so it gets fewer questions and two rounds at most.

    Args:
        asked, questions, rounds, warm_up: as for `take_turns`.
        every: for each engine n: it is asked every n-th question. Quick engines are those with 1.
        base: the engine the others are compared with, a quick one.

    Returns:
        For each engine its times, and those of the base in the same turns (None if the base is not among the engines).
    """
    quick = {name: ask for name, ask in asked.items() if every[name] == 1}
    times = take_turns(quick, questions, rounds, warm_up) if quick else {}
    told: dict[str, tuple[Times, Times | None]] = {}
    for name in asked:
        if name in quick:
            told[name] = times[name], times.get(base)
        else:
            pair = {key: asked[key] for key in (name, base) if key in asked}
            own = take_turns(pair, questions[:: every[name]], min(rounds, 2), warm_up[:: every[name]])
            told[name] = own[name], own.get(base)
    return told


def run_in_turns(
    runs: Mapping[str, Callable[[], object]], rounds: int, once: Sequence[str] = (), unit_ms: float = 1000.0
) -> dict[str, Times]:
    """Run things that take long, in turn.

    Args:
        runs: what to call, by name.
        rounds: how often.
        once: names of those that are too slow to be run more than once.
        unit_ms: the unit of the times that are returned, in milliseconds; seconds unless told otherwise.

    Returns:
        float64[rounds, 1] of each; NaN where it was not run.
    """
    times = {name: np.full((rounds, 1), np.nan) for name in runs}
    for turn in range(rounds):
        for name, run in runs.items():
            if turn == 0 or name not in once:
                with quiet():
                    start = perf_counter()
                    run()
                    times[name][turn, 0] = (perf_counter() - start) * 1000.0 / unit_ms
    return times


def compile_packages() -> None:
    """Compile our packages to bytecode, as pip has done with the peers: it leaves an editable install alone."""
    for package in ("indexer", "benchmarks"):
        compile_dir(Path(__file__).parents[1] / package, quiet=1)


def run_python(code: str) -> str:
    """Run Python code, however long, in a fresh process and return what it printed.

    Raises:
        RuntimeError: it failed; with what it wrote to standard error.
    """
    done = subprocess.run([sys.executable, "-"], input=code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"this failed in a fresh process:\n{code}\n{done.stderr}")
    return done.stdout
