"""What the processes of a batch share: a folder of a shelf's files, deleted as soon as all have them open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import NamedTuple

from indexer.codec.shelf import Shelf


class Share(NamedTuple):
    """One process's part in a shelf.

    Attributes:
        folder: of the files.
        number, processes: which process it is, from 0, of how many.
    """

    folder: Path
    number: int
    processes: int

    def open(self) -> Shelf | None:
        """Return the shelf; None if the files are deleted already, as for a process that starts anew."""
        try:
            return Shelf(*self)
        except OSError:
            return None


class Sharing:
    """A shelf for some processes; `sharing` makes it.

    Args:
        folder: where its files are; None if there could be none.
        count: how many processes there are.

    Attributes:
        shares: that of each process, None where there is no folder.
    """

    def __init__(self, folder: Path | None, count: int) -> None:
        self._folder = folder
        self.shares = [None if folder is None else Share(folder, number, count) for number in range(count)]

    def delete(self) -> None:
        """Delete the files, if they are not deleted yet; whoever has them open goes on with them."""
        if self._folder is not None:
            rmtree(self._folder, ignore_errors=True)


@contextmanager
def sharing(count: int) -> Iterator[Sharing]:
    """Give so many processes a shelf, deleted at the end; where no temporary files can be made, they go without."""
    shared = Sharing(None, count)
    try:
        folder = Path(mkdtemp(prefix="indexer-batch-"))
        shared = Sharing(folder, count)
        Shelf.prepare(folder, count)
    except OSError:
        shared.delete()
    try:
        yield shared
    finally:
        shared.delete()
