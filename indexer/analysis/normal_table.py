"""What each character becomes in the normal form, from the generated ``normal.json`` (see ``tools/make_normal.py``)."""

import json
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, compress
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))

PLAIN, WORDED, BLANK, INVISIBLE, COMPLEX = range(5)
"""The kinds of characters in `Arrays.kinds`; COMPLEX ones take more than a look at themselves."""


@dataclass(frozen=True, slots=True)
class NormalTable:
    """What each character becomes, and the sets of characters that need more than that.

    Attributes:
        folded: what a character becomes, one or several characters; those missing stay as they are.
        blanks: white space and line breaks.
        invisible: controls and formats, which go.
        selectors: invisible characters that belong to the character before them, such as variation selectors.
        joining: characters that combine with the one before them, such as accents.
        special: all of the above, surrogates, and what becomes several characters.
        worded: bounds of the ranges of characters that blanks set apart, such as Latin letters: start, end, start, …
        characters, forms: the characters that become one other, and what each becomes.
        rare: what is special, and the letters among `characters`: most texts have none of them.
        marks: what the others become: punctuation.
        known: what `spelled` has found.
    """

    folded: dict[str, str]
    blanks: frozenset[str]
    invisible: frozenset[str]
    selectors: frozenset[str]
    joining: frozenset[str]
    special: frozenset[str]
    worded: list[int]
    characters: str
    forms: str
    rare: frozenset[str]
    marks: frozenset[str]
    known: dict[str, str] = field(default_factory=dict)

    def spelled(self, form: str) -> str:
        """Return the other characters that become `form`, a character of the normal form, one for one."""
        known = self.known.get(form)
        if known is None:
            found, at = "", self.forms.find(form)
            while at >= 0:
                found += self.characters[at]
                at = self.forms.find(form, at + 1)
            known = self.known[form] = found
        return known

    def is_worded(self, character: str) -> bool:
        """Tell whether blanks set `character`, one of a normal form, apart from another such."""
        return bisect_right(self.worded, ord(character)) % 2 == 1


class Arrays(NamedTuple):
    """The table for whole corpora: what each code point becomes (uint32[0x110000]) and its kind (uint8[0x110000])."""

    folded: "NDArray[np.uint32]"
    kinds: "NDArray[np.uint8]"


@cache
def normal_table() -> NormalTable:
    """Return the table, read once."""
    data = json.loads(Path(__file__).with_name("normal.json").read_text("utf-8"))
    folded: dict[str, str] = data["several"]
    special = {*SURROGATES, *folded}
    characters, forms = map("".join, zip(*data["single"], strict=True))
    singles, targets = list(characters), list(forms)
    sets = [_members(data[name]) for name in ("blanks", "invisible", "selectors", "joining")]
    special.update(*sets)
    blanks, invisible, selectors, joining = sets
    folded.update(zip(singles, targets, strict=True))
    letters = map(or_, map(str.isalnum, singles), map(str.isalnum, targets))
    rare = special.union(compress(singles, letters))
    marks = frozenset(form for form in set(targets) if not form.isalnum())
    worded = [bound for first, last in _ranges(data["worded"]) for bound in (first, last + 1)]
    return NormalTable(
        folded,
        blanks,
        invisible,
        selectors,
        joining,
        frozenset(special),
        worded,
        characters,
        forms,
        frozenset(rare),
        marks,
    )


@cache
def normal_arrays() -> Arrays:
    """Return the table as arrays, made once."""
    import numpy as np

    table = normal_table()
    folded = np.arange(0x110000, dtype=np.uint32)
    kinds = np.full(0x110000, PLAIN, dtype=np.uint8)
    for first, end in zip(table.worded[::2], table.worded[1::2], strict=True):
        kinds[first:end] = WORDED
    single = [(ord(c), ord(text)) for c, text in table.folded.items() if len(text) == 1]
    codes, targets = np.array(single, dtype=np.uint32).T
    folded[codes] = targets
    kinds[codes] = kinds[targets]
    kinds[[ord(c) for c, text in table.folded.items() if text == ","]] = PLAIN
    for members, kind in ((table.special, COMPLEX), (table.blanks, BLANK), (table.invisible, INVISIBLE)):
        kinds[list(map(ord, members))] = kind
    folded[list(map(ord, table.blanks))] = ord(" ")
    folded[list(map(ord, SURROGATES))] = 0xFFFD
    return Arrays(folded, kinds)


def _members(ranges: str) -> frozenset[str]:
    return frozenset(map(chr, chain.from_iterable(range(first, last + 1) for first, last in _ranges(ranges))))


def _ranges(ranges: str) -> list[tuple[int, int]]:
    bounds = (part.split("-") for part in ranges.split())
    return [(int(first, 16), int(last, 16)) for first, last in bounds]
