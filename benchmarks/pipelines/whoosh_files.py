"""Stock Whoosh with the ChineseAnalyzer that jieba brings: what our ingest is compared with."""

from pathlib import Path

from whoosh import fields, index

from benchmarks.corpus import read_files
from benchmarks.pipelines.base import Ingest


class WhooshIngest(Ingest):
    """The example of jieba's own documentation, over the same paragraphs."""

    ceiling = 200_000
    slow = True

    def ingest(self, corpus: Path, folder: Path) -> None:
        """Read, cut with jieba, add and commit."""
        from jieba.analyse import ChineseAnalyzer

        schema = fields.Schema(text=fields.TEXT(stored=True, analyzer=ChineseAnalyzer()))
        writer = index.create_in(folder, schema).writer(limitmb=512)
        for file in read_files(corpus):
            for text in file.paragraphs:
                writer.add_document(text=text)
        writer.commit()
