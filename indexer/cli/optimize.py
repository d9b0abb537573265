"""``indexer optimize``: one segment, and what words go together learned from it."""

import click

from indexer.cli import output
from indexer.cli.options import errors_told, json_option


@click.command()
@json_option
@click.pass_obj
def optimize(path: str, *, as_json: bool) -> None:
    """Make one segment of the index, and learn from its clauses what words go together.

    What is learned improves the ranking of questions; where there is too little text, nothing is.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        done = index.optimize()
    if as_json:
        output.show_json(done)
        return
    click.echo(f"one segment, in {done.joining_seconds:.1f} s")
    learned = (
        f"learned from {done.words} words in {done.clauses} clauses" if done.clauses else "too little to learn from"
    )
    click.echo(f"{learned}, in {done.learning_seconds:.1f} s")
