"""What is asked of a pipeline: `Ingest` takes files, `Job` answers query strings besides."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar


class Ingest(ABC):
    """Files in, an index out.

    Attributes:
        ceiling: it is left out of corpora with more paragraphs, since it would take too long.
        slow: it is run once only, for the same reason.
    """

    ceiling: ClassVar[int] = 10_000_000
    slow: ClassVar[bool] = False

    @abstractmethod
    def ingest(self, corpus: Path, folder: Path) -> None:
        """Index all Markdown files below a folder into an empty one."""


class Job(Ingest):
    """A query string in, hits out."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open an index for searching."""

    @abstractmethod
    def close(self) -> None:
        """Close what is open."""

    @abstractmethod
    def answer(self, asked: str) -> Sequence[Any]:
        """Return the ten best hits, records or dicts: text, highlights, breadcrumb, the paragraphs before and after."""

    @abstractmethod
    def cold(self, folder: Path, word: str) -> str:
        """Return Python code that opens the index and answers a word."""
