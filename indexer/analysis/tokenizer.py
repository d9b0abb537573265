"""From text to tokens: words of Chinese, and codes such as GB/T 19001-2016 whole and in parts.

The token contract (the same as Lucene's): a position numbers the token within its text, from 0, one by one; start and
end are code point offsets into the text that was given, whatever the normal form made of it. The canonical token of a
number (`indexer.analysis.numbers`) follows the token it begins with, at the same position.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
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
_CODED = rf"(?P<code>{_STANDARD}|{_CODE})(?P<grade>{_GRADE}?)|(?P<lone>[{_HAN_BEYOND_JIEBA}])"
_NOT_HAN = re.compile(r"[^\u4e00-\u9fd5]+")
_BEYOND_HAN = re.compile(r"[^\W\u4e00-\u9fd5_]")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


@cache
def _codes() -> re.Pattern[str]:
    """What is no run of Han characters; compiled when a text is cut, which takes longer than a search."""
    return re.compile(_CODED)


@cache
def _runs() -> re.Pattern[str]:
    """What a text is made of: runs of Han characters, codes, lone characters."""
    return re.compile(rf"(?P<han>[\u4e00-\u9fd5]+)|{_CODED}")


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
        return [term for term, _, _ in _spans(normal, lambda run: [(term, 0, 0) for term in self.cutter.search(run)])]

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
            cut = self.cutter.search(spaced.text[base:end])
            cut.append(" ")
            terms, codes = _weave(normal, spaced.text, base, cut) if coded else ([t for t in cut if t != " "], None)
            if last == first + 1 and starts[first] == base:  # 第一条: every other paragraph of a statute
                terms.insert(1, tokens[first])
            elif first < last:
                places = self._places(spaced.text, base, cut, starts[first:last], codes)
                insert_tokens(terms, places, tokens[first:last])
            told.append(terms)
            base, first = end + 1, last
        return told

    def _places(
        self, spaced: str, base: int, cut: Sequence[str], wanted: Sequence[int], codes: "_Codes | None"
    ) -> list[int]:
        """Return the index of the term that each number begins with; see `Placer.places`."""
        if self._placer is None:
            self._placer = Placer(self.cutter)
        if codes is None:
            return self._placer.places(spaced, base, cut, wanted)
        in_han = iter(self._placer.places(spaced, base, cut, [start for start in wanted if spaced[start] != " "]))
        places = []
        for start in wanted:
            code = bisect_right(codes.starts, start) - 1
            if spaced[start] == " ":
                places.append(codes.indexes[code] + bisect_left(codes.parts[code], start))
            else:
                places.append(next(in_han) + (codes.totals[code] if code >= 0 else 0))
        return places

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of `text`, with the canonical tokens of its numbers and with offsets into it."""
        normal = normalise(text)
        spans = list(_spans(normal.text, self.cutter.spans))
        numbers = find_numbers(normal.text)
        places = places_among([start for _, start, _ in spans], [number.start for number in numbers])
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
        runs = _runs()
        while run := runs.search(normal, at):
            at = run.end()
            if not run["han"]:
                found.append((next(_code_spans(run))[0], run.start(), at))
                continue
            start = run.start()
            for word in [run[0]] if len(run[0]) == 1 else self.cutter.words(run[0]):  # 2025年 needs no dictionary
                found.append((word, start, start + len(word)))
                start += len(word)
        return found


class _Codes(NamedTuple):
    """The codes of a text among its terms.

    Attributes:
        starts: where each begins.
        indexes: the index of the first term of each.
        parts: where each of its terms begins.
        totals: how many terms it and those before it have.
    """

    starts: list[int]
    indexes: list[int]
    parts: list[list[int]]
    totals: list[int]


def _weave(normal: str, spaced: str, base: int, cut: Sequence[str]) -> tuple[list[str], _Codes]:
    """Return the terms of a text with codes, in the order of `_spans`, and its codes.

    Args:
        normal: the text.
        spaced: `Spaced.text`, in which it begins at `base`, as all offsets returned have it.
        cut: what the cutter makes of it there, blanks included, and one more blank at the end.
    """
    terms: list[str] = []
    codes = _Codes([], [], [], [])
    at = blanks = total = 0
    for run in _codes().finditer(normal):
        before = spaced.count(" ", base, base + run.start()) + 1
        for _ in range(before - blanks):
            end = cut.index(" ", at)
            terms += cut[at:end]
            at = end + 1
        blanks = before
        spans = list(_code_spans(run))
        total += len(spans)
        codes.starts.append(base + run.start())
        codes.indexes.append(len(terms))
        codes.parts.append([base + start for _, start, _ in spans])
        codes.totals.append(total)
        terms += [term for term, _, _ in spans]
    terms += [term for term in cut[at:] if term != " "]
    return terms, codes


def _spans(normal: str, cut: Callable[[str], list[Span]]) -> Iterator[Span]:
    """Yield the terms of a normal form; the character that grades a code belongs to the run after it as well."""
    at = 0
    runs = _runs()
    while run := runs.search(normal, at):
        at = run.end()
        if run["han"]:
            for term, start, end in cut(run["han"]):
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
