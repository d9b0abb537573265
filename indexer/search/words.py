"""The words of a query: which terms of the index a bare term stands for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from indexer.analysis.codes import Span
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import Number, find_numbers, is_canonical
from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.snapshot import Snapshot

_MOST_TOGETHER = 6
"""So many words together may have a synonym."""

_TERMS_KEPT = 1024
"""What so many terms stand for is kept: a search asks twice, and the next page again."""


class BareTerm(NamedTuple):
    """A term of a query, typed without operators.

    Attributes:
        normal: its normal form.
        words: the words it is made of, all of which must occur; none if it is punctuation.
        numbers: for each word the canonical token of the number it is a part of, "" if of none. The token may stand
            for the word: so a number is found by its token or by all its words.
        synonyms: for each word what it also finds, in its normal form; none at all if no word has any.
    """

    normal: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()

    def sought(self) -> Iterator[str]:
        """Yield what is highlighted for it: itself, its numbers, and its words but for 第, 条 and 万元 of numbers."""
        yield self.normal
        for word, number in zip(self.words, self.numbers, strict=True):
            yield number or word
        for others in self.synonyms:
            yield from others


class Vocabulary:
    """Tells what bare terms stand for in one index.

    Args:
        snapshot: of the index. A term that it has is one word, and no dictionary is needed for it.
        tokenizer: cuts the others.
        synonyms: by a word in its normal form what it also finds.
    """

    def __init__(
        self, snapshot: Snapshot, tokenizer: Tokenizer, synonyms: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._synonyms = synonyms or {}
        self._snapshot = snapshot
        self._tokenizer = tokenizer
        self._known: dict[str, BareTerm] = {}

    def term(self, typed: str) -> BareTerm:
        """Return what a term, as typed, stands for."""
        term = self._known.get(typed)
        if term is None:
            if len(self._known) >= _TERMS_KEPT:
                self._known = {}
            term = self._known[typed] = self._term(typed)
        return term

    def _term(self, typed: str) -> BareTerm:
        normal = normalise(typed).text
        words: list[Span] = [(normal, 0, len(normal))]
        if is_canonical(normal) or not self._snapshot.has_term("text", normal.encode()):
            words = self._tokenizer.word_spans(normal)
        numbers = _longest(find_numbers(normal))
        parts = tuple(_number_around(numbers, start, end) for _, start, end in words)
        synonyms = self._synonyms_of(normal, words) if self._synonyms else ()
        return BareTerm(normal, tuple(word for word, _, _ in words), parts, synonyms)

    def _synonyms_of(self, normal: str, words: Sequence[Span]) -> tuple[tuple[str, ...], ...]:
        """Return for each word what it also finds: by itself, or as a part of several that have synonyms together."""
        found: list[tuple[str, ...]] = [()] * len(words)
        for first, (_, start, _) in enumerate(words):
            for last in range(first, min(first + _MOST_TOGETHER, len(words))):
                others = self._synonyms.get(normal[start : words[last][2]], ())
                if others:
                    for at in range(first, last + 1):
                        found[at] = (*found[at], *others)
        return tuple(found) if any(found) else ()


def _longest(numbers: list[Number]) -> list[Number]:
    """Return the numbers that are no ends of a range."""
    return [
        number
        for number in numbers
        if not any(number is not other and other.start <= number.start < number.end <= other.end for other in numbers)
    ]


def _number_around(numbers: list[Number], start: int, end: int) -> str:
    """Return the canonical token of the number that the word from `start` to `end` is a part of, "" if of none."""
    return next((number.token for number in numbers if number.start <= start and end <= number.end), "")
