"""What a process pays before its first answer: opening, a cold start, and the memory it holds."""

import pickle
import random
from functools import partial

from benchmarks.bench import BASE, Bench
from benchmarks.engines.base import Engine
from benchmarks.queries import WORD_ROWS, sample
from benchmarks.statistics import Measure, measures
from benchmarks.timing import run_in_turns, run_python, take_turns

_IMPORTS = "import whoosh.index, numpy"
_MEMORY = """
import pickle, sys
from pathlib import Path
from benchmarks.engines import ENGINES, load
folder, name, questions = pickle.loads(bytes.fromhex({told!r}))
engine = load(ENGINES, name)
engine.open(folder)
for question in questions:
    engine.search(question)
for line in Path("/proc/self/status").read_text().splitlines():
    if line.startswith("RssAnon"):
        print(int(line.split()[1]) * 1024)
"""


def open_index(bench: Bench, row: str) -> None:
    """Open an index and answer one question of one word, in a process that has done so before."""
    bench.say(f"{bench.corpus.name}: {row}")
    engines = {name: engine for name, engine in bench.engines().items() if "any" in engine.answers}
    engines.pop("tantivy-1", None)
    question = sample(bench.corpus, "short-or", 1, bench.options.seed)[0]
    asked = {name: partial(_open_and_ask, bench, engine) for name, engine in engines.items()}
    times = take_turns(asked, [question] * 10, bench.options.rounds, [question])
    bench.add(measures(bench.corpus.name, row, times, BASE))


def _open_and_ask(bench: Bench, engine: Engine, question: object) -> None:
    engine.open(bench.index_of(engine))
    engine.search(question)  # type: ignore[arg-type]
    engine.close()


def cold(bench: Bench, row: str) -> None:
    """A fresh process that opens an index and finds one word; the ratio is to one that imports whoosh and numpy."""
    word = _word(bench)
    runs = {}
    for name, engine in bench.engines().items():
        if name != "tantivy-1":
            runs[name] = partial(run_python, engine.cold(bench.index_of(engine), word))
    _cold(bench, row, runs)


def cold_job(bench: Bench, row: str) -> None:
    """A fresh process that opens an index of files and gives ten hits with highlights and context for one word."""
    word = _word(bench)
    runs = {}
    for name, job in bench.jobs().items():
        runs[name] = partial(run_python, job.cold(bench.files_index_of(job), word))
    _cold(bench, row, runs)


def _word(bench: Bench) -> str:
    """Draw a word of two characters."""
    chance = random.Random(f"{bench.options.seed} cold")
    words = [term for terms in bench.corpus.tokens[:2000] for term in terms if len(term) == 2 and term.isalpha()]
    return chance.choice(words)


def _cold(bench: Bench, row: str, runs: dict[str, partial[str]]) -> None:
    bench.say(f"{bench.corpus.name}: {row}")
    runs = {"imports": partial(run_python, _IMPORTS), **runs}
    for run in runs.values():
        run()
    times = run_in_turns(runs, 3 * bench.options.rounds, unit_ms=1.0)
    bench.add(measures(bench.corpus.name, row, times, "imports"))


def memory(bench: Bench, row: str) -> None:
    """What a process holds besides mapped files (RssAnon, Linux only) when it has answered questions of every kind."""
    for name, engine in bench.engines().items():
        if name == "tantivy-1":
            continue
        bench.say(f"{bench.corpus.name}: {row} {name}")
        count = bench.options.queries // engine.every
        kinds = [sample(bench.corpus, kind, count, bench.options.seed) for kind in WORD_ROWS]
        questions = [question for kind in kinds for question in kind if question.method in engine.answers]
        told = pickle.dumps((bench.index_of(engine), name, questions)).hex()
        held = run_python(_MEMORY.format(told=told))
        if held:
            bench.add([Measure(bench.corpus.name, row, name, "MB", int(held) / 1_000_000)])
