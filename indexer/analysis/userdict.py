"""A user dictionary: words that the tokeniser shall take whole, in jieba's format, checked line by line.

A line is a word, then, with blanks between, how frequent it is (a number; left out, as frequent as it must be to stay
whole) and a tag, which has no effect here. Lines that are empty or begin with ``#`` say nothing. A byte order mark,
line ends of any kind and the order of the lines make no difference.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.analysis.cutter import Cutter
from indexer.analysis.normal import normalise

LONGEST = 30
"""How many characters a word may have."""

_HAN = re.compile(r"[\u4e00-\u9fd5]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a user dictionary, in its normal form, and how frequent it is; 0 for as frequent as it must be."""

    word: str
    frequency: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a line: its number from 1, the line, the entry it gives, and the reason if it gives none."""

    number: int
    line: str
    entry: Entry | None
    reason: str


def read_userdict(text: str) -> list[Verdict]:
    """Return a verdict for each line of a user dictionary that says something."""
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            entry, reason = _read(said, seen)
            verdicts.append(Verdict(number, said, entry, reason))
    return verdicts


def _read(line: str, seen: set[str]) -> tuple[Entry | None, str]:
    written, *rest = line.split()
    word = normalise(written).text
    frequency = rest[0] if rest and not rest[0].isalpha() else "0"
    if not _HAN.fullmatch(word):
        return None, "only words of Han characters are cut by a dictionary; codes and Latin words stay whole without it"
    if not 2 <= len(word) <= LONGEST:
        return None, f"a word has 2 to {LONGEST} characters"
    if not frequency.isdecimal():
        return None, f"{frequency} is no frequency: it is a whole number"
    if word in seen:
        return None, "the word stands on a line before"
    seen.add(word)
    return Entry(word, int(frequency)), ""


def teach(cutter: Cutter, entries: Iterable[Entry]) -> None:
    """Make a cutter take words whole, in the order of the words, so that the order of the lines makes no difference."""
    for entry in sorted(entries, key=lambda entry: (len(entry.word), entry.word)):
        cutter.add(entry.word, entry.frequency)
