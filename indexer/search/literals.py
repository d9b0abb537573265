"""Literals: the paragraphs that hold a string exactly as typed, whatever the dictionary makes of it.

The field `literal` holds the bigrams of every paragraph's normal form (`indexer.analysis.grams`). A paragraph holds a
string where it holds the bigrams that cover it, each at its offset from the others; nothing is read again to be sure.
"""

import math

import numpy as np

from indexer.analysis.grams import query_grams
from indexer.codec.arrays import Array
from indexer.codec.postings import PLACE_BITS, Postings
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.kernels import bm25, run_starts
from indexer.search.executor.results import NOTHING, Scored

FIELD = "literal"

_K1, _B = 1.2, 0.75


def find_literal(snapshot: Snapshot, normal: str) -> Scored:
    """Return the paragraphs that hold a string, scored by BM25 as if it were a term.

    Args:
        snapshot: of the index.
        normal: the string in its normal form, at least one character.
    """
    if len(normal) == 1:
        docs = snapshot.prefix_docs(FIELD, normal.encode())
        return _scored(snapshot, docs, np.ones(len(docs), dtype=np.float32))
    postings = {}
    for at in range(len(normal) - 1):
        gram = normal[at : at + 2]
        found = snapshot.postings(FIELD, gram.encode())
        if found is None:
            return NOTHING
        postings[gram] = found
    cover = query_grams(normal, cost=lambda gram: len(postings[gram]))
    if len(cover) == 1:
        only = postings[cover[0][0]]
        return _scored(snapshot, only.docs, only.weights)
    return _of_places(snapshot, _places([(postings[gram], offset) for gram, offset in cover]))


def _places(cover: list[tuple[Postings, int]]) -> Array:
    """Return int64[n], ascending: the places of the rarest of some grams at which the others stand around it."""
    (rarest, base), *others = sorted(cover, key=lambda pair: len(pair[0]))
    places = rarest.places((others[0][0].locate(rarest.docs) >= 0).nonzero()[0])
    for gram, offset in others:
        if not len(places):
            break
        places = places.take(gram.stands_at(places + (offset - base)))
    return places


def _of_places(snapshot: Snapshot, places: Array) -> Scored:
    every = (places >> PLACE_BITS).astype(np.int32)
    starts = run_starts(every)
    counts = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=counts[:-1])
    counts[-1:] = len(every) - starts[-1:]
    return _scored(snapshot, every.take(starts), counts)


def _scored(snapshot: Snapshot, docs: Array, counts: Array) -> Scored:
    """Return documents with the BM25 score of a term that occurs `counts` times in each and nowhere else."""
    idf = math.log(snapshot.count / (len(docs) + 1)) + 1
    norms = snapshot.length_norms(FIELD, _K1, _B)
    return Scored(docs, bm25(counts, norms.take(docs), idf * (_K1 + 1)))
