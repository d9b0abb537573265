"""Synonyms: which strings a word of a query may also stand for, in a file of groups and one-way rules.

A line is a group, words with commas or 、 between them, each of which stands for all others; or a rule,
``老板 => 用人单位, 雇主``, by which what is on the left also finds what is on the right, and not the other way round.
Lines that are empty or begin with ``#`` say nothing. Words are compared in their normal form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.analysis.normal import normalise

LONGEST = 40
"""How many characters a word may have."""

_ARROW = re.compile(r"\s*(?:=>|＝＞|→)\s*")
_COMMA = re.compile(r"\s*[,，、]\s*")


@dataclass(frozen=True, slots=True)
class SynonymVerdict:
    """What became of a line: its number from 1, the line, by each word what it stands for, and why if nothing."""

    number: int
    line: str
    rules: Mapping[str, tuple[str, ...]]
    reason: str


def read_synonyms(text: str) -> list[SynonymVerdict]:
    """Return a verdict for each line of a synonym file that says something."""
    verdicts = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            rules, reason = _read(said)
            verdicts.append(SynonymVerdict(number, said, rules, reason))
    return verdicts


def united(verdicts: list[SynonymVerdict]) -> dict[str, tuple[str, ...]]:
    """Return what all lines say together: by each word, in its normal form, what it also stands for."""
    rules: dict[str, tuple[str, ...]] = {}
    for verdict in verdicts:
        for word, others in verdict.rules.items():
            rules[word] = tuple(dict.fromkeys((*rules.get(word, ()), *others)))
    return rules


def _read(line: str) -> tuple[dict[str, tuple[str, ...]], str]:
    sides = [_words(side) for side in _ARROW.split(line)]
    if len(sides) > 2:
        return {}, "a rule has one =>"
    if any(len(word) > LONGEST for side in sides for word in side):
        return {}, f"a word has {LONGEST} characters at most"
    left, right = sides[0], sides[-1]
    rules = {word: tuple(other for other in right if other != word) for word in left}
    rules = {word: others for word, others in rules.items() if others}
    if not rules:
        return {}, "a group has two words or more" if len(sides) == 1 else "a rule has words on both sides"
    return rules, ""


def _words(side: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (normalise(word).text.strip() for word in _COMMA.split(side)))))
