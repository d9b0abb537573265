"""Pinyin: how Chinese text is read, without tones, and what a person means who types it so (huji, hu ji, hj).

The table is ``pinyin.json`` (``tools/make_pinyin.py``): the readings of each character, the usual one first, and the
words of two characters that are read otherwise (银行: yin hang). Syllables go by numbers: their places in the alphabet,
so that those which begin alike are neighbours. 0 is no syllable.
"""

import json
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Range = tuple[int, int]
"""Syllables from the first number to the one before the last."""

LONGEST = 24
"""So many letters are read as pinyin; more are none."""

MOST_READINGS = 64
"""So many ways of dividing what was typed are followed."""

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_LONGEST_SYLLABLE = 6

_LAST = 0xFFFF


class Pinyin:
    """The table; `pinyin` gives it.

    Attributes:
        syllables: in the order of the alphabet, after "" for none.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        usual: dict[str, str] = told["first"]
        other: dict[str, str] = told["other"]
        self.syllables = ("", *sorted(usual.keys() | other.keys()))
        self._numbers = {syllable: number for number, syllable in enumerate(self.syllables)}
        self._usual = np.zeros(_LAST + 1, dtype=np.uint16)
        for syllable, characters in usual.items():
            self._usual[list(map(ord, characters))] = self._numbers[syllable]
        self._other: dict[str, list[int]] = {}
        for syllable, characters in other.items():
            for character in characters:
                self._other.setdefault(character, []).append(self._numbers[syllable])
        words = sorted(told["words"].items())
        self._words = np.array([_pair(ord(word[0]), ord(word[1])) for word, _ in words], dtype=np.int64)
        read = [list(map(self._numbers.__getitem__, read.split())) for _, read in words]
        self._read = np.array(read, dtype=np.uint16)

    def read(self, codes: Array) -> Array:
        """Return how characters are read, the words of two characters among them as words.

        Args:
            codes: uint32[n], code points, with something that is no character between texts.

        Returns:
            uint16[n]: the syllable of each, 0 for what has none.
        """
        read: Array = self._usual.take(np.minimum(codes, _LAST))
        pairs = _pair(codes[:-1].astype(np.int64), codes[1:].astype(np.int64))
        place = self._words.searchsorted(pairs)
        found = (self._words.take(place, mode="clip") == pairs).nonzero()[0]
        for after in range(2):
            read[found + after] = self._read[place[found], after]
        return read

    def readings(self, character: str) -> tuple[int, ...]:
        """Return all syllables of a character, the usual one first; none if it has none."""
        usual = int(self._usual[min(ord(character), _LAST)])
        return (usual, *self._other.get(character, ())) if usual else ()

    def typed(self, text: str) -> list[tuple[Range, ...]]:
        """Return what a text may be the beginning of, as pinyin: in each way a range of syllables for every character.

        Blanks and apostrophes divide syllables. Each part is a whole syllable or an initial alone, and the last may be
        any beginning of one: huji, hu ji, hji, hj, huj. Ways with fewer characters come first.
        """
        return self._ways(text, unfinished=True)

    def whole(self, text: str) -> list[tuple[int, ...]]:
        """Return the syllables a text may be made of, all of them whole; none if it is not pinyin."""
        return [tuple(low for low, _ in way) for way in self._ways(text, unfinished=False)]

    def _ways(self, text: str, *, unfinished: bool) -> list[tuple[Range, ...]]:
        parts = text.lower().replace("ü", "v").replace("'", " ").replace("’", " ").split()
        letters = "".join(parts)
        if len(letters) > LONGEST or not (letters.isascii() and letters.isalpha()):
            return []
        ways: list[tuple[Range, ...]] = [()]
        for number, part in enumerate(parts, 1):
            divided = self._divided(part, abbreviated=unfinished, open_end=unfinished and number == len(parts))
            ways = [(*way, *more) for way in ways for more in divided][:MOST_READINGS]
        return sorted(ways, key=len)

    def _divided(self, letters: str, *, abbreviated: bool, open_end: bool) -> list[tuple[Range, ...]]:
        """Return the ways to divide letters into syllables, the longest first.

        Args:
            letters: without blanks.
            abbreviated: an initial may stand for a syllable.
            open_end: any beginning of a syllable may stand at the end.
        """
        if not letters:
            return [()]
        found: list[tuple[Range, ...]] = []
        for size in range(min(_LONGEST_SYLLABLE, len(letters)), 0, -1):
            head, rest = letters[:size], letters[size:]
            low, high = self._beginning(head)
            if not open_end or rest:
                whole = low < high and self.syllables[low] == head
                low, high = (low, low + 1) if whole else (low, high if abbreviated and head in _INITIALS else low)
            if low < high and len(found) < MOST_READINGS:
                divided = self._divided(rest, abbreviated=abbreviated, open_end=open_end)
                found += [((low, high), *more) for more in divided]
        return found

    def _beginning(self, letters: str) -> Range:
        """Return the syllables that begin with some letters."""
        return bisect_left(self.syllables, letters), bisect_left(self.syllables, letters + "{")  # { comes after z


def _pair(first: Any, second: Any) -> Any:
    return first << 21 | second


@cache
def pinyin() -> Pinyin:
    """Return the table, read once."""
    return Pinyin(json.loads(Path(__file__).with_name("pinyin.json").read_text("utf-8")))
