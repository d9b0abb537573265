"""``indexer diff``: clause by clause what changed from one document to another."""

from __future__ import annotations  # what a record is, is not needed to start

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli import output
from indexer.cli.layout import marked, wrap
from indexer.cli.options import DocumentOrFile, as_of_option, errors_told, json_option
from indexer.errors import IndexMissingError, NotInIndexError, UsageError

if TYPE_CHECKING:
    from indexer.reports import ClauseChange, ComparedClause, Difference

SAME, DIFFERENT = 0, 1
"""The exit codes of ``diff``, as of the program of this name; 2 and more are errors."""

_COLOURS = {"-": "red", "+": "green"}
_SIGNS = {"unchanged": " ", "renumbered": "=", "changed": "~", "added": "+", "removed": "-"}
_COUNTED = ("changed", "renumbered", "moved", "added", "removed", "unchanged")
_COLUMNS = 96
_LONGEST_NAME = 24
"""A clause without label is named by so many characters of it."""


@click.command()
@click.argument("before", type=DocumentOrFile())
@click.argument("after", type=DocumentOrFile())
@click.option("--unchanged", is_flag=True, help="Print also the clauses that did not change.")
@as_of_option
@json_option
@click.pass_obj
def diff(path: str, before: str, after: str, *, unchanged: bool, as_of: date | None, as_json: bool) -> None:
    """Print what changed from BEFORE to AFTER, clause by clause.

    Each is the id of a document, a file (- for standard input), or a title, with a year if an older version is meant:
    公司法(2018). Ends with 0 if nothing changed, with 1 if something did.
    """
    with errors_told():
        try:
            difference = _difference(path, before, after, as_of)
        except NotInIndexError as error:
            raise UsageError(error.what, place=error.place, remedy=error.remedy) from error
    if as_json:
        output.show_json(difference)
    else:
        output.show_pages(difference_lines(difference, unchanged=unchanged))
    sys.exit(SAME if difference.same else DIFFERENT)


def _difference(path: str, before: str, after: str, as_of: date | None) -> Difference:
    """Compare two documents; two files need no index."""
    from indexer.clause_index import ClauseIndex

    try:
        with ClauseIndex.open(path, alone=True) as index:
            return index.diff(before, after, as_of=as_of)
    except IndexMissingError:
        if Path(before).is_file() and Path(after).is_file():
            return ClauseIndex.diff_files(before, after)
        raise


def difference_lines(difference: Difference, *, unchanged: bool = False) -> Iterator[str]:
    """Yield what changed, for a person: what goes as ``[-…-]`` and red, what comes as ``{+…+}`` and green."""
    yield click.style(f"- {difference.before.title} {difference.before.date[:10]}  {difference.before.id}", fg="red")
    yield click.style(f"+ {difference.after.title} {difference.after.date[:10]}  {difference.after.id}", fg="green")
    for change in difference.changes:
        if unchanged or change.change != "unchanged" or change.moved:
            yield ""
            yield from _change_lines(change)
    counts = Counter(change.change for change in difference.changes)
    counts["moved"] = sum(change.moved for change in difference.changes)
    yield ""
    yield ", ".join(f"{counts[name]} {name}" for name in _COUNTED)


def _change_lines(change: ClauseChange) -> Iterator[str]:
    names = list(dict.fromkeys(_name(clause) for clause in (change.before, change.after) if clause))
    said = f"{change.change}, moved" if change.moved else change.change
    yield click.style(f"{_SIGNS[change.change]} {' → '.join(names)}", bold=True) + click.style(f"  {said}", dim=True)
    if change.change in ("unchanged", "renumbered"):
        return
    text, spans = _written(change.edits)
    at = 0
    for line in text.split("\n"):
        for start, end in wrap(line, _COLUMNS):
            yield "    " + "".join(_painted(text, at + start, at + end, spans))
        at += len(line) + 1


def _name(clause: ComparedClause) -> str:
    begins = clause.text.partition("\n")[0]
    return clause.label or (begins if len(begins) <= _LONGEST_NAME else f"{begins[:_LONGEST_NAME]}…")


def _written(edits: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the edits as one text with signs around what goes and comes, and where each stands in it."""
    text = ""
    spans = []
    for kind, piece in edits:
        told = {"=": piece, "-": f"[-{piece}-]", "+": f"{{+{piece}+}}"}[kind]
        if kind != "=":
            spans.append((len(text), len(text) + len(told), kind))
        text += told
    return text, spans


def _painted(text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    marks = [(begin, stop) for begin, stop, _ in spans]
    kinds = {begin: kind for begin, _, kind in spans}
    at = start
    for piece, is_mark in marked(text, (start, end), marks):
        if is_mark:
            begin = max(begin for begin in kinds if begin <= at)
            yield click.style(piece, fg=_COLOURS[kinds[begin]])
        else:
            yield piece
        at += len(piece)
