"""Running heads, running feet and page numbers: what stands at the same place of page after page is no text.

A line is dropped if it is among the outermost lines of its page, and nothing that stays is further out, and it

1. comes again at the same height on other pages, word for word but for numbers that count with the pages; or
2. reads as a page number does (``— 3 —``, ``第3页 共10页``); a bare ``3`` only if it counts with the pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from indexer.reading.pdf.lines import Line
from indexer.reading.pdf.patterns import patterns, squeezed

MARGIN = 1 / 6
"""The part of a page's height, at its head and at its foot, in which lines may be furniture."""
_DEEPEST = 3
"""How many lines from the outside."""
_SAME_HEIGHT = 4.0
_MOST_NUMBERS = 3
_NUMBER = re.compile(r"\d{1,4}")

_Key = tuple[bool, str]


@dataclass(slots=True)
class Sheet:
    """The lines of a page from top to bottom, and its height in points."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)


def drop_furniture(sheets: Sequence[Sheet]) -> None:
    """Drop running heads, running feet and page numbers from the lines of all pages.

    Args:
        sheets: all pages of a file.
    """
    places: dict[_Key, list[tuple[int, float]]] = defaultdict(list)
    for sheet in sheets:
        for head in (True, False):
            for row in _outermost(sheet, head):
                for variant in _variants(row, sheet.number):
                    places[head, variant].append((sheet.number, row[0].base))
    needed = 2 if len(sheets) <= 5 else 3
    for sheet in sheets:
        for head in (True, False):
            for row in _outermost(sheet, head):
                if not _repeats(row, sheet.number, head, places, needed) and not _is_page_number(
                    row, sheet, len(sheets)
                ):
                    break
                gone = {id(line) for line in row}
                sheet.lines = [line for line in sheet.lines if id(line) not in gone]


def _outermost(sheet: Sheet, head: bool) -> Iterator[list[Line]]:
    """Yield the outermost lines in a margin, from the outside; those side by side as one."""
    depth = sheet.height * MARGIN
    lines = [line for line in sheet.lines if (line.base < depth if head else line.base > sheet.height - depth)]
    if not head:
        lines = lines[::-1]
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].base - line.base) <= 0.4 * line.size:
            rows[-1].append(line)
        elif len(rows) == _DEEPEST:
            break
        else:
            rows.append([line])
    yield from rows


def _text(row: Sequence[Line]) -> str:
    return squeezed("".join(line.text for line in sorted(row, key=lambda line: line.x0)))


def _variants(row: Sequence[Line], page: int) -> set[str]:
    """Return the text of a line as it may stand on other pages: each number as it is, or less the page's number."""
    text = _text(row)
    numbers = list(_NUMBER.finditer(text))[:_MOST_NUMBERS]
    told = set()
    for counted in product((False, True), repeat=len(numbers)):
        written, end = "", 0
        for number, counts in zip(numbers, counted, strict=True):
            written += text[end : number.start()] + (f"\0{int(number[0]) - page}\0" if counts else number[0])
            end = number.end()
        told.add(written + text[end:])
    return told


def _repeats(
    row: Sequence[Line], page: int, head: bool, places: dict[_Key, list[tuple[int, float]]], needed: int
) -> bool:
    base = row[0].base
    for variant in _variants(row, page):
        pages = {number for number, other in places[head, variant] if abs(other - base) <= _SAME_HEIGHT}
        if len(pages) >= needed:
            return True
    return False


def _is_page_number(row: Sequence[Line], sheet: Sheet, count: int) -> bool:
    text, told = _text(row), patterns()
    if told.page_number.fullmatch(text):
        return True
    is_last_and_apart = row[0].base > sheet.height * (1 - MARGIN / 2)
    return bool(told.bare_page_number.fullmatch(text)) and is_last_and_apart and text in (str(sheet.number), str(count))
