"""What every engine does: take tokens, write a folder, open it, answer the kinds of question it can."""

from abc import ABC, abstractmethod
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.corpus import Corpus
from benchmarks.queries import Query

Answer = list[tuple[int, float]]
"""The number of each paragraph found and its score, best first."""

LIMIT = 10
"""How many paragraphs a question asks for."""


class Engine(ABC):
    """One engine behind the same methods as all others.

    A question is answered by the method its `Query.method` names, of which there is one for each member of `answers`:
    any(query), all(query), phrase(query), prefix(query), filtered(query), literal(query), each -> `Answer`.

    Attributes:
        answers: the methods it has.
        ceiling: it is left out of corpora with more paragraphs, since it would take too long.
        every: it is asked every n-th question only, for the same reason.
        segments: it can be built in more than one segment.
        updates: it can replace one document.
    """

    answers: ClassVar[frozenset[str]] = frozenset({"any", "all", "phrase", "prefix", "filtered"})
    ceiling: ClassVar[int] = 10_000_000
    every: ClassVar[int] = 1
    segments: ClassVar[bool] = False
    updates: ClassVar[bool] = False

    def prepare(self, corpus: Corpus) -> Any:
        """Return the corpus in the form `build` takes; not timed, so that no engine pays for Python's joining."""
        return corpus.tokens, corpus.days

    @abstractmethod
    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:
        """Write an index into an empty folder; at the end it is safe on disk and as quick to search as it gets."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open an index for searching; another one that was open is closed."""

    def close(self) -> None:  # noqa: B027  # most have nothing to close
        """Close what is open."""

    def search(self, query: Query) -> Answer:
        """Return the `LIMIT` best paragraphs for a question."""
        answer: Answer = getattr(self, query.method)(query)
        return answer

    def update(self, folder: Path, number: int, corpus: Corpus) -> None:
        """Replace one paragraph of an index by the same paragraph, and commit; afterwards readers see it."""
        raise NotImplementedError

    def cold(self, folder: Path, word: str) -> str:
        """Return Python code that opens the index and finds a word, as its users would write it."""
        raise NotImplementedError


def in_parts(count: int, parts: int) -> list[slice]:
    """Return `parts` slices of about the same size that together hold 0 up to `count`."""
    bounds = [count * part // parts for part in range(parts + 1)]
    return [slice(first, last) for first, last in pairwise(bounds)]


def files_size(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
