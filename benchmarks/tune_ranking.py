"""Fits the weights of the question model and tells what each feature is worth, by cross-validation.

    python -m benchmarks.tune_ranking INDEX QUERIES

prints the table of docs/ranking.md and the weights for indexer/search/ranking.json. The index should be optimized.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer import ClauseIndex
from indexer.codec.arrays import Array
from indexer.evaluation.evaluate import Asked
from indexer.evaluation.judged import read_judged
from indexer.evaluation.measures import measured
from indexer.evaluation.ranked import judged_for
from indexer.evaluation.tuning import Pool, cross_validated, fit
from indexer.query import parse
from indexer.search.executor.kernels import top_k

CANDIDATES = 1500
MEASURED = ("nDCG@10", "R@10", "R@100")
QUESTION = ("words", "coverage", "grams", "characters", "section", "neighbours", "likeness")


def main(index_path: str, queries_path: str) -> None:
    """Print the tables."""
    with ClauseIndex.open(index_path) as index:
        searcher = index._searcher()
        asked = judged_for(searcher.view, read_judged(Path(queries_path)))
        pool, names = candidates(searcher, asked)
    print("| model | " + " | ".join(MEASURED) + " |\n|---|" + "---|" * len(MEASURED))
    report("all features", pool, asked, names)
    for name in pool.names:
        report(f"without {name}", pool.without([name]), asked, names)
    kept = ["words"]
    for name in ("coverage", "grams", "characters", "cited", "numbered", "section", "likeness"):
        kept.append(name)
        report(f"up to {name}", pool.without([other for other in pool.names if other not in kept]), asked, names)
    weights = fit(pool, np.arange(len(asked)), 1e-3)
    print(
        json.dumps({name: float(f"{weight:.3g}") for name, weight in zip(pool.names, weights, strict=True)}, indent=4)
    )


def candidates(searcher: object, asked: Sequence[Asked]) -> tuple[Pool, list[list[str]]]:
    """Return the best candidates of each query with their features, and their ids."""
    search, view = searcher._clauses, searcher.view  # type: ignore[attr-defined]
    evidence = search.questions.evidence
    priors = tuple(evidence.priors)
    features = np.zeros((len(asked), CANDIDATES, len(QUESTION) + len(priors)), dtype=np.float32)
    relevant = np.zeros((len(asked), CANDIDATES), dtype=bool)
    names: list[list[str]] = []
    ids = np.array([view.clause_name(first) for first in evidence.firsts.tolist()], dtype=object)
    for at, one in enumerate(asked):
        told, scores = search.questions.scored(search.question(parse(one.query.text).tree))
        best = top_k(scores, CANDIDATES)
        columns = [told[name].take(best) for name in QUESTION] + [evidence.priors[name].take(best) for name in priors]
        features[at] = np.stack(columns, axis=1)
        names.append(ids[best].tolist())
        wanted = {clause for provision in one.provisions if provision.grade for clause in provision.clauses}
        relevant[at] = [name in wanted for name in names[-1]]
    return Pool((*QUESTION, *priors), features, relevant), names


def report(label: str, pool: Pool, asked: Sequence[Asked], names: list[list[str]]) -> None:
    """Print one line of the table."""
    orders: Array = cross_validated(pool)
    rows = [
        measured([own[at] for at in order[:100]], one.provisions)
        for own, order, one in zip(names, orders.tolist(), asked, strict=True)
    ]
    print(
        f"| {label} | " + " | ".join(f"{np.mean([row[name] for row in rows]):.4f}" for name in MEASURED) + " |",
        flush=True,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
