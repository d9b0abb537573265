"""``indexer completion``: what a shell needs to complete commands, options and the names of documents."""

import click

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the script that makes SHELL complete indexer's commands, options and documents.

    For bash: eval "$(indexer completion bash)" in ~/.bashrc; zsh likewise in ~/.zshrc; for fish,
    indexer completion fish > ~/.config/fish/completions/indexer.fish
    """
    from click.shell_completion import get_completion_class

    from indexer.cli.commands import cli

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "indexer", "_INDEXER_COMPLETE").source())


def documents_that_begin(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Return the ids of the documents whose id begins as typed, or whose title has what was typed."""
    from indexer.clause_index import ClauseIndex
    from indexer.errors import IndexerError

    path = context.find_root().params.get("path") or "index_data"
    try:
        with ClauseIndex.open(path, alone=True) as index:
            documents = [(document.id, document.title) for document in index.documents()]
    except IndexerError:
        return []
    return [id for id, title in documents if id.startswith(typed) or (typed and typed in title)]
