"""The command line: one thin command for each method of `ClauseIndex`, output in one place.

`main` is what the ``indexer`` command calls; `commands` opens, calls and prints; `output` decides how records look to a
person (`layout` fits them to the terminal) and to a program.
"""

from indexer.cli.commands import main

__all__ = ["main"]
