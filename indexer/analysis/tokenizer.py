"""From text to tokens: words of Chinese, and codes such as GB/T 19001-2016 whole and in parts.

The token contract (the same as Lucene's): a position numbers the token within its text, from 0, one by one; start and
end are code point offsets into the text that was given, whatever the normal form made of it. The canonical token of a
number (`indexer.analysis.numbers`) follows the token it begins with, at the same position.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.codes import Span, code_spans, runs
from indexer.analysis.cutter import Cutter, load_cutter
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers, is_canonical

if TYPE_CHECKING:
    from indexer.analysis.batches import BatchCutter, BatchTerms

ANALYZER_VERSION = 1
"""Counts up when the same text gives other terms than before; an index cut by another version is not opened."""


@cache
def _not_han() -> re.Pattern[str]:
    return re.compile(r"[^\u4e00-\u9fd5]+")


@cache
def _beyond_han() -> re.Pattern[str]:
    return re.compile(r"[^\W\u4e00-\u9fd5_]")


class Token(NamedTuple):
    """A term with its place: position counts tokens, start and end point into the original text."""

    text: str
    start: int
    end: int
    position: int


class Tokenizer:
    """Cuts text in its normal form into tokens; one instance may serve many threads.

    Args:
        load: gives the cutter for the runs of Han characters; called when the first run has to be cut.
    """

    def __init__(self, load: Callable[[], Cutter] = load_cutter) -> None:
        self._load = load
        self._cutter: Cutter | None = None
        self._batches: BatchCutter | None = None
        self._one_batch = Lock()

    @property
    def cutter(self) -> Cutter:
        """The cutter, loaded at first use (two threads may both load one; either serves)."""
        if self._cutter is None:
            self._cutter = self._load()
        return self._cutter

    def terms(self, text: str) -> list[str]:
        """Return the terms of `text` in the order of their positions, without the canonical tokens of numbers."""
        return self.normal_terms(normalise(text).text)

    def normal_terms(self, normal: str) -> list[str]:
        """Return the terms of a text already in its normal form, as `terms` does."""
        if _beyond_han().search(normal) is None:  # most paragraphs: one call to the cutter
            return [term for term in self.cutter.search(_not_han().sub(" ", normal)) if term != " "]
        return [term for term, _, _ in _spans(normal, lambda run: [(term, 0, 0) for term in self.cutter.search(run)])]

    def batch_terms(self, normals: Sequence[str], *, numbered: bool) -> "BatchTerms":
        """Return the terms of many texts in their normal form, for whole corpora.

        Args:
            normals: the texts.
            numbered: with the canonical tokens of their numbers.
        """
        from indexer.analysis.batches import BatchCutter

        with self._one_batch:
            if self._batches is None:
                self._batches = BatchCutter(self.cutter)
            return self._batches.cut(normals, numbered=numbered)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of `text`, with the canonical tokens of its numbers and with offsets into it."""
        normal = normalise(text)
        spans = list(_spans(normal.text, self.cutter.spans))
        numbers = find_numbers(normal.text)
        places = _places_among([start for _, start, _ in spans], [number.start for number in numbers])
        found = [Token(term, *normal.span(start, end), position) for position, (term, start, end) in enumerate(spans)]
        found += [Token(n.token, *normal.span(n.start, n.end), place) for n, place in zip(numbers, places, strict=True)]
        return sorted(found, key=lambda token: (token.position, is_canonical(token.text)))

    def words(self, text: str) -> list[str]:
        """Return the words that cover `text` without overlap, a code as one: what a query asks for."""
        return [word for word, _, _ in self.word_spans(normalise(text).text)]

    def word_spans(self, normal: str) -> list[Span]:
        """Return what `words` gives for a text already in its normal form, with starts and ends in it."""
        found: list[Span] = []
        at = 0
        pattern = runs()
        while run := pattern.search(normal, at):
            at = run.end()
            if not run["han"]:
                found.append((next(code_spans(run))[0], run.start(), at))
                continue
            start = run.start()
            for word in [run[0]] if len(run[0]) == 1 else self.cutter.words(run[0]):  # 2025年 needs no dictionary
                found.append((word, start, start + len(word)))
                start += len(word)
        return found


def _spans(normal: str, cut: Callable[[str], list[Span]]) -> Iterator[Span]:
    """Yield the terms of a normal form; the character that grades a code belongs to the run after it as well."""
    at = 0
    pattern = runs()
    while run := pattern.search(normal, at):
        at = run.end()
        if run["han"]:
            for term, start, end in cut(run["han"]):
                yield term, run.start() + start, run.start() + end
        else:
            yield from code_spans(run)
            at -= len(run["grade"] or "")


def _places_among(starts: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return for each number the index of the first term that starts where it does, or after; the last if none does.

    Args:
        starts: where each term starts.
        wanted: where each number starts, not descending.
    """
    at, last = 0, len(starts) - 1
    places = []
    for start in wanted:
        while at < last and starts[at] < start:
            at += 1
        places.append(at)
    return places
