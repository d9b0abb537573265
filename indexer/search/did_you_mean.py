"""Did you mean: what a person may have wanted who typed something the index has not.

What is wrong in a term shows in its pairs of neighbouring characters: 知实 and 实产 stand nowhere in the index. Words
of the index are tried in the place of each run of characters around such a pair. A word fits that is as long and
differs in what is read alike (户藉: 户籍), looks alike (己 for 已), is read almost alike (zh and z, n and l, ing and
in, as many say them), has changed places, or is a single other character; or, for the term as a whole, that is one
edit away. A term in Latin letters is read as pinyin. Small differences go before great ones, what is frequent before
what is rare.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import log10
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.analysis.normal import normalise
from indexer.analysis.pinyin import pinyin
from indexer.codec.arrays import Array
from indexer.codec.snapshot import Snapshot
from indexer.search.lexicon import Lexicon
from indexer.search.literals import FIELD, find_literal
from indexer.search.spelling import near_spellings

LONGEST_QUERY, LONGEST_TERM = 16, 8
"""A query or a term of more characters is taken for a sentence, in which many pairs stand that no law has."""

SHORT_TERM = 6
"""A term of more characters is corrected only where few pairs are wrong, and to what stands literally in the index."""

_FEW_WRONG = 3
"""So few: a wrong character makes two wrong pairs."""

MOST = 3
"""So many queries are proposed."""

_LONGEST_WORD = 6
_TRIED, _KEPT = 8, 4
"""So many corrections of a term are looked at closely; so many are kept."""

_ROUNDS, _MENDED_AGAIN = 3, 3
"""So many mistakes are mended in a term; in so many of its corrections another is looked for."""

_ALIKE, _SHAPE, _SWAPPED, _NEARLY, _CHANGED, _EDITED = 0.3, 0.4, 0.5, 0.6, 1.0, 1.2
"""What a difference costs: read alike, looking alike, changed places, read almost alike, another character, one put in
or left out. Set by hand, in this order."""

_UNSEEN = 0.7
"""What a pair costs that is still not in the index."""

_PAIRS_KEPT = 4096
"""Of so many pairs it is kept whether they stand in the index."""

_FREQUENT = 0.1
"""What a word costs less for being ten times as frequent."""

_DEAR = 1.5
"""What costs more than this is no correction; in a word of two characters another character is not, either."""

_NOWHERE = 0.3
"""What a term costs that stands nowhere literally."""

_FEW, _VERY_FEW = 0.34, 0.15
"""What may be different a character of the term; the second, if what comes of it stands nowhere literally."""


class Correction(NamedTuple):
    """A text in the place of a term.

    Attributes:
        cost: the lower, the likelier.
        changes: what the differences alone cost.
        text: the text.
    """

    cost: float
    changes: float
    text: str


class _Words(NamedTuple):
    """The words of one length: intp[n], their numbers; [length, n], their characters, and their syllables."""

    numbers: Array
    codes: Array
    syllables: Array


class Corrector:
    """Corrects terms by the words of one snapshot; threads may share it.

    Args:
        snapshot: of the index.
        lexicon: its words.
    """

    def __init__(self, snapshot: Snapshot, lexicon: Lexicon) -> None:
        self._snapshot = snapshot
        self._lexicon = lexicon
        self._of_length: dict[int, _Words] = {}
        self._pairs: dict[str, bool] = {}

    def did_you_mean(self, query: str, terms: list[str], found: Callable[[str], bool]) -> tuple[str, ...]:
        """Return queries that may have been meant, the likeliest first.

        Args:
            query: as it was typed.
            terms: the terms in it that are to stand somewhere, as typed.
            found: tells whether a query finds what holds all of it; such queries go first.
        """
        if len("".join(query.split())) > LONGEST_QUERY and not query.isascii():
            return ()
        if _is_latin(query):
            terms = [query.strip()]
        corrected = {term: texts for term in dict.fromkeys(terms) if (texts := self.corrections(term))}
        if not corrected:
            return ()
        best = {term: texts[0] for term, texts in corrected.items()}
        proposed = [best] + [best | {term: text} for term, texts in corrected.items() for text in texts[1:]]
        queries = dict.fromkeys(_replaced(query, texts) for texts in proposed)
        queries.pop(query, None)
        return tuple(sorted(queries, key=lambda one: not found(one))[:MOST])

    def corrections(self, term: str) -> list[str]:
        """Return what a term as typed may have been meant for, the likeliest first; nothing if the index has it."""
        normal = normalise(term).text
        if len(normal) < 2 or any(map(str.isdigit, normal)) or len(find_literal(self._snapshot, normal).docs):
            return []  # another number is no correction
        if not normal.isascii() and self._is_sentence(normal):
            return []
        if normal.isascii():
            found = sorted([*self._read(normal), *self._edited(normal)])
        else:
            tried = [*self._mended(normal, _ROUNDS), *self._edited(normal)]
            found = sorted(self._weighed(tried, len(normal)))
        return list(dict.fromkeys(one.text for one in found))[:_KEPT]

    def _is_sentence(self, normal: str) -> bool:
        if len(normal) <= SHORT_TERM:
            return False
        return len(normal) > LONGEST_TERM or len(self._unseen(normal)) > _FEW_WRONG

    def _weighed(self, corrections: Iterable[Correction], length: int) -> Iterator[Correction]:
        """Yield those that change little of a term of some length, by how often they stand in the index.

        What stands nowhere, though its words do, must change very little.
        """
        for one in corrections:
            count = len(find_literal(self._snapshot, one.text).docs)
            allowed = _FEW if count else _VERY_FEW if length <= SHORT_TERM else 0.0
            if one.changes <= allowed * length:
                cost = one.changes - _bonus(count) if count else one.changes + _NOWHERE
                yield Correction(cost, one.changes, one.text)

    def _read(self, typed: str) -> Iterator[Correction]:
        """Yield the words that are read as what was typed in Latin letters, or begin so."""
        words = self._lexicon.words
        for way in pinyin().whole(typed):
            for number in words.characters.read_as([(syllable, syllable + 1) for syllable in way]).tolist():
                longer = int(words.characters.sizes[number]) - len(way)
                yield Correction(longer - _bonus(int(words.counts[number])), 0.0, words.texts[number])

    def _edited(self, text: str) -> Iterator[Correction]:
        """Yield the words that have a character more or less, or, in Latin letters, another one."""
        for word in near_spellings(self._snapshot, "text", text, 1) if len(text) > 2 else ():
            if len(word) > 1 and (len(word) != len(text) or text.isascii()):
                yield Correction(_EDITED - _bonus(self._count(word)), _EDITED, word)

    def _mended(self, text: str, rounds: int) -> list[Correction]:
        """Return a text with words of the index in the place of what is wrong in it."""
        unseen = self._unseen(text)
        found: dict[str, Correction] = {}
        for start, end in _windows(len(text), unseen):
            for cost, changes, word in self._alike(text[start:end], certain=not unseen and end - start < len(text)):
                mended = text[:start] + word + text[end:]
                left = len(self._unseen(mended))
                if left < len(unseen) or (not unseen and len(find_literal(self._snapshot, mended).docs)):
                    correction = Correction(cost + left * _UNSEEN, changes, mended)
                    found[mended] = min(found.get(mended, correction), correction)
        best = sorted(found.values())[:_TRIED]
        for cost, changes, mended in best[:_MENDED_AGAIN] if rounds > 1 else ():
            if left := len(self._unseen(mended)):
                for more in self._mended(mended, rounds - 1):
                    best.append(Correction(cost - left * _UNSEEN + more.cost, changes + more.changes, more.text))
        return sorted(best)[:_TRIED]

    def _unseen(self, text: str) -> list[int]:
        """Return where pairs of characters begin that no paragraph has."""
        return [at for at in range(len(text) - 1) if not self._stands(text[at : at + 2])]

    def _stands(self, pair: str) -> bool:
        stands = self._pairs.get(pair)
        if stands is None:
            if len(self._pairs) >= _PAIRS_KEPT:
                self._pairs = {}
            stands = self._pairs[pair] = self._snapshot.has_term(FIELD, pair.encode())
        return stands

    def _alike(self, typed: str, *, certain: bool) -> Iterator[Correction]:
        """Yield the words that a text of their length may have been meant for; `certain`: only the likeliest kinds."""
        words = self._words(len(typed))
        costs = np.zeros(len(words.numbers), dtype=np.float32)
        for character, codes, syllables in zip(typed, words.codes, words.syllables, strict=True):
            costs += _costs(character, codes, syllables)
        allowed = costs <= (_SHAPE if certain else _DEAR if len(typed) > 2 else _CHANGED - 0.01)
        entries = self._lexicon.words
        for at in (allowed & (costs > 0)).nonzero()[0].tolist():
            number = int(words.numbers[at])
            changes = float(costs[at])
            yield Correction(changes - _bonus(int(entries.counts[number])), changes, entries.texts[number])
        for at in range(len(typed) - 1):
            swapped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
            if swapped != typed and (count := self._count(swapped)):
                yield Correction(_SWAPPED - _bonus(count), _SWAPPED, swapped)

    def _words(self, length: int) -> _Words:
        words = self._of_length.get(length)
        if words is None:
            characters = self._lexicon.words.characters
            numbers = (characters.sizes == length).nonzero()[0]
            places = characters.starts.take(numbers) + np.arange(length)[:, None]
            words = _Words(numbers, characters.codes.take(places), characters.syllables.take(places))
            self._of_length[length] = words
        return words

    def _count(self, word: str) -> int:
        """Return how many paragraphs have a word."""
        found = self._snapshot.postings("text", word.encode())
        return 0 if found is None else found.df


def _is_latin(text: str) -> bool:
    return text.isascii() and "".join(text.split()).isalpha()


def _replaced(query: str, texts: dict[str, str]) -> str:
    """Return a query with texts in the place of its terms, the long ones first."""
    for term in sorted(texts, key=len, reverse=True):
        query = query.replace(term, texts[term], 1)
    return query


def _windows(length: int, unseen: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of characters, as long as words, that touch an unseen pair; all if there is none."""
    for size in range(2, min(_LONGEST_WORD, length) + 1):
        for start in range(length - size + 1):
            if not unseen or any(start <= at + 1 and at < start + size for at in unseen):
                yield start, start + size


def _bonus(count: int) -> float:
    return _FREQUENT * log10(1 + count)


def _costs(typed: str, codes: Array, syllables: Array) -> Array:
    """Return float32[n]: what it costs to have typed one character for each of some others."""
    costs: Array = _reading_costs(typed).take(syllables)
    for other in _lookalikes().get(typed, ""):
        costs[codes == ord(other)] = np.float32(_SHAPE)
    costs[codes == ord(typed)] = 0
    return costs


@cache
def _reading_costs(typed: str) -> Array:
    """Return float32[syllables]: what it costs to have typed a character for one read so."""
    syllables = pinyin().syllables
    read = [syllables[number] for number in pinyin().readings(typed)]
    nearly = set(map(_slurred, read))
    told = [_ALIKE if one in read else _NEARLY if _slurred(one) in nearly else _CHANGED for one in syllables[1:]]
    return np.array([_CHANGED, *told], dtype=np.float32)


def _slurred(syllable: str) -> str:
    """Return a syllable as those say it who do not tell zh from z, n from l, and ing from in."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    if syllable[0] == "n":
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


@cache
def _lookalikes() -> dict[str, str]:
    """Return for each character of ``lookalikes.txt`` those that look like it."""
    lines = Path(__file__).with_name("lookalikes.txt").read_text("utf-8").splitlines()
    alike: dict[str, str] = {}
    for line in lines:
        for character in line if not line.startswith("#") else "":
            alike[character] = alike.get(character, "") + line.replace(character, "")
    return alike
