"""One word of a query: what it is with the ``*``, ``~2`` or ``^2`` at its end."""

import re
import unicodedata
from functools import cache

from indexer.query.language import SEPARATOR, language
from indexer.query.marks import Marks
from indexer.query.notes import Notes, piece
from indexer.query.tree import MAX_EDITS, MAX_WEIGHT, Boost, Fuzzy, Node, Prefix, Words

_WEIGHT = r"\^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_WEIGHT_AT_END = re.compile(_WEIGHT + r"\Z")
_FUZZY_AT_END = re.compile(r"(?<!~)(?:~|(?<![0-9])~([0-9]{1,3}))\Z")  # 3~5 is text
_OTHER_FIELD = re.compile(r"([^\W\d_]{1,12}):(?![/:\\]).")
_COMPARED = re.compile(r"[^\W\d_][\w.]{0,19}(?:[<>≤≥]=?|=(?=[0-9])).")
_SIGNS = "|~^<>=≥≤`+"  # symbols to Unicode, marks of the language or of nothing to us
_TERMS = re.compile(rf"[^\s{SEPARATOR}]+")


@cache
def weight_after() -> re.Pattern[str]:
    """Return what matches a weight after a bracket or quotation mark, its group 1 the number."""
    return re.compile(_WEIGHT + language().end)


def read_weight(number: str, notes: Notes) -> float | None:
    """Return the weight; None, with a note, if it is out of range."""
    weight = float(number)
    if 0 < weight <= MAX_WEIGHT:
        return weight
    notes.add(f"{piece('^' + number)} was read as text: a weight is above 0 and at most {MAX_WEIGHT:g}.")
    return None


def near_terms(marks: Marks, start: int, end: int) -> tuple[Words, ...]:
    """Return the terms between `start` and `end`, as they stand between blanks."""
    return tuple(Words(marks.typed(*found.span())) for found in _TERMS.finditer(marks.folded, start, end))


def read_term(marks: Marks, start: int, end: int, notes: Notes) -> Node | None:
    """Return what the word from `start` to `end` means; None, with a note, if it is nothing but punctuation."""
    word = marks.folded[start:end].rstrip(language().trailing)
    weight = None
    if found := _WEIGHT_AT_END.search(word):
        weight = read_weight(found[1], notes)
        word = word[: found.start()] if weight else word
    base, edits = word, 0
    if word.endswith("*") and not word.endswith("**"):
        base = word[:-1]
    elif found := _FUZZY_AT_END.search(word):
        edits = int(found[1] or 1)
        if 1 <= edits <= MAX_EDITS:
            base = word[: found.start()]
        else:
            notes.add(f"{piece(found[0])} was read as text: a near spelling has 1 to {MAX_EDITS} edits.")
            edits = 0
    if not _has_letters(base):
        if word:
            notes.add(f"{piece(marks.typed(start, end))} holds no word and was left out.")
        return None
    text = marks.typed(start, start + len(base))
    if base == word:
        node: Node = Words(text)
        if _COMPARED.match(word):
            notes.add(f"{piece(text)} names no quantity; it was read as text.")
        _note_other_field(marks, start, word, notes)
    else:
        node = Fuzzy(text, edits) if edits else Prefix(text)
    return Boost(node, weight) if weight else node


def _has_letters(folded: str) -> bool:
    """Tell whether there is anything but punctuation, invisible characters and operators."""
    categories = (unicodedata.category(sign) for sign in folded if sign not in _SIGNS)
    return any(category[0] not in "PZ" and category not in ("Cc", "Cf") for category in categories)


def _note_other_field(marks: Marks, start: int, word: str, notes: Notes) -> None:
    """Note what looks like a field that is none: a Latin name, or a Chinese one that is nearly a field's (标提:)."""
    found = _OTHER_FIELD.match(word)
    if not found or found[1].lower() in language().fields:
        return
    from difflib import get_close_matches

    known = [name for name in language().fields if abs(len(name) - len(found[1])) <= 1]
    near = get_close_matches(found[1].lower(), known, n=1, cutoff=0.5)
    if near or found[1].isascii():
        name, typed = (piece(marks.typed(start, start + length)) for length in (found.end(1), len(word)))
        meant = f" (did you mean {near[0]}?)" if near else ""
        notes.add(f"There is no field {name}{meant}: {typed} was read as text.")
