"""Our own codec and executor finding any string: each character with its successor as a term at its position.

See `indexer.analysis.grams`. A string of one character is a prefix.
"""

from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn

from benchmarks.corpus import Corpus
from benchmarks.engines.base import Answer
from benchmarks.engines.ours import BATCH, Ours
from benchmarks.queries import Query
from indexer.analysis.grams import bigrams
from indexer.codec.batch import Batch, FieldTokens
from indexer.codec.index import create_in


class OurLiterals(Ours):
    """Pairs of characters, a literal as a phrase of overlapping pairs."""

    answers = frozenset({"literal"})
    segments = False
    updates = False

    def prepare(self, corpus: Corpus) -> Any:
        """Return the paragraphs."""
        return corpus.paragraphs

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Cut pairs, add batches of them and commit."""
        number = fields.COLUMN(NumericColumn("i"))
        schema = fields.Schema(words=fields.TEXT(analyzer=SpaceSeparatedTokenizer()), number=number, day=number)
        index = create_in(folder, schema)
        writer = index.writer(memory=1 << 31)
        for first in range(0, len(prepared), BATCH):
            part = prepared[first : first + BATCH]
            numbers = np.arange(first, first + len(part), dtype=np.int32)
            columns: dict[str, Any] = {"number": numbers, "day": np.zeros_like(numbers)}
            fields_ = {"words": FieldTokens(*bigrams(part))}
            writer.add_batch(Batch(count=len(part), fields=fields_, columns=columns))
        writer.commit(merge=False)
        index.close()

    def literal(self, query_: Query) -> Answer:
        """A phrase of pairs; one pair is a term, one character the beginning of a pair."""
        text = query_.terms[0]
        if len(text) == 1:
            return self._found(query.Prefix("words", text))
        if len(text) == 2:
            return self._found(query.Term("words", text))
        return self._found(query.Phrase("words", [text[i : i + 2] for i in range(len(text) - 1)]))
