"""tantivy finding any string: each character with its successor as a term at the character's position.

Its own ngram tokenizer gives every gram position 0, so a phrase of them is not a phrase (it answers with every
paragraph that has all the grams); so the grams are cut before, which costs tantivy nothing here, and the one-character
terms have a field of their own without positions, as ngram(1..2) would make them.
"""

from pathlib import Path
from typing import Any

import tantivy

from benchmarks.corpus import Corpus
from benchmarks.engines.base import Answer, Engine
from benchmarks.engines.tantivy_words import found
from benchmarks.queries import Query

_HEAP = 2_000_000_000
_BLANK = "\u2581"


class TantivyGrams(Engine):
    """Pairs and single characters in tantivy, a literal as a phrase of overlapping pairs."""

    answers = frozenset({"literal"})

    def prepare(self, corpus: Corpus) -> Any:
        """Return each paragraph's pairs, and its different characters, joined by blanks."""
        return [_grams(text) for text in corpus.paragraphs]

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Add every paragraph with one thread, which makes one segment, and commit."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("characters", tokenizer_name="whitespace", index_option="basic")
        builder.add_unsigned_field("number", stored=True, fast=True)
        writer = tantivy.Index(builder.build(), str(folder)).writer(_HEAP, 1)
        for number, (pairs, characters) in enumerate(prepared):
            document = tantivy.Document()
            document.add_text("pairs", pairs)
            document.add_text("characters", characters)
            document.add_unsigned("number", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index and a searcher."""
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def literal(self, query: Query) -> Answer:
        """A phrase of pairs; one pair, or one character, is a term."""
        text = query.terms[0]
        if len(text) <= 2:
            asked = tantivy.Query.term_query(self._schema, ("characters", "pairs")[len(text) - 1], text)
        else:
            asked = tantivy.Query.phrase_query(self._schema, "pairs", [text[i : i + 2] for i in range(len(text) - 1)])
        return found(self._searcher, asked)


def _grams(text: str) -> tuple[str, str]:
    text = "".join(_BLANK if character.isspace() else character for character in text)
    return " ".join(text[i : i + 2] for i in range(len(text) - 1)), " ".join(sorted(set(text)))
