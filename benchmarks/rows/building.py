"""How long an index of tokens, or of characters, takes to build, and how large it is."""

from functools import partial

from benchmarks.bench import BASE, Bench, index_name
from benchmarks.engines.base import Engine, files_size
from benchmarks.statistics import Measure, measures
from benchmarks.timing import run_in_turns

MEGABYTE = 1_000_000


def ingest_tokens(bench: Bench, row: str) -> None:
    """Build from tokens that are in memory."""
    _ingest(bench, row, bench.engines())


def ingest_literals(bench: Bench, row: str) -> None:
    """Build from the paragraphs as they are (or pairs of characters cut before, see the engine)."""
    _ingest(bench, row, bench.engines(literal=True))


def _ingest(bench: Bench, row: str, engines: dict[str, Engine]) -> None:
    bench.say(f"{bench.corpus.name}: {row}")
    runs = {name: partial(_build, bench, engine, bench.prepared(engine)) for name, engine in engines.items()}
    slow = [name for name, engine in engines.items() if engine.every > 1]
    times = run_in_turns(runs, bench.options.build_rounds, slow)
    bench.add(measures(bench.corpus.name, row, times, BASE, "s"))


def _build(bench: Bench, engine: Engine, prepared: object) -> None:
    engine.build(prepared, bench.fresh_folder(index_name(engine)))


def size(bench: Bench, row: str) -> None:
    """The files of an index of tokens."""
    _size(bench, row, bench.engines())


def size_literals(bench: Bench, row: str) -> None:
    """The files of an index of characters."""
    _size(bench, row, bench.engines(literal=True))


def _size(bench: Bench, row: str, engines: dict[str, Engine]) -> None:
    sizes = {name: files_size(bench.index_of(engine)) for name, engine in engines.items()}
    bench.add(size_measures(bench, row, sizes))


def size_measures(bench: Bench, row: str, sizes: dict[str, int]) -> list[Measure]:
    """Return the sizes in megabytes with their ratio to the base engine's, and to the text's in the note."""
    base, text = sizes.get(BASE), bench.corpus.text_bytes
    return [
        Measure(
            corpus=bench.corpus.name,
            row=row,
            engine=name,
            unit="MB",
            p50=size / MEGABYTE,
            ratio=size / base if base and name != BASE else None,
            note=f"{size / text:.2f} of the text",
        )
        for name, size in sizes.items()
    ]
