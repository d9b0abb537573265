"""The hook for a reranker of the user's own: the best hits, put in another order."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.errors import UsageError
from indexer.records import Hit

Reranker = Callable[[str, Sequence[Hit]], Sequence[float]]
"""Is given the query and the best hits, and returns a score for each: higher is better."""

DEPTH = 50
"""So many of the best hits, or as many as are asked for if that is more, are given to a reranker."""


def reranked(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Return hits in the order of a reranker's scores, equal ones as they were, with those scores and new ranks.

    Raises:
        UsageError: it does not return one number for each hit.
    """
    try:
        scores = [float(score) for score in reranker(query, hits)]
    except (TypeError, ValueError) as error:
        raise UsageError(f"the reranker returned no list of numbers ({error})") from error
    if len(scores) != len(hits):
        raise UsageError(f"the reranker returned {len(scores)} scores for {len(hits)} hits")
    order = sorted(range(len(hits)), key=lambda at: -scores[at])
    return [replace(hits[at], rank=rank, score=round(scores[at], 4)) for rank, at in enumerate(order, 1)]
