"""`indexer eval`: how well judged queries are answered."""

from __future__ import annotations  # what a record is, is not needed to start

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from indexer.cli import output
from indexer.cli.options import FOUND, NOTHING_FOUND, InputFile, errors_told, json_option
from indexer.cli.progress import counting

if TYPE_CHECKING:
    from indexer.reports import ComparedMeasure, Evaluation, MeasuredQuery

_LISTED = 10
"""So many of the clauses that are not in the index are named; ``--json`` has all."""


@click.command("eval")
@click.argument("queries", type=InputFile())
@click.option("--qrels", type=InputFile(), help="TREC judgements; QUERIES are TREC topics then.")
@click.option("--run", type=InputFile(), help="Measure this TREC run instead of searching.")
@click.option("--compare", type=InputFile(), help="Compare with this TREC run.")
@click.option("--write-run", type=click.Path(), help="Write what is found as a TREC run.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many queries.")
@click.option("--seed", default=0, show_default=True, type=int, help="Of the resampling.")
@click.option("--per-query", is_flag=True, help="Print the measures of each query as well.")
@json_option
@click.pass_obj
def evaluate(
    path: str,
    /,
    queries: str,
    *,
    qrels: str | None,
    run: str | None,
    compare: str | None,
    write_run: str | None,
    limit: int | None,
    seed: int,
    per_query: bool,
    as_json: bool,
) -> None:
    """Measure how well the judged QUERIES are answered (- for standard input, as for any other file).

    Ends with 1 if no query has a judgement.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index, counting("queries") as progress:
        told = index.evaluate(
            queries,
            qrels=qrels,
            run=run,
            compare=compare,
            write_run=write_run,
            limit=limit,
            seed=seed,
            progress=progress,
        )
    if as_json:
        plain = told.to_dict()
        output.show_json(plain if per_query else {name: value for name, value in plain.items() if name != "per_query"})
    else:
        output.show_lines(evaluation_lines(told, per_query=per_query))
    sys.exit(FOUND if told.queries else NOTHING_FOUND)


def evaluation_lines(told: Evaluation, *, per_query: bool) -> Iterator[str]:
    """Yield the lines that show an evaluation to a person."""
    if per_query:
        yield from _query_lines(told.per_query)
    yield f"{told.queries} queries ask for {told.provisions} provisions"
    if told.unjudged:
        yield click.style(f"{len(told.unjudged)} queries have no judgement and are left out", fg="yellow")
    for failure in told.failed:
        yield click.style(f"could not search for {failure.query}: {failure.error}", fg="yellow")
    if told.unknown:
        yield click.style(
            f"{len(told.unknown)} judged clauses are not in this index; they count as not found:", fg="yellow"
        )
        yield from (f"    query {one.query}: {one.clause}" for one in told.unknown[:_LISTED])
        if len(told.unknown) > _LISTED:
            yield f"    and {len(told.unknown) - _LISTED} more (--json names all)"
    if not told.compared:
        for one in told.measures:
            yield f"{one.name:<8} {one.mean:.4f}  [{one.low:.4f}, {one.high:.4f}]"
        return
    yield from _compared_lines(told.compared)


def _compared_lines(compared: Sequence[ComparedMeasure]) -> Iterator[str]:
    yield f"{'':<8} {'this':>6}  {'other':>6}  {'difference':>10}  {'95 % interval':<18}  {'p':>6}  better/worse"
    for one in compared:
        span = f"[{one.low:+.4f}, {one.high:+.4f}]"
        told = (
            f"{one.mean:.4f}  {one.other:.4f}  {one.difference:>+10.4f}  {span}  {one.p:.4f}  {one.better}/{one.worse}"
        )
        yield f"{one.name:<8} {told}"


def _query_lines(rows: Sequence[MeasuredQuery]) -> Iterator[str]:
    """Yield a line a query with tabs between, for ``sort`` and ``awk``."""
    if rows:
        yield "\t".join(("query", *rows[0].measures, "text"))
    for row in rows:
        yield "\t".join((row.id, *_rounded(row.measures), row.query))


def _rounded(measures: Mapping[str, float]) -> list[str]:
    return [f"{value:.4f}" for value in measures.values()]
