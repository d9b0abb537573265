"""Making the index equal to folders: what is new, changed, moved or gone, found by size and time first, then by hash.

A sync commits in steps, so that one that is killed goes on where it was: what it has committed is in the index, and the
next one finds it there. What has failed to be read is kept as it was, and so is everything from other folders.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceError
from indexer.reading import Source, find_sources
from indexer.reports import MovedDocument, Progress, SyncReport
from indexer.store.catalogue import Catalogue, Identity
from indexer.store.digest import Digest, Task
from indexer.store.ingest import Intake
from indexer.store.ledger import FileState, Ledger, is_fresh
from indexer.store.patterns import Patterns
from indexer.store.worker import digests

if TYPE_CHECKING:
    from indexer.store.index import Store

STEP_SECONDS = 5.0
"""What has been done for so long is committed."""

STEP_GROUPS = 128
"""What so many groups (`indexer.store.ingest.GROUP_BYTES`) have given is committed."""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """How to sync; `ClauseIndex.sync` says what each part does."""

    dry_run: bool = False
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    workers: int | None = None
    memory: int = 256 << 20
    progress: Callable[[Progress], None] | None = None


def checked_folders(paths: Iterable[str | Path]) -> list[Path]:
    """Return the folders, resolved.

    Raises:
        SourceError: one is not there, is no folder, or cannot be opened. Then nothing may be taken to be gone.
    """
    folders = []
    for path in paths:
        try:
            folder = Path(path).resolve(strict=True)
            os.scandir(folder).close()
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            remedy = "Name a folder that can be read; nothing was removed."
            raise SourceError(f"it cannot be synced: {reason}", place=str(path), remedy=remedy) from error
        folders.append(folder)
    return list(dict.fromkeys(folders))


class SyncIntake(Intake):
    """Goes once through folders: gives the tasks for what is new or changed, and finds what has moved or gone.

    Args:
        folders: from `checked_folders`.
        patterns: which files are wanted.
        identities: of the documents of the index.
        ledger: what is known of files.
        own: the folder of the index, whose files are no sources.
        progress: is told how far it has come.

    Attributes:
        read: how many files were read.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        patterns: Patterns,
        identities: Iterable[Identity],
        ledger: Ledger,
        *,
        own: Path,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.read = 0
        self._folders = folders
        self._patterns = patterns
        self._ledger = ledger
        self._own = own.resolve()
        self._held = tuple(identities)
        self._by_origin: dict[str, dict[str, str]] = {}
        for identity in self._held:
            self._by_origin.setdefault(identity.origin, {})[identity.id] = identity.hash
        self._origins: dict[Path, str] = {}
        self._roots: dict[str, str] = {}
        self._seen: dict[str, dict[str, str]] = {}
        self._states: dict[str, FileState] = {}
        self._unreachable: list[Path] = []
        super().__init__(folders, Catalogue(self._held, self._has_gone), progress)

    def _find(self, paths: Iterable[str | Path | Source]) -> Iterator[Source]:
        own = f"{self._own}{os.sep}"
        for folder in paths:
            assert isinstance(folder, Path)
            for source in find_sources(folder):
                wanted = not source.name or self._patterns.admits(source.name)
                origin = self._origin(source)
                if wanted and origin not in self._roots and not f"{origin}{os.sep}".startswith(own):
                    self._roots[origin] = str(folder)
                    yield source

    def _origin(self, source: Source) -> str:
        """Return where a source is, found out once."""
        origin = self._origins.get(source.path)
        if origin is None:
            origin = self._origins[source.path] = super()._origin(source)
        return origin

    def _is_of_folders(self, origin: str) -> bool:
        """Tell whether a document with this origin is one of the folders'."""
        if not origin:
            return False
        state = self._ledger.files.get(origin)
        synced = {str(folder) for folder in self._folders}
        return (state is not None and state.root in synced) or any(
            str(above) in synced for above in Path(origin).parents
        )

    def _has_gone(self, known: Identity) -> bool:
        return self._is_of_folders(known.origin) and not Path(known.origin).exists()

    def _is_unchanged(self, identity: Identity, known: Identity | None) -> bool:
        """Tell whether the index holds a document as it is; what was read elsewhere, and is gone there, it does not."""
        self._seen[identity.origin][identity.id] = identity.hash
        if known is None or known.hash != identity.hash:
            return False
        return known.origin == identity.origin or Path(known.origin).exists()

    def _tasks(self, source: Source) -> Iterator[Task]:
        origin = self._origin(source)
        status = _status(source)
        known = self._known(origin, status)
        if known is not None:
            self._seen[origin] = dict(known.documents)
            self._states[origin] = replace(known, root=self._roots[origin])
            for id in known.documents:
                self._outcomes.setdefault(id, "unchanged")
            return
        self.read += 1
        failures = set(self._failures)
        found = self._seen[origin] = {}
        yield from super()._tasks(source)
        if self._failures.keys() - failures or status is None:
            self._unreachable.append(Path(origin))
        elif not is_fresh(status.st_mtime_ns):
            self._states[origin] = FileState(self._roots[origin], status.st_size, status.st_mtime_ns, dict(found))

    def _known(self, origin: str, status: os.stat_result | None) -> FileState | None:
        """Return what is known of a file if it is as it was, and the index holds what was in it; else None."""
        known = self._ledger.files.get(origin)
        if known is None or status is None or (known.size, known.time) != (status.st_size, status.st_mtime_ns):
            return None
        return known if known.documents == self._by_origin.get(origin, {}) else None

    @property
    def to_read(self) -> int:
        """How many bytes the files have that must be read."""
        return sum(
            size
            for source, size in zip(self._sources, self._sizes, strict=True)
            if self._known(self._origin(source), _status(source)) is None
        )

    def gone(self) -> list[Identity]:
        """Return the documents of the folders whose files are not there, not wanted, or no longer hold them."""
        kept = {id for documents in self._seen.values() for id in documents}
        return [
            identity
            for identity in self._held
            if identity.id not in kept
            and self._is_of_folders(identity.origin)
            and not any(place in (Path(identity.origin), *Path(identity.origin).parents) for place in self._unreachable)
        ]

    def remember(self, *, whole: bool) -> None:
        """Write down what is known of the files that were gone through.

        Args:
            whole: all were; so files of the folders that were not met are no longer there.
        """
        folders = {str(folder) for folder in self._folders}
        known = self._ledger.files.items()
        kept = {
            origin: state
            for origin, state in known
            if origin not in self._seen and not (whole and state.root in folders)
        }
        files = kept | self._states
        if files != self._ledger.files:
            self._ledger.files = files
            self._ledger.write()

    def sync_report(self, gone: Sequence[Identity], *, dry_run: bool) -> SyncReport:
        """Return what became of the documents; what has the same bytes at another path has moved."""
        told = self.report()
        left: dict[str, list[str]] = {}
        for identity in gone:
            left.setdefault(identity.hash, []).append(identity.id)
        hashes = {id: hash for documents in self._seen.values() for id, hash in documents.items()}
        moved = [MovedDocument(left[hashes[id]].pop(0), id) for id in told.added if left.get(hashes.get(id, ""))]
        held = {identity.id: identity.hash for identity in self._held}
        moved += [MovedDocument(id, id) for id in told.updated if held.get(id) == hashes.get(id)]
        arrived, gone_there = {each.after for each in moved}, {each.before for each in moved}
        return SyncReport(
            added=tuple(id for id in told.added if id not in arrived),
            updated=tuple(id for id in told.updated if id not in arrived),
            unchanged=told.unchanged,
            failed=told.failed,
            skipped=told.skipped,
            notes=told.notes,
            moved=tuple(moved),
            removed=tuple(identity.id for identity in gone if identity.id not in gone_there),
            read=self.read,
            dry_run=dry_run,
        )


def sync(store: "Store", paths: Iterable[str | Path], options: SyncOptions, words: Sequence[Any]) -> SyncReport:
    """Make the index equal to folders; see `ClauseIndex.sync`.

    Args:
        store: the index.
        paths: the folders.
        options: how.
        words: of the index's user dictionary.
    """
    folders = checked_folders(paths)
    patterns = Patterns(options.include, options.exclude)
    store.refresh()
    held = [entry.identity for entry in store.view.entries.values()]
    intake = SyncIntake(folders, patterns, held, Ledger(store.folder), own=store.folder, progress=options.progress)
    if options.dry_run:
        for _ in intake.groups():
            pass
        return intake.sync_report(intake.gone(), dry_run=True)
    _take_in(store, intake, options, words)
    gone = intake.gone()
    if gone:
        with store.writing(memory=options.memory) as writer:
            for identity in gone:
                if _holds(store.view.entries, identity):
                    writer.delete_by_term("document", identity.id)
    intake.remember(whole=True)
    return intake.sync_report(gone, dry_run=False)


def _status(source: Source) -> os.stat_result | None:
    try:
        return source.path.stat()
    except (OSError, ValueError):
        return None


def _holds(entries: Mapping[str, Any], identity: Identity) -> bool:
    return identity.id in entries and entries[identity.id].identity == identity


def _take_in(store: "Store", intake: SyncIntake, options: SyncOptions, words: Sequence[Any]) -> None:
    """Add what is new or changed, and commit it in steps.

    The lock is free between the steps: a document is always deleted before it is added, so that whatever another
    process does meanwhile, none stands in the index twice.
    """
    with ExitStack() as step:
        writer: Any = None
        groups, began = 0, time.monotonic()
        for digest in digests(intake.groups(), _processes(options.workers, intake), store.tokenizer, words):
            intake.settle(digest)
            if not digest.ids:
                continue
            if writer is None:
                writer = step.enter_context(store.writing(memory=options.memory))
            _write(writer, digest)
            groups += 1
            if groups >= STEP_GROUPS or time.monotonic() - began >= STEP_SECONDS:
                step.close()
                intake.remember(whole=False)
                writer, groups, began = None, 0, time.monotonic()


def _write(writer: Any, digest: Digest) -> None:
    for id in digest.ids:
        writer.delete_by_term("document", id)
    for batch in digest.batches:
        writer.add_batch(batch)


def _processes(workers: int | None, intake: SyncIntake) -> int:
    from indexer.store.index import ALONE_BYTES

    if workers is not None:
        return workers
    return 0 if intake.to_read < ALONE_BYTES else os.cpu_count() or 1
