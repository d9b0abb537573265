"""How Word writes the number of a list: ``number_formats.yaml``, from ECMA-376 part 1, 17.18.59 (ST_NumberFormat)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from indexer.reading.data import load_data

LARGEST_NUMBER = 32767
"""Word's own limit for lists; what is larger is written in decimal digits."""


def written(number: int, format: str) -> str:
    """Write the number of a list.

    Args:
        number: the number.
        format: its ``w:numFmt``, such as chineseCountingThousand; for ``custom``, the pattern, such as ``001, 002, …``.

    Returns:
        What Word shows, such as 一百零一; "" for the formats none and bullet; decimal digits for a format that is not
        known, or has no sign for the number.
    """
    if format in ("none", "bullet"):
        return ""
    if not 0 <= number <= LARGEST_NUMBER:
        return str(number)
    if format in _WRITERS:
        return _WRITERS[format](number)
    tables = _tables()
    for kind, write in _BY_TABLE.items():
        if format in tables[kind]:
            return write(number, tables[kind][format])
    first = format.partition(",")[0].strip()
    return str(number).zfill(len(first)) if first.isdecimal() else str(number)


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = load_data("docx/number_formats.yaml")
    return tables


def _sign(number: int, signs: str) -> str:
    return signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _letters(number: int, letters: str) -> str:
    times, place = divmod(number - 1, len(letters))
    return letters[place] * (times + 1) if 0 <= times < len(letters) else str(number)


def _digits(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _tens(number: int, signs: str) -> str:
    """Write 21 as 二十一, and 101 as 一〇一; the signs are those of 0 to 10."""
    if number >= 100 or number == 0:
        return _digits(number, signs)
    tens, ones = divmod(number, 10)
    return (signs[tens] if tens > 1 else "") + (signs[10] if tens else "") + (signs[ones] if ones else "")


def _counting(number: int, rule: dict[str, Any]) -> str:
    if number == 0:
        return str(rule["digits"][0])
    above, below = divmod(number, 10_000)
    units = rule["units"]
    whole = _thousands(above, rule) + units[3] if above else ""
    if above and rule["zero"] and 0 < below < 1000:
        whole += rule["digits"][0]
    whole += _thousands(below, rule)
    return whole[1:] if rule["bare"] == "first" and whole.startswith(rule["digits"][1] + units[0]) else whole


def _thousands(number: int, rule: dict[str, Any]) -> str:
    """Write a number below 10,000; 0 as nothing."""
    told, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(told)
            continue
        if gap and rule["zero"]:
            told += rule["digits"][0]
        gap = False
        unit = rule["units"][place - 1] if place else ""
        told += ("" if unit and digit == 1 and rule["bare"] == "all" else rule["digits"][digit]) + unit
    return told


def _roman(number: int) -> str:
    told = ""
    for sign, value in _tables()["roman"].items():
        count, number = divmod(number, value)
        told += sign * count
    return told


def _stems_and_branches(number: int) -> str:
    stems, branches = _tables()["stems"], _tables()["branches"]
    return stems[(number - 1) % 10] + branches[(number - 1) % 12] if 1 <= number <= 60 else str(number)


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ordinal": _ordinal,
    "ideographZodiacTraditional": _stems_and_branches,
}
_BY_TABLE: dict[str, Callable[[int, Any], str]] = {
    "signs": _sign,
    "letters": _letters,
    "digits": _digits,
    "tens": _tens,
    "counting": _counting,
}
