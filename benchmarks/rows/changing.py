"""What changes cost: an index of ten segments against one, a commit of one document against a full build."""

import shutil
from time import perf_counter

import numpy as np

from benchmarks.bench import Bench
from benchmarks.engines.base import Engine
from benchmarks.queries import WORD_ROWS, sample
from benchmarks.statistics import Measure, measure, quantile
from benchmarks.timing import quiet, take_turns

SEGMENTS = 10


def segments(bench: Bench, row: str) -> None:
    """Every kind of question to an engine's index of ten segments; the ratio is to its own index of one."""
    for name, engine in bench.engines().items():
        if engine.segments and engine.every == 1 and name != "tantivy-1":
            bench.say(f"{bench.corpus.name}: {row} {name}")
            for kind in WORD_ROWS:
                bench.add([_segments_of(bench, f"{row} {kind}", kind, name, engine)])


def _segments_of(bench: Bench, row: str, kind: str, name: str, engine: Engine) -> Measure:
    options = bench.options
    one, ten = type(engine)(), type(engine)()
    one.open(bench.index_of(engine))
    ten.open(bench.index_of(engine, SEGMENTS))
    questions = sample(bench.corpus, kind, options.queries, options.seed)
    times = take_turns(
        {"one": one.search, "ten": ten.search}, questions, options.rounds, warm_up=sample(bench.corpus, kind, 20, 99)
    )
    one.close()
    ten.close()
    return measure(bench.corpus.name, row, name, times["ten"], times["one"], note="ratio to one segment")


def update(bench: Bench, row: str) -> None:
    """Replace one paragraph and commit, again and again; the ratio is to the engine's own full build."""
    for name, engine in bench.engines().items():
        if engine.updates and name != "tantivy-1":
            bench.say(f"{bench.corpus.name}: {row} {name}")
            bench.add([_update_of(bench, row, name, engine)])


def _update_of(bench: Bench, row: str, name: str, engine: Engine) -> Measure:
    built = [measure for measure in bench.measured if measure.row == "ingest-tokens" and measure.engine == name]
    folder = bench.scratch / "updated"
    shutil.copytree(bench.index_of(engine), folder)
    numbers = np.linspace(0, len(bench.corpus.paragraphs) - 1, 2 * bench.options.rounds, dtype=int).tolist()
    times = []
    with quiet():
        for number in numbers:
            start = perf_counter()
            engine.update(folder, number, bench.corpus)
            times.append((perf_counter() - start) * 1000.0)
    shutil.rmtree(folder)
    return Measure(
        corpus=bench.corpus.name,
        row=row,
        engine=name,
        unit="ms",
        p50=quantile(times, 0.5),
        p95=quantile(times, 0.95),
        ratio=quantile(times, 0.5) / (built[0].p50 * 1000.0) if built else None,
        note="ratio to the full build",
    )
