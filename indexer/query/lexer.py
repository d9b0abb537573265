"""From text to tokens: terms, operators, brackets and field names, each where the language gives it a meaning.

A mark is an operator only where it stands as one: ``-`` before a term, ``*`` after one, brackets and quotation marks
around one. Inside a word it is text, so that ordinary text stays ordinary: C++, 3-5年, 第（一）项, GB/T 19001-2016.
Time is linear in the length of the query.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from indexer.query.language import SEPARATOR, FieldName, language
from indexer.query.marks import read_marks
from indexer.query.notes import Notes, piece
from indexer.query.terms import near_terms, read_term, read_weight, weight_after
from indexer.query.tree import MAX_DISTANCE, Boost, Literal, Near, Node
from indexer.query.values import read_quantity, read_range

MAX_DEPTH = 64
"""How deep brackets nest; deeper ones are text."""


class Kind(Enum):
    """What a token is."""

    TERM = "term"
    OPEN = "open"
    CLOSE = "close"
    FIELD = "field"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Attributes:
        kind: what it is.
        text: as typed; of an opening bracket its half-width form, ``(`` or ``{``.
        end: where it ends in the query.
        node: of a term, the leaf it means.
        name: of a field, its name in the tree.
        weight: of a closing bracket, the weight after it; None for none.
    """

    kind: Kind
    text: str
    end: int
    node: Node | None = None
    name: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    blanks: re.Pattern[str]
    boundary: re.Pattern[str]
    end: re.Pattern[str]
    stop: re.Pattern[str]
    keyword: re.Pattern[str]
    minus: re.Pattern[str]
    standard: re.Pattern[str]
    value: re.Pattern[str]
    distance: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return what the lexer looks for, all in folded text but `value`, which is for half-width text."""
    end, trailing = language().end, re.escape(language().trailing)
    return _Patterns(
        blanks=re.compile(rf"[\s{SEPARATOR}]+"),
        boundary=re.compile(end),
        end=re.compile(rf"[{trailing}]*{end}"),
        stop=re.compile(rf"[{trailing}]*{end}|[*~^]|(?:AND|OR|NOT){end}"),
        keyword=re.compile(rf"(AND|OR|NOT){end}"),
        minus=re.compile(rf"-(?![\s|{SEPARATOR})}}\-]|\Z)"),
        # A standard's number has a blank in it: GB/T 19001-2016.
        standard=re.compile(rf"[A-Za-z]+(?:/[A-Za-z]+)* [0-9]+(?:\.[0-9]+)*-[0-9]{{2,4}}{end}"),
        value=re.compile(r"\s*((?:[<>]=?|[=≥≤])?\s*(?:[\w./~—–-]|。。)+)"),
        distance=re.compile(r"~([0-9]{1,4})(?=\^|" + end.removeprefix("(?=")),
    )


class Lexer:
    """Reads one query.

    Args:
        text: the query as typed.
        notes: takes a sentence for each piece that was not understood as part of the language.
    """

    def __init__(self, text: str, notes: Notes) -> None:
        self._language = language()
        self._patterns = _patterns()
        self._marks = read_marks(text, self._language)
        self._folded = self._marks.folded
        self._notes = notes
        self._tokens: list[Token] = []
        self._closing: list[int] = []  # where the open groups close
        self._at = 0

    def tokens(self) -> list[Token]:
        """Return the tokens of the query; every opening bracket among them has its closing one."""
        while self._at < len(self._folded):
            if blanks := self._patterns.blanks.match(self._folded, self._at):
                self._at = blanks.end()
            elif not (self._mark() or self._operator() or self._field() or self._quantity()):
                self._word()
        return self._tokens

    def _add(
        self, kind: Kind, end: int, *, node: Node | None = None, name: str = "", weight: float | None = None
    ) -> None:
        text = self._marks.typed(self._at, end)
        self._tokens.append(Token(kind, text, end, node, name, weight))
        self._at = end

    def _after_field(self) -> bool:
        """Tell whether a field's colon stands just before: what follows is then its term, not an operator."""
        return bool(self._tokens) and self._tokens[-1].kind is Kind.FIELD and self._tokens[-1].end == self._at

    # --- marks ------------------------------------------------------------------------------------------------------

    def _mark(self) -> bool:
        """Read a bracket or quotation mark that stands around a whole term."""
        start, end = self._at, self._marks.partner.get(self._at)
        if end is None:
            return False
        if end < start:
            self._close()
            return True
        if self._is_text(start, end, in_word=False):
            return False
        opening, inside = self._folded[start], self._folded[start + 1 : end]
        if not inside.strip():
            self._notes.add(f"{piece(self._marks.typed(start, end + 1))} is empty and was left out.")
            self._at = end + 1
        elif opening not in self._language.groups:
            self._quotation(start, end)
        elif opening == "(" and self._language.label.fullmatch(self._marks.half, start + 1, end):
            self._weighted(Literal(self._marks.typed(start, end + 1)), end + 1)
        else:
            self._closing.append(end)
            self._tokens.append(Token(Kind.OPEN, opening, start + 1))
            self._at = start + 1
        return True

    def _is_text(self, start: int, end: int, *, in_word: bool) -> bool:
        """Tell whether the pair of marks from `start` to `end` belongs to a word.

        It does where a word goes on before or after it and there is no blank or ``|`` inside. What only encloses text
        (《》) always does, and so do brackets that would nest too deep.
        """
        opening = self._folded[start]
        if opening in self._language.enclosing:
            return True
        if opening in self._language.groups and len(self._closing) >= MAX_DEPTH:
            what = piece(self._marks.text[start : start + 80])
            self._notes.add(f"Brackets nest at most {MAX_DEPTH} deep: {what} was read as text.")
            return True
        if self._marks.divided(start, end):
            return False
        return in_word or not self._patterns.stop.match(self._folded, end + 1)

    def _close(self) -> None:
        self._closing.pop()
        end, weight = self._weight(self._at + 1)
        self._add(Kind.CLOSE, end, weight=weight)

    def _quotation(self, start: int, end: int) -> None:
        """Read a literal, or the terms of ``"甲 乙"~10``."""
        node: Node = Literal(self._marks.typed(start + 1, end))
        if distance := self._patterns.distance.match(self._folded, end + 1):
            terms = near_terms(self._marks, start + 1, end)
            if len(terms) > 1 and int(distance[1]) <= MAX_DISTANCE:
                node = Near(terms, int(distance[1]))
            else:
                why = "near needs two terms" if len(terms) < 2 else f"the distance is at most {MAX_DISTANCE}"
                self._notes.add(f"{piece(distance[0])} was left out: {why}.")
            end = distance.end() - 1
        self._weighted(node, end + 1)

    def _weighted(self, node: Node, end: int) -> None:
        """Add the term that ends at `end`, with the weight after it if there is one."""
        end, weight = self._weight(end)
        self._add(Kind.TERM, end, node=Boost(node, weight) if weight else node)

    def _weight(self, at: int) -> tuple[int, float | None]:
        """Return the weight at `at` and where it ends; `at` and None where there is none."""
        found = weight_after().match(self._folded, at)
        weight = read_weight(found[1], self._notes) if found else None
        return (found.end(), weight) if found and weight else (at, None)

    # --- operators, fields, quantities ------------------------------------------------------------------------------

    def _operator(self) -> bool:
        if self._folded[self._at] == "|":
            self._add(Kind.OR, self._at + 1)
        elif self._after_field():
            return False
        elif keyword := self._patterns.keyword.match(self._folded, self._at):
            self._add(Kind(keyword[1]), keyword.end())
        elif self._patterns.minus.match(self._folded, self._at):
            self._add(Kind.NOT, self._at + 1)
        else:
            return False
        return True

    def _field(self) -> bool:
        found = self._language.field.match(self._marks.half, self._at)
        if not found:
            return False
        field, colon = self._language.fields[found[1].lower()], self._marks.half[found.end()] == ":"
        if self._after_field():
            self._notes.add(f"{piece(self._marks.text[self._at : found.end() + 1])} after a field was read as text.")
            return False
        if field.type != "text":
            return self._range(field, found.end() + colon, colon=colon)
        if not colon or self._folded.startswith("/", found.end() + 1):
            return False
        self._add(Kind.FIELD, found.end() + 1, name=field.name)
        return True

    def _range(self, field: FieldName, start: int, *, colon: bool) -> bool:
        """Read the range of a field whose values have an order; what is none becomes text, with a note."""
        value = self._patterns.value.match(self._marks.half, start)
        whole = value is not None and self._patterns.end.match(self._folded, value.end()) is not None
        if value and whole:
            for text in (value[1], value[1].rstrip(self._language.trailing)):
                if node := read_range(field, text):
                    self._add(Kind.TERM, value.end(), node=node)
                    return True
        group = self._marks.partner.get(start, 0) > start and self._folded[start] == "("
        if group and not self._is_text(start, self._marks.partner[start], in_word=False):
            self._add(Kind.FIELD, start, name=field.name)
            return True
        if colon:
            end = value.end() if value else start
            self._notes.add(
                f"{piece(self._marks.typed(self._at, end))} names no {field.name} or range; it was read as text."
            )
        return False

    def _quantity(self) -> bool:
        found = read_quantity(self._marks.half, self._at)
        end = self._patterns.end.match(self._folded, found[1]) if found else None
        if not found or not end:
            return False
        self._add(Kind.TERM, end.end(), node=found[0])
        return True

    # --- words ------------------------------------------------------------------------------------------------------

    def _word(self) -> None:
        """Read a word, with what stands at its end: ``*``, ``~2``, ``^2``."""
        start = self._at
        standard = self._patterns.standard.match(self._folded, start)
        alone: list[int] = []
        end = standard.end() if standard else self._word_end(start, alone)
        node = read_term(self._marks, start, end, self._notes)
        if node is not None:
            for place in alone:
                self._notes.add(f"{piece(self._marks.text[place])} has no partner and was read as text.")
            self._add(Kind.TERM, end, node=node)
        self._at = end

    def _word_end(self, at: int, alone: list[int]) -> int:
        """Return where the word at `at` ends; `alone` takes the places of marks in it that have no partner."""
        start = at
        while at < len(self._folded):
            partner = self._marks.partner.get(at)
            if run := self._language.run.match(self._folded, at):
                at = run.end()
            elif not self._language.mark.match(self._folded, at):
                break
            elif partner is None:
                if not self._is_ordinary(at):
                    alone.append(at)
                at += 1
            elif partner > at and self._is_text(at, partner, in_word=at > start):
                at = partner + 1
            else:
                break
        return at

    def _is_ordinary(self, at: int) -> bool:
        """Tell whether a mark without partner is no surprise: don’t, 1), what only encloses text."""
        if not self._patterns.boundary.match(self._folded, at):
            return True
        before, after = self._marks.half[max(at - 1, 0) : at], self._marks.half[at + 1 : at + 2]
        numbered = self._folded[at] in self._language.closing and self._language.label.fullmatch(before) is not None
        return numbered or (before.isalnum() and after.isalnum())
