"""The shapes of words: which terms each word that a cutter gives, and each code, adds to a text, and where they begin.

In jieba's search mode a word gives the shorter words of the dictionary inside it and then itself, whatever stands
around it. So a corpus is cut once into words that do not overlap, which takes less than cutting it in search mode, and
the terms of each word are looked up here; nothing is done twice for a word that has been met before.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.analysis.codes import code_spans
from indexer.analysis.cutter import Cutter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLANK = " "
"""The word between runs of Han characters, which gives no terms."""


class Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first asked for.

    Attributes:
        listed: the strings by their numbers.
    """

    def __init__(self) -> None:
        self.listed: list[str] = []

    def __missing__(self, asked: str) -> int:
        number = self[asked] = len(self.listed)
        self.listed.append(asked)
        return number


class Shapes:
    """What is known of the words met so far, each by its number.

    Args:
        cutter: cuts the runs of Han characters.

    Attributes:
        terms: numbers the terms.
        lengths: int32[W], how many characters each word has.
        counts: int32[W], how many terms it gives.
        firsts: int64[W], where these begin in `flat`.
        flat: int32[…], the numbers of the terms of all words, end to end.
        offsets: int32[…], where each of them begins in its word.
    """

    def __init__(self, cutter: Cutter) -> None:
        import numpy as np

        self._cutter = cutter
        self._words = Numbering()
        self._shapes: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self.terms = Numbering()
        self._encoded: list[bytes] = []
        none = np.zeros(0, dtype=np.int32)
        self.lengths, self.counts, self.flat, self.offsets = none, none, none, none
        self.firsts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._know(BLANK, ())

    def __len__(self) -> int:
        return len(self._words)

    def numbers(self, words: Sequence[str]) -> "NDArray[np.int32]":
        """Return the number of each word of a text in which no words overlap, blanks between runs included."""
        import numpy as np

        numbers = np.fromiter(map(self._words.__getitem__, words), dtype=np.int32, count=len(words))
        for word in self._words.listed[len(self._shapes) :]:
            self._keep(_terms(word, self._cutter))
        return numbers

    def number_of_code(self, code: re.Match[str]) -> int:
        """Return the number of a code, found by `indexer.analysis.codes.codes`."""
        number = self._words.get(code[0])
        if number is None:
            terms = [(term, begin - code.start()) for term, begin, _ in code_spans(code)]
            number = self._know(code[0], terms)
        return number

    def finish(self) -> None:
        """Put what is new into the arrays."""
        import numpy as np

        known = len(self.lengths)
        new = self._shapes[known:]
        if not new:
            return
        counts = np.array([len(terms) for terms, _ in new], dtype=np.int32)
        firsts = np.cumsum(counts, dtype=np.int64) - counts + len(self.flat)
        self.lengths = np.append(self.lengths, np.array(list(map(len, self._words.listed[known:])), dtype=np.int32))
        self.counts = np.append(self.counts, counts)
        self.firsts = np.append(self.firsts, firsts)
        self.flat = np.append(self.flat, np.array([t for terms, _ in new for t in terms], dtype=np.int32))
        self.offsets = np.append(self.offsets, np.array([o for _, starts in new for o in starts], dtype=np.int32))

    def encoded_terms(self) -> list[bytes]:
        """Return the terms in UTF-8 by their numbers."""
        self._encoded += map(str.encode, self.terms.listed[len(self._encoded) :])
        return self._encoded

    def _know(self, word: str, terms: Sequence[tuple[str, int]]) -> int:
        number = self._words[word]
        self._keep(terms)
        return number

    def _keep(self, terms: Sequence[tuple[str, int]]) -> None:
        """Keep the terms of the next word that has a number."""
        names, starts = zip(*terms, strict=True) if terms else ((), ())
        self._shapes.append((tuple(map(self.terms.__getitem__, names)), starts))


def _terms(word: str, cutter: Cutter) -> list[tuple[str, int]]:
    """Return the terms of a word as jieba's search mode does: words of two characters in it, of three, and itself."""
    found: list[tuple[str, int]] = []
    for size in (2, 3):
        if len(word) > size:
            grams = ((word[at : at + size], at) for at in range(len(word) - size + 1))
            found += [gram for gram in grams if cutter.has(gram[0])]
    found.append((word, 0))
    return found
