"""Adding sources: which of them are new or changed, and the tasks that digest those."""

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from indexer.errors import NoDocumentError, SourceError
from indexer.reading import Source, find_sources, unpack
from indexer.reports import AddReport, Failure, Progress
from indexer.store.catalogue import Catalogue, Identity
from indexer.store.digest import Digest, Task

_OUTCOMES = ("added", "updated", "unchanged")

GROUP_BYTES = 1 << 20
"""How many bytes of sources a worker gets at a time, at most."""

_LAST_GROUP_BYTES = 1 << 18
"""And towards the end at least."""


class Intake:
    """Goes once through sources, gives the tasks for those that are new or changed, and keeps account.

    Args:
        paths: the files and folders to be added, and sources whose bytes are given.
        catalogue: which documents there are.
        progress: is told how far it has come.

    Attributes:
        size: of all sources, in bytes.
    """

    def __init__(
        self, paths: Iterable[str | Path | Source], catalogue: Catalogue, progress: Callable[[Progress], None] | None
    ) -> None:
        self._outcomes: dict[str, str] = {}
        self._failures: dict[str, str] = {}
        self._skipped: list[Failure] = []
        self._notes: list[Failure] = []
        self._resolved: dict[str, str] = {}
        self._sources = list(self._find(paths))
        self._sizes = [_size(source) for source in self._sources]
        self.size = sum(self._sizes)
        self._catalogue = catalogue
        self._progress = progress

    def _find(self, paths: Iterable[str | Path | Source]) -> Iterator[Source]:
        for path in paths:
            if isinstance(path, Source):
                yield path
                continue
            try:
                yield from find_sources(Path(path))
            except SourceError as error:
                self._fail(str(path), error.reason)

    def groups(self) -> Iterator[list[Task]]:
        """Yield the tasks for the sources that must be digested, in order.

        A group has some `GROUP_BYTES`, towards the end less, so that no worker has long to wait for the last one.
        """
        group: list[Task] = []
        size = 0
        left = self.size
        for done, (source, own) in enumerate(zip(self._sources, self._sizes, strict=True), 1):
            enough = min(GROUP_BYTES, max(_LAST_GROUP_BYTES, left // 4))
            left -= own
            for task in self._tasks(source):
                group.append(task)
                size += len(task.data)
                if size >= enough:
                    yield group
                    group, size = [], 0
            if self._progress is not None:
                self._progress(Progress(done, len(self._sources), self.size - left, self.size))
        if group:
            yield group

    def _tasks(self, source: Source) -> Iterator[Task]:
        """Yield a task for each document in a source that is new or changed.

        What was unpacked from a file has the file as its origin, and is told from the rest of it by its name.
        """
        origin = self._origin(source)
        for part in unpack(source):
            match part:
                case NoDocumentError():
                    self._skipped.append(Failure(part.place, part.reason))
                case SourceError():
                    self._fail(part.place, part.reason)
                case Source(data=bytes(data)):
                    content = blake2b(data, digest_size=16).hexdigest()
                    identity, known = self._catalogue.identify(part.name, origin, content)
                    if self._is_unchanged(identity, known):
                        self._outcomes.setdefault(identity.id, "unchanged")
                        continue
                    self._outcomes[identity.id] = "added" if known is None else "updated"
                    yield Task(part.name, data, identity, part.format)

    def _is_unchanged(self, identity: Identity, known: Identity | None) -> bool:
        """Tell whether a document needs not be read, being what the index holds."""
        return known is not None and known.hash == identity.hash

    def _origin(self, source: Source) -> str:
        """Return `Source.origin`; each folder is resolved once. `os.path` is asked, which no path makes fail."""
        path = str(source.path)
        if path == os.curdir or os.path.islink(path):  # noqa: PTH114
            return source.origin
        folder, name = os.path.split(path)
        resolved = self._resolved.get(folder)
        if resolved is None:
            resolved = self._resolved[folder] = os.path.realpath(folder)
        return os.path.join(resolved, name)  # noqa: PTH118

    def settle(self, digest: Digest) -> None:
        """Take note of the sources that could not be read after all, and of what is lost in others."""
        self._notes += digest.notes
        for failure in digest.failures:
            self._fail(failure.source, failure.reason)

    def replaces(self, id: str) -> bool:
        """Tell whether the document with this id stands in the index in an earlier state."""
        return self._outcomes.get(id) == "updated"

    @property
    def changed(self) -> bool:
        """Whether any source was added or updated."""
        return not {"added", "updated"}.isdisjoint(self._outcomes.values())

    def _fail(self, name: str, reason: str) -> None:
        self._outcomes[name] = "failed"
        self._failures[name] = reason

    def report(self) -> AddReport:
        """Return what became of the sources."""
        of = {outcome: tuple(id for id, its in self._outcomes.items() if its == outcome) for outcome in _OUTCOMES}
        failed = tuple(Failure(name, reason) for name, reason in self._failures.items())
        return AddReport(**of, failed=failed, skipped=tuple(self._skipped), notes=tuple(self._notes))


def measured(groups: Iterator[list[Task]], enough: int) -> tuple[Iterator[list[Task]], int]:
    """Return groups of tasks, and how many bytes they have; of more than `enough`, only as many as were counted."""
    taken: list[list[Task]] = []
    size = 0
    while size < enough and (group := next(groups, None)) is not None:
        taken.append(group)
        size += sum(len(task.data) for task in group)
    return chain(taken, groups), size


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size if source.data is None else len(source.data)
    except OSError:
        return 0
