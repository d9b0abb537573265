"""The rows of the table: each function measures a few of them on one `benchmarks.bench.Bench`.

- `building`: ingest and size; `asking`: questions of every kind; `starting`: open, cold process, memory;
- `changing`: segments, updates; `whole_job`: files in, and query string in to hits with highlights and context out.
"""

from collections.abc import Callable

from benchmarks.bench import Bench
from benchmarks.queries import LITERAL_ROWS, WORD_ROWS
from benchmarks.rows import asking, building, changing, starting, whole_job

Row = Callable[[Bench, str], None]

ROWS: dict[str, Row] = {
    "ingest-files": whole_job.ingest_files,
    "ingest-tokens": building.ingest_tokens,
    "size": building.size,
    "size-files": whole_job.size_files,
    "open": starting.open_index,
    "cold": starting.cold,
    "cold-job": starting.cold_job,
    **dict.fromkeys(WORD_ROWS, asking.words),
    "segments": changing.segments,
    "update": changing.update,
    "update-document": whole_job.update_document,
    "rescan-files": whole_job.rescan_files,
    "memory": starting.memory,
    "job": whole_job.job,
    "literal-ingest": building.ingest_literals,
    "literal-size": building.size_literals,
    **dict.fromkeys(LITERAL_ROWS, asking.literals),
}
"""From the name of a row to what measures it."""


def choose(wanted: str) -> list[str]:
    """Return the rows whose names are, or begin with, one of the names between commas; all for "".

    Raises:
        ValueError: a name fits no row.
    """
    if not wanted:
        return list(ROWS)
    names = wanted.split(",")
    for name in names:
        if not any(row.startswith(name) for row in ROWS):
            raise ValueError(f"no row is called {name!r}; there are {', '.join(ROWS)}")
    exact = {name for name in names if name in ROWS}
    return [row for row in ROWS if row in exact or any(row.startswith(n) for n in names if n not in exact)]
