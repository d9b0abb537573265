"""SQLite's FTS5 over the tokens joined by blanks: unicode61, told that the signs inside our codes belong to them."""

import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.engines.base import LIMIT, Answer, Engine
from benchmarks.queries import Query

_TABLES = """
CREATE VIRTUAL TABLE found USING fts5(
    words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '-./_&:+#%‰'"
);
CREATE TABLE paragraph (number INTEGER PRIMARY KEY, day INTEGER);
CREATE INDEX by_day ON paragraph (day);
"""
_RANKED = f"SELECT rowid, rank FROM found WHERE found MATCH ? ORDER BY rank LIMIT {LIMIT}"
_FILTERED = f"""SELECT found.rowid, rank FROM found JOIN paragraph ON paragraph.number = found.rowid
WHERE found MATCH ? AND day BETWEEN ? AND ? ORDER BY rank LIMIT {LIMIT}"""
_COLD = """
import sqlite3
sqlite3.connect({path!r}).execute({ranked!r}, ({asked!r},)).fetchall()
"""


class SqliteWords(Engine):
    """FTS5 without content, since no other engine here keeps the text either."""

    every = 10
    updates = True

    def prepare(self, corpus: Corpus) -> Any:
        """Return the tokens joined by blanks, and the days."""
        return corpus.joined_tokens, corpus.days

    def build(self, prepared: Any, folder: Path, segments: int = 1) -> None:  # noqa: ARG002 - always one
        """Insert everything in one transaction, then merge into one tree (`optimize`)."""
        texts, days = prepared
        database = sqlite3.connect(_path(folder))
        with database:
            database.executescript(_TABLES)
            database.executemany("INSERT INTO paragraph VALUES (?, ?)", enumerate(days))
            database.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", enumerate(texts))
            database.execute("INSERT INTO found (found) VALUES ('optimize')")
        database.close()

    def open(self, folder: Path) -> None:
        """Connect; memory-mapped."""
        self.close()
        self._database = sqlite3.connect(_path(folder))
        self._database.execute("PRAGMA mmap_size = 4000000000")

    def close(self) -> None:
        """Close the connection."""
        if hasattr(self, "_database"):
            self._database.close()
            del self._database

    def update(self, folder: Path, number: int, corpus: Corpus) -> None:
        """Delete the old words of the paragraph (FTS5 without content must be told them) and insert it again."""
        database = sqlite3.connect(_path(folder))
        words = corpus.joined_tokens[number]
        with database:
            database.execute("INSERT INTO found (found, rowid, words) VALUES ('delete', ?, ?)", (number, words))
            database.execute("INSERT INTO found (rowid, words) VALUES (?, ?)", (number, words))
        database.close()

    def cold(self, folder: Path, word: str) -> str:
        """Return a connection and a query."""
        return _COLD.format(path=_path(folder), ranked=_RANKED, asked=quoted((word,)))

    def _found(self, asked: str) -> Answer:
        return self._database.execute(_RANKED, (asked,)).fetchall()

    def any(self, query: Query) -> Answer:
        """Terms of which any may occur."""
        return self._found(quoted(query.terms, " OR "))

    def all(self, query: Query) -> Answer:
        """Terms that must all occur."""
        return self._found(quoted(query.terms, " AND "))

    def phrase(self, query: Query) -> Answer:
        """Terms one after the other."""
        return self._found(quoted(query.terms, " + "))

    def prefix(self, query: Query) -> Answer:
        """Terms that begin so."""
        return self._found(quoted(query.terms) + " *")

    def filtered(self, query: Query) -> Answer:
        """Any of the terms, within a span of days."""
        return self._database.execute(_FILTERED, (quoted(query.terms, " OR "), *query.days)).fetchall()


def quoted(terms: tuple[str, ...], between: str = " ") -> str:
    """Return terms as FTS5 strings, with an operator between them."""
    return between.join('"' + term.replace('"', '""') + '"' for term in terms)


def _path(folder: Path) -> str:
    return str(folder / "words.db")
