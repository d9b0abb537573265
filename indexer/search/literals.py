"""Literals: the paragraphs that hold a string exactly as typed, whatever the dictionary makes of it.

The field `literal` holds where each bigram of every paragraph's normal form stands (`indexer.analysis.grams`), all
paragraphs laid end to end (`indexer.codec.placed`). A string stands where the bigrams that cover it stand, each at its
offset from the others; nothing is read again to be sure.
"""

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable

import numpy as np

from indexer.analysis.grams import query_grams
from indexer.codec.arrays import Array
from indexer.codec.generations import ABSENT
from indexer.codec.places import TermPlaces
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.kernels import bm25, run_bounds
from indexer.search.executor.results import NOTHING, Scored

FIELD = "literal"

_K1, _B = 1.2, 0.75

_FEW = 4
"""So many places are looked up one by one, which then takes less than it takes to call numpy."""


def find_literal(snapshot: Snapshot, normal: str) -> Scored:
    """Return the paragraphs that hold a string, scored by BM25 as if it were a term; those of a bigram are kept.

    Args:
        snapshot: of the index.
        normal: the string in its normal form, at least one character.
    """
    if len(normal) > 2:
        return gather_literal(snapshot, normal)
    key = ("literal", normal)
    found: Scored = snapshot.cache.get(key)
    if found is ABSENT:
        found = gather_literal(snapshot, normal)
        snapshot.cache.put(key, found)
    return found


def gather_literal(snapshot: Snapshot, normal: str) -> Scored:
    """Return what `find_literal` does, for the caller to keep."""
    return _of_places(snapshot, _places(snapshot, normal) if len(normal) > 2 else _places_of_gram(snapshot, normal))


def _places_of_gram(snapshot: Snapshot, gram: str) -> Array | list[int]:
    """Return the ascending places of a bigram, or of all that begin with a single character."""
    if len(gram) == 1:
        return snapshot.places_of_prefix(FIELD, gram.encode())
    found = snapshot.places(FIELD, gram.encode())
    return [] if found is None else found.places


def _places(snapshot: Snapshot, normal: str) -> Array | list[int]:
    """Return the ascending places, as of its rarest bigram, of a string of three characters or more."""
    cover: list[tuple[TermPlaces, int]] = []
    for gram, offset in query_grams(normal):
        found = snapshot.places(FIELD, gram.encode())
        if found is None:
            return []
        cover.append((found, offset))
    cover.sort(key=lambda each: each[0].count)
    rarest, base = cover[0]
    places = rarest.places
    rest = deque(cover[1:])
    while rest and len(places) > _FEW:
        other, offset = rest.popleft()
        places = _standing(places, other.places, offset - base)
    return _places_among(places.tolist(), ((other.places, at - base) for other, at in rest)) if rest else places


def _standing(places: Array, others: Array, offset: int) -> Array:
    """Return those of some places that have one of `others` so far behind them; both are ascending."""
    wanted = places + others.dtype.type(offset)
    stands = others.take(others.searchsorted(wanted), mode="clip") == wanted
    standing: Array = places[stands]
    return standing


def _places_among(places: list[int], lists: Iterable[tuple[Array, int]]) -> list[int]:
    """Return those of a few places that have, for each list, one of its places so far behind them as is said of it."""
    for others, offset in lists:
        if not places:
            break
        numbers, last = others.data, len(others) - 1
        places = [at for at in places if numbers[min(bisect_left(numbers, at + offset), last)] == at + offset]
    return places


def _of_places(snapshot: Snapshot, places: Array | list[int]) -> Scored:
    """Return the paragraphs that some places, which ascend, are in, scored."""
    if not len(places):
        return NOTHING
    starts = snapshot.text_starts(FIELD)
    docs, counts = _few_documents(starts, places) if isinstance(places, list) else _documents(starts, places)
    if snapshot.live is not None:
        live = snapshot.live.take(docs)
        docs, counts = docs[live], counts[live]
    idf = math.log(snapshot.count / (len(docs) + 1)) + 1
    norms = snapshot.length_norms(FIELD, _K1, _B)
    return Scored(docs, bm25(counts, norms.take(docs), idf * (_K1 + 1)))


def _documents(text_starts: Array, places: Array) -> tuple[Array, Array]:
    """Return int32[n], the paragraphs that some places are in, and float32[n], how many are in each."""
    every = text_starts.searchsorted(places, side="right")
    every -= 1
    bounds = run_bounds(every)
    starts = bounds[:-1]
    return every.take(starts).astype(np.int32), (bounds[1:] - starts).astype(np.float32)


def _few_documents(text_starts: Array, places: list[int]) -> tuple[Array, Array]:
    """Return the same, place by place."""
    counts: dict[int, int] = {}
    starts = text_starts.data
    for place in places:
        document = bisect_right(starts, place) - 1
        counts[document] = counts.get(document, 0) + 1
    return np.array(list(counts), dtype=np.int32), np.array(list(counts.values()), dtype=np.float32)
