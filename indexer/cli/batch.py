"""``indexer batch``: a file of queries in, a file of answers out."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from indexer.cli import output
from indexer.cli.options import FOUND, NOTHING_FOUND, errors_told, scope_options
from indexer.cli.progress import paced_line

if TYPE_CHECKING:
    from indexer.reports import BatchReport

_OF_A_SEARCH = ("limit", "context", "document", "since", "until", "as_of", "all_versions", "fold", "sort")
"""The options that hold for every query that says nothing else."""

SOME_FAILED = 4

_FROM = ("auto", "lines", "tsv", "csv", "jsonl", "trec")
_TO = ("jsonl", "csv", "tsv", "trec", "markdown", "sqlite")
_TABLES = ("csv", "tsv", "markdown")
_MEMORY = "Megabytes that each process may keep between queries."
_SHEETS = (".xlsx", ".xls", ".ods", ".et")


@click.command()
@click.argument("queries", type=click.Path())
@click.option("-o", "--output", "target", type=click.Path(), help="Write here instead of to standard output.")
@click.option("--from", "form_in", type=click.Choice(_FROM), default="auto", show_default=True, help="Form of QUERIES.")
@click.option("--to", "form_out", type=click.Choice(_TO), help="Form of the answers; told by the output's name.")
@click.option("--fields", help="The columns of a table, such as id,query,rank,citation,document.title.")
@click.option("--bom", is_flag=True, help="Begin a text with a byte order mark, by which Excel knows UTF-8.")
@click.option("--encoding", default="utf-8", show_default=True, help="Of QUERIES.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many hits for each query.")
@click.option("--context", default=1, show_default=True, type=click.IntRange(0), help="Paragraphs around a clause.")
@scope_options
@click.option("--workers", type=click.IntRange(0), help="Processes; as many as the machine has, if not said.")
@click.option("--memory", default=8, show_default=True, type=click.IntRange(4), help=_MEMORY)
@click.option("--resume", is_flag=True, help="Go on where an interrupted run into the same output was.")
@click.option("--no-timing", is_flag=True, help="Leave out how long searches took: two runs are then the same bytes.")
@click.option("--json", "as_json", is_flag=True, help="Print the totals as JSON (see docs/json.md).")
@click.pass_obj
def batch(
    path: str, /, queries: str, target: str | None, workers: int | None, memory: int, *, as_json: bool, **told: Any
) -> None:
    """Answer every query in the file QUERIES (- for standard input), in order.

    Ends with 4 if a query could not be answered; the others are answered all the same. Ends with 1 if nothing was
    found for any. The totals go to standard error.
    """
    from indexer.batch.inputs import read_queries
    from indexer.batch.run import Output
    from indexer.clause_index import ClauseIndex
    from indexer.errors import UsageError

    if told["resume"] and target is None:
        raise click.UsageError("--resume needs --output: what went to a pipe cannot be taken up again")
    with (
        errors_told(),
        ClauseIndex.open(path, memory=memory << 20, alone=True) as index,
        _opened(queries) as stream,
        _progress_line(stream) as progress,
    ):
        defaults = {name: told[name] for name in _OF_A_SEARCH}
        asked = read_queries(stream, told["form_in"], encoding=told["encoding"], defaults=defaults)
        form = _form(target, told)
        if form.name == "sqlite" and target is None:
            raise UsageError("a database cannot go to a pipe", remedy="Name a file: --output answers.db")
        where = Output(form, Path(target) if target else None, sys.stdout.buffer, told["bom"], told["resume"])
        report = index.write_batch(asked, where, workers=workers, progress=progress)
    if as_json:
        output.show_json(report, err=True)
    else:
        output.show_lines([totals_line(report)], err=True)
    if report.failed:
        sys.exit(SOME_FAILED)
    sys.exit(FOUND if report.found or not report.queries else NOTHING_FOUND)


def _form(target: str | None, told: dict[str, Any]) -> Any:
    from indexer.batch.outputs import DEFAULT_COLUMNS, QUERY_COLUMNS, SUFFIXES, Form
    from indexer.columns import chosen, columns_of
    from indexer.errors import UsageError
    from indexer.records import Hit

    suffix = Path(target or "").suffix.lower()
    if suffix in _SHEETS and not told["form_out"]:
        raise UsageError(
            "spreadsheets are not written", place=suffix, remedy="Write CSV, which they open: -o a.csv --bom"
        )
    name = told["form_out"] or SUFFIXES.get(suffix, "jsonl")
    if told["fields"] and name not in _TABLES:
        raise UsageError(f"--fields are the columns of a table, and {name} is none", remedy="Add --to csv")
    known = (*QUERY_COLUMNS, *columns_of(Hit))
    return Form(name, chosen(told["fields"], known) if told["fields"] else DEFAULT_COLUMNS, not told["no_timing"])


def _opened(path: str) -> Any:
    from indexer.errors import SourceError

    if path == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as error:
        remedy = "Name a file of queries that can be read, or - for standard input (docs/batch.md tells the formats)"
        raise SourceError(f"cannot be read: {error.strerror or error}", place=path, remedy=remedy) from None


@contextmanager
def _progress_line(stream: BinaryIO) -> Iterator["Callable[[BatchReport], None] | None"]:
    """Give a function that shows the totals so far, and the time left where the size of the input is known."""
    with paced_line() as show:
        size = os.fstat(stream.fileno()).st_size if show is not None and stream.seekable() else 0

        def report(totals: "BatchReport") -> None:
            assert show is not None
            share = stream.tell() / size if size else 0.0
            left = f", {totals.seconds * (1 - share) / share:.0f} s left" if share else ""
            show(lambda _: totals_line(totals) + left)

        yield None if show is None else report


def totals_line(report: "BatchReport") -> str:
    """Return the totals of a batch in one line."""
    rate = report.queries / report.seconds if report.seconds else 0.0
    failed = f", {report.failed:,} failed" if report.failed else ""
    return f"{report.queries:,} queries, {report.found:,} found{failed}, {rate:,.0f}/s"
