"""Whole corpora at once: the terms of many texts as arrays, with the numbers in them beside their words.

All texts are cut by one call, with a blank for each character that is not Han, so that word by word the offsets in the
text follow by counting. What each word and each code gives is looked up (`indexer.analysis.shapes`). A number stands
at the position of the first term that begins where the number begins, or after.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.codes import codes
from indexer.analysis.cutter import Cutter
from indexer.analysis.numbers import Found, read_numbers
from indexer.analysis.shapes import Shapes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FD5
_MOST_WORDS = 1 << 18
"""So many words are remembered with their shapes."""


class BatchTerms(NamedTuple):
    """The terms of D texts.

    Attributes:
        vocabulary: the distinct terms, in UTF-8.
        ids: int32[N], for each term of each text, in order, its index in `vocabulary`.
        lengths: int32[D], how many of them each text has.
        positions: uint32[N], the position of each in its text; None: 0, 1, 2, …
    """

    vocabulary: list[bytes]
    ids: "NDArray[np.int32]"
    lengths: "NDArray[np.int32]"
    positions: "NDArray[np.uint32] | None" = None


class BatchCutter:
    """Cuts many texts at once, and remembers the words it has met; for one thread at a time.

    Args:
        cutter: cuts the runs of Han characters.
    """

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._shapes = Shapes(cutter)

    def cut(self, normals: Sequence[str], *, numbered: bool) -> BatchTerms:
        """Return the terms of texts in their normal form.

        Args:
            normals: the texts.
            numbered: with the canonical tokens of their numbers, each at the position of the term before it.
        """
        import numpy as np

        if len(self._shapes) > _MOST_WORDS:
            self._shapes = Shapes(self._cutter)
        text = _Cut(normals, self._cutter, self._shapes)
        ids, lengths, positions = text.terms(), np.diff(text.bounds), None
        if numbered:
            numbers = read_numbers(text.joined)
            tokens = [self._shapes.terms[reading.token] for _, _, reading in numbers]
            ids, lengths, positions = text.with_tokens(ids, lengths, text.places(numbers), tokens)
        used = np.zeros(len(self._shapes.terms), dtype=np.bool_)
        used[ids] = True
        renumbered = np.cumsum(used, dtype=np.int32) - np.int32(1)
        listed = self._shapes.encoded_terms()
        vocabulary = [listed[number] for number in np.flatnonzero(used).tolist()]
        return BatchTerms(vocabulary, renumbered.take(ids), lengths.astype(np.int32), positions)


class _Cut:
    """Texts cut into words and codes.

    Attributes:
        joined: the texts with U+0000 before, between and after them.
        bounds: int64[D + 1], where the terms of each text begin among those of all.
    """

    def __init__(self, normals: Sequence[str], cutter: Cutter, shapes: Shapes) -> None:
        import numpy as np

        self.joined, spaced, coded = _spaced(normals)
        self._shapes = shapes
        self._words = shapes.numbers(cutter.words(spaced))
        shapes.finish()
        lengths = shapes.lengths.take(self._words)
        self._starts = np.cumsum(lengths, dtype=np.int64) - lengths
        self._put_codes(coded)
        self._counts = shapes.counts.take(self._words)
        self._firsts = np.cumsum(self._counts, dtype=np.int64) - self._counts
        sizes = np.fromiter(map(len, normals), dtype=np.int64, count=len(normals))
        self._texts = np.concatenate(([0], np.cumsum(sizes + 1)))  # where the U+0000 before each text stands
        self.bounds = self._firsts.take(self._starts.searchsorted(self._texts))

    def _put_codes(self, coded: "NDArray[np.bool_]") -> None:
        """Put the codes in the places of the blanks that they begin at."""
        import numpy as np

        begins = coded.copy()
        begins[1:] &= ~coded[:-1]
        ends = coded.copy()
        ends[:-1] &= ~coded[1:]
        self._codes: list[int] = []
        numbers: list[int] = []
        match, at = codes().match, 0
        for start, last in zip(np.flatnonzero(begins).tolist(), np.flatnonzero(ends).tolist(), strict=True):
            at = max(at, start)
            while at <= last and (code := match(self.joined, at)):
                self._codes.append(at)
                numbers.append(self._shapes.number_of_code(code))
                at = code.end()
        self._shapes.finish()
        self._words[self._starts.searchsorted(np.array(self._codes, dtype=np.int64))] = numbers

    def terms(self) -> "NDArray[np.int32]":
        """Return the numbers of all terms in order."""
        import numpy as np

        within = np.repeat(self._shapes.firsts.take(self._words) - self._firsts, self._counts)
        within += np.arange(len(within))
        return self._shapes.flat.take(within)

    def places(self, numbers: Sequence[Found]) -> "NDArray[np.int64]":
        """Return int64[n]: the index, among all terms, of the one each number begins with."""
        import numpy as np

        starts = np.array([start for start, _, _ in numbers], dtype=np.int64)
        words = self._starts.searchsorted(starts, side="right") - 1
        places: NDArray[np.int64] = self._firsts.take(words)
        inside = (starts != self._starts.take(words)) | (self._counts.take(words) == 0)
        for i in np.flatnonzero(inside).tolist():
            places[i] = self._place_inside(int(starts[i]), int(words[i]))
        texts = self._texts.searchsorted(starts, side="right")
        clipped: NDArray[np.int64] = np.minimum(places, self.bounds.take(texts) - 1)
        return clipped

    def _place_inside(self, start: int, word: int) -> int:
        """Return the index of the first term that begins at `start` or after, which lies in a word, or in a code."""
        if not self._counts[word]:  # a code has several blanks, and stands in the place of the first
            start_of_word = self._codes[bisect_right(self._codes, start) - 1]
            word = int(self._starts.searchsorted(start_of_word))
        else:
            start_of_word = int(self._starts[word])
        first, count = int(self._shapes.firsts[self._words[word]]), int(self._counts[word])
        offsets = self._shapes.offsets[first : first + count].tolist()
        inside = next((i for i, offset in enumerate(offsets) if offset >= start - start_of_word), count)
        return int(self._firsts[word]) + inside

    def with_tokens(
        self,
        ids: "NDArray[np.int32]",
        lengths: "NDArray[np.int64]",
        places: "NDArray[np.int64]",
        tokens: Sequence[int],
    ) -> "tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint32]]":
        """Return terms, lengths and positions with some tokens more, each behind the term at whose position it is."""
        import numpy as np

        firsts = self.bounds[:-1]
        texts = self.bounds.searchsorted(places, side="right") - 1
        positions = np.arange(len(ids), dtype=np.int64) - np.repeat(firsts, lengths)
        positions = np.insert(positions, places + 1, places - firsts.take(texts))
        lengths = lengths + np.bincount(texts, minlength=len(lengths))
        return np.insert(ids, places + 1, tokens), lengths, positions.astype(np.uint32)


def _spaced(texts: Sequence[str]) -> "tuple[str, str, NDArray[np.bool_]]":
    """Return texts as a cutter takes them.

    Returns:
        The texts with U+0000 before, between and after them; the same with a blank for each character that is not Han;
        and which characters are letters or digits, besides Han.
    """
    import numpy as np

    joined = "\0".join(["", *texts, ""])
    characters = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    is_han = (characters - np.uint32(_FIRST_HAN)) <= _LAST_HAN - _FIRST_HAN
    spaced = np.where(is_han, characters, np.uint32(ord(" "))).astype(np.uint32)
    return joined, spaced.tobytes().decode("utf-32-le"), _beyond_han(characters, ~is_han)


def _beyond_han(characters: "NDArray[np.uint32]", others: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """Return which characters can begin a code, of those of `others`."""
    import numpy as np

    table = np.zeros(0x110000, dtype=np.bool_)
    table[characters[others]] = True
    for character in np.flatnonzero(table).tolist():
        table[character] = codes().match(chr(character)) is not None
    return table[characters]
