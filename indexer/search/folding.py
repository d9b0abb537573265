"""Repeats of one provision, in several versions or several acts, folded into the best of them."""

import numpy as np

from indexer.search.clauses import Found
from indexer.store.columns import likeness
from indexer.store.view import View

SPARE = 4
"""So many more clauses than twice as many are looked for when some are folded, so that there are enough."""

Repeats = dict[int, tuple[int, ...]]
"""By a clause, the first paragraph of each, those that say the same."""


def folded(view: View, found: Found, limit: int, *, is_all: bool) -> tuple[Found, Repeats] | None:
    """Return the best clauses that say something different, and those that repeat them.

    Args:
        view: of the index.
        found: the best clauses.
        limit: how many are wanted.
        is_all: whether there are no others.

    Returns:
        What was found, of which `top.total` still counts all; and by clause those that say the same and rank behind it,
        as far as the last that is shown at least. None if more must be looked for.
    """
    groups = found.top.groups
    alike = likeness(view).take(groups).tolist()
    if len(set(alike[:limit])) == min(limit, len(alike)):
        return found.first(limit), {}
    first_of: dict[int, int] = {}
    repeats: dict[int, list[int]] = {}
    kept = []
    for at, (clause, says) in enumerate(zip(groups.tolist(), alike, strict=True)):
        first = first_of.setdefault(says, clause) if says else clause
        if first == clause:
            kept.append(at)
        else:
            repeats.setdefault(first, []).append(clause)
    if len(kept) < limit and not is_all:
        return None
    best = found.chosen(np.array(kept[:limit], dtype=np.intp)) if repeats else found.first(limit)
    return best, {clause: tuple(same) for clause, same in repeats.items()}
