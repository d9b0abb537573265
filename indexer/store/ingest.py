"""Adding sources: which of them are new or changed, and the tasks that digest those."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path

from indexer.errors import SourceError
from indexer.reading import Source, find_sources
from indexer.reports import AddReport, Failure, Progress
from indexer.store.catalogue import Catalogue
from indexer.store.digest import Digest, Task

_OUTCOMES = ("added", "updated", "unchanged")

GROUP_BYTES = 1 << 19
"""How many bytes of sources a worker gets at a time."""


class Intake:
    """Goes once through sources, gives the tasks for those that are new or changed, and keeps account.

    Args:
        paths: the files and folders to be added.
        catalogue: which documents there are.
        progress: is told how far it has come.

    Attributes:
        size: of all sources, in bytes.
    """

    def __init__(
        self, paths: Iterable[str | Path], catalogue: Catalogue, progress: Callable[[Progress], None] | None
    ) -> None:
        self._outcomes: dict[str, str] = {}
        self._failures: dict[str, str] = {}
        self._sources = list(self._find(paths))
        self._sizes = [_size(source.path) for source in self._sources]
        self.size = sum(self._sizes)
        self._catalogue = catalogue
        self._progress = progress

    def _find(self, paths: Iterable[str | Path]) -> Iterator[Source]:
        for path in paths:
            try:
                yield from find_sources(Path(path))
            except SourceError as error:
                self._fail(str(path), error.what)

    def groups(self) -> Iterator[list[Task]]:
        """Yield the tasks for the sources that must be digested, some `GROUP_BYTES` at a time, in order."""
        group: list[Task] = []
        for done, (source, seen) in enumerate(zip(self._sources, accumulate(self._sizes), strict=True), 1):
            task = self._task(source)
            if task is not None:
                group.append(task)
            if sum(len(task.data) for task in group) >= GROUP_BYTES:
                yield group
                group = []
            if self._progress is not None:
                self._progress(Progress(done, len(self._sources), seen, self.size))
        if group:
            yield group

    def _task(self, source: Source) -> Task | None:
        try:
            data = source.path.read_bytes()
        except OSError as error:
            self._fail(source.name, error.strerror or str(error))
            return None
        content = blake2b(data, digest_size=16).hexdigest()
        identity, known = self._catalogue.identify(source.name, str(source.path.resolve()), content)
        if known is not None and known.hash == content:
            self._outcomes.setdefault(identity.id, "unchanged")
            return None
        self._outcomes[identity.id] = "added" if known is None else "updated"
        return Task(source.name, data, identity)

    def settle(self, digest: Digest) -> None:
        """Take note of the sources that could not be read after all."""
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
        return AddReport(**of, failed=tuple(Failure(name, reason) for name, reason in self._failures.items()))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
