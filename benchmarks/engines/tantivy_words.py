"""tantivy through its Python binding: the tokens joined by blanks, its whitespace tokenizer, positions."""

from pathlib import Path
from typing import Any, ClassVar

import tantivy

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine, in_parts
from benchmarks.queries import Query

_HEAP = 2_000_000_000
"""Large enough for one segment a thread."""

_COLD = """
import tantivy
index = tantivy.Index.open({folder!r})
searcher = index.searcher()
query = tantivy.Query.term_query(index.schema, "words", {word!r})
[(score, searcher.doc(address)["number"][0]) for score, address in searcher.search(query, 10, False).hits]
"""


class TantivyWords(Engine):
    """tantivy with as many threads as it likes for building (one a core)."""

    segments = True
    updates = True
    threads: ClassVar[int] = 0

    def prepare(self, corpus: Corpus) -> Any:
        """Return the tokens joined by blanks, and the days."""
        return corpus.joined_tokens, corpus.days

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:
        """Add every paragraph and commit; with several segments, one thread and one commit for each."""
        texts, days = prepared
        index = tantivy.Index(self.schema(), str(folder))
        if segments == 1:
            self._add(index, texts, days, slice(0, len(texts)), self.threads)
            return
        for part in in_parts(len(texts), segments):
            self._add(index, texts, days, part, 1)

    def _add(self, index: Any, texts: list[str], days: list[int], part: slice, threads: int) -> None:
        writer = index.writer(_HEAP, threads)
        for number in range(part.start, part.stop):
            writer.add_document(self._document(number, texts[number], days[number]))
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def schema() -> Any:
        """Return the fields: words with positions, number and day as columns."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
        builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
        builder.add_unsigned_field("day", fast=True)
        return builder.build()

    @staticmethod
    def _document(number: int, text: str, day: int) -> Any:
        document = tantivy.Document()
        document.add_text("words", text)
        document.add_unsigned("number", number)
        document.add_unsigned("day", day)
        return document

    def open(self, folder: Path) -> None:
        """Open the index and a searcher."""
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def update(self, folder: Path, number: int, corpus: Corpus) -> None:
        """Delete by number and add anew; by a query, since by a term tantivy-py 0.27 deletes nothing here."""
        index = tantivy.Index.open(str(folder))
        writer = index.writer(15_000_000, 1)
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "number", number))
        writer.add_document(self._document(number, corpus.joined_tokens[number], corpus.days[number]))
        writer.commit()
        writer.wait_merging_threads()

    def cold(self, folder: Path, word: str) -> str:
        """Return the few lines of its tutorial."""
        return _COLD.format(folder=str(folder), word=word)

    def _found(self, query: Any) -> Answer:
        return found(self._searcher, query)

    def any(self, query: Query) -> Answer:
        """Terms of which any may occur."""
        return self._found(self._boolean(query.terms, tantivy.Occur.Should))

    def all(self, query: Query) -> Answer:
        """Terms that must all occur."""
        return self._found(self._boolean(query.terms, tantivy.Occur.Must))

    def _boolean(self, terms: tuple[str, ...], occur: Any) -> Any:
        parts = [(occur, tantivy.Query.term_query(self._schema, "words", term)) for term in terms]
        return tantivy.Query.boolean_query(parts)

    def phrase(self, query: Query) -> Answer:
        """Terms one after the other."""
        return self._found(tantivy.Query.phrase_query(self._schema, "words", list(query.terms)))

    def prefix(self, query: Query) -> Answer:
        """Terms that begin so; every paragraph scores the same."""
        return self._found(tantivy.Query.regex_query(self._schema, "words", _escaped(query.terms[0]) + ".*"))

    def filtered(self, query: Query) -> Answer:
        """Any of the terms, within a span of days that adds nothing to the score."""
        days = tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, *query.days)
        parts = [
            (tantivy.Occur.Must, self._boolean(query.terms, tantivy.Occur.Should)),
            (tantivy.Occur.Must, tantivy.Query.const_score_query(days, 0.0)),
        ]
        return self._found(tantivy.Query.boolean_query(parts))


class TantivyOneThread(TantivyWords):
    """tantivy building with one thread, which makes one segment."""

    threads = 1


def found(searcher: Any, query: Any) -> Answer:
    """Search without a count, which would keep tantivy from skipping blocks; numbers come from the column."""
    hits = searcher.search(query, LIMIT, False).hits
    numbers = searcher.fast_field_values("number", [address for _, address in hits])
    return [(int(number), score) for number, (score, _) in zip(numbers, hits, strict=True)]


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in r"\.+*?()|[]{}^$#&-~" else character for character in text)
