"""The paragraphs of a folder of Markdown files, and their tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zlib import crc32

_NOT_TEXT = re.compile(r"#+\s*|<!--.*?-->")

DAYS = 3650
"""Each file has a day from 0 up to this, so that a span of days filters a known part of the paragraphs."""


@dataclass(frozen=True)
class File:
    """A file of the corpus.

    Attributes:
        path: its path below the corpus folder.
        paragraphs: its lines of text, without heading marks and comments.
    """

    path: Path
    paragraphs: list[str]

    @property
    def day(self) -> int:
        """A number below `DAYS`, the same in every run."""
        return crc32(self.path.as_posix().encode()) % DAYS


def read_files(folder: Path) -> Iterator[File]:
    """Yield the Markdown files of a folder in the order of their paths."""
    for path in sorted(folder.rglob("*.md")):
        yield File(path.relative_to(folder), paragraphs_of(path.read_text(encoding="utf-8")))


def paragraphs_of(markdown: str) -> list[str]:
    """Return the lines of text, without heading marks and comments; empty ones are left out."""
    lines = (_NOT_TEXT.sub("", line).strip() for line in markdown.splitlines())
    return [line for line in lines if line]


class Corpus:
    """A folder of Markdown files with all that engines and samplers ask of it; paragraphs are numbered from 0.

    Args:
        name: what the table calls it, such as ``10k``.
        folder: the files.

    Attributes:
        files: the files, read.
        paragraphs: all their paragraphs, in order.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.files = list(read_files(folder))
        self.paragraphs = [paragraph for file in self.files for paragraph in file.paragraphs]

    @cached_property
    def days(self) -> list[int]:
        """For each paragraph its file's day."""
        return [file.day for file in self.files for _ in file.paragraphs]

    @cached_property
    def tokens(self) -> list[list[str]]:
        """For each paragraph its terms, as this package's own tokenizer cuts them (see `indexer.analysis`)."""
        from indexer.analysis.tokenizer import Tokenizer

        tokenizer = Tokenizer()
        known: dict[str, str] = {}
        return [[known.setdefault(term, term) for term in tokenizer.terms(text)] for text in self.paragraphs]

    @cached_property
    def joined_tokens(self) -> list[str]:
        """For each paragraph its terms with blanks between them."""
        return [" ".join(terms) for terms in self.tokens]

    @cached_property
    def text_bytes(self) -> int:
        """How many bytes of UTF-8 the paragraphs have."""
        return sum(len(paragraph.encode()) for paragraph in self.paragraphs)

    def describe(self) -> dict[str, int]:
        """Return how large it is: paragraphs, files, bytes of text, tokens, distinct tokens."""
        return {
            "paragraphs": len(self.paragraphs),
            "files": len(self.files),
            "text_bytes": self.text_bytes,
            "tokens": sum(map(len, self.tokens)),
            "vocabulary": len(set().union(*self.tokens)),
        }
