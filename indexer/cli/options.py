"""What the commands share: options, types of arguments, exit codes, and how errors are told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from indexer.cli import output
from indexer.errors import IndexerError

FOUND, NOTHING_FOUND = 0, 1
"""The exit codes of a command that did not fail, as grep has them."""

INTERRUPTED, PIPE_CLOSED = 130, 141
"""The exit codes of a command that Ctrl-C or the end of its pipe ended: 128 and the signal's number, as in shells."""

Command = Callable[..., Any]

_STANDARD_INPUT = "indexer.cli.standard_input"
"""Where a context keeps who reads standard input."""


@contextmanager
def errors_told() -> Iterator[None]:
    """End with the error's exit code and its message on standard error, instead of a traceback."""
    try:
        yield
    except IndexerError as error:
        click.echo(f"indexer: {error}", err=True)
        sys.exit(error.exit_code)


class Day(click.ParamType[date]):
    """A date such as 2022-01-06; a month or a year alone stands for its first or its last day."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is meant."""
        from indexer.store.dates import parse_day

        day = value if isinstance(value, date) else parse_day(str(value), last=self._last)
        if day is None:
            self.fail(f"{value} is not a date. Write it as 2022-01-06, 2022-01 or 2022.", param, ctx)
        return day


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between."""

    name = "names"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names."""
        if isinstance(value, tuple):
            return value
        return tuple(name for name in str(value).replace("，", ",").replace(" ", "").split(",") if name)


def claim_standard_input(context: click.Context, reader: object) -> None:
    """Let one parameter, or a command itself, read standard input; fail if another does."""
    if context.meta.setdefault(_STANDARD_INPUT, reader) is not reader:
        context.close()
        raise click.UsageError("Standard input (-) can be read only once.", context)


class InputFile(click.ParamType[str]):
    """A file to be read, which need not be there; for ``-`` one that holds standard input while the command runs."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path."""
        from shutil import copyfileobj
        from tempfile import TemporaryDirectory

        if value != "-" or ctx is None:
            return str(value)
        claim_standard_input(ctx, param)
        path = Path(ctx.with_resource(TemporaryDirectory()), "standard-input")
        with path.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        return str(path)


class Text(click.ParamType[str]):
    """Text, read as UTF-8 also where the locale is another."""

    name = "text"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the text as it was typed."""
        return output.as_typed(str(value))


class DocumentOrFile(Text):
    """A document by its id or title, or a file, ``-`` being standard input (`InputFile`)."""

    name = "document"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as it was typed, or the path of the file."""
        return InputFile().convert(value, param, ctx) if value == "-" else super().convert(value, param, ctx)


def json_option(command: Command) -> Command:
    """Add ``--json``, given as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (see docs/json.md).")(command)


def context_option(command: Command) -> Command:
    """Add ``--context``."""
    return click.option(
        "--context", default=1, show_default=True, type=click.IntRange(0), help="Paragraphs before and after a clause."
    )(command)


def as_of_option(command: Command) -> Command:
    """Add ``--as-of``."""
    told = "What was in force on this day (docs/versions.md); today, if not said."
    return click.option("--as-of", type=Day(), help=told)(command)


def scope_options(command: Command) -> Command:
    """Add what a search may find and in which order: options by the names of `ClauseIndex.search`."""
    from indexer.cli.completion import documents_that_begin

    orders = click.Choice(["relevance", "date", "document"])
    told = "Only in this document: its id, or a part of its title."
    for option in (
        click.option("--sort", default="relevance", show_default=True, type=orders, help="The order of the hits."),
        click.option("--no-fold", "fold", is_flag=True, default=True, flag_value=False, help="Show repeats as hits."),
        click.option("--all-versions", is_flag=True, help="Also what is superseded, repealed or not yet in force."),
        as_of_option,
        click.option("--until", type=Day(last=True), help="Only documents of this date or earlier."),
        click.option("--since", type=Day(), help="Only documents of this date or later."),
        click.option("--document", type=Text(), shell_complete=documents_that_begin, help=told),
    ):
        command = option(command)
    return command
