"""Chinese numerals and integers, both ways: 一千二百五十四 is 1254, and 1254 is written 一千二百五十四."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LARGEST = 99_999_999
"""The largest number that is read or written: 九千九百九十九万九千九百九十九."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


class Signs(NamedTuple):
    """What the signs of ``numerals.json`` are worth."""

    digits: dict[str, int]
    tens: dict[str, int]
    units: dict[str, int]
    myriads: dict[str, int]


@lru_cache(maxsize=1)
def signs() -> Signs:
    """Return the table of ``numerals.json``."""
    table = json.loads(Path(__file__).with_name("numerals.json").read_text("utf-8"))
    return Signs(*(table[name] for name in Signs._fields))


@lru_cache(maxsize=1)
def numeral_class() -> str:
    """Return the inside of a regular expression's character class that takes every sign of a numeral, digits too."""
    return "".join(sign for table in signs() for sign in table) + r"0-9０-９"


@lru_cache(maxsize=8192)
def parse_numeral(text: str) -> int | None:
    """Read a numeral: by place (一千二百五十四, 一百〇五, 廿一), digit by digit (二〇二五), or in digits of any width.

    Args:
        text: the numeral alone, without blanks.

    Returns:
        Its value in 0..LARGEST; None if it is no numeral, larger than that, or says two things (一百五: 105 or 150).
    """
    if not text:
        return None
    if text.isdecimal():
        value = int(text)
    else:
        digits = signs().digits
        if all(sign in digits for sign in text):
            value = int("".join(str(digits[sign]) for sign in text))
        else:
            read = _by_place(text)
            if read is None:
                return None
            value = read
    return value if value <= LARGEST else None


def _by_place(text: str) -> int | None:
    """Read a numeral that names its places (十 百 千 万): the part before 万, then the part after it."""
    table = signs()
    for i, sign in enumerate(text):
        if sign in table.myriads:
            high, rest = _below_myriad(text[:i]), text[i + 1 :]
            low = _below_myriad(rest or "零")
            if not high or low is None or (len(rest) == 1 and low):  # 一万五: 10005 or 15000
                return None
            return high * 10_000 + low
    return _below_myriad(text)


def _below_myriad(text: str) -> int | None:
    """Read a numeral below 万, whose units must fall: 九千 before 五百 before 三十."""
    if not text:
        return None
    table = signs()
    total, digit, last_unit, zero = 0, None, 10_000, False
    for sign in text:
        if sign in table.digits:
            if digit:
                return None
            digit = table.digits[sign]
            zero = zero or digit == 0
            continue
        unit = 10 if sign in table.tens else table.units.get(sign, 0)
        if not 0 < unit < last_unit:
            return None
        total += table.tens[sign] if sign in table.tens else (digit or 1) * unit
        digit, last_unit, zero = None, unit, False
    if digit and last_unit in (100, 1000) and not zero:
        return None
    return total + (digit or 0)


def format_numeral(number: int) -> str:
    """Write a number as Chinese law numbers its articles: 10 is 十, 110 is 一百一十, 1005 is 一千零五.

    Args:
        number: 0..LARGEST.

    Raises:
        ValueError: if it is outside that range.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is outside 0..{LARGEST}")
    high, low = divmod(number, 10_000)
    if not high:
        written = _write(low)
    else:
        zero = "零" if 0 < low < 1000 else ""
        written = _write(high) + "万" + (zero + _write(low) if low else "")
    return written.removeprefix("一") if written.startswith("一十") else written


def _write(number: int) -> str:
    """Write a number below 万, 一十 not yet shortened."""
    if number == 0:
        return "零"
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + _UNITS[place]
        gap = digit == 0
    return written
