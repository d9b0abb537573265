"""Text for a terminal: Chinese characters are two columns wide, and no line begins with a closing punctuation mark."""

from __future__ import annotations  # what a record is, is not needed to start

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.records import Highlight

_NO_LINE_START = frozenset("，。、；：？！）」』】〕》〉”’…,.;:?!)]}%")


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int) -> Iterator[Highlight]:
    """Yield the lines of `text` as spans of it, none wider than `columns` but for a punctuation mark that may hang.

    A line breaks between Han characters anywhere, within Latin words and numbers only when they are longer than a line.
    """
    start = at = used = 0
    last_break = 0
    while at < len(text):
        used += _width(text[at])
        if used > columns and text[at] not in _NO_LINE_START and at > start:
            end = last_break if last_break > start else at
            yield start, end
            start = end
            used = width(text[start : at + 1])
        at += 1
        if at < len(text) and _may_break(text[at - 1], text[at]):
            last_break = at
    if start < len(text):
        yield start, len(text)


def _may_break(before: str, after: str) -> bool:
    if after in _NO_LINE_START:
        return False
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def marked(text: str, line: Highlight, highlights: Iterable[Highlight]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of one line of `text`, each with whether it is highlighted."""
    at, end = line
    for mark_start, mark_end in highlights:
        if mark_end <= at or mark_start >= end:
            continue
        if mark_start > at:
            yield text[at:mark_start], False
        yield text[max(at, mark_start) : min(mark_end, end)], True
        at = min(mark_end, end)
    if at < end:
        yield text[at:end], False
