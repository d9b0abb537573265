"""SQLite's FTS5 with its trigram tokenizer, which finds strings of three characters and more."""

import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine
from benchmarks.engines.sqlite_words import quoted
from benchmarks.queries import Query

_TABLE = "CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize='trigram case_sensitive 1')"
_RANKED = f"SELECT rowid, rank FROM found WHERE found MATCH ? ORDER BY rank LIMIT {LIMIT}"


class SqliteTrigrams(Engine):
    """Trigrams with positions; shorter strings find nothing and are not asked."""

    answers = frozenset({"literal"})

    def prepare(self, corpus: Corpus) -> Any:
        """Return the paragraphs."""
        return corpus.paragraphs

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Insert everything in one transaction, then merge into one tree (`optimize`)."""
        database = sqlite3.connect(folder / "trigrams.db")
        with database:
            database.execute(_TABLE)
            database.executemany("INSERT INTO found (rowid, text) VALUES (?, ?)", enumerate(prepared))
            database.execute("INSERT INTO found (found) VALUES ('optimize')")
        database.close()

    def open(self, folder: Path) -> None:
        """Connect; memory-mapped."""
        self.close()
        self._database = sqlite3.connect(folder / "trigrams.db")
        self._database.execute("PRAGMA mmap_size = 4000000000")

    def close(self) -> None:
        """Close the connection."""
        if hasattr(self, "_database"):
            self._database.close()
            del self._database

    def literal(self, query: Query) -> Answer:
        """The string itself."""
        return self._database.execute(_RANKED, (quoted(query.terms),)).fetchall()
