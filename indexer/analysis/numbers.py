"""Numbers and quantities in text: 第一千二百五十四条 and 第1254条, 五万元 and 50000元 and 5万元 are the same.

Each is given a canonical token, which the index holds beside the words as written, at the same position; a query's
numbers are given theirs in the same way. Canonical tokens begin with ``#``, as no word does.

What counts as a number (texts are in their normal form, `indexer.analysis.normal`):

- Arabic digits, with or without groups (50,000) and decimals, also before 万 or 亿 (5万, 1.5亿), unless Latin letters
  touch them (gb/t19001, 5g) or they are longer than 15 digits or dotted twice (3.2.1).
- Chinese numerals after 第 (第三人), in fractions (百分之五, 三分之二) or before a unit of ``numbers.json`` (三日,
  十八周岁).
- Chinese numerals without a unit if they are written with places (二十一, 三百), or digit by digit with a 〇 or at
  least four digits (二〇二五); a single sign only as a label: （一）, and 一、 at the beginning.
- Not: words that happen to have a numeral in them (一般, 万一, 十分, 三农, 统一, 零件, 千米 alone), numerals that say
  nothing single (十四五, 三五天, 一百五), and what 几 or 数 makes vague (几十万元, 数百人).
"""

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from indexer.analysis.readings import Reading, first_signs, is_calendar_year, plain_number, read, reading_rules


class Number(NamedTuple):
    """A number, or a range of numbers, in a text.

    Attributes:
        start: where it begins in the text that was searched, in code points.
        end: where it ends, its unit included.
        token: its canonical spelling: #第1254条, #2025年, #5%, #2/3, #50000元, #30日, #11; of a day after its
            month #1月3日; of a range #2021..2025年.
        kind: ordinal (第…), year (of the calendar, from 1000 to 2999), date (a month, or the day after one), percent,
            fraction, money, period (days, months, years …), quantity (persons, metres, times …) or plain.
        low: the number, in units of `unit`; the lowest of a range.
        high: the same as `low`; the highest of a range.
        unit: the unit after the number in its canonical spelling (元, 日, %), "" if there is none.
    """

    start: int
    end: int
    token: str
    kind: str
    low: float
    high: float
    unit: str

    @property
    def value(self) -> float:
        """The number; of a range the lowest. An int if it is whole."""
        return self.low


class Amount(NamedTuple):
    """What a canonical token says: the kind, the lowest and the highest number, and the unit of `Number`."""

    kind: str
    low: float
    high: float
    unit: str


Found = tuple[int, int, Reading]
"""Where a number begins and ends in a text, and what it means."""


def find_numbers(text: str) -> list[Number]:
    """Find the numbers and quantities in `text`.

    Of a range (三年以上七年以下, 2021-2025年, 三至五倍) the two ends are given, each with its unit, and the whole.

    Args:
        text: a text in its normal form.

    Returns:
        The numbers in the order of their starts; the whole of a range stands between its ends and overlaps them.
    """
    if first_signs().isdisjoint(text):
        return []
    return [
        Number(start, end, found.token, found.kind, found.value, found.high, found.unit)
        for start, end, found in read_numbers(text)
    ]


def read_numbers(text: str) -> list[Found]:
    """Return the numbers that `find_numbers` finds, as they were read; `text` may be texts with U+0000 between them."""
    rules = reading_rules()
    longest_gap, not_one = rules.longest_gap, rules.data["not_one_after"]
    found: list[Found] = []
    last: Found | None = None
    for match in rules.pattern.finditer(text):
        spelling = match[0]
        reading = read(spelling)
        start, end = match.span()
        if reading is None or (spelling[0] == "一" and start and text[start - 1] in not_one and reading.value == 1):
            last = None
            continue
        if last is not None and start - last[1] <= longest_gap:
            reading = _read_after(found, last, (start, end, reading), text)
        last = start, end, reading
        if not reading.weak or _is_label(text, start, end):
            found.append(last)
    return found


def _is_label(text: str, start: int, end: int) -> bool:
    """Tell whether a single sign stands in brackets, or before 、 at the beginning."""
    if start == 0 or text[start - 1] == "\0":
        return text[end : end + 1] in {"、", ".", ","}
    return text[start - 1] == "(" and text[end : end + 1] == ")"


def _read_after(found: list[Found], first: Found, second: Found, text: str) -> Reading:
    """Return what `second` means so close after `first`; add the range from one to the other, if they make one."""
    tails = reading_rules().gaps.get(text[first[1] : second[0]])
    before, reading = first[2], second[2]
    if before.kind == "date" and reading.unit == "日" and (tails or first[1] == second[0]):
        month = before.token[: before.token.index("月") + 1]
        return reading._replace(kind="date", token=f"{month}{reading.written}日")
    if tails:
        _add_range(found, first, second, text, tails)
    return reading


def _add_range(found: list[Found], first: Found, second: Found, text: str, tails: tuple[str, ...]) -> None:
    """Add the range from `first` to `second`, if they make one; `first` then has the unit of `second`."""
    start, end, low = first
    high = second[2]
    tail = next((tail for tail in tails if text.startswith(tail, second[1])), None)
    if tail is None or not high.unit:
        return
    if low.kind == "plain":
        shared = high.tail
        if end - start > 1 and not text[start].isdecimal():
            shared = shared.lstrip("百千")  # 三十至五十万元 but 三至五千元
        with_unit = read(text[start:end] + shared)
        if with_unit is None:
            return
        low = with_unit
        if found and found[-1][0] == start:
            found.pop()
        found.append((start, end, low))
    if (low.kind, low.unit) == (high.kind, high.unit) and low.value < high.value:
        head = "#第" if low.kind == "ordinal" else "#"
        token = f"{head}{low.written}..{high.written}{low.unit}"
        found.append((start, second[1] + len(tail), low._replace(token=token, high=high.value)))


def is_canonical(term: str) -> bool:
    """Tell whether a term of the index is the canonical token of a number; no word looks like one."""
    return term.startswith("#")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what takes canonical tokens apart: fractions, days of a month, all others."""
    number = r"([0-9]+(?:\.[0-9]+)?)"
    other = re.compile(rf"#(第?){number}(?:\.\.{number})?(.*)")
    return re.compile(r"#([0-9]+)/([0-9]+)"), re.compile(r"#[0-9]+月([0-9]+)日"), other


def parse_token(token: str) -> Amount | None:
    """Return what a canonical token says: the inverse of `find_numbers`.

    Args:
        token: as `Number.token`.

    Returns:
        Its meaning; None if it is no canonical token.
    """
    of_fraction, of_day, of_other = _patterns()
    if fraction := of_fraction.fullmatch(token):
        lower = Decimal(fraction[2])
        share = float(Decimal(fraction[1]) / lower) if lower else 0.0
        return Amount("fraction", share, share, "") if lower else None
    if day := of_day.fullmatch(token):
        return Amount("date", int(day[1]), int(day[1]), "日")
    found = of_other.fullmatch(token)
    if found is None:
        return None
    unit = found[4]
    kind = "ordinal" if found[1] else reading_rules().kinds.get(unit)
    low = plain_number(Decimal(found[2]))
    high = plain_number(Decimal(found[3])) if found[3] else low
    if kind is None or low > high:
        return None
    if kind == "period" and unit == "年" and is_calendar_year(low):
        kind = "year"
    return Amount(kind, low, high, unit)
