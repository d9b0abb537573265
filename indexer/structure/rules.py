"""The rules of ``numbering.yaml``: patterns, word lists and limits."""

import re
from functools import lru_cache
from typing import Any

from indexer.structure.data import load
from indexer.structure.numerals import numeral_class, signs
from indexer.structure.patterns import RulesOfFile


class Rules(RulesOfFile):
    """What ``numbering.yaml`` says; each attribute is the key of the same name, explained there.

    `blank` is the pattern of a blank of any kind. `signs` gives form and number of a sign that is a label by itself;
    `firsts` holds every character a label can begin with.
    """

    provision: re.Pattern[str]
    comma: re.Pattern[str]
    bracket: re.Pattern[str]
    decimal: re.Pattern[str]
    letter: re.Pattern[str]
    digit: re.Pattern[str]
    units: dict[str, str]
    article_heading: re.Pattern[str]
    division_names: re.Pattern[str]
    no_heading: re.Pattern[str]
    no_colon_heading: re.Pattern[str]
    acts: re.Pattern[str]
    carriers: re.Pattern[str]
    annex: re.Pattern[str]
    annex_list: re.Pattern[str]
    group: re.Pattern[str]
    passed: re.Pattern[str]
    date: re.Pattern[str]
    issued: re.Pattern[str]
    closing: re.Pattern[str]
    bullets: re.Pattern[str]
    lead_in: re.Pattern[str]
    amending: re.Pattern[str]
    quoting: re.Pattern[str]
    blank: str
    sentences: dict[str, re.Pattern[str]]
    ranks: dict[str, int]
    divisions: frozenset[str]
    signs: dict[str, tuple[str, int]]
    firsts: frozenset[str]
    named_headings: frozenset[str]
    preambles: frozenset[str]
    contents: frozenset[str]
    cell_border: str
    firm_before: str
    closing_firsts: str
    sentence_end: str
    no_bare_heading: str
    list_end: str
    largest_gap: int
    latest_start: int
    longest_heading: int
    longest_run_in_heading: int
    longest_division: int
    longest_annex_title: int
    most_title_lines: int
    deepest: int
    longest_contents_entry: int
    shortest_contents: int
    heading_forms: frozenset[str]
    longest_signature: int
    most_signatures: int


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the rules, read once in a process."""
    told: dict[str, Any] = load("numbering.yaml")
    sets = ("divisions", "heading_forms", "named_headings", "preambles", "contents")
    single = {sign: (form, i) for form, rows in told["signs"].items() for row in rows for i, sign in enumerate(row, 1)}
    han = "".join(sign for table in signs() for sign in table)

    def filled(pattern: str) -> str:
        with_classes = pattern.replace("[{n}", "[" + numeral_class()).replace("[{h}", "[" + han)
        return with_classes.replace("{n}", numeral_class()).replace("{b}", told["blank"])

    values = {
        **told,
        **{name: frozenset(told[name]) for name in sets},
        "sentences": {name: re.compile(filled(pattern)) for name, pattern in told["sentences"].items()},
        "ranks": {form: rank for rank, form in enumerate(told["ranks"])},
        "signs": single,
        "firsts": frozenset("第笫（(0123456789０１２３４５６７８９abcdefghijklmnopqrstuvwxyz" + han)
        | frozenset(single),
    }
    return Rules(values, {name: filled(values.pop(name)) for name in Rules.pattern_names()})
