"""What each character becomes in the normal form, from the generated ``normal.json`` (see ``tools/make_normal.py``).

Of the ten thousand characters in it a process meets a few hundred or thousand: what a character is and becomes is found
out when it is first met, so that a process that asks one question starts fast.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")

PLAIN, WORDED, BLANK, INVISIBLE, COMPLEX, SELECTOR, JOINING, SURROGATE = range(8)
"""The kinds of characters.

Those from BLANK on are special and take more than a look at themselves: BLANK is white space and line breaks; INVISIBLE
are controls and formats, which go; COMPLEX ones become several characters; a SELECTOR is invisible and belongs to the
character before it, such as a variation selector; a JOINING one combines with the one before it, such as an accent.
WORDED are those of a normal form that blanks set apart from others, such as Latin letters. `Arrays.kinds` tells them
from PLAIN ones and takes all from COMPLEX on for COMPLEX; `NormalTable.kinds` does neither.
"""

_RANGES = {"blanks": BLANK, "invisible": INVISIBLE, "selectors": SELECTOR, "joining": JOINING}

_PATIENCE = 4
"""To compile a pattern of n characters takes as long as looking at n / `_PATIENCE` texts without it."""


class _Learned(dict[str, _T]):
    """What is found out of each character when it is first met."""

    def __init__(self, find: Callable[[str], _T]) -> None:
        self._find = find

    def __missing__(self, character: str) -> _T:
        found = self[character] = self._find(character)
        return found


class _Alike:
    """The characters that a test holds for, as far as they were met.

    Threads may share it: what it keeps is only added to, or replaced at once.

    Args:
        holds: the test.
    """

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._met: set[str] = set()
        self._pattern = re.compile("")
        self._compiled = 0
        self._beyond = 0

    def are_all(self, text: str) -> bool:
        """Tell whether the test holds for every character of a text."""
        if self._pattern.fullmatch(text):  # in a tenth of the time that the set takes
            return True
        self._beyond += 1
        if self._beyond * _PATIENCE > len(self._met) > self._compiled:  # then to compile it anew has been paid for
            self._beyond, self._compiled = 0, len(self._met)
            self._pattern = re.compile(f"[{re.escape(''.join(self._met))}]*")
        if self._met.issuperset(text):
            return True
        new = set(text) - self._met
        held = set(filter(self._holds, new))
        self._met |= held
        return len(held) == len(new)


class NormalTable:
    """What each character becomes, and what is special in it.

    Args:
        data: what stands in ``normal.json``.

    Attributes:
        folded: what a character becomes, one or several characters, or itself.
        kinds: the kind of a character.
        plain: characters that are not special.
        common: those of them that are no letters that become others: most texts have no character beside these.
        singles, forms: the characters that become one other, in order, and what each becomes.
        several: the characters that become several, and what each becomes.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.singles, self.forms = map("".join, zip(*data["single"], strict=True))
        self.several: dict[str, str] = data["several"]
        self._bounds = {kind: _bounds(data[name]) for name, kind in _RANGES.items()}
        self._worded = _bounds(data["worded"])
        self.folded = _Learned(self._fold)
        self.kinds = _Learned(self._kind)
        self.plain = _Alike(lambda character: self.kinds[character] == PLAIN)
        self.common = _Alike(self._is_common)
        self._spelled = _Learned(self._spell)

    def spelled(self, form: str) -> str:
        """Return the other characters that become `form`, a character of the normal form, one for one."""
        return self._spelled[form]

    def is_worded(self, character: str) -> bool:
        """Tell whether blanks set `character`, one of a normal form, apart from another such."""
        return _is_within(self._worded, ord(character))

    def ranges(self, kind: int) -> Iterator[tuple[int, int]]:
        """Yield the first and the last of each run of code points that are of a kind: one that has ranges."""
        bounds = self._worded if kind == WORDED else self._bounds[kind]
        return zip(bounds[::2], bounds[1::2], strict=True)

    def _fold(self, character: str) -> str:
        at = bisect_left(self.singles, character)
        if self.singles[at : at + 1] == character:
            return self.forms[at]
        return self.several.get(character, character)

    def _kind(self, character: str) -> int:
        code = ord(character)
        for kind, bounds in self._bounds.items():
            if _is_within(bounds, code):
                return kind
        if 0xD800 <= code < 0xE000:
            return SURROGATE
        return COMPLEX if character in self.several else PLAIN

    def _is_common(self, character: str) -> bool:
        form = self.folded[character]
        return self.kinds[character] == PLAIN and (form == character or not (character.isalnum() or form.isalnum()))

    def _spell(self, form: str) -> str:
        found, at = "", self.forms.find(form)
        while at >= 0:
            found += self.singles[at]
            at = self.forms.find(form, at + 1)
        return found


class Arrays(NamedTuple):
    """The table for whole corpora: what each code point becomes (uint32[0x110000]) and its kind (uint8[0x110000])."""

    folded: "NDArray[np.uint32]"
    kinds: "NDArray[np.uint8]"


@cache
def normal_table() -> NormalTable:
    """Return the table, read once."""
    return NormalTable(json.loads(Path(__file__).with_name("normal.json").read_text("utf-8")))


@cache
def normal_arrays() -> Arrays:
    """Return the table as arrays, made once."""
    import numpy as np

    table = normal_table()
    folded = np.arange(0x110000, dtype=np.uint32)
    kinds = np.full(0x110000, PLAIN, dtype=np.uint8)
    for first, last in table.ranges(WORDED):
        kinds[first : last + 1] = WORDED
    codes, targets = (np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) for text in (table.singles, table.forms))
    folded[codes] = targets
    kinds[codes] = kinds[targets]
    kinds[codes[targets == ord(",")]] = PLAIN
    kinds[list(map(ord, table.several))] = COMPLEX
    for kind in _RANGES.values():
        for first, last in table.ranges(kind):
            kinds[first : last + 1] = min(kind, COMPLEX)
    folded[kinds == BLANK] = ord(" ")
    kinds[0xD800:0xE000] = COMPLEX
    folded[0xD800:0xE000] = 0xFFFD
    return Arrays(folded, kinds)


def _bounds(ranges: str) -> list[int]:
    """Return the first and the last code point of each range, in one list."""
    return [int(bound, 16) for bound in ranges.replace("-", " ").split()]


def _is_within(bounds: list[int], code: int) -> bool:
    at = bisect_left(bounds, code)
    return at % 2 == 1 or bounds[at : at + 1] == [code]
