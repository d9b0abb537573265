"""From text to tokens: words of Chinese, and codes such as GB/T 19001-2016 whole and in parts.

The token contract (the same as Lucene's): a position numbers the token within its text, from 0, one by one; start and
end are code point offsets into the text that was given, whatever the normal form made of it. The canonical token of a
number (`indexer.analysis.numbers`) follows the token it begins with, at the same position.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from indexer.analysis.batches import Placer, insert_tokens, places_among, space
from indexer.analysis.cutter import Cutter, load_cutter
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers, is_canonical, read_numbers

ANALYZER_VERSION = 1
"""Counts up when the same text gives other terms than before; an index cut by another version is not opened."""

_HAN_BEYOND_JIEBA = r"〇\u3400-\u4dbf\u9fd6-\u9fff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_HAN_BEYOND_JIEBA}\u4e00-\u9fd5]"  # a letter or digit of another script
_CODE = rf"{_LETTER}+(?:[-./_&:+]{_LETTER}+)*(?:\+\+|[#%‰])?"
_STANDARD = r"[A-Za-z]+(?:/[A-Za-z]+)* ?[0-9]+(?:\.[0-9]+)*-[0-9]{2,4}"  # GB/T 19001-2016, with its blank or without
_GRADE = "[级类型股轮座区栋款证照档]"  # what makes one word with the letter before it: C级, A股
_RUNS = re.compile(
    rf"(?P<han>[\u4e00-\u9fd5]+)|(?P<code>{_STANDARD}|{_CODE})(?P<grade>{_GRADE}?)"
    rf"|(?P<lone>[{_HAN_BEYOND_JIEBA}])"
)
_NOT_HAN = re.compile(r"[^\u4e00-\u9fd5]+")
_BEYOND_HAN = re.compile(r"[^\W\u4e00-\u9fd5_]")
_PARTS = re.compile(r"\d+|[^\W\d_]+")

Span = tuple[str, int, int]
"""A term with its start and end in the text it was cut from."""


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
        self._placer: Placer | None = None

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
        if _BEYOND_HAN.search(normal) is None:  # most paragraphs: one call to the cutter
            return [term for term in self.cutter.search(_NOT_HAN.sub(" ", normal)) if term != " "]
        return [term for term, _, _ in _spans(normal, self._terms_of_run)]

    def batch_terms(self, normals: Sequence[str], *, numbered: bool) -> list[list[str]]:
        """Return the terms of many texts in their normal form, for whole corpora.

        Args:
            normals: the texts.
            numbered: with the canonical tokens of their numbers. Each (`is_canonical`) has the position of the term
                before it, so the list tells all positions.
        """
        spaced = space(normals)
        numbers = read_numbers(spaced.joined) if numbered else []
        starts = [start for start, _, _ in numbers]
        tokens = [reading.token for _, _, reading in numbers]
        told = []
        base, first = 1, 0
        for normal, coded in zip(normals, spaced.coded, strict=True):
            end = base + len(normal)
            last = bisect_left(starts, end, first)
            wanted = starts[first:last]
            if coded:
                terms, places = self._coded_terms(normal, [start - base for start in wanted])
            else:
                terms, places = self._han_terms(spaced.text, base, end, wanted)
            if wanted:
                insert_tokens(terms, places, tokens[first:last])
            told.append(terms)
            base, first = end + 1, last
        return told

    def _han_terms(self, spaced: str, base: int, end: int, wanted: Sequence[int]) -> tuple[list[str], list[int]]:
        """Return the terms of a text without codes, and the places of the numbers that start at `wanted`."""
        cut = self.cutter.search(spaced[base:end])
        terms = [term for term in cut if term != " "]
        if not wanted:
            return terms, []
        cut.append(" ")
        return terms, self._place().places(spaced, base, cut, wanted)

    def _coded_terms(self, normal: str, wanted: Sequence[int]) -> tuple[list[str], list[int]]:
        """Return the terms of a text with codes, and the places of the numbers that start at `wanted`."""
        spans = list(_spans(normal, partial(self._cut_run, wanted)))
        places = places_among([start for _, start, _ in spans], wanted)
        return [term for term, _, _ in spans], places

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of `text`, with the canonical tokens of its numbers and with offsets into it."""
        normal = normalise(text)
        spans = list(_spans(normal.text, lambda run, _: self.cutter.spans(run)))
        numbers = find_numbers(normal.text)
        places = places_among([start for _, start, _ in spans], [number.start for number in numbers])
        found = [Token(term, *normal.span(start, end), position) for position, (term, start, end) in enumerate(spans)]
        found += [Token(n.token, *normal.span(n.start, n.end), place) for n, place in zip(numbers, places, strict=True)]
        return sorted(found, key=lambda token: (token.position, is_canonical(token.text)))

    def _terms_of_run(self, run: str, _: int) -> list[Span]:
        """Return the terms of a run of Han characters, all as if they stood at its beginning."""
        return [(term, 0, 0) for term in self.cutter.search(run)]

    def _cut_run(self, starts: Sequence[int], run: str, at: int) -> list[Span]:
        """Return the terms of the run that begins at `at`, with offsets if one of the numbers begins inside it."""
        inside = bisect_left(starts, at + len(run)) > bisect_right(starts, at)
        return self.cutter.spans(run) if inside else self._terms_of_run(run, at)

    def _place(self) -> Placer:
        if self._placer is None:
            self._placer = Placer(self.cutter)
        return self._placer

    def words(self, text: str) -> list[str]:
        """Return the words that cover `text` without overlap, a code as one: what a query asks for."""
        return [word for word, _, _ in self.word_spans(normalise(text).text)]

    def word_spans(self, normal: str) -> list[Span]:
        """Return what `words` gives for a text already in its normal form, with starts and ends in it."""
        found: list[Span] = []
        at = 0
        while run := _RUNS.search(normal, at):
            at = run.end()
            if not run["han"]:
                found.append((next(_code_spans(run))[0], run.start(), at))
                continue
            start = run.start()
            for word in [run[0]] if len(run[0]) == 1 else self.cutter.words(run[0]):  # 2025年 needs no dictionary
                found.append((word, start, start + len(word)))
                start += len(word)
        return found


def _spans(normal: str, cut: Callable[[str, int], list[Span]]) -> Iterator[Span]:
    """Yield the terms of a normal form; the character that grades a code belongs to the run after it as well."""
    at = 0
    while run := _RUNS.search(normal, at):
        at = run.end()
        if run["han"]:
            for term, start, end in cut(run["han"], run.start()):
                yield term, run.start() + start, run.start() + end
        else:
            yield from _code_spans(run)
            at -= len(run["grade"] or "")


def _code_spans(run: re.Match[str]) -> Iterator[Span]:
    """Yield a code whole (with its grade, without blanks), then its parts; a character jieba does not know as it is."""
    code = run["code"]
    if code is None:
        yield run[0], run.start(), run.end()
        return
    whole = run[0].replace(" ", "")
    yield whole, run.start(), run.end()
    parts = list(_PARTS.finditer(code))
    if len(parts) > 1 or len(parts[0][0]) < len(whole):
        for part in parts:
            yield part[0], run.start() + part.start(), run.start() + part.end()
