"""Reads the label at the start of a line: 第十条, （十）, 一、, 1., 1.2.3, ①.

Only the look of the line is judged here; whether the label continues a sequence is for `sequence`.
"""

from functools import lru_cache
from typing import NamedTuple

from indexer.structure.numerals import parse_numeral
from indexer.structure.rules import Rules, rules

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN |= {"x" + one: 10 + value for one, value in _ROMAN.items()}

_REMEMBERED = 4096
"""How many labels are kept: the same ones come in every document."""

DECIMAL = "1.1"
"""The form of a label that holds its whole path, such as 4.2.1; its first level may be a bare number."""


class Label(NamedTuple):
    """A label as read.

    Attributes:
        form: its form, a key of `Rules.ranks` (条, 一、, （一）, …) or `DECIMAL`.
        number: (10,) for 第十条, (10, 1) for 第十条之一, (4, 2, 1) for 4.2.1.
        text: as written, blanks around it left out.
        end: where the text after it begins, in code points from the start of the line.
        firm: it stands apart from what follows: by a blank, by its own punctuation, or because nothing follows.
    """

    form: str
    number: tuple[int, ...]
    text: str
    end: int
    firm: bool


def read_label(line: str, *, heading: bool = False) -> Label | None:
    """Read the label a line begins with.

    Args:
        line: a paragraph's text.
        heading: the source's markup makes it a heading, so that a bare 三 is a label too.

    Returns:
        The label; None if there is none, if the line is a row of a table, or if what looks like a label begins a
        sentence (第十条规定的……, 一、二审法院……).
    """
    first = line[:1]
    told = rules()
    if first not in told.firsts or told.cell_border in line:
        return None
    if first in "第笫":
        return _provision(line, told)
    if first in "（(":
        return _bracket(line, told) or _letter(line, told)
    if first in told.signs:
        form, number = told.signs[first]
        return Label(form, (number,), first, _skip(line, 1), True)
    if first.isdecimal():
        return _decimal(line, told) or _digit(line, told)
    return _letter(line, told) if first.isascii() else _comma(line, told, heading)


def plain_digit(label: Label, line: str) -> Label | None:
    """Read 1.5级以上…… again as 1. followed by 5级以上……, for where 1.5 continues nothing."""
    number, point, _ = label.text.replace("．", ".").partition(".")
    if not point or not number.isdecimal():
        return None
    end = len(number) + 1
    return Label("1.", (int(number),), line[:end], end, True)


def as_roman(label: Label) -> Label | None:
    """Read a single i, v or x, which is a letter too, as the Roman number; None for another letter."""
    value = _ROMAN.get(label.text.strip("（()）\t \u3000"))
    return label._replace(form="i）", number=(value,)) if value else None


@lru_cache(maxsize=_REMEMBERED)
def canonical(label: Label) -> str:
    """Return the label in its standard writing: full-width brackets, no blanks, 第 for the misprint 笫, 1. for 1．"""
    written = "".join(label.text.split()).replace("笫", "第")
    if label.form in rules().divisions or label.form == "条":
        return _simplified(written)
    if label.form in ("a）", "i）"):
        return written.replace("(", "（").replace(")", "）")
    if label.form in ("（一）", "（1）"):
        if len(written) == 1:
            return f"（{_numeral_of_sign(label)}）"
        return "（" + written.strip("（()）、") + "）"
    if label.form in ("1.", "1）", DECIMAL):
        digits = ".".join(str(n) for n in label.number)
        return digits + {"1.": ".", "1）": "）", DECIMAL: ""}[label.form]
    if label.form == "一、":
        return written.rstrip("、．.") + "、"
    return written


def _simplified(written: str) -> str:
    for other, unit in rules().units.items():
        written = written.replace(other, unit)
    return written


def _numeral_of_sign(label: Label) -> str:
    from indexer.structure.numerals import format_numeral

    return format_numeral(label.number[0]) if label.form == "（一）" else str(label.number[0])


def _skip(line: str, at: int) -> int:
    """Return the offset of the first character from `at` on that is no blank."""
    end = len(line)
    while at < end and (line[at] == " " or line[at].isspace()):
        at += 1
    return at


def _provision(line: str, told: Rules) -> Label | None:
    found = told.provision.match(line)
    if not found:
        return None
    at = found.end()
    end = _skip(line, at)
    if end > at:
        return _provision_label(line[:at], end, True)
    if told.sentences["provision"].match(line, at):
        return None
    return _provision_label(line[:at], end, at == len(line) or line[at] in told.firm_before)


@lru_cache(maxsize=_REMEMBERED)
def _provision_label(written: str, end: int, firm: bool) -> Label | None:
    """Make the label of what the pattern of a provision found; None if it has no number."""
    told = rules()
    found = told.provision.match(written)
    number, unit, suffix = found.groups() if found else ("", "", "")
    value = parse_numeral("".join(number.split()))
    extra = parse_numeral(suffix) if suffix else None
    if value is None or (suffix and extra is None):
        return None
    return Label(told.units.get(unit, unit), (value,) if extra is None else (value, extra), written, end, firm)


def _bracket(line: str, told: Rules) -> Label | None:
    found = told.bracket.match(line)
    if not found:
        return None
    at = found.end()
    return None if told.sentences["bracket"].match(line, at) else _bracket_label(line[:at], _skip(line, at))


@lru_cache(maxsize=_REMEMBERED)
def _bracket_label(written: str, end: int) -> Label | None:
    """Make the label of what the pattern of a bracket found; None if it has no number."""
    found = rules().bracket.match(written)
    number = found[1] if found else ""
    value = parse_numeral(number)
    if value is None:
        return None
    return Label("（1）" if number[0].isdecimal() else "（一）", (value,), written, end, True)


def _letter(line: str, told: Rules) -> Label | None:
    found = told.letter.match(line)
    if not found:
        return None
    written, end = found[1], _skip(line, found.end())
    if len(written) == 1:
        return Label("a）", (ord(written) - ord("a") + 1,), found[0], end, True)
    value = _ROMAN.get(written)
    return Label("i）", (value,), found[0], end, True) if value else None


def _comma(line: str, told: Rules, heading: bool) -> Label | None:
    found = told.comma.match(line)
    if found:
        value = parse_numeral(found[1])
        if value is None:
            return None
        second = told.sentences["comma"].match(line, found.end())
        if second and parse_numeral(second[1]) == value + 1:
            return None
        return Label("一、", (value,), found[0], _skip(line, found.end()), True)
    value = parse_numeral(line) if heading and len(line) <= 3 else None
    return Label("一、", (value,), line, len(line), True) if value else None


def _decimal(line: str, told: Rules) -> Label | None:
    found = told.decimal.match(line)
    if not found:
        return None
    numbers = found[0].replace("．", ".").rstrip(".").split(".")
    end = _skip(line, found.end())
    return Label(DECIMAL, tuple(int(n) for n in numbers), found[0], end, end > found.end() or end == len(line))


def _digit(line: str, told: Rules) -> Label | None:
    found = told.digit.match(line)
    if found:
        if found[2] == "、" and told.sentences["digit"].match(line, found.end()):
            return None
        form = "1）" if found[2] in ")）" else "1."
        return Label(form, (int(found[1]),), found[0], _skip(line, found.end()), True)
    digits = line[: len(line) - len(line.lstrip("0123456789０１２３４５６７８９"))]
    end = _skip(line, len(digits))
    if len(digits) <= 2 and len(digits) < end < len(line):  # 1　总则: the first level of 1.1
        return Label(DECIMAL, (int(digits),), digits, end, True)
    return None
