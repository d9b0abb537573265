"""The tree as a query again: the one canonical query that means it."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import cache

from indexer.errors import UsageError
from indexer.query.language import language
from indexer.query.marks import Marks, read_marks
from indexer.query.parse import parse
from indexer.query.tree import (
    And,
    Boost,
    Field,
    Fuzzy,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Quantity,
    Range,
    SameSentence,
    Words,
)

_MARK = re.compile(r"[\W_]")
_LETTERS_AND_DIGITS = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]*")
_QUOTED = re.compile(r'["\\]')
_KEYWORD = re.compile(r"(?:AND|OR|NOT)(?!\w)")
_STANDARD_LETTERS = re.compile(r"[A-Za-z]\Z")
_STANDARD_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*-[0-9]{2,4}")

_LEAVES = (Words, Literal, Prefix, Fuzzy, Near, Quantity, SameSentence)
_BOOSTED = (Words, Prefix, Fuzzy, Literal, Near, SameSentence)  # what a weight may follow without brackets


def to_query(tree: Node) -> str:
    """Return the canonical query that means `tree`; see `indexer.query.to_query`."""
    match tree:
        case And(parts):
            text = _join(parts)
        case Or(parts):
            text = " | ".join(to_query(part) for part in parts)
        case SameSentence(parts):
            text = "{" + _join(parts) + "}"
        case Not(part):
            text = "-" + (_bracketed(part) if isinstance(part, And | Or) else to_query(part))
        case Field(name, part):
            bare = isinstance(part, _LEAVES) or (
                isinstance(part, Boost) and isinstance(part.part, (*_BOOSTED, And, Or))
            )
            text = f"{name}:{to_query(part) if bare else _bracketed(part)}"
        case Boost(part, weight) if not isinstance(part, Words | Prefix | Fuzzy):
            text = (to_query(part) if isinstance(part, _BOOSTED) else _bracketed(part)) + _weight(weight)
        case Range(field, low, high):
            text = f"{field}:{_ends(low, high)}"
        case Quantity():
            text = _quantity(tree)
        case Near(terms, distance):
            text = f'"{" ".join(_with_backslashes(term.text, _MARK) for term in terms)}"~{distance}'
        case Literal(typed):
            text = f'"{_with_backslashes(typed, _MARK if typed.isspace() else _QUOTED)}"'
        case _:
            text = _term(tree)
    return text


def _bracketed(part: Node) -> str:
    return f"({to_query(part)})"


def _join(parts: tuple[Node, ...]) -> str:
    printed: list[str] = []
    for part in parts:
        text = _bracketed(part) if isinstance(part, Or) else to_query(part)
        half = text.translate(language().half)
        # GB/T 19001-2016 is one term: keep apart what is not.
        if (
            printed
            and _STANDARD_NUMBER.match(half)
            and _STANDARD_LETTERS.search(printed[-1].translate(language().half))
        ):
            text = f"({text})"
        printed.append(text)
    return " ".join(printed)


def _term(node: Node) -> str:
    """Print a word with what stands at its end, with as few backslashes as it takes to be read as the same."""
    weight = ""
    inner = node
    if isinstance(inner, Boost):
        weight, inner = _weight(inner.weight), inner.part
    suffix = ""
    if isinstance(inner, Prefix):
        suffix = "*"
    elif isinstance(inner, Fuzzy):
        suffix = "~" if inner.edits == 1 else f"~{inner.edits}"
    text: str = inner.text  # type: ignore[union-attr]
    last = suffix.startswith("~")
    half = text.translate(language().half)
    touches = half.startswith("-") or half.endswith(tuple("\\<>=≥≤"))  # would join with what is before or after
    for written in (text, _escaped(text, _operators(), last=last))[touches:]:
        if _reads_as(written + suffix + weight, node):
            return written + suffix + weight
    return _escaped(text, _MARK, last=last) + suffix + weight


def _reads_as(text: str, node: Node) -> bool:
    """Tell whether `text` means `node` wherever it stands: without a note, no mark in it waiting for a partner."""
    if _is_simple(text):
        return True
    try:
        parsed = parse(text)
    except UsageError:
        return False
    marks = read_marks(text, language())
    settled = all(_is_settled(marks, found.start()) for found in language().mark.finditer(marks.half))
    return parsed.tree == node and not parsed.notes and settled


def _is_settled(marks: Marks, place: int) -> bool:
    """Tell whether the mark at `place` would have the same partner in any other text."""
    partner = marks.partner.get(place)
    return partner is not None and (marks.half[place] == '"') == (marks.half[partner] == '"')


def _is_simple(text: str) -> bool:
    return _LETTERS_AND_DIGITS.fullmatch(text) is not None and text not in ("AND", "OR", "NOT")


def _escaped(text: str, special: re.Pattern[str], *, last: bool) -> str:
    """Put a backslash before what is `special` and an operator word; if `last`, before a digit at the end too."""
    half = text.translate(language().half)
    start = "\\" if _KEYWORD.match(half) or (half[0] == "-" and special is not _MARK) else ""
    body = _with_backslashes(text, special)
    if last and half[-1].isdecimal():
        body = body[:-1] + "\\" + body[-1]
    return start + body


@cache
def _operators() -> re.Pattern[str]:
    """Return what matches a character that may mean something inside a word."""
    return re.compile(rf"[\s|*~^:<>=≥≤\\]|{language().mark.pattern}|{language().separator.pattern}")


def _with_backslashes(text: str, special: re.Pattern[str]) -> str:
    """Put a backslash before what is `special`."""
    half = text.translate(language().half)
    return "".join("\\" + typed if special.match(mark) else typed for typed, mark in zip(text, half, strict=True))


def _weight(weight: float) -> str:
    """Print a weight without exponent, exactly."""
    return "^" + _number(Decimal(repr(float(weight))))


def _number(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ends(low: date | int | None, high: date | int | None) -> str:
    if low is None or high is None:
        return f"<={_named(high, last=True)}" if low is None else f">={_named(low)}"
    ends = (_named(low), _named(high, last=True)) if low != high else (_named(low, whole=False),) * 2
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def _named(value: date | int | None, *, last: bool = False, whole: bool = True) -> str:
    """Name a day by its year or month if it is the first (or last) of it and `whole`; a year by itself."""
    if not isinstance(value, date):
        return f"{value:04}"
    if whole and value == value.replace(month=12 if last else 1, day=31 if last else 1):
        return value.isoformat()[:4]
    if whole and value.day == (monthrange(value.year, value.month)[1] if last else 1):
        return value.isoformat()[:7]
    return value.isoformat()


def _quantity(node: Quantity) -> str:
    low, high = ((None if bound is None else _number(bound) + node.unit) for bound in (node.low, node.high))
    if low is None:
        return f"{node.name}<{'=' if node.high_included else ''}{high}"
    if high is None:
        return f"{node.name}>{'=' if node.low_included else ''}{low}"
    return f"{node.name}={low}" if low == high else f"{node.name}={low}..{high}"
