"""The words of a query: which terms of the index a bare term stands for."""

from typing import NamedTuple

from indexer.analysis.normal import normalise
from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.snapshot import Snapshot


class BareTerm(NamedTuple):
    """A term of a query, typed without operators.

    Attributes:
        normal: its normal form.
        words: the words it is made of, all of which must occur; none if it is punctuation.
    """

    normal: str
    words: tuple[str, ...]


class Vocabulary:
    """Tells what bare terms stand for in one index.

    Args:
        snapshot: of the index. A term that it has is one word, and no dictionary is needed for it.
        tokenizer: cuts the others.
    """

    def __init__(self, snapshot: Snapshot, tokenizer: Tokenizer) -> None:
        self._snapshot = snapshot
        self._tokenizer = tokenizer

    def term(self, typed: str) -> BareTerm:
        """Return what a term, as typed, stands for."""
        normal = normalise(typed).text
        if self._snapshot.postings("text", normal.encode()) is not None:
            return BareTerm(normal, (normal,))
        return BareTerm(normal, tuple(self._tokenizer.words(typed)))
