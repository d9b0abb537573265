"""The values of ranges and quantities: 2020..2022, >=2020-01-01, 罚款>=5万元.

All functions take text with half-width marks and return None where it is no such value: the query then has it as text.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import takewhile
from math import prod

from indexer.query.language import FieldName, Language, language
from indexer.query.tree import Quantity, Range

_DATE = re.compile(r"(\d{4})(?:年|[-/.年](\d{1,2})(?:月|[-/.月](\d{1,2})日?)?)?|(\d{4})(\d{2})(\d{2})")
_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})")
_YEAR = re.compile(r"(\d{4})年?")
_MYRIAD = 10_000
_COMPARISON = r"(?:[<>]=?|[=≥≤])"
_SIGNS = frozenset("<>=≥≤:")
"""One of these stands in every quantity, right behind its name."""
_LONGEST_NAME = 20

Span = tuple[date, date] | tuple[int, int]
"""The first and last value of what was named: a year is from its first to its last day."""


def read_range(field: FieldName, text: str) -> Range | None:
    """Return the range of `field` that `text` names: a value, a comparison (``>=2020``), two ends (``2020..2022``)."""
    span = _date_span if field.type == "date" else _year_span
    if compared := re.fullmatch(rf"({_COMPARISON})\s*(.+)", text):
        return _compared(field, language().comparators[compared[1]], span(compared[2]))
    if value := span(text):
        return Range(field.name, *value)
    ends = _ends(text, language())
    if ends is None:
        return None
    low, high = (span(end) if end else None for end in ends)
    if any(end and not value for end, value in zip(ends, (low, high), strict=True)):
        return None
    return _between_ends(field, low[0] if low else None, high[1] if high else None)


def _between_ends(field: FieldName, low: date | int | None, high: date | int | None) -> Range | None:
    try:
        return Range(field.name, low, high)
    except ValueError:  # they descend
        return None


def _compared(field: FieldName, sign: str, span: Span | None) -> Range | None:
    if span is None:
        return None
    first, last = span
    low: date | int | None = first if sign in (">=", "=") else None
    high: date | int | None = last if sign in ("<=", "=") else None
    try:
        low = _step(last, 1) if sign == ">" else low
        high = _step(first, -1) if sign == "<" else high
    except OverflowError:  # before the first year or after 9999
        return None
    return Range(field.name, low, high)


def _step(value: date | int, by: int) -> date | int:
    if isinstance(value, date):
        return value + timedelta(days=by)
    if not 0 <= value + by <= 9999:
        raise OverflowError
    return value + by


def _ends(text: str, language: Language) -> tuple[str, str] | None:
    """Split a range at what stands between its ends; one of them may be missing beside ``..``."""
    for separator in language.range_separators:
        low, found, high = text.partition(separator)
        if found and (low or high) and (separator in ("..", "。。") or (low and high)):
            return low, high.removeprefix(separator) if separator == "—" else high
    years = _TWO_YEARS.fullmatch(text)
    return (years[1], years[2]) if years else None


def _year_span(text: str) -> tuple[int, int] | None:
    found = _YEAR.fullmatch(text)
    return (int(found[1]), int(found[1])) if found else None


def _date_span(text: str) -> tuple[date, date] | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (
        int(part) if part else None for part in (found.groups()[3:] if found[4] else found.groups()[:3])
    )
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    if month:
        return first, first.replace(day=calendar.monthrange(first.year, month)[1])
    return first, first.replace(month=12, day=31)


# --- quantities -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number read from text, with its unit.

    `small` if there is no 百, 千, 万, 亿 in it; `scale` is what the multipliers at its end come to (after a Chinese
    numeral only 万 and 亿: 十万 is ten of 万).
    """

    value: Decimal
    unit: str
    small: bool
    scale: int


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches a quantity at the start of a term, and what takes one amount apart."""
    data = language()
    numerals = "".join(data.digits) + "".join(data.multipliers)
    percent = "|".join(data.percent)
    number = rf"[\d{numerals}](?:[\d,{numerals}]|\.(?=\d))*"
    unit = rf"[%‰℃]|(?:(?![至到{numerals}])[^\W\d_]){{0,6}}"
    amount = rf"(?:{percent})?{number}(?:{unit})"
    between = "|".join(re.escape(mark) for mark in data.range_separators)
    name = r"[^\W\d_](?:[\w.]{0,18}\w)?"
    compared = rf"(?P<name>{name})?(?P<sign>{_COMPARISON})\s*(?P<low>{amount})(?:(?:{between})(?P<high>{amount}))?"
    colon = rf"(?P<named>{name}):(?P<from>{amount})(?:{between})(?P<to>{amount})"
    parts = rf"(?P<percent>{percent})?(?P<number>{number})(?P<unit>{unit})"
    return re.compile(f"{compared}|{colon}"), re.compile(parts)


def read_quantity(text: str, start: int) -> tuple[Quantity, int] | None:
    """Return the quantity that stands at `start`, and where it ends; what follows it is not looked at."""
    if _SIGNS.isdisjoint(text[start : start + _LONGEST_NAME + 1]):
        return None
    pattern, _ = _patterns()
    found = pattern.match(text, start)
    if not found:
        return None
    low = _amount(found["low"] or found["from"])
    high_text = found["high"] or found["to"]
    sign = language().comparators[found["sign"] or "="]
    if low is None or (high_text and sign != "="):
        return None
    name = found["name"] or found["named"] or ""
    if high_text:
        quantity = _between(name, low, _amount(high_text))
    elif sign == "=":
        quantity = Quantity(name, low.unit, low.value, low.value)
    elif sign.startswith(">"):
        quantity = Quantity(name, low.unit, low=low.value, low_included=sign == ">=")
    else:
        quantity = Quantity(name, low.unit, high=low.value, high_included=sign == "<=")
    return (quantity, found.end()) if quantity else None


def _between(name: str, low: _Amount, high: _Amount | None) -> Quantity | None:
    """Return the quantity from `low` to `high`; a low end without unit has that of the high, and its 万: 5..10万元."""
    if high is None:
        return None
    least = low.value * high.scale if low.small and not low.unit else low.value
    if low.unit not in ("", high.unit) or least > high.value:
        return None
    return Quantity(name, high.unit, least, high.value)


def _amount(text: str) -> _Amount | None:
    data = language()
    found = _patterns()[1].fullmatch(text)
    value = _number(found["number"], data) if found else None
    if not found or value is None or (found["percent"] and found["unit"]):
        return None
    unit = data.percent[found["percent"]] if found["percent"] else found["unit"]
    multipliers = [data.multipliers.get(sign, 1) for sign in found["number"]]
    smallest = 10 if found["number"][0].isdecimal() else _MYRIAD
    scale = prod(takewhile(lambda times: times >= smallest, reversed(multipliers)))
    return _Amount(value, unit, max(multipliers) < 100, scale)


def _number(text: str, data: Language) -> Decimal | None:
    """Return the number that `text` is: digits, a Chinese numeral (二〇二五, 一亿五千万), or both (1.5亿, 3万5千).

    In a Chinese numeral each multiplier takes the digits since the last one; 万 and 亿 take all since a larger one.
    """
    total = section = digit = Decimal(0)
    largest = end = 0
    for found in re.finditer(r"\d[\d,]*(?:\.\d+)?|.", text):
        sign = found[0]
        if sign[0].isdecimal():
            if digit or (end and text[end - 1] in data.digits):
                return None
            digit = Decimal(sign.replace(",", ""))
        elif sign in data.digits:
            digit = digit * 10 + data.digits[sign]
        elif sign not in data.multipliers:
            return None
        else:
            times = data.multipliers[sign]
            if times < _MYRIAD:
                section += (digit or 1) * times
            elif times > largest:
                total, section, largest = (total + section + digit) * times, Decimal(0), times
            else:
                total, section = total + (section + digit) * times, Decimal(0)
            digit = Decimal(0)
        end = found.end()
    value = total + section + digit
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
