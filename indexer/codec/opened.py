"""An index opened for searching without Whoosh, which takes longer to import than to do without.

Whoosh's reader of the same generation is made when something asks for it, over the same open files.
"""

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from time import sleep
from typing import Any

from indexer.codec.arrays import Array, ArrayFile
from indexer.codec.contents import Contents, SegmentEntry, latest_generation, read_contents
from indexer.codec.segment_files import DOCUMENTS, POSTINGS, DocumentsFile, PostingsFile
from indexer.errors import DamagedIndexError

_ATTEMPTS = 10


class OpenedSegment:
    """A segment, its files open.

    Attributes:
        documents, terms: what its files hold.
        count: how many documents it has, deleted ones included.
        deleted: int64[…], which are.
    """

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        self.documents = DocumentsFile(ArrayFile(folder, entry.name + DOCUMENTS))
        self.terms = PostingsFile(ArrayFile(folder, entry.name + POSTINGS), self.documents)
        self.count = entry.documents
        self.deleted: Array = entry.deleted

    def files(self) -> Sequence[ArrayFile]:
        """Return its open files."""
        return self.documents.file, self.terms.file


class OpenedIndex:
    """One generation of the index in a folder; `open_index` makes it.

    Attributes:
        contents: its table of contents.
        segments: those that have documents.
    """

    def __init__(self, folder: Path, contents: Contents, admitted: Any) -> None:
        self.contents = contents
        self._admitted = admitted
        self._folder = folder
        self.segments = [OpenedSegment(folder, entry) for entry in contents.segments or ()]

    @cached_property
    def _toc(self) -> Any:
        from indexer.codec.toc import parse_toc

        return parse_toc(self.contents.content, self.contents.filename, self.contents.generation, self._admitted)

    @property
    def schema(self) -> Any:
        """The Whoosh schema."""
        return self._toc.schema

    @cached_property
    def reader(self) -> Any:
        """Whoosh's reader of the same files."""
        from whoosh.index import FileIndex

        held = HeldFiles({file.name: file for segment in self.segments for file in segment.files()})
        return FileIndex._reader(held, self.schema, self._toc.segments, self.contents.generation)

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        for segment in self.segments:
            segment.terms.close()


class HeldFiles:
    """Open array files in the place of a Whoosh storage, for readers only: whoever closes one closes a copy."""

    def __init__(self, files: dict[str, ArrayFile]) -> None:
        self._files = files

    def opened(self, name: str) -> ArrayFile:
        """Return a file by its name."""
        return copy(self._files[name])

    def close(self) -> None:
        """Do nothing: they are not the reader's."""


def open_array_file(storage: Any, name: str) -> ArrayFile:
    """Return the array file of a name in a Whoosh storage, or the one that is held open."""
    return storage.opened(name) if isinstance(storage, HeldFiles) else ArrayFile(storage, name)


def open_index(folder: Path, indexname: str, admitted: Any) -> OpenedIndex | None:
    """Open the index in a folder for searching.

    Args:
        folder: the folder.
        indexname: the name of the index.
        admitted: see `indexer.codec.index.ArrayIndex`.

    Returns:
        None if stock Whoosh wrote the table of contents, or a segment: then only Whoosh can open it.

    Raises:
        IndexMissingError, FormatVersionError: see `read_contents` and `ArrayFile`.
        DamagedIndexError: so too, or a file is missing.
    """
    for attempt in range(_ATTEMPTS):
        contents = read_contents(folder, indexname)
        if contents.segments is None:
            return None
        try:
            return OpenedIndex(folder, contents, admitted)
        except OSError as error:
            # A commit may have removed the segments between the two steps. Then there is a later table.
            if latest_generation(folder, indexname) == contents.generation or attempt == _ATTEMPTS - 1:
                what = "a file of the index is missing or cannot be read"
                place = str(error.filename or error)
                raise DamagedIndexError(what, place=place, remedy="Build the index anew") from error
            sleep(0.01 * attempt)
    raise AssertionError("not reached")
