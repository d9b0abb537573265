"""Queries of plain Chinese words, and plain literals, as most are: read and printed without the language's rules.

No mark, numeral or operator of the language is a Han character by itself, so such words mean just themselves, whether
blanks divide them or punctuation that always does; and so does what stands in one pair of quotation marks.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indexer.query.tree import And, Literal, Node, Words

_HAN = re.compile("[\u4e00-\u9fff]+")
"""Plain words are of these Han characters."""

_QUOTES = ('""', "“”")
"""Quotation marks that a plain literal stands in."""


class _Separators(NamedTuple):
    """What divides terms as blanks do: `blanks` is for `str.translate`; where `label` is found, a comma may not."""

    blanks: dict[int, str]
    label: re.Pattern[str]


@cache
def _separators() -> _Separators:
    told = json.loads((Path(__file__).parent / "language.json").read_text("utf-8"))
    comma, numerals = told["enumeration_comma"], "".join((*told["digits"], *told["multipliers"]))
    return _Separators(dict.fromkeys(map(ord, told["separators"] + comma), " "), re.compile(f"[{numerals}]{comma}"))


def _is_han(text: str) -> bool:
    return _HAN.fullmatch(text) is not None


def parse_plain(text: str) -> Node | None:
    """Return what a query means; None if it is not of plain words alone."""
    words = text.split()
    if len(words) == 1 and words[0][:1] + words[0][-1:] in _QUOTES:
        inside = words[0][1:-1]
        return Literal(inside) if _is_han(inside.translate(_separators().blanks).replace(" ", "")) else None
    if not _is_han("".join(words)):
        separators = _separators()
        words = text.translate(separators.blanks).split()
        if not _is_han("".join(words)) or separators.label.search(text):
            return None
    terms = tuple(map(Words, words))
    return terms[0] if len(terms) == 1 else And(terms)


def print_plain(tree: Node) -> str | None:
    """Return the canonical query that means a tree; None if it is not of plain words alone."""
    if isinstance(tree, Literal):
        return f'"{tree.text}"' if _is_han(tree.text) else None
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part.text for part in parts if isinstance(part, Words)]
    return " ".join(words) if len(words) == len(parts) and _is_han("".join(words)) else None
