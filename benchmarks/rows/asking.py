"""How long questions take: each kind of them, asked of all engines in turn."""

from statistics import mean

from benchmarks.bench import BASE, Bench
from benchmarks.engines.base import Engine
from benchmarks.queries import Query, sample
from benchmarks.statistics import measure
from benchmarks.timing import take_turns_by_pace

_WARM_UP = 20


def words(bench: Bench, row: str) -> None:
    """Questions of words."""
    _ask(bench, row, bench.engines())


def literals(bench: Bench, row: str) -> None:
    """Strings of characters; SQLite's trigrams are left out of those shorter than three."""
    engines = bench.engines(literal=True)
    if row in ("literal-1", "literal-2"):
        engines.pop("sqlite", None)
    _ask(bench, row, engines)


def _ask(bench: Bench, row: str, engines: dict[str, Engine]) -> None:
    options = bench.options
    questions = sample(bench.corpus, row, options.queries, options.seed)
    engines = {
        name: engine
        for name, engine in engines.items()
        if questions[0].method in engine.answers and name != "tantivy-1"  # which differs in building only
    }
    for engine in engines.values():
        engine.open(bench.index_of(engine))
    bench.say(f"{bench.corpus.name}: {row}")
    times = take_turns_by_pace(
        {name: engine.search for name, engine in engines.items()},
        questions,
        options.rounds,
        every={name: engine.every for name, engine in engines.items()},
        base=BASE,
        warm_up=sample(bench.corpus, row, _WARM_UP, options.seed + 1),
    )
    for name, engine in engines.items():
        note = agreed(engines.get(BASE), engine, questions[:: engine.every])
        bench.add([measure(bench.corpus.name, row, name, *times[name], note=note)])
    for engine in engines.values():
        engine.close()


def agreed(base: Engine | None, engine: Engine, questions: list[Query]) -> str:
    """Say which share of the base engine's answers another engine gives as well; "" where that cannot be said.

    It is not 1 for a right answer: tantivy keeps the lengths of documents in one byte each, and where many paragraphs
    score the same (as all do for a prefix) each engine chooses others. It shows that the same question was answered.
    """
    if base is None or base is engine:
        return ""
    shares = []
    for question in questions[:50]:
        expected = {number for number, _ in base.search(question)}
        found = {number for number, _ in engine.search(question)}
        shares.append(len(expected & found) / len(expected) if expected else float(not found))
    return f"agrees {mean(shares):.2f}"
