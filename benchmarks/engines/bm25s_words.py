"""bm25s: BM25 scores computed while indexing, kept in a sparse matrix. It ranks by any of the terms, and no more."""

from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]  # it has no types

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine
from benchmarks.queries import Query

_COLD = """
import bm25s
bm25s.BM25.load({folder!r}, mmap=True).retrieve([[{word!r}]], k=10, show_progress=False)
"""


class Bm25sWords(Engine):
    """bm25s as it comes, memory-mapped, with the BM25 of the others (k1 = 1.2, b = 0.75)."""

    answers = frozenset({"any"})
    ceiling = 600_000
    every = 4

    def prepare(self, corpus: Corpus) -> Any:
        """Return the tokens."""
        return corpus.tokens

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Index and save."""
        made = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        made.index(prepared, show_progress=False)
        made.save(str(folder))

    def open(self, folder: Path) -> None:
        """Map the matrix."""
        self._matrix = bm25s.BM25.load(str(folder), mmap=True)

    def cold(self, folder: Path, word: str) -> str:
        """Return loading and retrieving."""
        return _COLD.format(folder=str(folder), word=word)

    def any(self, query: Query) -> Answer:
        """Terms of which any may occur."""
        numbers, scores = self._matrix.retrieve([list(query.terms)], k=LIMIT, show_progress=False)
        return [
            (number, score) for number, score in zip(numbers[0].tolist(), scores[0].tolist(), strict=True) if score > 0
        ]
