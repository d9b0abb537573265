"""Concatenation: the postings of one field in several segments become those of one, without a sort.

The documents of the parts follow each other, so within a term the postings of the parts do too. Each part's postings of
a term move as a whole, to a place that follows from the numbers of postings alone; so do their positions and values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.field import FieldArrays
from indexer.codec.inversion import assemble


@dataclass(frozen=True)
class FieldPart:
    """The postings of a field over consecutive documents that become part of a new segment.

    Attributes:
        field: the postings; None if no document has any.
        count: the number of documents (D).
        keep: bool[D], which documents to keep; None for all.
    """

    field: FieldArrays | None
    count: int
    keep: Array | None = None


def concatenate(parts: Sequence[FieldPart], lengths: Array) -> FieldArrays | None:
    """Return the postings of the kept documents of all parts, numbered one after the other; None if there are none.

    Args:
        parts: the postings.
        lengths: uint[sum of kept documents], the length of the field in each.
    """
    if len(parts) == 1 and parts[0].keep is None:
        return parts[0].field and replace(parts[0].field, lengths=lengths)
    cut, base = [], 0
    for part in parts:
        if part.field is not None:
            cut.append(_Cut(part.field, part.keep, base))
        base += part.count if part.keep is None else int(np.count_nonzero(part.keep))
    cut = [part for part in cut if len(part.terms)]
    if not cut:
        return None
    merged = list(dict.fromkeys(sorted([term for part in cut for term in part.terms])))
    number = dict(zip(merged, range(len(merged)), strict=True))
    numbers = [np.fromiter(map(number.__getitem__, part.terms), dtype=np.intp, count=len(part.terms)) for part in cut]

    postings = _Layout([part.df for part in cut], numbers, len(merged))
    tokens = _Layout([part.cf for part in cut], numbers, len(merged))
    weights = [part.weights if part.weights is not None else part.tf for part in cut]
    weighted = any(part.weights is not None for part in cut)
    values, value_offsets = _values(cut, numbers, postings)
    return assemble(
        merged,
        post_offsets=postings.offsets,
        docs=postings.arrange([part.docs for part in cut]),
        tf=postings.arrange([part.tf for part in cut]),
        lengths=lengths,
        cf=np.diff(tokens.offsets),
        pos=tokens.arrange([part.pos for part in cut if part.pos is not None])
        if all(part.pos is not None for part in cut)
        else None,
        weights=postings.arrange(weights).astype(np.float32, copy=False) if weighted else None,
        values=values,
        value_offsets=value_offsets,
    )


class _Cut:
    """The kept postings of a part, with documents renumbered, and the terms that still have any."""

    def __init__(self, field: FieldArrays, keep: Array | None, base: int) -> None:
        self.tf, self.pos, self.weights = field.tf, field.pos, field.weights
        self.values, self.value_sizes = field.values, None
        if field.value_offsets is not None:
            self.value_sizes = np.diff(field.value_offsets)
        self.df, self.cf = np.diff(field.post_offsets), np.asarray(field.cf)
        terms = field.all_terms()
        if keep is None:
            self.docs, self.terms = field.docs + np.int32(base), terms
            return
        kept = keep.take(field.docs)
        self.docs = (np.cumsum(keep, dtype=np.int32) + np.int32(base - 1)).take(field.docs[kept])
        self.tf = self.tf[kept]
        self.weights = None if self.weights is None else self.weights[kept]
        if self.pos is not None:
            self.pos = self.pos[np.repeat(kept, field.tf)]
        if self.values is not None and self.value_sizes is not None:
            self.values = self.values[np.repeat(kept, self.value_sizes)]
            self.value_sizes = self.value_sizes[kept]
        self.df = np.add.reduceat(kept, field.post_offsets[:-1], dtype=np.int64)
        left = np.flatnonzero(self.df)
        self.df = self.df[left]
        self.terms = terms if len(left) == len(terms) else [terms[i] for i in left.tolist()]
        starts = np.cumsum(self.df) - self.df
        self.cf = np.add.reduceat(self.tf, starts, dtype=np.int64) if len(left) else self.df


class _Layout:
    """Where the runs of items (postings, positions, bytes of values) of each term go, part after part within a term.

    Args:
        counts: for each part int64[its terms], how many items each term has.
        numbers: for each part intp[its terms], the number of each of its terms among all terms.
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


def _values(cut: Sequence[_Cut], numbers: Sequence[Array], postings: _Layout) -> tuple[Array | None, Array | None]:
    """Return the values of the postings and where each begins, (None, None) if no part has values."""
    if all(part.values is None for part in cut):
        return None, None
    sizes = [np.zeros(len(p.docs), np.int64) if p.value_sizes is None else p.value_sizes for p in cut]
    blobs = [np.zeros(0, np.uint8) if p.values is None else p.values for p in cut]
    starts = [np.cumsum(part.df) - part.df for part in cut]
    bytes_of_terms = [np.add.reduceat(size, start) for size, start in zip(sizes, starts, strict=True)]
    offsets = np.concatenate(([0], np.cumsum(postings.arrange(sizes))))
    return _Layout(bytes_of_terms, numbers, len(postings.offsets) - 1).arrange(blobs), offsets
