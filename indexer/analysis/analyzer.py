"""The faces that Whoosh sees: words, numbers and bigrams as Whoosh analyzers.

The import paths of the classes stand in the schema that Whoosh writes into an index: they are part of the file format,
so the classes stay here under their names, and their pickled state is empty.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from indexer.analysis import tokenizer
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import is_canonical


class _TokenAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """Gives Whoosh tokens, for its parsers, highlighters and ``add_document``."""

    def tokens(self, value: str) -> Iterable[tokenizer.Token]:
        """Return the tokens of a text."""
        raise NotImplementedError

    def __call__(  # noqa: PLR0917  # Whoosh's own signature
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield one reused Whoosh token for each token of `value`."""
        told = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for token in self.tokens(value):
            told.text = token.text
            told.boost = 1.0
            told.stopped = False
            if keeporiginal:
                told.original = token.text
            if positions:
                told.pos = start_pos + token.position
            if chars:
                told.startchar = start_char + token.start
                told.endchar = start_char + token.end
            yield told

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class ChineseAnalyzer(_TokenAnalyzer):
    """Words, and the canonical tokens of numbers beside them: the tokens of `Tokenizer`."""

    def __init__(self, tokens: tokenizer.Tokenizer | None = None) -> None:
        self._tokenizer = tokens or tokenizer.Tokenizer()

    def tokens(self, value: str) -> Iterable[tokenizer.Token]:
        """Return the words and numbers of a text."""
        return self._tokenizer.tokens(value)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._tokenizer = tokenizer.Tokenizer()


class WordAnalyzer(ChineseAnalyzer):
    """Words alone."""

    def tokens(self, value: str) -> Iterable[tokenizer.Token]:
        """Return the words of a text."""
        return [token for token in super().tokens(value) if not is_canonical(token.text)]


class GramAnalyzer(_TokenAnalyzer):
    """Character bigrams, as `indexer.analysis.grams` forms them for whole batches."""

    def tokens(self, value: str) -> Iterable[tokenizer.Token]:
        """Return the bigrams of a text's normal form."""
        normal = normalise(value)
        for at in range(len(normal.text)):
            gram = normal.text[at : at + 2]
            yield tokenizer.Token(gram, *normal.span(at, at + len(gram)), at)
