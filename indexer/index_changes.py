"""The half of the library's face that changes an index: `ClauseIndex` has these methods."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from indexer.store.index import Store

if TYPE_CHECKING:
    from threading import Event

    from indexer.errors import IndexerError
    from indexer.reports import AddReport, DictionaryLine, Optimized, Progress, SyncReport, SynonymLine
    from indexer.store.changes import Changes


class IndexChanges:
    """What changes an index; one change waits for another, and readers go on with what they see.

    Args:
        store: the index.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        *paths: str | Path,
        workers: int | None = None,
        memory: int = 256 << 20,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "AddReport":
        """Add files and folders; what has not changed since it was added is left as it is.

        A source that cannot be read is reported with its reason, and the others are added all the same. They are
        committed together at the end: an `add` that is interrupted leaves the index as it was.

        Args:
            paths: the files and folders.
            workers: how many processes read; None for as many as the machine has processors, or none for a little work.
            memory: about how many bytes the words of a batch may take before they are written out.
            progress: is told how far the work has come.

        Returns:
            Which sources were added, updated, unchanged, and which failed and why.

        Raises:
            IndexLockedError: another writer held the index for too long.
        """
        return self._store.add(paths, workers=workers, memory=memory, progress=progress)

    def add_bytes(self, data: bytes | BinaryIO, name: str, *, format: str = "") -> "AddReport":
        """Add what stands in no file: standard input, an answer of a server, a column of a database.

        Args:
            data: what a file would hold, or an open file to read it from.
            name: what its file would be called, with ``/`` between folders; adding this name again replaces it.
            format: the name of its format (docs/sources.md); "" to have it told by `data` and `name`.

        Returns:
            As of `add`.

        Raises:
            UsageError: there is no such format.
            SourceError: it is larger than any file that is read.
            IndexLockedError: another writer held the index for too long.
        """
        return self._store.add_bytes(data, name, format)

    def add_documents(self, documents: "Iterable[Mapping[str, Any]]") -> "AddReport":
        """Add documents that stand in no file, as a JSON Lines file would hold them (docs/sources.md).

        Args:
            documents: each with an ``id``, a ``text`` or ``paragraphs``, and if you like ``title``, ``number``,
                ``issuer``, ``date`` and metadata of your own; adding an id again replaces the document.

        Returns:
            As of `add`, with the ids as sources.

        Raises:
            UsageError: a document has no id, or holds what is no JSON.
            IndexLockedError: another writer held the index for too long.
        """
        return self._store.add_documents(documents)

    @contextmanager
    def writer(
        self,
        *,
        workers: int | None = None,
        memory: int = 256 << 20,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "Iterator[Changes]":
        """Gather changes in a ``with`` block, and commit them together at its end; if it raises, none is made.

        Args:
            workers, memory, progress: as of `add`.

        Yields:
            What changes are told to; it has the report of the commit afterwards.

        Raises:
            NotInIndexError: a document that is to be removed is not there; then nothing is changed.
            IndexLockedError: another writer held the index for too long.
        """
        from indexer.store.changes import Changes

        changes = Changes()
        yield changes
        changes.report = self._store.add(
            changes.sources, removed=changes.removed, workers=workers, memory=memory, progress=progress
        )

    def sync(
        self,
        *folders: str | Path,
        dry_run: bool = False,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        workers: int | None = None,
        memory: int = 256 << 20,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "SyncReport":
        """Make the index equal to folders: what is new, changed, moved or gone (docs/sync.md).

        Documents from elsewhere are left alone. What is done is committed in steps: a sync that is interrupted goes on
        where it was when it is called again. A file that cannot be read is reported, and what the index holds of it
        stays.

        Args:
            folders: the folders.
            dry_run: change nothing, only tell what would be done.
            include: only files that one of these patterns matches (docs/sync.md); none: all files.
            exclude: no files that one of these patterns matches.
            workers, memory, progress: as of `add`.

        Raises:
            SourceError: a folder is not there or cannot be opened; then nothing is changed.
            UsageError: a pattern makes no sense.
            IndexLockedError: another writer held the index for too long.
        """
        from indexer.store.sync import SyncOptions

        options = SyncOptions(dry_run, tuple(include), tuple(exclude), workers, memory, progress)
        return self._store.sync(folders, options)

    def watch(
        self,
        *folders: str | Path,
        wait: float = 1.0,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        workers: int | None = None,
        memory: int = 256 << 20,
        stop: "Event | None" = None,
    ) -> "Iterator[SyncReport | IndexerError]":
        """Sync folders, and again whenever something in them changes; needs ``pip install clause-indexer[watch]``.

        Args:
            folders: the folders.
            wait: so many seconds must pass without a change before a sync, ten times as many at most.
            include, exclude, workers, memory: as of `sync`.
            stop: ends it when it is set; else it goes on until it is interrupted.

        Yields:
            What each sync did, the first included; those that changed nothing and met no failure are left out. An
            `IndexerError` in the place of one that could not be done, such as while a folder is not there.

        Raises:
            SourceError: a folder is not there or cannot be opened at the beginning.
            UsageError: what watches for changes is not installed, or a pattern makes no sense.
        """
        from indexer.store.sync import SyncOptions
        from indexer.store.watching import watch

        options = SyncOptions(False, tuple(include), tuple(exclude), workers, memory)
        return watch(self._store, folders, options, wait, stop)

    def use_dictionary(self, path: str | Path) -> "tuple[DictionaryLine, ...]":
        """Keep a user dictionary in the index, in the place of the one before, and cut with it from now on.

        It changes how words are cut and so how hits rank, never what is found: what was added before needs not be
        added again.

        Args:
            path: a text file in jieba's format: a line has a word and, if you like, its frequency.

        Returns:
            What each line does.

        Raises:
            SourceError: the file cannot be read.
        """
        return self._store.use_dictionary(Path(path))

    def use_synonyms(self, path: str | Path) -> "tuple[SynonymLine, ...]":
        """Keep the synonyms in a file with the index, in the place of those before, and search with them from now on.

        Args:
            path: a text file of groups and one-way rules (docs/ranking.md); an empty one keeps none.

        Returns:
            What each line says.

        Raises:
            SourceError: the file cannot be read.
        """
        return self._store.use_synonyms(Path(path))

    @property
    def synonyms(self) -> str:
        """The synonyms that the index keeps, as they stand in the file; "" if it keeps none."""
        return self._store.synonyms

    def defined_synonyms(self) -> Iterator[str]:
        """Yield a line of a synonym file for each short name that a document of the index defines (以下简称…)."""
        from indexer.store.synonyms import defined

        return defined(self._store.view)

    def remove(self, *ids: str) -> tuple[str, ...]:
        """Remove the documents with these ids, all or none, and return the ids.

        Raises:
            NotInIndexError: one of them is not there.
            IndexLockedError: another writer held the index for too long.
        """
        return self._store.remove(ids)

    def optimize(self) -> "Optimized":
        """Make one segment of all, let go of the space of what was removed, and learn what words go together.

        What is learned improves the ranking of questions (docs/ranking.md). It is learned again by each call; what is
        added in between is ranked by what was learned before.

        Returns:
            What was learned, and how long it took.
        """
        return self._store.optimize()
