"""``indexer sync`` and ``indexer watch``: an index that is equal to folders, and stays so."""

from __future__ import annotations  # what a record is, is not needed to start

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from indexer.cli import output
from indexer.cli.options import FOUND, Command, Text, errors_told, json_option
from indexer.cli.progress import progress_bar
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from indexer.reports import SyncReport

_SOURCE_FAILED = 4


def _sync_options(command: Command) -> Command:
    """Add what both commands take."""
    told = "Only files like this, as in a .gitignore: '*.md', 'laws/**'. Can be given more than once."
    command = click.option("--include", multiple=True, type=Text(), help=told)(command)
    told = "No files like this: 'drafts/', '~$*'; '!keep.md' takes it back. Can be given more than once."
    command = click.option("--exclude", multiple=True, type=Text(), help=told)(command)
    told = "Processes that read; as many as the machine has, if not said."
    command = click.option("--workers", type=click.IntRange(0), help=told)(command)
    told = "Megabytes a batch may take."
    return click.option("--memory", default=256, show_default=True, type=click.IntRange(16), help=told)(command)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path())
@click.option("--dry-run", is_flag=True, help="Change nothing, only print what would be done.")
@_sync_options
@json_option
@click.pass_obj
def sync(path: str, /, folders: tuple[str, ...], memory: int, *, as_json: bool, **options: Any) -> None:
    """Make the index equal to FOLDERS: add what is new, update what changed, remove what is gone.

    What was added from elsewhere is left alone. Ends with 4 if a file could not be read; what the index holds of it
    stays. Interrupted, it goes on where it was when it is run again.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.create(path, exist_ok=True, alone=True) as index, progress_bar() as progress:
        report = index.sync(*folders, memory=memory << 20, progress=progress, **options)
    if as_json:
        output.show_json(report)
    else:
        output.show_lines(sync_lines(report))
    sys.exit(_SOURCE_FAILED if report.failed else FOUND)


def sync_lines(report: SyncReport) -> Iterator[str]:
    """Yield what a sync did: the failures first, every document that changed if they are few or it was a dry run."""
    yield from output.failure_lines(report.failed)
    yield from (f"skipped: {skipped.source}: {skipped.reason}" for skipped in report.skipped)
    yield from (f"note: {note.source}: {note.reason}" for note in report.notes)
    for outcome in ("added", "updated", "removed") if report.dry_run else ("removed",):
        yield from (f"{outcome}: {id}" for id in getattr(report, outcome))
    yield from (f"moved: {moved.before} → {moved.after}" for moved in report.moved if moved.before != moved.after)
    names = ("added", "updated", "moved", "removed", "unchanged", "failed")
    counts = ", ".join(f"{len(getattr(report, name))} {name}" for name in names)
    yield f"would be: {counts}" if report.dry_run else counts


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path())
@click.option(
    "--wait", default=1.0, show_default=True, type=click.FloatRange(0.05), help="Seconds of calm to wait for."
)
@_sync_options
@json_option
@click.pass_obj
def watch(path: str, /, folders: tuple[str, ...], wait: float, memory: int, *, as_json: bool, **options: Any) -> None:
    """Sync FOLDERS, and again whenever something in them changes, until Ctrl-C."""
    from indexer.clause_index import ClauseIndex

    try:
        with errors_told(), ClauseIndex.create(path, exist_ok=True, alone=True) as index:
            for report in index.watch(*folders, wait=wait, memory=memory << 20, **options):
                if isinstance(report, IndexerError):
                    output.show_lines([f"indexer: {report}"], err=True)
                elif as_json:
                    output.show_json(report)
                else:
                    output.show_lines(sync_lines(report))
                sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(FOUND)
