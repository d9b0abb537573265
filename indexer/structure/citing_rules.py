"""The rules of ``references.yaml`` and ``titles.yaml``."""

import re
from functools import lru_cache
from typing import Any

from indexer.structure.data import load
from indexer.structure.numerals import numeral_class, signs
from indexer.structure.patterns import RulesOfFile
from indexer.structure.rules import rules


class CitingRules(RulesOfFile):
    """What ``references.yaml`` says; each attribute is the key of the same name, explained there.

    Patterns run over folded text. `trigger` takes whatever a citation can begin with, or the sign that shows that one
    began before; its named groups are the kinds of these. `begins` finds each place where it may. `within` is `inside`
    and then `group`.
    """

    suffix: re.Pattern[str]
    part: re.Pattern[str]
    before_sign: re.Pattern[str]
    before_title: re.Pattern[str]
    may_precede_title: re.Pattern[str]
    title: re.Pattern[str]
    number: re.Pattern[str]
    self: re.Pattern[str]
    that: re.Pattern[str]
    defined: re.Pattern[str]
    group: re.Pattern[str]
    loose: re.Pattern[str]
    bare_item: re.Pattern[str]
    labels: re.Pattern[str]
    separator: re.Pattern[str]
    within: re.Pattern[str]
    back: re.Pattern[str]
    here: re.Pattern[str]
    there: re.Pattern[str]
    follows: re.Pattern[str]
    counted: re.Pattern[str]
    numbers: re.Pattern[str]
    outer: re.Pattern[str]
    about: re.Pattern[str]
    trigger: re.Pattern[str]
    begins: re.Pattern[str]
    folded: re.Pattern[str]
    fold: dict[str, str]
    kinds: tuple[str, ...]
    generic: frozenset[str]
    outlined: tuple[str, ...]
    range: frozenset[str]
    levels: dict[str, int]
    longest_title: int
    longest_sign: int


@lru_cache(maxsize=1)
def citing_rules() -> CitingRules:
    """Return the rules, read once in a process."""
    told: dict[str, Any] = load("references.yaml")
    fold = told["fold"]
    patterns = {name: _fill(told[name], told) for name in CitingRules.pattern_names() if name in told}
    patterns["trigger"] = "|".join(
        (
            f"(?P<group>{patterns['group']})|(?P<title>[《〈])|(?P<number>{patterns['number']})",
            f"(?P<self>{patterns['self']})|(?P<that>{patterns['that']})",
            f"(?P<back>{patterns['back']})|(?P<here>{patterns['here']})|(?P<there>{patterns['there']})",
            f"(?<=[法典例定则释编)])(?P<loose>{patterns['loose']})",
            rf"(?P<outlined>(?<=[{''.join({kind[-1] for kind in told['outlined']})}])\({_fill('{num}', told)}\))",
        )
    )
    patterns["within"] = _fill(told["inside"], told) + patterns["group"]
    patterns["folded"] = "[" + re.escape(fold["from"]) + "]"
    values = {
        "fold": dict(zip(fold["from"], fold["to"], strict=True)),
        "kinds": tuple(told["kinds"]),
        "generic": frozenset(told["generic"]),
        "outlined": tuple(told["outlined"]),
        "range": frozenset(told["range"]),
        "levels": {unit: level for level, unit in enumerate(told["units"])} | {"labels": told["units"].index("条")},
        "longest_title": told["longest_title"],
        "longest_sign": told["longest_sign"],
    }
    return CitingRules(values, patterns)


def _fill(pattern: str, told: dict[str, Any]) -> str:
    """Put the building blocks into a pattern of the file."""
    pattern = pattern.replace("{kinds}", "|".join(told["kinds"]))
    pattern = pattern.replace("{N}", told["N"]).replace("{num}", told["num"]).replace("{join}", told["join"])
    pattern = pattern.replace("{n}]", numeral_class() + "]").replace("[{n}", "[" + numeral_class())
    han = "".join(sign for table in signs() for sign in table)
    return pattern.replace("{h}", "[" + han + "]").replace("{b}", rules().blank)


@lru_cache(maxsize=1)
def known_titles() -> dict[str, str]:
    """Return the names of laws and the abbreviations of ``titles.yaml``, each with the title it stands for."""
    told: dict[str, Any] = load("titles.yaml")
    return {name: name for name in told["laws"]} | dict(told["abbreviations"])
