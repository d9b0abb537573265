"""Reads the provisions of a citation: 第十条第二款, 第一项至第三项, 第三条、第五条和第七条, 1084条第2款, 三、（一）."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import cast

from indexer.structure.citing_rules import CitingRules, citing_rules
from indexer.structure.numerals import format_numeral, parse_numeral
from indexer.structure.pinpoint import Pinpoint, Span, Step
from indexer.structure.rules import rules

_PLAIN = frozenset("0123456789(")
_NOTHING = Pinpoint()
LONGEST_INSIDE = 10
"""Within so many signs behind 本法 its provisions begin, if any do (`inside` of ``references.yaml``)."""
Found = re.Match[str]
Read = tuple[str, tuple[tuple[int, int], ...], int]
"""The unit of provisions, the first and last number of each range of them, and the number behind 之."""


def read_provisions(
    text: str, at: int, base: Pinpoint | None = None, *, loose: bool = False
) -> tuple[tuple[Span, ...], int]:
    """Read as many provisions as follow each other.

    What is named for one holds for the next, until a unit of the same or an outer level is named: 第十条第一款、第三款.

    Args:
        text: folded (`indexer.structure.titles.fold`).
        at: where the first one begins.
        base: what they stand within, such as 前款 of 前款第一项.
        loose: the first may lack its 第: 《民法典》1084条.

    Returns:
        The provisions, and where they end; `base` alone, and `at`, where none follows.
    """
    if base is None and not loose and "第" not in text[at : at + LONGEST_INSIDE]:
        return (), at
    chain = _Chain(base)
    end = at
    while True:
        found = _next(chain, text, end, loose=loose and end == at)
        if found and chain.extend(found):
            end = found.end()
            continue
        separator = chain.told.separator.match(text, end) if (chain.spans and end > at) or base else None
        if separator:
            found = _joined(chain, text, separator.end())
            if found and chain.join(found, ranged=separator[1] in chain.told.range):
                end = found.end()
                continue
        return tuple(chain.spans), end


def _next(chain: "_Chain", text: str, at: int, *, loose: bool) -> Found | None:
    """Return what goes on with the provision that ends at `at`."""
    told = chain.told
    found = told.within.match(text, at)
    if found:
        return found
    sign = text[at : at + 1]
    if loose or chain.loose or (sign in _PLAIN and chain.level >= told.levels["条"]):
        found = told.loose.match(text, at + 1 if loose and sign == " " else at)
        if found:
            return found
    if sign == "(" and chain.unit in ("条", "款", "部分"):
        return told.bare_item.match(text, at)
    return None


def _joined(chain: "_Chain", text: str, at: int) -> Found | None:
    """Return the provision behind a separator; without 第 only if it is of the same unit as the last."""
    told = chain.told
    found = told.group.match(text, at)
    if found is None:
        found = told.loose.match(text, at)
        if found and found[2] != chain.unit:
            return None
    return found


class _Chain:
    """The provisions read so far, and the unit and the level of the last."""

    def __init__(self, base: Pinpoint | None) -> None:
        self.told: CitingRules = citing_rules()
        self.spans: list[Span] = [(base, base)] if base else []
        self.unit = base.unit if base else ""
        self.level = self.told.levels.get(self.unit, -1)
        self.loose = False

    def extend(self, found: Found) -> bool:
        """Take what stands right behind the last one, if it is of an inner level."""
        read = _read(found.groups())
        if read is None:
            return False
        unit, numbers, inserted = read
        if unit == "（）":
            unit = "labels" if self.unit == "部分" else "项"
        elif self.told.levels[unit] <= self.level:
            return False
        first, last = self.spans.pop() if self.spans else (_NOTHING, _NOTHING)
        single = first is last or first == last
        for number in numbers:
            begin, end = _at(last, unit, number, inserted, self.told)
            self.spans.append((begin if single else first, end))
        self.note(unit, found)
        return True

    def join(self, found: Found, *, ranged: bool) -> bool:
        """Take what stands behind a separator: of the same or an outer level, or an article behind a division."""
        read = _read(found.groups())
        if read is None or not self.spans:
            return False
        unit, numbers, inserted = read
        article = self.told.levels["条"]
        if self.told.levels[unit] > self.level and not self.level < article == self.told.levels[unit]:
            return False
        first, last = self.spans[-1]
        if first.step and self.told.levels[unit] < article <= self.level:  # 前款和第三章
            return False
        if self.level < article <= self.told.levels[unit]:
            last = _NOTHING
        for number in numbers:
            begin, end = _at(last, unit, number, inserted, self.told)
            if ranged:
                self.spans[-1] = (first, end)
                ranged = False
            else:
                self.spans.append((begin, end))
        self.note(unit, found)
        return True

    def note(self, unit: str, found: Found) -> None:
        self.unit = unit
        self.level = self.told.levels.get(unit, -1)
        self.loose = found.re is self.told.loose and found[0][0] != "("


@lru_cache(maxsize=8192)
def _read(groups: tuple[str, ...]) -> Read | None:
    """Return what the groups of a pattern say, remembered, for most are 第一款 and the like; None if one is no number.

    Args:
        groups: of the pattern ``group`` or ``loose``, or the only one of ``bare_item``.
    """
    if len(groups) == 1:
        value = read_number(groups[0])
        return ("（）", ((value, value),), 0) if value else None
    told = citing_rules()
    numbers: list[tuple[int, int]] = []
    for part in told.numbers.finditer(groups[0]):
        value = read_number(part[2])
        if not value:
            return None
        if numbers and part[1] in told.range:
            numbers[-1] = (numbers[-1][0], value)
        else:
            numbers.append((value, value))
    inserted = parse_numeral(groups[2]) if groups[2] else 0
    unit = "labels" if groups[1] == "条" and groups[0][0] == "(" else groups[1]  # 第（十）条 is what is labelled （十）
    return unit, tuple(numbers), inserted or 0


@lru_cache(maxsize=8192)
def read_number(written: str) -> int | None:
    """Return the value of 十, （十）, 10, ㈩; None if it is no number."""
    bare = "".join(written.split()).strip("()")
    if bare in rules().signs:
        return rules().signs[bare][1]
    return parse_numeral(bare)


def _at(last: Pinpoint, unit: str, number: tuple[int, int], inserted: int, told: CitingRules) -> Span:
    """Return the provisions of a unit with the first and the last of a range of numbers, within what `last` stands in.

    `inserted` belongs to the last number.
    """
    low, high = number
    end = _put(last, unit, high, inserted, told)
    return (end if low == high else _put(last, unit, low, 0, told)), end


def _put(pinpoint: Pinpoint, unit: str, number: int, inserted: int, told: CitingRules) -> Pinpoint:
    """Return the pinpoint with this unit set, and all that is of its level or an inner one taken away."""
    level = told.levels.get(unit, 99)
    if pinpoint.step and told.levels.get(pinpoint.unit, -1) >= level:
        pinpoint = replace(pinpoint, step="", unit="", count=0)
    kept = pinpoint.divisions, pinpoint.article, pinpoint.inserted
    step = pinpoint.step, pinpoint.unit, pinpoint.count
    if unit == "条":
        return Pinpoint(pinpoint.divisions, number, inserted, 0, 0, 0, (), *step)
    if unit == "款":
        return Pinpoint(*kept, number, 0, 0, pinpoint.labels, *step)
    if unit == "项":
        return Pinpoint(*kept, pinpoint.paragraph, number, 0, pinpoint.labels, *step)
    if unit == "目":
        return Pinpoint(*kept, pinpoint.paragraph, pinpoint.item, number, pinpoint.labels, *step)
    if unit == "labels":
        return Pinpoint(pinpoint.divisions, 0, 0, 0, 0, 0, (f"（{format_numeral(number)}）",), *step)
    outer = tuple(label for label in pinpoint.divisions if told.levels[unit_of(label)] < level)
    return Pinpoint((*outer, f"第{format_numeral(number)}{unit}"), 0, 0, 0, 0, 0, (), *step)


def unit_of(label: str) -> str:
    """Return the unit of a division's label: 章 of 第三章, 部分 of 第一部分."""
    return label[-2:] if label.endswith(("分编", "部分")) else label[-1]


def read_step(found: Found, step: str) -> Pinpoint:
    """Return what a relative word says: 前两款, 本条, 该条.

    Args:
        found: by the pattern ``back`` (the number of steps, the unit), ``here`` or ``there`` (the unit).
        step: 前, 本 or 该.
    """
    unit = found[found.lastindex or 1]
    count = 0
    if step == "前":
        count = (parse_numeral(found[1]) if found[1] else 1) or 1
    return Pinpoint(step=cast(Step, step), unit=unit, count=count)


def read_labels(text: str, at: int) -> tuple[tuple[Span, ...], int]:
    """Read the labels of an outline behind the title of a policy: （十）, 三、（一）, 三（一）.

    Returns:
        One provision and where it ends; () and `at` if none follows.
    """
    found = citing_rules().labels.match(text, at)
    if not found:
        return (), at
    outer, inner = read_number(found[1]) if found[1] else 0, read_number(found[2])
    if not inner or outer is None:
        return (), at
    labels = (f"{format_numeral(outer)}、",) if outer else ()
    own = f"（{inner}）" if found[2].strip("()").isdecimal() else f"（{format_numeral(inner)}）"
    pinpoint = Pinpoint(labels=(*labels, own))
    return ((pinpoint, pinpoint),), found.end()
