"""Reads backwards what names a document without marks: a title before its provision, the sign before a number."""

import re
from collections.abc import Container
from typing import NamedTuple

from indexer.structure.citing_rules import CitingRules, citing_rules

_NO_TITLE_SIGN = re.compile("[^\u3007-\u300b\u3400-\u9fff、()]")
_WEAK_FIRST = "和与及或在由以并且、"
_WEAK = re.compile(f"[(){_WEAK_FIRST}]")
"""Behind each of these a title can begin."""
_NO_TITLE = ("规定", "措施", "标准", "清单", "制度", "目录")


class Bare(NamedTuple):
    """A title without marks: where it begins and ends in the text, and whether it is a known one."""

    start: int
    end: int
    known: bool


def ends_as_title(text: str) -> bool:
    """Whether a text ends as titles do: with one of the kinds of acts, （试行） and the like after it left out."""
    told = citing_rules()
    return text[: _without_suffix(text, len(text), told)].endswith(told.kinds)


def bare_title(text: str, at: int, floor: int, titles: Container[str]) -> Bare | None:
    """Find the title that ends right before `at`.

    The longest known title wins that begins where a title can: at a punctuation mark, or behind a word such as 依照. If
    none is known, it begins behind the last word that is surely not part of a title.

    Args:
        text: folded.
        at: where the provision begins.
        floor: nothing before this offset belongs to it.
        titles: names of known documents.

    Returns:
        The title; None if no kind of act stands there, or 规定 alone, which names nothing.
    """
    told = citing_rules()
    end = at - 1 if at > floor and text[at - 1] in " \u3000" else at
    ends = [end] if text.endswith(told.kinds, floor, _without_suffix(text, end, told, floor)) else []
    ends += _without_part(text, end, floor, told)
    for stop in ends:
        starts = _starts(text, stop, floor, told)
        known = next((start for start in starts if text[start:stop] in titles), None)
        if known is not None:
            return Bare(known, stop, True)
    if not ends:
        return None
    stop = ends[-1]
    start = _guess(text, stop, floor, told)
    name = text[start:stop]
    return None if name in _NO_TITLE or not name else Bare(start, stop, False)


def _without_suffix(text: str, end: int, told: CitingRules, floor: int = 0) -> int:
    """Return where a title ends without its （试行）."""
    if end > floor and text[end - 1] == ")":
        opening = text.rfind("(", max(floor, end - 16), end)
        if opening >= 0 and told.suffix.fullmatch(text, opening, end):
            return opening
    return end


def _without_part(text: str, end: int, floor: int, told: CitingRules) -> list[int]:
    """Return where the title ends if a part of it, such as 合同编, stands behind it."""
    for stop in range(end - 2, max(floor, end - 10), -1):
        if text.endswith(("法典", "法", "条例"), floor, stop) and told.part.fullmatch(text, stop, end):
            return [stop]
    return []


def _window(text: str, end: int, floor: int, longest: int) -> int:
    """Return the start of the run of signs that a title is written with, and that ends at `end`."""
    start = min(max(floor, end - longest), end)
    for other in _NO_TITLE_SIGN.finditer(text, start, end):
        start = other.end()
    return start


def _starts(text: str, end: int, floor: int, told: CitingRules) -> list[int]:
    """Return where a title can begin, in order."""
    first = _window(text, _without_suffix(text, end, told, floor), floor, told.longest_title)
    found = {first}
    for pattern in (told.before_title, told.may_precede_title, _WEAK):
        found.update([match.end() for match in pattern.finditer(text, first, end)])
    return sorted(start for start in found if start < end)


def _guess(text: str, end: int, floor: int, told: CitingRules) -> int:
    """Return where a title begins that is not known."""
    kind_end = _without_suffix(text, end, told, floor)
    first = _window(text, kind_end, floor, told.longest_title)
    start = first
    for match in told.before_title.finditer(text, first, kind_end - 1):
        if not text.endswith("关于", first, match.start()):
            start = match.end()
    balanced = text.count("《", start, kind_end) == text.count("》", start, kind_end)
    for at in range(start, kind_end - 1):
        if text[at] in "、()" or (text[at] in "《》〈〉" and not balanced):
            start = at + 1
    while start < kind_end - 2 and text[start] in _WEAK_FIRST:
        start += 1
    return start


def sign_before(text: str, at: int, floor: int) -> int | None:
    """Return where the sign of the issuing body begins that ends at `at`: 国办发 of 国办发〔2018〕123号.

    Args:
        text: folded.
        at: where the year, or 令, begins.
        floor: nothing before this offset belongs to it.

    Returns:
        The offset; None if none stands there.
    """
    told = citing_rules()
    start, lowest = at, max(floor, at - told.longest_sign)
    while start > lowest and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    first = start
    for match in told.before_sign.finditer(text, first, at):
        start = match.end() if match.end() < at else start
    return start if start < at else None
