"""How good one ranking is: nDCG, reciprocal rank, recall and precision.

What a query asks for are *provisions*. A provision is answered by any of its clauses: the same rule may stand in
several laws or versions. It counts once, at the rank of the first of them; a further one adds nothing and keeps its
rank. Where every provision has one clause, these are the measures of trec_eval (``ndcg_cut``, ``recall``, ``P`` and,
over the first ten, ``recip_rank``).

The gain of a provision is its grade and the discount of rank r is ``log2(r + 1)`` (Järvelin and Kekäläinen 2002, in the
form trec_eval has). A grade of 0 means judged and wanting.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Provision:
    """Something a query asks for.

    Attributes:
        clauses: the ids of the clauses any of which answers it.
        grade: how well it answers, 1 where nothing else is said; 0 for what is judged not to.
    """

    clauses: tuple[str, ...]
    grade: int = 1


def gains(ranking: Iterable[str], provisions: Sequence[Provision]) -> list[int]:
    """Return the grade that each rank adds: that of the provision found there for the first time, else 0.

    Args:
        ranking: ids of clauses, best first. An id that comes again adds nothing.
        provisions: what is asked for. A clause that stands in several answers all of them: their grades are added.
    """
    by_clause: dict[str, list[int]] = {}
    for number, provision in enumerate(provisions):
        for clause in dict.fromkeys(provision.clauses):
            by_clause.setdefault(clause, []).append(number)
    left = {number: provision.grade for number, provision in enumerate(provisions)}
    return [sum(left.pop(number, 0) for number in by_clause.get(clause, ())) for clause in ranking]


def ndcg(ranking: Sequence[str], provisions: Sequence[Provision], cut: int) -> float:
    """Return the discounted cumulative gain of the first `cut`, as a part of what the best ranking would have."""
    ideal = _discounted(sorted((provision.grade for provision in provisions), reverse=True)[:cut])
    return _discounted(gains(ranking[:cut], provisions)) / ideal if ideal else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, 1))


def reciprocal_rank(ranking: Sequence[str], provisions: Sequence[Provision], cut: int) -> float:
    """Return 1 / the rank of the first clause that answers, 0 if it is not among the first `cut`."""
    found = (rank for rank, grade in enumerate(gains(ranking[:cut], provisions), 1) if grade)
    return 1 / next(found, float("inf"))


def recall(ranking: Sequence[str], provisions: Sequence[Provision], cut: int) -> float:
    """Return the part of the provisions that the first `cut` answer."""
    shown = set(ranking[:cut])
    asked = [provision for provision in provisions if provision.grade]
    return sum(not shown.isdisjoint(provision.clauses) for provision in asked) / len(asked) if asked else 0.0


def precision(ranking: Sequence[str], provisions: Sequence[Provision], cut: int) -> float:
    """Return the part of the first `cut` ranks, whether filled or not, that answer something not answered above."""
    return sum(grade > 0 for grade in gains(ranking[:cut], provisions)) / cut


Measure = Callable[[Sequence[str], Sequence[Provision], int], float]

MEASURES: dict[str, tuple[Measure, int]] = {
    "nDCG@10": (ndcg, 10),
    "MRR@10": (reciprocal_rank, 10),
    "R@10": (recall, 10),
    "R@100": (recall, 100),
    "P@1": (precision, 1),
}
"""What is measured: the function, and how many ranks it sees."""

DEPTH = max(cut for _, cut in MEASURES.values())
"""How many clauses of each query need be known."""


def measured(ranking: Sequence[str], provisions: Sequence[Provision]) -> dict[str, float]:
    """Return each of `MEASURES` for one ranking: ids of clauses, best first, which may be none at all."""
    return {name: measure(ranking, provisions, cut) for name, (measure, cut) in MEASURES.items()}
