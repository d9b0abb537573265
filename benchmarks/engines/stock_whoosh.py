"""Whoosh as it comes, with its own codec and matchers, over the same tokens."""

from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine, in_parts
from benchmarks.queries import Query

_COLD = """
from whoosh import index, query
with index.open_dir({folder!r}).searcher() as searcher:
    [(hit.score, hit["number"]) for hit in searcher.search(query.Term("words", {word!r}), limit=10)]
"""


class StockWhoosh(Engine):
    """Whoosh's own codec; slow, so it is asked every twentieth question and left out of large corpora."""

    ceiling = 200_000
    every = 20
    segments = True
    updates = True

    def prepare(self, corpus: Corpus) -> Any:
        """Return the tokens joined by blanks, and the days."""
        return corpus.joined_tokens, corpus.days

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:
        """Add every paragraph; one commit a segment, none merged."""
        texts, days = prepared
        schema = fields.Schema(
            words=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
            number=fields.NUMERIC(stored=True, unique=True),
            day=fields.NUMERIC,
        )
        made = index.create_in(folder, schema)
        for part in in_parts(len(texts), segments):
            writer = made.writer(limitmb=512)
            for number in range(part.start, part.stop):
                writer.add_document(words=texts[number], number=number, day=days[number])
            writer.commit(merge=False)

    def open(self, folder: Path) -> None:
        """Open the index and a searcher."""
        self.close()
        self._searcher = index.open_dir(folder).searcher()

    def close(self) -> None:
        """Close the searcher."""
        if hasattr(self, "_searcher"):
            self._searcher.close()
            del self._searcher

    def update(self, folder: Path, number: int, corpus: Corpus) -> None:
        """Replace by the unique number."""
        writer = index.open_dir(folder).writer()
        writer.update_document(words=corpus.joined_tokens[number], number=number, day=corpus.days[number])
        writer.commit()

    def cold(self, folder: Path, word: str) -> str:
        """Return the few lines of its tutorial."""
        return _COLD.format(folder=str(folder), word=word)

    def _found(self, asked: Any, mask: Any = None) -> Answer:
        return [(hit["number"], hit.score) for hit in self._searcher.search(asked, limit=LIMIT, filter=mask)]

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
        """Terms that begin so."""
        return self._found(query.Prefix("words", query_.terms[0]))

    def filtered(self, query_: Query) -> Answer:
        """Any of the terms, within a span of days."""
        return self._found(query.Or(_terms(query_)), query.NumericRange("day", *query_.days))


def _terms(query_: Query) -> list[Any]:
    return [query.Term("words", term) for term in query_.terms]
