"""Suggestions while somebody types: what begins so, as it is written or as it is read, the frequent first."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from indexer.analysis.normal import normalise
from indexer.analysis.pinyin import Range, pinyin
from indexer.codec.arrays import Array
from indexer.reports import Suggestion
from indexer.search.lexicon import Entries, Lexicon
from indexer.search.literals import find_literal
from indexer.store.view import View

PHRASE = "phrase"

_MOST_WAYS = 12
"""So many ways to read what is typed as pinyin are followed, those with the fewest characters."""

_SAMPLE = 100
"""So many of the paragraphs that hold what is typed are read for how it goes on."""

_LONGEST = 6
"""A phrase goes on for so many characters at most."""

_FEWEST = 3
"""A phrase stands so often in what is read."""

_CLOSED = 0.7
"""What goes on in one way in more than this part of its places is not yet the end of a phrase."""

_TELLING, _FEW = 0.05, 20
"""A word in more than this part of all paragraphs, and more than these, ends no phrase: 或者, 规定."""


class Suggester:
    """Suggests from the entries of one view of an index; threads may share it.

    Args:
        view: of the index.
        lexicon: its entries.
    """

    def __init__(self, view: View, lexicon: Lexicon) -> None:
        self._view = view
        self._lexicon = lexicon

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Return what somebody may be about to type; see `ClauseIndex.suggest`."""
        typed = normalise(prefix).text.strip()
        if not typed or limit < 1:
            return ()
        found = self._best(lambda entries: entries.characters.beginning(typed), limit)
        ways = pinyin().typed(typed)[:_MOST_WAYS] if typed.isascii() else []
        if ways:
            whole = [way for way in map(_finished, ways) if typed.endswith(pinyin().syllables[way[-1][0]])]
            tiers = [[*found, *self._read(whole, limit)], self._read(ways, limit)]
        else:
            holding = self._best(lambda entries: entries.characters.holding(typed), limit, names_only=True)
            tiers = [[*found, *self._phrases(typed, limit)], holding]
        told: dict[str, Suggestion] = {}
        for tier in tiers:
            for one in sorted(tier, key=lambda one: -one.count):
                told.setdefault(one.text, one)
        return tuple(told.values())[:limit]

    def _read(self, ways: Sequence[Sequence[Range]], limit: int) -> list[Suggestion]:
        """Return the best of the entries that are read in one of some ways."""

        def read(entries: Entries) -> Array:
            found = [entries.characters.read_as(way) for way in ways]
            united: Array = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.intp)
            return united

        return self._best(read, limit)

    def _best(self, find: Callable[[Entries], Array], limit: int, *, names_only: bool = False) -> list[Suggestion]:
        """Return the most frequent of the words and of the names that are found; of equally frequent ones the shorter.

        Args:
            find: gives intp[n], the numbers of some entries.
            limit: how many of the words, and how many of the names.
            names_only: leave out words.
        """
        best: list[Suggestion] = []
        for entries in (self._lexicon.names,) if names_only else (self._lexicon.words, self._lexicon.names):
            found = find(entries)
            order = np.lexsort((entries.characters.sizes.take(found), -entries.counts.take(found)))[:limit]
            chosen = found.take(order).tolist()
            best += [Suggestion(entries.texts[n], entries.kinds[n], int(entries.counts[n])) for n in chosen]
        return best

    def _phrases(self, typed: str, limit: int) -> list[Suggestion]:
        """Return how a text goes on in the paragraphs that hold it, as far as it often goes on alike."""
        snapshot = self._view.snapshot
        docs = find_literal(snapshot, typed).docs
        if len(typed) < 2 or not len(docs):
            return []
        sample = docs[:: max(len(docs) // _SAMPLE, 1)][:_SAMPLE].tolist()
        following = Counter(piece for paragraph in sample for piece in self._following(paragraph, typed))
        phrases = [typed + piece for piece in _ends(following) if self._is_phrase(typed + piece)][:limit]
        return [Suggestion(phrase, PHRASE, len(find_literal(snapshot, phrase).docs)) for phrase in phrases]

    def _following(self, paragraph: int, typed: str) -> Iterator[str]:
        """Yield for each place of a text in a paragraph the runs of Chinese characters behind it."""
        text = self._view.stored("text", paragraph)
        at = text.find(typed)
        while at >= 0:
            at += len(typed)
            for end in range(at + 1, min(at + _LONGEST + 1, len(text)) + 1):
                if not "\u4e00" <= text[end - 1] <= "\u9fff":
                    break
                yield text[at:end]
            at = text.find(typed, at)

    def _is_phrase(self, text: str) -> bool:
        """Tell whether a text is made of several words, of two characters at least, the last of which is telling."""
        words = self._words
        if text in words:
            return False
        telling = max(self._view.snapshot.count * _TELLING, _FEW)
        reached = [0]
        for end in range(2, len(text) + 1):
            if any(
                text[start:end] in words and (end < len(text) or words[text[start:end]] < telling) for start in reached
            ):
                reached.append(end)
        return reached[-1] == len(text)

    @cached_property
    def _words(self) -> dict[str, int]:
        """The words of two characters and more, and in how many paragraphs each stands."""
        entries = self._lexicon.words
        return {
            word: count for word, count in zip(entries.texts, entries.counts.tolist(), strict=True) if len(word) > 1
        }


def _finished(way: Sequence[Range]) -> tuple[Range, ...]:
    """Return a way whose last syllable is the first of those that begin so: the one that is no more than that."""
    return (*way[:-1], (way[-1][0], way[-1][0] + 1))


def _ends(following: Counter[str]) -> list[str]:
    """Return the pieces that often go on in many ways or in none, the ends of phrases; the most frequent first."""
    most: dict[str, int] = {}
    for piece, count in following.items():
        most[piece[:-1]] = max(most.get(piece[:-1], 0), count)
    ends = [piece for piece, count in following.items() if count >= _FEWEST and most.get(piece, 0) <= count * _CLOSED]
    return sorted((piece for piece in ends if len(piece) <= _LONGEST), key=lambda piece: -following[piece])
