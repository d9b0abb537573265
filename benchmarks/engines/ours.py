"""Our own codec and executor, given tokens in batches as its own ingest gives them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn
from whoosh.scoring import BM25F

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine, in_parts
from benchmarks.queries import Query
from indexer.codec.batch import Batch, tokens_of
from indexer.codec.index import create_in, open_dir
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.executor import Executor

BATCH = 10_000

_COLD = """
from pathlib import Path
from indexer.codec.opened import open_index
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.executor import Executor
snapshot = Snapshot(open_index(Path({folder!r}), "MAIN", ()))
top = Executor(snapshot).union("words", [{word!r}], 10)
list(zip(snapshot.column("number").values.take(top.docs).tolist(), top.scores.tolist()))
"""


class Ours(Engine):
    """Arrays in memory-mapped files, searched by the executor."""

    segments = True
    updates = True

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:
        """Add batches of tokens; one commit a segment, none merged."""
        tokens, days = prepared
        schema = fields.Schema(
            words=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
            key=fields.ID(unique=True),
            number=fields.COLUMN(NumericColumn("i")),
            day=fields.COLUMN(NumericColumn("i")),
        )
        index = create_in(folder, schema)
        for part in in_parts(len(tokens), segments):
            writer = index.writer(memory=1 << 31)
            for first in range(part.start, part.stop, BATCH):
                last = min(first + BATCH, part.stop)
                writer.add_batch(_batch(first, tokens[first:last], days[first:last]))
            writer.commit(merge=False)
        index.close()

    def open(self, folder: Path) -> None:
        """Open the index and a snapshot."""
        self.close()
        self._snapshot = Snapshot(open_dir(folder).reader())
        self._executor = Executor(self._snapshot, BM25F())
        self._numbers, self._days = (_values(self._snapshot, name) for name in ("number", "day"))

    def close(self) -> None:
        """Close the reader."""
        if hasattr(self, "_snapshot"):
            self._snapshot.reader.close()
            del self._snapshot, self._executor

    def update(self, folder: Path, number: int, corpus: Corpus) -> None:
        """Delete by key, add a batch of one, commit, and see it."""
        index = open_dir(folder)
        writer = index.writer()
        writer.delete_by_term("key", str(number))
        writer.add_batch(_batch(number, [corpus.tokens[number]], [corpus.days[number]]))
        writer.commit()
        index.reader().close()

    def cold(self, folder: Path, word: str) -> str:
        """Return the same steps as `open` and `any`, by the way that needs no Whoosh."""
        return _COLD.format(folder=str(folder), word=word)

    def _found(self, asked: Any, mask: Any = None) -> Answer:
        top = self._executor.search(asked, LIMIT, mask=mask)
        return list(zip(self._numbers.take(top.docs).tolist(), top.scores.tolist(), strict=True))

    def any(self, query_: Query) -> Answer:
        """Terms of which any may occur."""
        return self._found(query.Or(_terms(query_)))

    def all(self, query_: Query) -> Answer:
        """Terms that must all occur."""
        return self._found(query.And(_terms(query_)))

    def phrase(self, query_: Query) -> Answer:
        """Terms one after the other."""
        return self._found(query.Phrase("words", list(query_.terms)))

    def prefix(self, query_: Query) -> Answer:
        """Terms that begin so; every paragraph scores the same."""
        return self._found(query.Prefix("words", query_.terms[0]))

    def filtered(self, query_: Query) -> Answer:
        """Any of the terms, within a span of days: the mask is made anew for each question."""
        first, last = query_.days
        return self._found(query.Or(_terms(query_)), (self._days >= first) & (self._days <= last))


def _values(snapshot: Snapshot, name: str) -> Any:
    column: Any = snapshot.column(name)
    return column.values


def _terms(query_: Query) -> list[Any]:
    return [query.Term("words", term) for term in query_.terms]


def _batch(first: int, tokens: Sequence[Sequence[str]], days: Sequence[int]) -> Batch:
    numbers = range(first, first + len(tokens))
    return Batch(
        count=len(tokens),
        fields={"words": tokens_of(tokens), "key": tokens_of([(str(number),) for number in numbers])},
        columns={"number": np.array(numbers, dtype=np.int32), "day": np.array(days, dtype=np.int32)},
    )
