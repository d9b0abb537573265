"""Judged queries against rankings: the measures of each query, their means, and what two runs differ in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.evaluation.judged import JudgedQuery
from indexer.evaluation.measures import MEASURES, Provision, measured
from indexer.evaluation.significance import interval, p_value
from indexer.reports import ComparedMeasure, Evaluation, MeanMeasure, MeasuredQuery, UnknownClause

Ranking = Sequence[str]
"""Ids of clauses, best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query to be measured.

    Attributes:
        query: the query.
        provisions: what it asks for, by the ids of the index.
        unknown: the clauses that its judgements name and the index has not.
    """

    query: JudgedQuery
    provisions: tuple[Provision, ...]
    unknown: tuple[str, ...]


def evaluation(
    asked: Sequence[Asked],
    rank: Callable[[JudgedQuery], Ranking],
    *,
    other: Mapping[str, Ranking] | None = None,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Evaluation:
    """Return how well queries are answered; means are over those with a judgement above 0, found anything or not.

    Args:
        asked: the queries.
        rank: gives the ranking of a query, called once for each.
        other: the rankings of another run by the ids of the queries, to compare with; what it has not is empty.
        seed: of the resampling.
        progress: is told how many of all queries are done.
    """
    rows: list[MeasuredQuery] = []
    others: list[dict[str, float]] = []
    unjudged: list[str] = []
    for done, one in enumerate(asked, 1):
        if any(provision.grade for provision in one.provisions):
            query = one.query
            values = measured(rank(query), one.provisions)
            rows.append(MeasuredQuery(query.id, query.text, len(one.provisions), values))
            others += () if other is None else (measured(other.get(query.id, ()), one.provisions),)
        else:
            unjudged.append(one.query.id)
        progress(done, len(asked))
    own = [row.measures for row in rows]
    return Evaluation(
        queries=len(rows),
        provisions=sum(row.provisions for row in rows),
        measures=tuple(_mean(name, own, seed) for name in MEASURES) if rows else (),
        compared=tuple(_compared(name, own, others, seed) for name in MEASURES) if others else (),
        unjudged=tuple(unjudged),
        unknown=tuple(UnknownClause(one.query.id, clause) for one in asked for clause in one.unknown),
        per_query=tuple(rows),
    )


def _mean(name: str, rows: Sequence[Mapping[str, float]], seed: int) -> MeanMeasure:
    values = np.array([row[name] for row in rows])
    return MeanMeasure(name, float(values.mean()), *interval(values, seed=seed))


def _compared(
    name: str, own: Sequence[Mapping[str, float]], others: Sequence[Mapping[str, float]], seed: int
) -> ComparedMeasure:
    values = np.array([[row[name] for row in own], [row[name] for row in others]])
    differences = values[0] - values[1]
    mean, other = values.mean(axis=1).tolist()
    low, high = interval(differences, seed=seed)
    better, worse = int(np.count_nonzero(differences > 0)), int(np.count_nonzero(differences < 0))
    return ComparedMeasure(name, mean, other, mean - other, low, high, p_value(differences, seed=seed), better, worse)
