"""Postings laid open, put together from parts, and packed to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.dictionary import dictionary_of, offsets_of
from indexer.codec.field import RATIO_STEPS, FieldArrays
from indexer.codec.packed import pack

K1, B = 1.2, 0.75
"""The parameters of BM25 that `FieldArrays.maxr` is computed with; Whoosh's defaults."""

ROUNDING = 5e-7
"""How much of itself is added to a ratio: more than float32 can have lost on the way (three roundings of 6e-8)."""


@dataclass
class OpenPostings:
    """The postings of t terms, P in all, of N tokens, with nothing packed; the terms are told apart.

    Attributes:
        df, cf: int32 or int64[t], how many documents have each term, and how often it occurs in them.
        docs: int32[P], document numbers, ascending within a term.
        tf: uint[P], how often the term occurs in the document.
        pos: uint[N], the positions, ascending within a posting; None if not kept.
        weights: float32[P], what a posting weighs in scoring; None where that is `tf`.
        values: uint8[…], the values of the postings end to end, `value_sizes`: int64[P]; None if there are none.
    """

    df: Array
    cf: Array
    docs: Array
    tf: Array
    pos: Array | None = None
    weights: Array | None = None
    values: Array | None = None
    value_sizes: Array | None = None

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return sum(array.nbytes for array in vars(self).values() if array is not None)


def merge(parts: Sequence[OpenPostings], numbers: Sequence[Array], terms: int) -> OpenPostings:
    """Put postings of consecutive documents together: each term's of the first part, of the second, and so on.

    No sort is needed: a term's postings of one part move as a whole, to a place that follows from the counts alone.

    Args:
        parts: the postings, at least one part.
        numbers: for each part int[t], the number of each of its terms among all terms.
        terms: how many terms there are in all.
    """
    postings = Layout([part.df for part in parts], numbers, terms)
    tokens = Layout([part.cf for part in parts], numbers, terms)
    merged = OpenPostings(
        df=np.diff(postings.offsets),
        cf=np.diff(tokens.offsets),
        docs=postings.arrange([part.docs for part in parts]),
        tf=postings.arrange([part.tf for part in parts]),
    )
    pos = [part.pos for part in parts if part.pos is not None]
    if len(pos) == len(parts):
        merged.pos = tokens.arrange(pos)
    if any(part.weights is not None for part in parts):
        weights = [part.tf if part.weights is None else part.weights for part in parts]
        merged.weights = postings.arrange(weights).astype(np.float32, copy=False)
    if any(part.values is not None for part in parts):
        sizes = [np.zeros(len(p.docs), np.int64) if p.value_sizes is None else p.value_sizes for p in parts]
        starts = [np.cumsum(part.df) - part.df for part in parts]
        bytes_of_terms = [np.add.reduceat(size, start) for size, start in zip(sizes, starts, strict=True)]
        blobs = [np.zeros(0, np.uint8) if p.values is None else p.values for p in parts]
        merged.values = Layout(bytes_of_terms, numbers, terms).arrange(blobs)
        merged.value_sizes = postings.arrange(sizes)
    return merged


class Layout:
    """Where the runs of items (postings, positions, bytes of values) of each term go, part after part within a term.

    Args:
        counts: for each part int[its terms], how many items each term has.
        numbers: for each part int[its terms], the number of each of its terms among all terms.
        terms: how many terms there are in all.

    Attributes:
        offsets: int64[terms + 1], where the items of each term begin.
    """

    def __init__(self, counts: Sequence[Array], numbers: Sequence[Array], terms: int) -> None:
        totals = np.zeros(terms, dtype=np.int64)
        for count, number in zip(counts, numbers, strict=True):
            totals[number] += count
        self.offsets = np.concatenate(([0], np.cumsum(totals)))
        self._counts = counts
        self._shifts = []
        placed = self.offsets[:-1].copy()
        for count, number in zip(counts, numbers, strict=True):
            self._shifts.append(placed[number] - (np.cumsum(count) - count))
            placed[number] += count

    def arrange(self, items: Sequence[Array]) -> Array:
        """Return the items of all parts in their places."""
        arranged = np.empty(self.offsets[-1], dtype=np.result_type(*items))
        for part, shift, count in zip(items, self._shifts, self._counts, strict=True):
            places = np.repeat(shift, count)
            places += np.arange(len(part))
            arranged[places] = part
        return arranged


def assemble(terms: list[bytes], postings: OpenPostings, lengths: Array) -> FieldArrays:
    """Return a field packed, with everything that follows from its terms and postings worked out.

    Args:
        terms: the terms, sorted; each has a posting.
        postings: their postings.
        lengths: uint[D], the length of the field in each document.
    """
    return FieldArrays(
        **dictionary_of(terms),
        post_offsets=offsets_of(postings.df),
        docs=pack(postings.docs),
        lengths=lengths,
        maxr=_highest_ratios(postings, lengths),
        **_repeats(postings),
        pos=None if postings.pos is None else pack(postings.pos),
        weights=postings.weights,
        values=postings.values,
        value_offsets=None if postings.value_sizes is None else offsets_of(postings.value_sizes),
    )


def _repeats(postings: OpenPostings) -> dict[str, Any]:
    """Return `repeats` and `repeat_offsets` of `FieldArrays`, neither if each token is a posting."""
    more = np.flatnonzero(postings.tf > 1)
    if not len(more):
        return {}
    ends = np.cumsum(postings.df)
    firsts = (ends - postings.df).take(ends.searchsorted(more, side="right"))
    repeats = (more - firsts).repeat(postings.tf.take(more) - 1)
    return {"repeats": pack(repeats, widths=(2,)), "repeat_offsets": offsets_of(postings.cf - postings.df)}


def _highest_ratios(postings: OpenPostings, lengths: Array) -> Array:
    """Return `maxr` of `FieldArrays`."""
    average = float(lengths.mean()) or 1.0
    # k of each document, then w / (w + k) of each posting
    k = (K1 * (1 - B) + (K1 * B / average) * lengths).astype(np.float32)
    weights = postings.tf if postings.weights is None else postings.weights
    ratios = k.take(postings.docs)
    ratios += weights
    np.divide(weights, ratios, out=ratios)
    highest = np.maximum.reduceat(ratios, np.cumsum(postings.df) - postings.df) * np.float64(1 + ROUNDING)
    steps: Array = np.minimum(np.ceil(highest * RATIO_STEPS), RATIO_STEPS).astype(np.uint8)
    return steps
