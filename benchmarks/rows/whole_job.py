"""The whole job: files in; a query string in, ten hits with highlights and context out."""

import shutil
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.bench import BASE, Bench
from benchmarks.engines.base import files_size
from benchmarks.pipelines.base import Ingest
from benchmarks.queries import query_strings
from benchmarks.rows.building import size_measures
from benchmarks.statistics import Measure, measures, quantile
from benchmarks.timing import run_in_turns, run_python, take_turns
from indexer import ClauseIndex

_MORE = "\n\n本条例自公布之日起施行。\n"
"""What a changed document has more."""

_INGEST = """
from pathlib import Path
from {module} import {name}
{name}().ingest(Path({corpus!r}), Path({folder!r}))
"""


def ingest_files(bench: Bench, row: str) -> None:
    """Read, cut, index and commit a folder of files in a fresh process, imports and dictionary included."""
    bench.say(f"{bench.corpus.name}: {row}")
    ingests = bench.ingests()
    runs = {name: partial(_ingest, bench, ingest) for name, ingest in ingests.items()}
    slow = [name for name, ingest in ingests.items() if ingest.slow]
    times = run_in_turns(runs, bench.options.build_rounds, slow)
    bench.add(measures(bench.corpus.name, row, times, BASE, "s"))


def _ingest(bench: Bench, ingest: Ingest) -> None:
    run_python(_ingest_code(ingest, bench.corpus.folder, bench.fresh_folder(type(ingest).__qualname__)))


def _ingest_code(ingest: Ingest, corpus: Path, folder: Path) -> str:
    kind = type(ingest)
    return _INGEST.format(module=kind.__module__, name=kind.__name__, corpus=str(corpus), folder=str(folder))


def size_files(bench: Bench, row: str) -> None:
    """The files of an index that keeps what hits show: text, breadcrumb, neighbours."""
    sizes = {name: files_size(bench.files_index_of(job)) for name, job in bench.jobs().items()}
    bench.add(size_measures(bench, row, sizes))


def update_document(bench: Bench, row: str) -> None:
    """Replace one document and commit, in a process that has the index open; the ratio is to adding all files."""
    ours = bench.jobs().get("ours")
    if ours is None:
        return
    bench.say(f"{bench.corpus.name}: {row}")
    folder = bench.scratch / "updated-index"
    shutil.copytree(bench.files_index_of(ours), folder)
    times = []
    with ClauseIndex.open(folder) as index:
        for file in bench.corpus.files[: bench.options.rounds]:
            data, name = (bench.corpus.folder / file.path).read_bytes(), f"replaced/{file.path}"
            index.add_bytes(data, name)
            start = perf_counter()
            index.add_bytes(data + _MORE.encode(), name)
            times.append((perf_counter() - start) * 1000.0)
    _add_share_of_build(bench, row, times)
    shutil.rmtree(folder)


def rescan_files(bench: Bench, row: str) -> None:
    """Change one file and add the folder again, in a fresh process; the ratio is to adding all of it in one."""
    ours = bench.jobs().get("ours")
    if ours is None:
        return
    corpus, folder = bench.scratch / "updated", bench.fresh_folder("updated-index")
    shutil.copytree(bench.corpus.folder, corpus)
    bench.say(f"{bench.corpus.name}: {row}")
    run_python(_ingest_code(ours, corpus, folder))
    times = []
    for file in bench.corpus.files[: bench.options.rounds]:
        with (corpus / file.path).open("a", encoding="utf-8") as changed:
            changed.write(_MORE)
        start = perf_counter()
        run_python(_ingest_code(ours, corpus, folder))
        times.append((perf_counter() - start) * 1000.0)
    _add_share_of_build(bench, row, times)
    shutil.rmtree(folder)
    shutil.rmtree(corpus)


def _add_share_of_build(bench: Bench, row: str, times: list[float]) -> None:
    built = [cell.p50 for cell in bench.measured if (cell.row, cell.engine) == ("ingest-files", "ours")]
    middle = quantile(times, 0.5)
    ratio = middle / (built[0] * 1000.0) if built else None
    note = "ratio to the full build"
    bench.add([Measure(bench.corpus.name, row, "ours", "ms", middle, quantile(times, 0.95), ratio, note=note)])


def job(bench: Bench, row: str) -> None:
    """Ask query strings of each pipeline that answers them, in turn."""
    options, jobs = bench.options, bench.jobs()
    for each in jobs.values():
        each.open(bench.files_index_of(each))
    asked = options.asked or query_strings(bench.corpus, options.queries, options.seed)
    bench.say(f"{bench.corpus.name}: {row}")
    warm_up = query_strings(bench.corpus, 20, options.seed + 1)
    times = take_turns({name: each.answer for name, each in jobs.items()}, asked, options.rounds, warm_up=warm_up)
    bench.add(measures(bench.corpus.name, row, times, BASE))
    for each in jobs.values():
        each.close()
