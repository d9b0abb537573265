"""Our own literal field, as `indexer.search` asks it: each character with its successor as a term at its position."""

from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer
from benchmarks.engines.ours import BATCH, Ours
from benchmarks.queries import Query
from indexer.analysis.grams import bigrams
from indexer.codec.batch import Batch, PlacedTokens
from indexer.codec.formats import Places
from indexer.codec.index import create_in
from indexer.search.executor.results import best_documents
from indexer.search.literals import FIELD, find_literal


class OurLiterals(Ours):
    """Pairs of characters cut by `indexer.analysis.grams`, found by `indexer.search.literals`."""

    answers = frozenset({"literal"})
    segments = False
    updates = False

    def prepare(self, corpus: Corpus) -> Any:
        """Return the paragraphs."""
        return corpus.paragraphs

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Cut pairs, add batches of them and commit."""
        number = fields.COLUMN(NumericColumn("i"))
        literal = fields.TEXT(analyzer=SpaceSeparatedTokenizer())
        literal.format = Places()
        schema = fields.Schema(literal=literal, number=number, day=number)
        index = create_in(folder, schema)
        writer = index.writer(memory=1 << 31)
        for first in range(0, len(prepared), BATCH):
            part = prepared[first : first + BATCH]
            numbers = np.arange(first, first + len(part), dtype=np.int32)
            columns: dict[str, Any] = {"number": numbers, "day": np.zeros_like(numbers)}
            writer.add_batch(Batch(len(part), {FIELD: PlacedTokens(*bigrams(part))}, columns=columns))
        writer.commit(merge=False)
        index.close()

    def literal(self, query: Query) -> Answer:
        """The pairs that cover the string, each at its offset."""
        top = best_documents(find_literal(self._snapshot, query.terms[0]), LIMIT)
        return list(zip(self._numbers.take(top.docs).tolist(), top.scores.tolist(), strict=True))
