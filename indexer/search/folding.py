"""Repeats of one provision, in several versions or several acts, folded into the best of them."""

from collections.abc import Callable

import numpy as np

from indexer.search.clauses import Found
from indexer.store.columns import likeness
from indexer.store.view import View

_SPARE = 4
"""So many more clauses than twice as many are looked for when some are folded, so that there are enough."""

Repeats = dict[int, tuple[int, ...]]
"""By a clause, the first paragraph of each, those that say the same."""


def folded(view: View, search: Callable[[int], Found], limit: int) -> tuple[Found, Repeats]:
    """Return the best clauses that say something different, and those that repeat them.

    Args:
        view: of the index.
        search: gives so many of the best clauses.
        limit: how many are wanted.

    Returns:
        What was found, of which `top.total` still counts all; and by clause those that say the same and rank behind it,
        as far as they were looked at, which is at least as far as the last that is shown.
    """
    asked = limit
    while True:
        found = search(asked)
        groups = found.top.groups
        alike = likeness(view).take(groups).tolist()
        if asked == limit and len(set(alike)) == len(alike):
            return found, {}
        first_of: dict[int, int] = {}
        repeats: dict[int, list[int]] = {}
        kept = []
        for at, (clause, says) in enumerate(zip(groups.tolist(), alike, strict=True)):
            first = first_of.setdefault(says, clause) if says else clause
            if first == clause:
                kept.append(at)
            else:
                repeats.setdefault(first, []).append(clause)
        if len(kept) >= limit or len(groups) < asked:
            best = found.chosen(np.array(kept[:limit], dtype=np.intp)) if repeats else found.first(limit)
            return best, {clause: tuple(same) for clause, same in repeats.items()}
        asked = 2 * asked + _SPARE
