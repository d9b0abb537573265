"""`indexer suggest` and `indexer similar`: help to find, beside the search."""

from __future__ import annotations  # what a record is, is not needed to start

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from indexer.cli import output
from indexer.cli.options import FOUND, NOTHING_FOUND, Text, errors_told, json_option

if TYPE_CHECKING:
    from indexer.reports import SimilarClause, Suggestion

limit_option = click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many.")


@click.command()
@click.argument("prefix", nargs=-1, required=True, type=Text())
@limit_option
@json_option
@click.pass_obj
def suggest(path: str, /, prefix: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    """Print what begins with PREFIX in the index, the most frequent first: words, phrases, headings, titles.

    PREFIX may be pinyin: huji, or the initials hj. Ends with 1 if nothing begins so.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        found = index.suggest(" ".join(prefix), limit=limit)
    if as_json:
        output.show_json({"suggestions": [suggestion.to_dict() for suggestion in found]})
    else:
        output.show_lines(suggestion_lines(found))
    if not found:
        said = " ".join(prefix).strip()
        told = f"Nothing in the index begins with {said}" if said else "Type the beginning of a word, or of its pinyin"
        output.show_lines([told], err=True)
    sys.exit(FOUND if found else NOTHING_FOUND)


@click.command()
@click.argument("id", type=Text())
@limit_option
@json_option
@click.pass_obj
def similar(path: str, /, id: str, *, limit: int, as_json: bool) -> None:
    """Print the clauses most like the one with this ID: what says the same, then what is about the same.

    Ends with 1 if there is none.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        found = index.similar(id, limit=limit)
    if as_json:
        output.show_json({"clauses": [clause.to_dict() for clause in found]})
    else:
        output.show_lines(similar_lines(found))
    if not found:
        output.show_lines([f"No clause is like {id}"], err=True)
    sys.exit(FOUND if found else NOTHING_FOUND)


def suggestion_lines(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Yield a line a suggestion: text, kind, and how many paragraphs it leads to, with tabs between."""
    for one in suggestions:
        yield "\t".join((one.text, one.kind, str(one.count)))


def similar_lines(clauses: Iterable[SimilarClause]) -> Iterator[str]:
    """Yield the lines that show clauses like one to a person."""
    told = {"same": "says the same", "contained": "has it or is in it", "similar": "is similar"}
    for one in clauses:
        share = one.score if one.relation == "similar" else one.containment
        heading = click.style(one.citation, bold=True) + output.standing(one.document)
        yield f"{heading}  {told[one.relation]} ({share:.2f})"
        yield from output.line(one.clause.text.replace("\n", " "), dim=False)
        yield output.id_line(one.clause.id)
        yield ""
