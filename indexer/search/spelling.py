"""Near spellings: the words of the index that are at most so many edits away from what was typed.

The distance is Levenshtein's (1965): a character put in, left out or changed is one edit. It is worked out for all
words of a length at once, a row of the usual table at a time, without the cells further from the diagonal than the
edits allow.
"""

from collections.abc import Iterator

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.dictionary import TermDictionary
from indexer.codec.generations import ABSENT
from indexer.codec.snapshot import Snapshot


class TermCharacters:
    """Terms of one field in one segment as characters.

    Args:
        arrays: the field, whose terms are UTF-8.
        first, last: its terms from number `first` to `last` - 1.
    """

    def __init__(self, arrays: TermDictionary, first: int, last: int) -> None:
        text, bounds = arrays.text_of(first, last)
        self._codes: Array = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        self._starts = bounds[:-1]
        self._sizes = np.diff(bounds)
        self._columns: dict[int, Array] = {}
        self.nbytes = 2 * self._codes.nbytes + self._starts.nbytes + self._sizes.nbytes

    def near(self, text: str, edits: int) -> Iterator[str]:
        """Yield the terms at most so many edits away from a text."""
        for length in range(max(len(text) - edits, 1), len(text) + edits + 1):
            columns = self.of_length(length)
            found = columns[:, distances(columns, text, edits) <= edits]
            spelled = found.T.tobytes().decode("utf-32-le")
            yield from (spelled[at : at + length] for at in range(0, len(spelled), length))

    def of_length(self, length: int) -> Array:
        """Return uint32[length, n]: the first characters of the n terms of a length, their second ones, …"""
        columns = self._columns.get(length)
        if columns is None:
            starts = self._starts[self._sizes == length]
            columns = self._columns[length] = self._codes.take(starts + np.arange(length)[:, None])
        return columns


def distances(columns: Array, text: str, most: int) -> Array:
    """Return uint8[n]: how many edits each of n words of one length is away from a text, if no more than `most`.

    Args:
        columns: uint32[length, n], the words' first characters, their second ones, …
        text: at least one character.
        most: where a distance is more than that, any number above it is given.
    """
    far = np.uint8(most + 1)
    words = columns.shape[1]
    row = [np.full(words, min(at, most + 1), dtype=np.uint8) for at in range(len(text) + 1)]
    outside = np.full(words, far, dtype=np.uint8)
    for at, column in enumerate(columns, 1):
        before, row = row, [outside] * (len(text) + 1)
        if at <= most:
            row[0] = np.full(words, at, dtype=np.uint8)
        for place in range(max(1, at - most), min(len(text), at + most) + 1):
            changed = before[place - 1] + (column != ord(text[place - 1]))
            row[place] = np.minimum(changed, np.minimum(before[place], row[place - 1]) + np.uint8(1))
    return row[len(text)]


def near_spellings(snapshot: Snapshot, fieldname: str, text: str, edits: int) -> list[str]:
    """Return the terms of a field at most so many edits away from a text; of a text of 3 characters or more, those
    that begin with the same character.

    Args:
        snapshot: of the index.
        fieldname: a field of words.
        text: in its normal form, at least one character.
        edits: how many.
    """
    found: set[str] = set()
    for number, leaf in enumerate(snapshot.leaves):
        arrays = leaf.arrays(fieldname)
        if arrays is None:
            continue
        if len(text) > 2:
            found.update(TermCharacters(arrays, *arrays.prefix(text[0].encode())).near(text, edits))
        else:
            found.update(_all_terms(snapshot, fieldname, number, arrays).near(text, edits))
    return sorted(found)


def _all_terms(snapshot: Snapshot, fieldname: str, number: int, arrays: TermDictionary) -> TermCharacters:
    """Return all terms of a field in a segment, kept with the snapshot for as long as its cache likes."""
    key = ("term characters", fieldname, number)
    terms: TermCharacters = snapshot.cache.get(key)
    if terms is ABSENT:
        terms = TermCharacters(arrays, 0, len(arrays))
        snapshot.cache.put(key, terms)
    return terms
