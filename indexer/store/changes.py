"""Changes that are gathered and committed together."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from indexer.reading import Source, source_of_record
from indexer.reports import AddReport
from indexer.store.given import given_source


class Changes:
    """What is to become of an index when the ``with`` block of `ClauseIndex.writer` ends.

    What stands in no file is held in memory until then; of two documents with one id the later one is taken.

    Attributes:
        report: what became of what was added; None before the commit.
        removed: the ids of the documents to be removed.
    """

    def __init__(self) -> None:
        self.report: AddReport | None = None
        self.removed: dict[str, None] = {}
        self._paths: list[str | Path] = []
        self._given: dict[str, Source] = {}

    @property
    def sources(self) -> list[str | Path | Source]:
        """What is to be added."""
        return [*self._paths, *self._given.values()]

    def add(self, *paths: str | Path) -> None:
        """Add files and folders; see `ClauseIndex.add`."""
        self._paths += paths

    def add_bytes(self, data: bytes | BinaryIO, name: str, *, format: str = "") -> None:
        """Add what stands in no file; see `ClauseIndex.add_bytes`."""
        self._give(given_source(data, name, format))

    def add_documents(self, documents: Iterable[Mapping[str, Any]]) -> None:
        """Add documents that stand in no file; see `ClauseIndex.add_documents`."""
        for document in documents:
            self._give(source_of_record(document))

    def remove(self, *ids: str) -> None:
        """Remove documents, those of the index and those given here before."""
        for id in ids:
            if self._given.pop(id, None) is None:
                self.removed[id] = None

    def _give(self, source: Source) -> None:
        self._given.pop(source.name, None)
        self._given[source.name] = source
