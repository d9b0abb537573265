"""What the rules of the language are made of, read from the data files beside this one when the first query comes."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORD = "\ue000"
"""Stands, in text made ready for reading, for a character that a backslash made ordinary."""
ESCAPE = "\ue001"
"""Stands for such a backslash."""
SEPARATOR = "\ue002"
"""Stands for punctuation that divides terms as a blank does."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # Unicode: fullwidth ASCII variants


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of the language: its name, the type of its values (text, date, year), what it holds, its other names."""

    name: str
    type: str
    holds: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """The marks of the language, ready to use.

    Attributes:
        half: for `str.translate`, full-width ASCII as half-width, one character for one; private characters that
            stand for something here as plain letters. Punctuation that always divides terms is left as it is.
        quotes: opening quotation mark to the marks that close it: the nearest of the first set there is one of.
        closing: closing bracket to the opening one, of groups and of what only encloses text.
        groups: the opening brackets that group: ``(`` and ``{``.
        enclosing: the opening brackets that only hold text together, such as 《.
        mark: matches any bracket or quotation mark.
        end: matches, without taking it, where a term ends: at a blank, a separator, ``|``, a grouping mark, the end.
        run: matches a run of what is no mark, no blank and no separator.
        separator: matches punctuation that divides terms as a blank does (half-width only beside what is not ASCII),
            and, as its group ``counted``, the comma that does not: after a numeral that starts a term, as in 一、总则.
        label: matches what is inside the brackets of a clause label.
        fields: each field under each of its names, lower case.
        field: matches a field's name at the start of a term, its group 1 the name.
        trailing: punctuation that does not belong to the word it ends.
        comparators: a comparison as typed to the same in ASCII.
        range_separators: what may stand between the ends of a range.
        digits, multipliers, percent: Chinese numerals.
    """

    half: dict[int, int | str]
    quotes: dict[str, tuple[str, ...]]
    closing: dict[str, str]
    groups: str
    enclosing: str
    mark: re.Pattern[str]
    end: str
    run: re.Pattern[str]
    separator: re.Pattern[str]
    label: re.Pattern[str]
    fields: dict[str, FieldName]
    field: re.Pattern[str]
    trailing: str
    comparators: dict[str, str]
    range_separators: tuple[str, ...]
    digits: dict[str, int]
    multipliers: dict[str, int]
    percent: dict[str, str]


@cache
def field_names() -> tuple[FieldName, ...]:
    """Return the fields of the language, in the order of ``fields.json``."""
    return tuple(FieldName(**{**row, "aliases": tuple(row["aliases"])}) for row in _read("fields.json"))


@cache
def language() -> Language:
    """Return the language."""
    data = _read("language.json")
    fields = {name.lower(): field for field in field_names() for name in (field.name, *field.aliases)}
    quotes = {opening: tuple(closing) for opening, closing in data["quotes"].items()}
    brackets = [*data["groups"], *data["enclosing"]]
    grouping = re.escape("".join([*quotes, *(mark for sets in quotes.values() for mark in sets), *data["groups"]]))
    marks = grouping + re.escape("".join(data["enclosing"]))
    numerals = "".join(data["digits"]) + "".join(data["multipliers"]) + "0-9"
    soft, comma = re.escape(data["soft_separators"]), data["enumeration_comma"]
    return Language(
        half=_FULL_WIDTH
        | {ord(mark): mark for mark in data["separators"]}
        | {ord(c): "x" for c in (WORD, ESCAPE, SEPARATOR)},
        quotes=quotes,
        closing={closing: opening for opening, closing in brackets},
        groups="".join(pair[0] for pair in data["groups"]),
        enclosing="".join(pair[0] for pair in data["enclosing"]),
        mark=re.compile(f"[{marks}]"),
        end=rf"(?=[\s|{SEPARATOR}{grouping}]|\Z)",
        run=re.compile(rf"[^\s|{SEPARATOR}{marks}]+"),
        separator=re.compile(
            rf"(?P<counted>(?<!\w)(?:(?![0-9]{{3}})[{numerals}]{{1,3}}{comma})+)"
            f"|[{data['separators']}{comma}]|[{soft}](?![A-Za-z0-9])|(?<![A-Za-z0-9])[{soft}]"
        ),
        label=re.compile(f"(?![0-9]{{4}})[{numerals}]{{1,6}}"),
        fields=fields,
        field=re.compile(
            f"({'|'.join(sorted(map(re.escape, fields), key=len, reverse=True))})(?=[:<>=≥≤])", re.IGNORECASE
        ),
        trailing=data["trailing"],
        comparators=data["comparators"],
        range_separators=tuple(data["range_separators"]),
        digits=data["digits"],
        multipliers=data["multipliers"],
        percent=data["percent"],
    )


def _read(name: str) -> Any:
    return json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
