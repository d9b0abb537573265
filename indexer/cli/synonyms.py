"""``indexer synonyms``: the words that also find others."""

from __future__ import annotations  # what a record is, is not needed to start

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from indexer.cli import output
from indexer.cli.options import InputFile, errors_told

if TYPE_CHECKING:
    from indexer.reports import SynonymLine


@click.command()
@click.argument("file", required=False, type=InputFile())
@click.option("--defined", is_flag=True, help="Print the short names that the documents define, as a file to edit.")
@click.pass_obj
def synonyms(path: str, file: str | None, *, defined: bool) -> None:
    """Keep the synonyms in FILE with the index and tell what each line says; without FILE, print those it keeps.

    FILE may be - for standard input. A line is a group (彩礼, 聘礼) or a one-way rule (老板 => 用人单位, 雇主). An
    empty file keeps none.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        if defined:
            output.show_lines(index.defined_synonyms())
        elif file is None:
            output.show_lines(index.synonyms.splitlines())
        else:
            output.show_lines(_lines(index.use_synonyms(file)))


def _lines(told: Sequence[SynonymLine]) -> Iterator[str]:
    for line in told:
        yield f"line {line.number}: {line.line}" + (f"  left out: {line.reason}" if line.reason else "")
    yield f"{sum(not line.reason for line in told)} lines kept"
