"""``indexer schema``: the shape of what the other commands print."""

import click

from indexer.cli import output
from indexer.cli.options import errors_told


@click.command()
@click.argument("command")
def schema(command: str) -> None:
    """Print the JSON Schema of what COMMAND prints with --json; for batch, of each line."""
    from indexer.schemas import schema

    with errors_told():
        output.show_json(schema(command))
