"""Our own package as its users call it."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.pipelines.base import Job
from indexer import ClauseIndex
from indexer.records import Hit

_COLD = """
from indexer import ClauseIndex
with ClauseIndex.open({folder!r}) as index:
    index.search({word!r}, limit=10, context=1)
"""


class OurFiles(Job):
    """`ClauseIndex`: add, search."""

    def ingest(self, corpus: Path, folder: Path) -> None:
        """Add the folder to the index, which is created if there is none."""
        with ClauseIndex.create(folder, exist_ok=True, alone=True) as index:
            index.add(corpus)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._index = ClauseIndex.open(folder)

    def answer(self, asked: str) -> Sequence[Hit]:
        """Search with a paragraph of context on each side."""
        return self._index.search(asked, limit=10, context=1).hits

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def cold(self, folder: Path, word: str) -> str:
        """Return open and search."""
        return _COLD.format(folder=str(folder), word=word)
