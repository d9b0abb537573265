"""Automatic numbering: what Word writes before a paragraph without any of it standing in the text.

The rules are those of ECMA-376 part 1, 17.9. Counters belong to the abstract definition of a list (``w:abstractNum``):
its instances (``w:num``) count on from each other, but for one that overrides the start of a level, which begins anew
when it first comes to it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.reading.docx.number_format import written
from indexer.reading.docx.package import Element, is_on, kind, qn, value_of
from indexer.reading.docx.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_DASHES = frozenset("-—–－―")


class Level(NamedTuple):
    """One level of a list (``w:lvl``).

    Attributes:
        start: its first number.
        format: how its number is written, see `indexer.reading.docx.number_format.written`.
        text: what is written, with %1 for the number of the first level: 第%1条, %1.%2.
        restart: it begins anew after a level with a number (from 0) below this.
        legal: the numbers of all levels are written in decimal digits.
        suffix: what stands between the number and the text: a blank or nothing.
        hidden: nothing is shown.
        style: the id of the paragraph style that stands for this level; "" if none.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int = 0
    legal: bool = False
    suffix: str = " "
    hidden: bool = False
    style: str = ""


class Definition(NamedTuple):
    """An instance of a list (``w:num``): the id of its counters, its levels, and the numbers at which they restart."""

    counters: str
    levels: tuple[Level, ...]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, and how far each has been counted.

    Args:
        root: of ``numbering.xml``; None if there is none.
        styles: the styles of the document.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        children = list(root) if root is not None else []
        self._abstract = {value_of(one, "w:abstractNumId"): one for one in children if kind(one) == "w:abstractNum"}
        self._linked = {value_of(one.find(qn("w:styleLink"))): id for id, one in self._abstract.items()}
        self._nums = {value_of(one, "w:numId"): one for one in children if kind(one) == "w:num"}
        self._definitions: dict[str, Definition | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def number(self, properties: Element | None) -> str:
        """Count a paragraph, and return what Word writes before its text, with the blank that follows.

        Args:
            properties: of the paragraph (``w:pPr``); None if it has none.

        Returns:
            Its number; "" if it is no item of a list. A bullet is no number; dashes, which policies set before items,
            are kept.
        """
        numbered, style = self._styles.numbered(properties)
        definition = self._definition(numbered.list)
        if definition is None:
            return ""
        at = self._level(definition, numbered.level, style)
        counts = self._count(definition, numbered.list, at)
        return _label(definition.levels, at, counts)

    def _level(self, definition: Definition, named: int | None, style: str) -> int:
        """Return the level of a paragraph; where its style makes it an item, the level that is linked to the style."""
        if named is None and style:
            ids = [value_of(one, "w:styleId") for one in self._styles.path(style)]
            linked = {level.style: at for at, level in enumerate(definition.levels) if level.style}
            return next((linked[id] for id in ids if id in linked), 0)
        return min(named or 0, _LEVELS - 1)

    def _count(self, definition: Definition, list_id: str, at: int) -> list[int | None]:
        counts = self._counts.setdefault(definition.counters, [None] * _LEVELS)
        if at in definition.starts and (list_id, at) not in self._restarted:
            self._restarted.add((list_id, at))
            counts[at] = definition.starts[at]
        else:
            before = counts[at]
            counts[at] = definition.levels[at].start if before is None else before + 1
        for above in range(at):
            if counts[above] is None:  # never met: it counts as met, as in Word
                counts[above] = definition.starts.get(above, definition.levels[above].start)
        for below in range(at + 1, _LEVELS):
            if at < definition.levels[below].restart:
                counts[below] = None
                self._restarted.discard((list_id, below))
        return counts

    def _definition(self, list_id: str) -> Definition | None:
        if list_id not in self._definitions:
            self._definitions[list_id] = self._define(list_id)
        return self._definitions[list_id]

    def _define(self, list_id: str) -> Definition | None:
        num = self._nums.get(list_id)
        if num is None or list_id == "0":
            return None
        id = self._abstract_id(num)
        if id not in self._abstract:
            return None
        levels = [Level()] * _LEVELS
        for at, element in _levels(self._abstract[id]):
            levels[at] = _read_level(element, at)
        starts: dict[int, int] = {}
        for override in num.findall(qn("w:lvlOverride")):
            for at, element in _levels(override):
                levels[at] = _read_level(element, at)
            at, start = _integer(value_of(override, "w:ilvl"), 0), value_of(override.find(qn("w:startOverride")))
            if start and 0 <= at < _LEVELS:
                starts[at] = _integer(start, 1)
        return Definition(id, tuple(levels), starts)

    def _abstract_id(self, num: Element) -> str:
        """Return the id of the abstract definition of a list, through a numbering style if it names one."""
        id = value_of(num.find(qn("w:abstractNumId")))
        if id in self._abstract:
            link = value_of(self._abstract[id].find(qn("w:numStyleLink")))
            if link and link in self._linked:
                return self._linked[link]
        return id


def _levels(element: Element) -> Iterator[tuple[int, Element]]:
    for level in element.findall(qn("w:lvl")):
        at = _integer(value_of(level, "w:ilvl"), 0)
        if 0 <= at < _LEVELS:
            yield at, level


def _read_level(element: Element, at: int) -> Level:
    format = next((one for one in element.iter(qn("w:numFmt"))), None)
    name = value_of(format) or "decimal"
    restart = value_of(element.find(qn("w:lvlRestart")))
    suffix = value_of(element.find(qn("w:suff"))) or "tab"
    return Level(
        start=_integer(value_of(element.find(qn("w:start"))), 0),
        format=value_of(format, "w:format") if name == "custom" else name,
        text=value_of(element.find(qn("w:lvlText"))),
        restart=min(_integer(restart, at), at),
        legal=is_on(element.find(qn("w:isLgl"))),
        suffix="" if suffix == "nothing" else " ",
        hidden=is_on(element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")),
        style=value_of(element.find(qn("w:pStyle"))),
    )


def _label(levels: tuple[Level, ...], at: int, counts: list[int | None]) -> str:
    level = levels[at]
    if level.hidden:
        return ""
    if level.format == "bullet":
        return level.text + level.suffix if level.text and _DASHES.issuperset(level.text) else ""

    def shown(place: re.Match[str]) -> str:
        of = int(place[1]) - 1
        format = levels[of].format
        return written(counts[of] or 0, "decimal" if level.legal and format != "none" else format)

    text = _PLACE.sub(shown, level.text)
    return text + level.suffix if text.strip() else ""


def _integer(written: str, otherwise: int) -> int:
    """Return a number as XML has it; `otherwise` if there is none, or none that a list can have."""
    digits = written.strip().removeprefix("-")
    return int(written) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else otherwise
