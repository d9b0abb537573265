"""The scripts a person would write with tantivy and rjieba: read the paragraphs, cut them, add them, commit; search.

tantivy's SnippetGenerator cuts the stored text with the field's own tokenizer, and the binding has none for Chinese. So
`TantivyFiles` stores the words with blanks between them and takes the blanks out of the snippets; it searches a second
field in rjieba's search mode, which is not stored. `TantivyIngest`, with which ingest is compared, cuts once only.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rjieba
import tantivy

from benchmarks.corpus import read_files
from benchmarks.pipelines.base import Ingest, Job

_HEAP = 1_000_000_000

_COLD = """
from pathlib import Path
from benchmarks.pipelines.tantivy_files import TantivyFiles
job = TantivyFiles()
job.open(Path({folder!r}))
job.answer({word!r})
"""


class TantivyIngest(Ingest):
    """Search mode, positions, the text stored; one process with tantivy's default threads."""

    def ingest(self, corpus: Path, folder: Path) -> None:
        """Read, cut, add and commit."""
        builder = _schema()
        builder.add_bytes_field("text", stored=True)
        index = tantivy.Index(builder.build(), str(folder))
        writer = index.writer(_HEAP)
        for file in read_files(corpus):
            for text in file.paragraphs:
                document = tantivy.Document()
                document.add_text("words", " ".join(rjieba.cut_for_search(text)))
                document.add_bytes("text", text.encode())
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()


class TantivyFiles(Job):
    """What hits show is stored beside each paragraph: words, breadcrumb, the paragraphs before and after."""

    def ingest(self, corpus: Path, folder: Path) -> None:
        """Read, cut, add and commit with one thread, which makes one segment."""
        builder = _schema()
        builder.add_text_field("shown", stored=True, tokenizer_name="whitespace", index_option="basic")
        for name in ("breadcrumb", "before", "after"):
            builder.add_bytes_field(name, stored=True)
        index = tantivy.Index(builder.build(), str(folder))
        writer = index.writer(_HEAP, 1)
        for file in read_files(corpus):
            for document in _documents(file.paragraphs):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index and a searcher."""
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def close(self) -> None:
        """Let go of the searcher."""
        del self._searcher

    def answer(self, asked: str) -> list[dict[str, Any]]:
        """Any of the words, best first, with snippet and neighbours."""
        words = [word for word in rjieba.cut(asked) if not word.isspace()]
        found = self._searcher.search(self._any("words", words), 10, False).hits
        snippets = tantivy.SnippetGenerator.create(self._searcher, self._any("shown", words), self._schema, "shown")
        return [self._hit(score, self._searcher.doc(address), snippets) for score, address in found]

    def _any(self, field: str, words: list[str]) -> Any:
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, word)) for word in words]
        )

    @staticmethod
    def _hit(score: float, document: Any, snippets: Any) -> dict[str, Any]:
        snippet = snippets.snippet_from_doc(document)
        text, highlights = closed_up(snippet.fragment(), [(part.start, part.end) for part in snippet.highlighted()])
        return {
            "score": score,
            "text": document["shown"][0].replace(" ", ""),
            "snippet": text,
            "highlights": highlights,
            "breadcrumb": bytes(document["breadcrumb"][0]).decode(),
            "before": bytes(document["before"][0]).decode(),
            "after": bytes(document["after"][0]).decode(),
        }

    def cold(self, folder: Path, word: str) -> str:
        """Return open and search."""
        return _COLD.format(folder=str(folder), word=word)


def _schema() -> Any:
    return tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="whitespace", index_option="position")


def _documents(paragraphs: list[str]) -> Iterator[Any]:
    for number, text in enumerate(paragraphs):
        document = tantivy.Document()
        document.add_text("words", " ".join(rjieba.cut_for_search(text)))
        document.add_text("shown", " ".join(rjieba.cut(text)))
        document.add_bytes("breadcrumb", paragraphs[0].encode())
        document.add_bytes("before", paragraphs[number - 1].encode() if number else b"")
        document.add_bytes("after", "".join(paragraphs[number + 1 : number + 2]).encode())
        yield document


def closed_up(fragment: str, ranges: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Take the blanks out of a snippet.

    Args:
        fragment: the snippet.
        ranges: start and end of each highlight, in bytes of UTF-8.

    Returns:
        The snippet without blanks, and the highlights in code points of it.
    """
    data = fragment.encode()
    return fragment.replace(" ", ""), [(_length(data[:start]), _length(data[:end])) for start, end in ranges]


def _length(data: bytes) -> int:
    text = data.decode()
    return len(text) - text.count(" ")
