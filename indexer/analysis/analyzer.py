"""The tokenizer as a Whoosh analyzer.

The class's import path stands in the schema that Whoosh writes into an index: it is part of the file format, so the
class stays here under this name, and its pickled state is empty.
"""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from indexer.analysis.tokenizer import Tokenizer


class ChineseAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """Gives Whoosh the tokens of `Tokenizer`, for its parsers, highlighters and ``add_document``."""

    def __init__(self, tokenizer: Tokenizer | None = None) -> None:
        self.tokenizer = tokenizer or Tokenizer()

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
        for token in self.tokenizer.tokens(value):
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

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.tokenizer = Tokenizer()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))
