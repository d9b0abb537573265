"""Concatenation: the postings of one field in several segments become those of one, without a sort."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.assembly import OpenPostings, assemble, merge
from indexer.codec.field import FieldArrays
from indexer.codec.placed import AnyArrays, PlacedArrays
from indexer.codec.placing import concatenate_places


@dataclass(frozen=True)
class FieldPart:
    """The postings of a field over consecutive documents that become part of a new segment.

    Attributes:
        field: the postings; None if no document has any.
        count: the number of documents (D).
        keep: bool[D], which documents to keep; None for all.
    """

    field: AnyArrays | None
    count: int
    keep: Array | None = None


Opened = tuple[list[bytes], OpenPostings]
"""Terms and their postings."""


def concatenate(parts: Sequence[FieldPart], lengths: Array) -> AnyArrays | None:
    """Return the postings of the kept documents of all parts, numbered one after the other; None if there are none.

    Args:
        parts: the postings.
        lengths: uint[sum of kept documents], the length of the field in each.
    """
    if len(parts) == 1 and parts[0].keep is None:
        return parts[0].field and parts[0].field.replaced(lengths=lengths)
    opened: list[Opened] = []
    placed: list[tuple[PlacedArrays, int, Array | None]] = []
    base = 0
    for part in parts:
        if isinstance(part.field, PlacedArrays):
            placed.append((part.field, base, part.keep))
        elif part.field is not None:
            terms, postings = _opened(part.field, base) if part.keep is None else _kept(part.field, part.keep, base)
            if terms:
                opened.append((terms, postings))
        base += part.count if part.keep is None else int(np.count_nonzero(part.keep))
    if not opened:
        return concatenate_places(placed, lengths) if placed else None
    merged = list(dict.fromkeys(sorted([term for terms, _ in opened for term in terms])))
    number = dict(zip(merged, range(len(merged)), strict=True))
    numbers = [np.fromiter(map(number.__getitem__, terms), np.intp, len(terms)) for terms, _ in opened]
    return assemble(merged, merge([postings for _, postings in opened], numbers, len(merged)), lengths)


def _opened(field: FieldArrays, base: int) -> Opened:
    """Return the terms and postings of a field, the first document becoming document `base`."""
    docs = field.docs.all(np.int32)
    docs += np.int32(base)
    df = np.diff(field.post_offsets.astype(np.int64))
    return field.all_terms(), OpenPostings(
        df=df,
        cf=df if field.repeat_offsets is None else df + np.diff(field.repeat_offsets.astype(np.int64)),
        docs=docs,
        tf=field.all_frequencies(),
        pos=None if field.pos is None else field.pos.all(),
        weights=field.weights,
        values=field.values,
        value_sizes=None if field.value_offsets is None else np.diff(field.value_offsets.astype(np.int64)),
    )


def _kept(field: FieldArrays, keep: Array, base: int) -> Opened:
    """Return the kept postings of a field, documents numbered anew from `base` on, and the terms that have any."""
    terms, opened = _opened(field, 0)
    firsts = np.cumsum(opened.df) - opened.df
    kept = keep.take(opened.docs)
    opened.docs = (np.cumsum(keep, dtype=np.int32) + np.int32(base - 1)).take(opened.docs[kept])
    if opened.pos is not None:
        opened.pos = opened.pos[np.repeat(kept, opened.tf)]
    opened.tf = opened.tf[kept]
    if opened.weights is not None:
        opened.weights = opened.weights[kept]
    if opened.values is not None and opened.value_sizes is not None:
        opened.values = opened.values[np.repeat(kept, opened.value_sizes)]
        opened.value_sizes = opened.value_sizes[kept]
    df = np.add.reduceat(kept, firsts, dtype=np.int64)
    left = np.flatnonzero(df)
    opened.df = df[left]
    if len(left):
        opened.cf = np.add.reduceat(opened.tf, np.cumsum(opened.df) - opened.df, dtype=np.int64)
    return [terms[i] for i in left.tolist()], opened
