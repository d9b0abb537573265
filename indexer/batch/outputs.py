"""The forms answers are written in: what a worker makes of a chunk of them, and how that comes into the file."""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson

from indexer.batch.pool import Answered
from indexer.columns import cell, columns_of
from indexer.errors import SourceError, UsageError
from indexer.records import Hit, Results, shallow

QUERY_COLUMNS = ("id", "query", "total", "relaxed", "understood", "error")
"""The columns of a query and its answer; those of a hit are those of its record."""

DEFAULT_COLUMNS = ("id", "query", "rank", "score", "citation", "text", "clause.id", "error")
"""What a table of answers has unless other columns are named."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A chunk of answers, ready to be written.

    Attributes:
        body: bytes for a text, rows for a table of a database.
        asked, found, failed: how many queries there were, had a hit, could not be answered.
        took_ms: how long their searches took together.
    """

    body: Any
    asked: int
    found: int
    failed: int
    took_ms: float


@dataclass(frozen=True, slots=True)
class Form:
    """A form of answers; a chunk of answers is shaped in the worker that found them.

    Attributes:
        name: in `FORMS`.
        columns: what a table has.
        timing: whether a record says how long its search took, which no two runs agree on.
    """

    name: str = "jsonl"
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    timing: bool = True

    def __call__(self, answers: list[Answered]) -> Shaped:
        """Return a chunk of answers, shaped."""
        results = [answer for _, answer in answers if isinstance(answer, Results)]
        return Shaped(
            body=FORMS[self.name](self, answers),
            asked=len(answers),
            found=sum(1 for answer in results if answer.hits),
            failed=len(answers) - len(results),
            took_ms=sum(answer.took_ms for answer in results),
        )

    def head(self, *, bom: bool = False) -> bytes:
        """Return what stands above the answers; `bom` puts a byte order mark before it, by which Excel knows UTF-8."""
        lines = {
            "csv": lambda: _table([self.columns], ","),
            "tsv": lambda: _table([self.columns], "\t"),
            "markdown": lambda: _markdown([self.columns, ["---"] * len(self.columns)]),
        }
        return (b"\xef\xbb\xbf" if bom else b"") + (lines[self.name]() if self.name in lines else "").encode()

    def _rows(self, answers: list[Answered]) -> Iterator[tuple[Any, ...]]:
        """Yield a row for each hit; a query without a hit gives one row, so that none is lost."""
        for asked, answer in answers:
            told = answer.to_dict() | {"id": asked.id}
            for hit in told.get("hits") or [{}]:
                yield tuple(cell(told if column in QUERY_COLUMNS else hit, column) for column in self.columns)


def _jsonl(form: Form, answers: list[Answered]) -> bytes:
    lines = []
    for asked, answer in answers:
        told = {"id": asked.id} | shallow(answer)
        if not form.timing:
            told.pop("took_ms", None)
        lines.append(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    return b"".join(lines)


def _table(rows: Any, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _markdown(rows: Any) -> str:
    def cells(row: Sequence[Any]) -> Iterator[str]:
        return (" ".join(str(value).replace("|", "\\|").split()) for value in row)

    return "".join(f"| {' | '.join(cells(row))} |\n" for row in rows)


def _trec(_form: Form, answers: list[Answered]) -> bytes:
    """A run as trec_eval reads it: topic, Q0, clause, rank, score, tag; blanks in ids would end a column."""
    lines = (
        f"{_word(asked.id)} Q0 {_word(hit.clause.id)} {hit.rank} {hit.score} indexer\n"
        for asked, answer in answers
        if isinstance(answer, Results)
        for hit in answer.hits
    )
    return "".join(lines).encode()


def _word(id: str) -> str:
    return "_".join(id.split())


def _database(form: Form, answers: list[Answered]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Rows for the tables ``queries`` and ``hits``, without the number of the query, which the parent knows."""
    queries, hits = [], []
    for at, (asked, answer) in enumerate(answers):
        told = answer.to_dict()
        took = told.get("took_ms") if form.timing else None
        ends = (told.get("total"), told.get("relaxed"), told.get("understood"), took, told.get("error"))
        queries.append((at, asked.id, asked.request.query, *ends))
        hits += [(at, *(cell(hit, column) for column in columns_of(Hit))) for hit in told.get("hits", ())]
    return queries, hits


FORMS: dict[str, Any] = {
    "jsonl": _jsonl,
    "csv": lambda form, answers: _table(form._rows(answers), ",").encode(),
    "tsv": lambda form, answers: _table(form._rows(answers), "\t").encode(),
    "trec": _trec,
    "markdown": lambda form, answers: _markdown(form._rows(answers)).encode(),
    "sqlite": _database,
}
"""How each form shapes a chunk of answers."""

SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".run": "trec", ".md": "markdown", ".db": "sqlite", ".sqlite": "sqlite"}
"""The form that a file's name asks for; JSON Lines where it asks for none."""


class Sink(Protocol):
    """Where shaped answers go."""

    def start(self, head: bytes) -> None:
        """Write what stands above the answers."""

    def write(self, body: Any, number: int) -> None:
        """Write the answers to the queries from this number on (0 is the first)."""

    def size(self) -> int:
        """Return how much has been written, all of it handed over to the system."""

    def cut(self, size: int, number: int) -> None:
        """Take back what was written after `size`, with the answers from this number on."""

    def close(self) -> None:
        """Finish."""


class TextSink:
    """A file of text, or standard output."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def start(self, head: bytes) -> None:
        """Write what stands above the answers."""
        self._stream.write(head)

    def write(self, body: bytes, number: int) -> None:  # noqa: ARG002 a text knows no numbers
        """Append the answers."""
        self._stream.write(body)
        self._stream.flush()

    def size(self) -> int:
        """Return the number of bytes."""
        return self._stream.tell()

    def cut(self, size: int, number: int) -> None:  # noqa: ARG002
        """Shorten the file to `size` bytes."""
        self._stream.truncate(size)
        self._stream.seek(size)

    def close(self) -> None:
        """Flush; whoever opened the stream closes it."""
        self._stream.flush()


class DatabaseSink:
    """A SQLite database with the tables ``queries`` and ``hits``.

    Args:
        path: of the file; what it holds is replaced unless the run is resumed.
        resume: go on with what is there.

    Raises:
        UsageError: the file is something else than a database.
        SourceError: it cannot be written.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        try:
            if not resume:
                path.unlink(missing_ok=True)
            self._connection = sqlite3.connect(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise SourceError(f"cannot be written: {error}", place=str(path)) from None
        hits = ", ".join(f'"{column}"' for column in columns_of(Hit))
        try:
            self._connection.executescript(
                "CREATE TABLE IF NOT EXISTS queries (number INTEGER PRIMARY KEY, id, query, total, relaxed, understood,"
                f" took_ms, error); CREATE TABLE IF NOT EXISTS hits (number, {hits});"
                "CREATE INDEX IF NOT EXISTS hits_of_query ON hits (number);"
            )
        except sqlite3.DatabaseError:
            self._connection.close()
            raise UsageError("the file is not a database", place=str(path), remedy="Name another file") from None

    def start(self, head: bytes) -> None:
        """Do nothing: the tables are there."""

    def write(self, body: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]], number: int) -> None:
        """Insert the answers, all or none; the first query of the run has number 1."""
        queries, hits = body
        with self._connection as connection:
            marks = ",".join("?" * 8)
            connection.executemany(
                f"INSERT INTO queries VALUES ({marks})", [(row[0] + number + 1, *row[1:]) for row in queries]
            )
            marks = ",".join("?" * (1 + len(columns_of(Hit))))
            connection.executemany(
                f"INSERT INTO hits VALUES ({marks})", [(row[0] + number + 1, *row[1:]) for row in hits]
            )

    def size(self) -> int:
        """Return 0: the numbers say how far a database has come."""
        return 0

    def cut(self, size: int, number: int) -> None:  # noqa: ARG002
        """Delete the answers from this number on."""
        with self._connection as connection:
            for table in ("queries", "hits"):
                connection.execute(f"DELETE FROM {table} WHERE number > ?", (number,))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
