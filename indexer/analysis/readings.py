"""What one spelling of a number means: 五万元 is money, 50000, in 元. The expression that finds such spellings."""

import json
import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple


class Reading(NamedTuple):
    """What one spelling means.

    Attributes:
        token: the canonical token.
        kind: as `indexer.analysis.numbers.Number.kind`.
        value: the number; of a range the lowest.
        high: the same; of a range the highest.
        written: the number in its canonical spelling.
        unit: the unit in its canonical spelling, "" if there is none.
        tail: the end of the spelling that a number before it shares (3-5万元: 万元; 二至五倍: 倍).
        weak: it is a number only as a label or at the beginning of a range (一, 十).
    """

    token: str
    kind: str
    value: float
    high: float
    written: str
    unit: str = ""
    tail: str = ""
    weak: bool = False


class ReadingRules(NamedTuple):
    """What ``numbers.json`` says.

    Attributes:
        data: the file.
        units: kind and canonical spelling of each spelling of a unit.
        kinds: the kind of each canonical spelling of a unit, of "%" and of "".
        gaps: what may stand between the two ends of a range, and for each one of what must then follow the second.
        longest_gap: the length of the longest of them.
        pattern: finds spellings.
    """

    data: dict[str, Any]
    units: dict[str, tuple[str, str]]
    kinds: dict[str, str]
    gaps: dict[str, tuple[str, ...]]
    longest_gap: int
    pattern: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(__file__).with_name("numbers.json").read_text("utf-8"))
    return told


@cache
def first_signs() -> frozenset[str]:
    """Return every character a number can begin with; a text without any needs no `reading_rules`."""
    data = _data()
    return frozenset("第0123456789拾" + data["digits"] + "".join(data["places"]) + data["capital_digits"])


@cache
def reading_rules() -> ReadingRules:
    """Return the rules, read once."""
    data = _data()
    units = {
        spelling: (kind, unit) for kind, spellings in data["units"].items() for spelling, unit in spellings.items()
    }
    gaps = {gap: tuple(tails) for gap, tails in data["gaps"].items()}
    kinds = {unit: kind for kind, unit in units.values()} | {"%": "percent", "": "plain"}
    return ReadingRules(data, units, kinds, gaps, max(map(len, gaps)), _pattern(data, units))


def _pattern(data: dict[str, Any], units: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    digits, places, capitals = data["digits"], "".join(data["places"]), data["capital_digits"] + data["capital_places"]
    signs = digits + places
    decimal = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?![.,]?[0-9])"
    arabic = rf"(?<![0-9a-z.]){decimal}(?:[{places}]+(?:{decimal}[{places}]+)*)?(?![a-z])"
    capital = rf"(?:[{data['capital_digits']}][{data['capital_places']}]|拾[{data['capital_digits']}])[{capitals}]*"
    chinese = rf"(?:(?<![{data['vague']}])|(?![{places}])|(?=.分之))[{signs}]+(?:点[{digits}]+)?|{capital}"
    number = f"{arabic}|{chinese}"
    unit = "|".join(
        spelling + (f"(?![{data['not_before'][spelling]}])" if spelling in data["not_before"] else "")
        for spelling in sorted(units, key=len, reverse=True)
    )
    rank = rf"[0-9]+(?![0-9a-z])|[{signs}]+|{capital}"
    ordinal = rf"第(?P<rank>{rank})(?P<of>{'|'.join(data['ordinal_units'])}|)(?:(?<=条)之(?P<sub>[0-9]+|[{signs}]+))?"
    quantity = rf"(?P<number>{number})(?P<unit>[%‰‱]|分之(?P<part>{number})|/(?P<lower>[0-9]+)(?![0-9a-z./])|{unit}|)"
    return re.compile(rf"(?=[{''.join(sorted(first_signs()))}])(?:{ordinal}|{quantity})")


def read_unit(spelling: str) -> tuple[str, str, Decimal] | None:
    """Return the kind, the canonical spelling and how many of it a unit is: 天 is one 日, 公里 a thousand 米.

    Args:
        spelling: the unit in its normal form, such as 元, 天 or %.

    Returns:
        None if it is no unit of ``numbers.json``.
    """
    rules = reading_rules()
    if spelling in {"%", "‰", "‱"}:
        return "percent", "%", Decimal(rules.data["percents"][spelling])
    if spelling not in rules.units:
        return None
    kind, unit = rules.units[spelling]
    factor, unit = rules.data["multiples"].get(unit, (1, unit))
    return kind, unit, Decimal(factor)


LONGEST_NUMBER = 24
"""How many signs a number may have, in what names an amount; longer ones are codes."""


@lru_cache(maxsize=16384)
def read(spelling: str) -> Reading | None:
    """Return what `spelling` means, or None if it is no number or says nothing single (十四五, 三五天, 千米).

    Args:
        spelling: what the pattern of the rules has found.
    """
    match = reading_rules().pattern.fullmatch(spelling)
    if match is None:
        return None
    if match["rank"]:
        return _ordinal(match["rank"], match["of"], match["sub"])
    if match["part"]:
        return _fraction(match["number"], match["part"])
    if match["lower"]:
        return _fraction(match["lower"], match["number"])
    return _quantity(match["number"], match["unit"])


def _ordinal(rank: str, unit: str, sub: str | None) -> Reading | None:
    value, below = _value(rank), _value(sub) if sub else None
    if value is None or (sub and below is None):
        return None
    return _reading("ordinal", value, unit + (f"之{below}" if sub else ""))


def _fraction(whole: str, part: str) -> Reading | None:
    """Read 百分之五 (5%), 千分之三 (0.3%), 三分之二 and 2/3."""
    upper, percent = _value(part), reading_rules().data["percents"].get(whole)
    if upper is None:
        return None
    if percent is not None:
        return _reading("percent", upper * Decimal(percent), "%")
    lower = _value(whole)
    if not lower or upper >= lower:
        return None
    written = f"{_written(upper)}/{_written(lower)}"
    share = float(upper / lower)
    return Reading(f"#{written}", "fraction", share, share, written)


def _quantity(number: str, spelling: str) -> Reading | None:
    """Read a number with its unit, or without one."""
    data = reading_rules().data
    value = _value(number)
    if value is None or not _is_number(number, spelling):
        return None
    kind, unit, factor = read_unit(spelling) or ("plain", "", Decimal(1))
    if unit == "年" and is_calendar_year(value):
        kind = "year"
    tail = re.search(f"[{data['shared_places']}]*$", number)
    shared = (tail[0] if tail else "") + spelling
    weak = not spelling and len(number) == 1 and not number.isdecimal()
    return _reading(kind, value * factor, unit)._replace(tail=shared, weak=weak)


def _is_number(number: str, unit: str) -> bool:
    """Tell whether a numeral is one in running text: see `indexer.analysis.numbers`."""
    data = reading_rules().data
    if number[0] not in data["digits"] and number[0] not in data["places"]:
        return True
    if number[0] in data["places"] and number[0] != "十":
        return len(number) > 1 and reading_rules().units.get(unit, ("", ""))[0] == "money"
    if any(sign in data["places"] or sign == "点" for sign in number):
        return True
    if len(number) == 1:
        return number not in data["zeros"] and (bool(unit) or number != "两")
    has_zero = any(sign in data["zeros"] for sign in number)
    return len(number) >= 4 or (has_zero and (bool(unit) or len(number) == 3))  # 同一零售商: no number


def _reading(kind: str, value: Decimal, unit: str) -> Reading:
    head, written = "#第" if kind == "ordinal" else "#", _written(value)
    number = plain_number(value)
    return Reading(f"{head}{written}{unit}", kind, number, number, written, unit)


def is_calendar_year(value: float | Decimal) -> bool:
    """Tell whether a number before 年 names a year, not how long something lasts: from 1000 to 2999."""
    return 1000 <= value < 3000 and value == int(value)


def plain_number(value: Decimal) -> float:
    """Return a number as an int if it is whole, else as a float."""
    return int(value) if value == int(value) else float(value)


def _written(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else format(value.normalize(), "f")


def _value(number: str) -> Decimal | None:
    """Return the value of a numeral: 5万, 1.5亿, 12万5千, 五亿三千万, 三点五."""
    if len(number) > LONGEST_NUMBER:
        return None
    if number[0].isdecimal():
        return _arabic_value(number.replace(",", ""))
    from indexer.structure.numerals import parse_numeral  # reads its table: digits alone do without

    whole, _, decimals = number.partition("点")
    head, has_myriads, rest = whole.rpartition("亿")
    high, low = parse_numeral(head) if has_myriads else 0, parse_numeral(rest) if rest else 0
    after = parse_numeral(decimals) if decimals else 0
    if high is None or low is None or after is None:
        return None
    return Decimal(high) * 10**8 + low + Decimal(after).scaleb(-len(decimals))


def _arabic_value(number: str) -> Decimal | None:
    """Return the value of digits, with signs for places between and after them."""
    worth = reading_rules().data["places"]
    total = Decimal(0)
    for digits, places in re.findall(r"([0-9.]+)([^0-9.]*)", number):
        if len(digits) > 15 or len(places) > 3:
            return None
        part = Decimal(digits)
        for sign in places:
            part *= worth[sign]
        total += part
    return total
