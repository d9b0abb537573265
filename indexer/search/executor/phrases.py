"""Phrases: documents in which words stand one after the other, as Whoosh's `SpanNear2` defines it.

Words w1 … wn match where they have positions p1 < … < pn, each at most `slop` after the one before. The score is the
sum of the words' scores, a word that stands twice in the phrase counted twice.
"""

from collections.abc import Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.postings import PLACE_BITS, distinct
from indexer.search.executor.kernels import within
from indexer.search.executor.results import Scored
from indexer.search.executor.scoring import ScoredList, TermScores

_FEW = 2048
"""The places of so many documents are looked up one by one; of more, the documents are intersected first."""


def intersect(lists: Sequence[ScoredList], docs: Array | None = None) -> tuple[Array, list[Array]]:
    """Return the documents that are in all of some lists, and where they stand in each.

    The shortest list is looked up in the others, the next shortest first.

    Args:
        lists: at least one.
        docs: int32[n], ascending: only these documents, or all if None.

    Returns:
        int32[m], ascending; and for each list int[m], the indexes of those documents in it.
    """
    by_length = sorted(range(len(lists)), key=lambda i: lists[i].size)
    found: dict[int, Array] = {}
    if docs is None:
        shortest = by_length.pop(0)
        docs = lists[shortest].docs
        found[shortest] = np.arange(len(docs))
    for i in by_length:
        where = lists[i].locate(docs)
        kept = (where >= 0).nonzero()[0]
        if len(kept) < len(docs):
            docs, where = docs.take(kept), where.take(kept)
            found = {j: indexes.take(kept) for j, indexes in found.items()}
        found[i] = where
    return docs, [found[i] for i in range(len(lists))]


def phrase(words: Sequence[TermScores], slop: int, docs: Array | None = None) -> Scored:
    """Return the documents that hold a phrase.

    Args:
        words: the scored lists of its words, at least one, in order.
        slop: how far one word may stand after the other; 1: next to it.
        docs: int32[n], ascending: only these documents, or all if None.

    Raises:
        ValueError: the field has no positions.
    """
    different = list(dict.fromkeys(words))
    if len(words) == 1:
        docs, where = intersect(words, docs)
    else:
        places = _exact(words, docs) if slop == 1 else _loose(words, slop, docs)
        docs = distinct((places >> PLACE_BITS).astype(np.int32))
        where = [word.locate(docs) for word in different]
    scores = {word: word.scores_at(at, docs) for word, at in zip(different, where, strict=True)}
    total = scores[words[0]]
    for word in words[1:]:
        total = total + scores[word]
    return Scored(docs, total)


def _exact(words: Sequence[TermScores], docs: Array | None) -> Array:
    """Return int64[n]: the places of the rarest word where the others stand around it, each next to the other."""
    by_length = sorted(range(len(words)), key=lambda i: words[i].size)
    rarest = by_length[0]
    places = _places(words, rarest, docs)
    for i in by_length[1:]:
        if not len(places):
            break
        places = places.take(words[i].postings.stands_at(places + (i - rarest)))
    return places


def _loose(words: Sequence[TermScores], slop: int, docs: Array | None) -> Array:
    """Return int64[n]: the places of the last word that end a chain of all words in order."""
    docs, where = intersect(words, docs)
    chain = words[0].postings.places(where[0])
    for word, at in zip(words[1:], where[1:], strict=True):
        chain = within(chain, word.postings.places(at), slop)
    return chain


def _places(words: Sequence[TermScores], i: int, docs: Array | None) -> Array:
    """Return the places of the i-th word in documents where the others may be too; all its places if they are few."""
    if docs is None and words[i].size <= _FEW:
        return words[i].postings.places()
    _, where = intersect(words, docs)
    return words[i].postings.places(where[i])
