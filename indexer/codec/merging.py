"""Which segments are merged at a commit: those of a full tier, as in Lucene's LogDocMergePolicy.

Segments belong to a tier by their size: up to `SMALLEST` documents, up to ten times that, a hundred times, and so on.
As soon as a tier has ten they become one, which may be of a higher tier and fill that. So there are few segments, a
document is rewritten about once a tier, and a small commit rewrites small segments only. A segment of which a third is
deleted is rewritten without them. Nothing grows beyond `LARGEST` by merging, except by `optimize`, so merging takes
bounded memory.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

PER_TIER = 10
"""How many segments make a tier full, and how many times larger the segments of the next tier are."""

SMALLEST = 2_000
"""Up to so many documents a segment is of the lowest tier."""

LARGEST = 4_000_000
"""No merge makes a segment of more documents."""

DELETED_SHARE = 1 / 3
"""A segment with this share of deleted documents is rewritten."""


def merge_tiers(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merge, into the segment being written, what the policy chooses; a `mergetype` for Whoosh's writers.

    Args:
        writer: the writer that commits.
        segments: the segments of the index.

    Returns:
        The segments that stay as they are.
    """
    from whoosh.reading import SegmentReader

    chosen = choose([(s.doc_count_all(), s.deleted_count()) for s in segments], writer.doc_count())
    for index in sorted(chosen):
        if segments[index].doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segments[index])
            writer.add_reader(reader)
            reader.close()
    return [segment for index, segment in enumerate(segments) if index not in chosen]


def choose(sizes: Sequence[tuple[int, int]], new: int) -> set[int]:
    """Return the indexes of the segments to merge.

    Args:
        sizes: of each segment the number of its documents, and how many of them are deleted.
        new: how many documents the segment being written has, which the others are merged into.
    """
    live = [count - deleted for count, deleted in sizes]
    chosen = {i for i, (count, deleted) in enumerate(sizes) if deleted >= count * DELETED_SHARE}
    while True:
        merged = new + sum(live[i] for i in chosen)
        found = _full_tier([(size, i) for i, size in enumerate(live) if i not in chosen], merged)
        if not found:
            return chosen
        chosen.update(found)


def _full_tier(segments: Sequence[tuple[int, int]], merged: int) -> list[int]:
    """Return the segments, given as (documents, index), of the lowest tier that is full; [] if none is."""
    for tier in range(_tier(LARGEST) + 1):
        members = sorted(segment for segment in segments if _tier(segment[0]) == tier)
        if len(members) + (merged > 0 and _tier(merged) == tier) >= PER_TIER:
            totals = list(accumulate((size for size, _ in members), initial=merged))[1:]
            group = [index for total, (_, index) in zip(totals, members, strict=True) if total <= LARGEST]
            if group and (merged or len(group) > 1):
                return group
    return []


def _tier(documents: int) -> int:
    tier = 0
    while documents > SMALLEST * PER_TIER**tier:
        tier += 1
    return tier
