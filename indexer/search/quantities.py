"""Ranges over the numbers in the text: 罚款>=50000元, 期限:3..7日, 年:2023..2025.

Every number of a paragraph stands in the field ``text`` as a canonical token (`indexer.analysis.numbers`), so the terms
that begin with ``#`` are all numbers there are. They are read back once for each snapshot and sorted by value, so that
a range is a slice of them and its paragraphs the union of their postings. A range in the text (#3..7年) answers if it
overlaps the one that is asked for.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from indexer.analysis.normal import normal_forms, normalise
from indexer.analysis.numbers import Amount, Number, find_numbers, parse_token
from indexer.analysis.readings import is_calendar_year, read_unit
from indexer.codec.arrays import Array
from indexer.codec.generations import ABSENT
from indexer.codec.snapshot import Snapshot
from indexer.query import Quantity
from indexer.search.executor.results import NOTHING, Scored
from indexer.search.sentences import sentences

FIELD = "text"

_MEASURES = {"money", "percent", "fraction", "period", "quantity", "plain"}
"""The kinds of number that a quantity without a unit asks for: not years, dates and numbers of articles."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a range asks for.

    Attributes:
        kind: of the numbers; "" for any of `_MEASURES`.
        unit: of the numbers in its canonical spelling, if there is a kind.
        low, high: the bounds in that unit, infinite where there is none; `low_included` and `high_included` tell
            whether they belong to the range.
        after: what must stand after the number in its normal form: a unit that canonical tokens do not know.
    """

    kind: str
    unit: str
    low: float
    high: float
    low_included: bool = True
    high_included: bool = True
    after: str = ""

    def matches(self, number: Amount | Number) -> bool:
        """Tell whether a number is of the kind and unit asked for, and overlaps the range."""
        if self.kind:
            if (number.kind, number.unit) != (self.kind, self.unit):
                return False
        elif number.kind not in _MEASURES:
            return False
        above = number.high >= self.low if self.low_included else number.high > self.low
        below = number.low <= self.high if self.high_included else number.low < self.high
        return above and below


class _Values(NamedTuple):
    """The canonical tokens of one kind and unit, without and with a range, each sorted by the lowest number.

    Attributes:
        points: float64[n], the numbers of `tokens`.
        tokens: those that name one number.
        ranges: those that name two, with what they say.
    """

    points: Array
    tokens: list[str]
    ranges: list[tuple[Amount, str]]


def quantity_docs(snapshot: Snapshot, quantity: Quantity, text_of: Callable[[int], str]) -> Scored:
    """Return the paragraphs that hold a number in a range, and its name in the same sentence if it has one.

    Args:
        snapshot: of the index.
        quantity: the range. Its unit is compared as canonical tokens have it: 天 is 日, ‰ a tenth of %, 月 counts
            months. 年 is a calendar year if a bound is one, else a length of time.
        text_of: gives the text of a paragraph, by its number.

    Returns:
        The paragraphs, each with the score ``log(D / (n + 1)) + 1`` where n of all D answer: the idf of BM25F, as if
        they all held one and the same term once.
    """
    asked = _read(quantity)
    docs = _holding(snapshot, _tokens(snapshot, asked))
    if (quantity.name or asked.after) and len(docs):
        name = normalise(quantity.name).text
        forms = normal_forms([text_of(docnum) for docnum in docs.tolist()])
        docs = docs[np.fromiter((_holds(form, name, asked) for form in forms), dtype=np.bool_, count=len(docs))]
    return _scored(snapshot, docs)


def year_docs(snapshot: Snapshot, low: int | None, high: int | None) -> Scored:
    """Return the paragraphs that name a calendar year from `low` to `high`, both included; None for an open end.

    Returns:
        The paragraphs, scored as by `quantity_docs`.
    """
    return _scored(snapshot, _holding(snapshot, _tokens(snapshot, _years(low, high))))


def holds_quantity(sentence: str, quantity: Quantity) -> bool:
    """Tell whether a sentence in its normal form holds a number in a range, and its name if it has one."""
    return _holds(sentence, normalise(quantity.name).text, _read(quantity))


def quantity_tokens(snapshot: Snapshot, quantity: Quantity) -> list[str]:
    """Return the canonical tokens of an index that a range asks for, by value: what is highlighted for it."""
    return _tokens(snapshot, _read(quantity))


def year_tokens(snapshot: Snapshot, low: int | None, high: int | None) -> list[str]:
    """Return the canonical tokens of the calendar years of an index from `low` to `high`; see `year_docs`."""
    return _tokens(snapshot, _years(low, high))


# --- what is asked ----------------------------------------------------------------------------------------------------


def _read(quantity: Quantity) -> _Asked:
    bounds = [bound for bound in (quantity.low, quantity.high) if bound is not None]
    unit = read_unit(normalise(quantity.unit).text)
    if not quantity.unit:
        kind, spelling, factor, after = "", "", Decimal(1), ""
    elif unit is None:
        kind, spelling, factor, after = "plain", "", Decimal(1), normalise(quantity.unit).text
    else:
        (kind, spelling, factor), after = unit, ""
    if (kind, spelling) == ("period", "年") and any(map(is_calendar_year, bounds)):
        kind = "year"
    elif (kind, spelling) == ("date", "月"):
        kind, spelling = "period", "个月"
    low = -math.inf if quantity.low is None else float(quantity.low * factor)
    high = math.inf if quantity.high is None else float(quantity.high * factor)
    return _Asked(kind, spelling, low, high, quantity.low_included, quantity.high_included, after)


def _years(low: int | None, high: int | None) -> _Asked:
    return _Asked("year", "年", -math.inf if low is None else low, math.inf if high is None else high)


def _holds(normal: str, name: str, asked: _Asked) -> bool:
    """Tell whether a sentence of a text in its normal form holds the name and a number asked for."""
    if name not in normal:
        return False
    return any(
        asked.matches(number) and sentence.startswith(asked.after, number.end)
        for sentence in sentences(normal)
        if name in sentence
        for number in find_numbers(sentence)
    )


# --- what is there ----------------------------------------------------------------------------------------------------


def _tokens(snapshot: Snapshot, asked: _Asked) -> list[str]:
    """Return the canonical tokens of the index that answer."""
    found: list[str] = []
    for (kind, unit), values in _numbers(snapshot).items():
        if (kind, unit) == (asked.kind, asked.unit) if asked.kind else kind in _MEASURES:
            first = values.points.searchsorted(asked.low, "left" if asked.low_included else "right")
            last = values.points.searchsorted(asked.high, "right" if asked.high_included else "left")
            found += values.tokens[first:last]
            found += [token for amount, token in values.ranges if asked.matches(amount)]
    return found


def _numbers(snapshot: Snapshot) -> dict[tuple[str, str], _Values]:
    """Return the numbers of an index by kind and unit; kept with the snapshot."""
    key = ("numbers", FIELD)
    found: dict[tuple[str, str], _Values] = snapshot.cache.get(key)
    if found is ABSENT:
        found = _sorted(term.decode() for term in snapshot.prefix_terms(FIELD, b"#"))
        snapshot.cache.put(key, found)
        snapshot.cache.charge(100 * sum(len(values.tokens) + len(values.ranges) for values in found.values()))
    return found


def _sorted(tokens: Iterable[str]) -> dict[tuple[str, str], _Values]:
    told = [(amount, token) for token in tokens if (amount := parse_token(token)) is not None]
    told.sort(key=lambda pair: pair[0].low)
    grouped: dict[tuple[str, str], list[tuple[Amount, str]]] = {}
    for amount, token in told:
        grouped.setdefault((amount.kind, amount.unit), []).append((amount, token))
    return {kind: _values(pairs) for kind, pairs in grouped.items()}


def _values(pairs: list[tuple[Amount, str]]) -> _Values:
    points = [pair for pair in pairs if pair[0].low == pair[0].high]
    ranges = [pair for pair in pairs if pair[0].low < pair[0].high]
    return _Values(np.array([amount.low for amount, _ in points]), [token for _, token in points], ranges)


def _holding(snapshot: Snapshot, tokens: Iterable[str]) -> Array:
    """Return int32[n], ascending: the live paragraphs that hold any of some tokens."""
    flags = np.zeros(snapshot.count, dtype=np.bool_)
    for token in tokens:
        postings = snapshot.postings(FIELD, token.encode())
        if postings is not None:
            flags[postings.docs] = True
    return np.flatnonzero(flags).astype(np.int32)


def _scored(snapshot: Snapshot, docs: Array) -> Scored:
    if not len(docs):
        return NOTHING
    idf = math.log(snapshot.count / (len(docs) + 1)) + 1
    return Scored(docs, np.full(len(docs), idf, dtype=np.float32))
