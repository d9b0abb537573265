"""An index of array segments in a folder: Whoosh's FileIndex with our writer, and without trust in what it reads."""

from collections.abc import Sequence
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME as DEFAULT_NAME
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader

from indexer.codec.toc import Admitted, read_toc, write_toc
from indexer.errors import DamagedIndexError

if TYPE_CHECKING:
    from indexer.codec.writer import ArraySegmentWriter

_ATTEMPTS = 10


class ArrayIndex(FileIndex):  # type: ignore[misc]
    """An index whose segments are arrays. Segments that stock Whoosh wrote into it are read too if they are admitted.

    Args:
        storage: the Whoosh storage it is in.
        schema: the schema to use instead of the one the index keeps; None for that one.
        indexname: the name of the index; several can share a storage.
        admitted: classes and functions of yours that the schema names, such as an analyzer: (module, name) pairs; and
            `indexer.codec.toc.STOCK_SEGMENTS`, if stock Whoosh writes to the index too.

    Raises:
        IndexMissingError, ForeignIndexError, DamagedIndexError, FormatVersionError: see `read_toc`.
    """

    def __init__(
        self, storage: Any, schema: Any = None, indexname: str = DEFAULT_NAME, *, admitted: Admitted = ()
    ) -> None:
        self.storage = storage
        self.indexname = indexname
        self._schema = schema
        self._admitted = admitted
        self._read_toc()

    @classmethod
    def create(
        cls, storage: Any, schema: Any, indexname: str = DEFAULT_NAME, *, admitted: Admitted = ()
    ) -> "ArrayIndex":
        """Create an index without documents, in the place of one of the same name.

        Args:
            storage: the Whoosh storage to create it in.
            schema: its fields.
            indexname: its name.
            admitted: as for the class.
        """
        for filename in list(storage.list()):
            if filename.startswith(f"_{indexname}_"):
                storage.delete_file(filename)
        write_toc(storage, indexname, TOC(schema, [], 0))
        return cls(storage, None, indexname, admitted=admitted)

    def _read_toc(self) -> TOC:
        return read_toc(self.storage, self.indexname, self._schema, self._admitted)

    def writer(self, procs: int = 1, **kwargs: Any) -> "ArraySegmentWriter":  # noqa: ARG002 - one process is enough
        """Return a writer; see `ArraySegmentWriter`. `procs` is Whoosh's, and makes no difference."""
        from indexer.codec.writer import ArraySegmentWriter  # who only reads need not wait for it

        return ArraySegmentWriter(self, **kwargs)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:  # noqa: ARG002
        """Return a reader of the index as it is now.

        `reuse` is Whoosh's, and makes no difference: stock Whoosh takes over segments and deletions of that reader
        which are no longer those of the index, and opening anew costs less than a search.

        Raises:
            DamagedIndexError: a file of the index is missing, or damaged; so for `FormatVersionError`.
        """
        for attempt in range(_ATTEMPTS):
            toc = self._read_toc()
            try:
                return FileIndex._reader(self.storage, toc.schema, toc.segments, toc.generation)
            except (OSError, NameError) as error:
                # A commit may have removed the segments between the two steps. Then there is a later table.
                if self.latest_generation() == toc.generation or attempt == _ATTEMPTS - 1:
                    missing = str(getattr(error, "filename", None) or error)
                    what = "a file of the index is missing or cannot be read"
                    raise DamagedIndexError(what, place=missing, remedy="Build the index anew") from error
                sleep(0.01 * attempt)
        raise AssertionError("not reached")

    def verify(self) -> Sequence[str]:
        """Read every file of the index and compare every checksum; return the names of the files read.

        Raises:
            DamagedIndexError: one does not match. Segments that stock Whoosh wrote have no checksums.
        """
        names = []
        with self.reader() as reader:
            for leaf, _ in reader.leaf_readers():
                for part in (leaf._perdoc, leaf._terms):
                    if hasattr(part, "file"):
                        part.file.verify()
                        names.append(part.file.name)
        return names


def create_in(folder: str | Path, schema: Any, indexname: str = DEFAULT_NAME, *, admitted: Admitted = ()) -> ArrayIndex:
    """Create an index without documents in a folder, which is made if need be; see `ArrayIndex`."""
    return ArrayIndex.create(FileStorage(str(folder)).create(), schema, indexname, admitted=admitted)


def open_dir(
    folder: str | Path, indexname: str = DEFAULT_NAME, schema: Any = None, *, admitted: Admitted = ()
) -> ArrayIndex:
    """Open the index in a folder; see `ArrayIndex` for the arguments and what is raised."""
    return ArrayIndex(FileStorage(str(folder)), schema, indexname, admitted=admitted)
