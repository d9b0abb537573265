"""Questions: clauses ranked by all that speaks for them, where no clause need have every word.

A question in everyday words is seldom answered by a clause that has all of them. Here every clause that has any word or
gram of it is scored by a linear model (docs/ranking.md): its words in the best paragraph, the share of the question
that is covered, grams and characters of the clause as a whole, the section it stands in and its neighbours, what cites
its document, and what the words mean as far as the corpus tells. Each feature is an array over all clauses.
"""

import math
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.evidence import Evidence
from indexer.search.executor.group_terms import GroupTerms
from indexer.search.executor.grouped import GroupedSearch, GroupedTop, Word
from indexer.search.executor.kernels import top_k
from indexer.store.view import View

_SHARPNESS = 0.3
"""How much better a clause must be, in units of BM25, to count e^0.3 times as much for its section."""

_RERANKED = 2000
"""So many of the best clauses are compared with the question by what was learned."""

_LEAST = 1e-6
"""What a section without anything counts."""


@cache
def function_words() -> frozenset[str]:
    """Return the words that carry no weight in a question."""
    lines = Path(__file__).with_name("function_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def grams_of(normal: str) -> tuple[list[str], list[str]]:
    """Return the distinct character bigrams, and the distinct characters, of the words of a text in its normal form."""
    runs = "".join(one if one.isalnum() else " " for one in normal).split()
    grams = dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return list(grams), list(dict.fromkeys("".join(runs)))


class Question(NamedTuple):
    """What is asked.

    Attributes:
        words: the words that carry weight.
        normal: the text in its normal form.
        mask: bool[D], the paragraphs whose clauses may be found; None for all.
    """

    words: Sequence[Word]
    normal: str
    mask: Array | None


class QuestionSearch:
    """Ranks the clauses of a view for questions; threads may share it.

    Args:
        view: of the index.
        groups: finds words in its clauses.
        weights: of the features, by name (``ranking.json``).
    """

    def __init__(self, view: View, groups: GroupedSearch, weights: dict[str, float]) -> None:
        self._view = view
        self._groups = groups
        self._weights = weights

    @cached_property
    def evidence(self) -> Evidence:
        """What speaks for each clause whatever is asked."""
        return Evidence(self._view)

    @cached_property
    def _prior(self) -> Array:
        return self.evidence.weighed(self._weights)

    @cached_property
    def _terms(self) -> GroupTerms:
        return GroupTerms(self._view.snapshot, self.evidence.firsts)

    def search(self, question: Question, limit: int) -> tuple[GroupedTop, dict[str, Array]]:
        """Return the best clauses, and float32[k] by name: what each feature adds to their scores."""
        features, scores = self.scored(question)
        able = (features["words"] > 0) | (features["grams"] > 0)
        if question.mask is not None:
            able &= question.mask.take(self.evidence.firsts)
        found = able.nonzero()[0]
        best = found.take(top_k(scores.take(found), limit))
        added = {name: np.float32(self._weights[name]) * values.take(best) for name, values in features.items()}
        added["prior"] = self._prior.take(best)
        clauses = self.evidence.firsts.take(best)
        pinned = self._groups.pinned(question.words, clauses)
        return GroupedTop(pinned, clauses, scores.take(best), len(found)), added

    def scored(self, question: Question) -> tuple[dict[str, Array], Array]:
        """Return float32[C] by name: the features that depend on the question; and float32[C], the scores."""
        features = self._lexical(question)
        scores = self._prior.copy()
        for name, values in features.items():
            scores += np.float32(self._weights[name]) * values
        features["likeness"] = self._likeness(question.words, scores)
        scores += np.float32(self._weights["likeness"]) * features["likeness"]
        return features, scores

    def _lexical(self, question: Question) -> dict[str, Array]:
        words, coverage = self._words(question.words)
        grams, characters = map(self._terms.sums, grams_of(question.normal))
        alike = words + grams + characters
        return {
            "words": words,
            "coverage": coverage,
            "grams": grams,
            "characters": characters,
            "section": _section_scores(alike, self.evidence),
            "neighbours": _neighbour_scores(alike, self.evidence.documents),
        }

    def _likeness(self, words: Sequence[Word], scores: Array) -> Array:
        """Return float32[C]: how much like the question the best clauses are by what was learned, 0 for the others."""
        told = np.zeros(len(scores), dtype=np.float32)
        learned = self._view.associations
        if learned is not None:
            best = top_k(scores, _RERANKED)
            asked = [part.terms[0] for word in words for part in word if part.fieldname == "text"]
            told[best] = learned.likeness(asked, best)
        return told

    def _words(self, words: Sequence[Word]) -> tuple[Array, Array]:
        """Return float32[C] twice: the sum of the scores of words, and the share of their idf that a clause has."""
        count = len(self.evidence.firsts)
        sums, covered = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        total = 0.0
        for word in words:
            clauses, scores = self._groups.groups(word)
            if len(clauses):
                numbers = self.evidence.number_of.take(clauses).astype(np.intp)
                idf = math.log(1 + (count - len(clauses) + 0.5) / (len(clauses) + 0.5))
                np.add.at(sums, numbers, scores)
                np.add.at(covered, numbers, np.float32(idf))
                total += idf
        return sums, covered / np.float32(total or 1.0)


def _section_scores(scores: Array, evidence: Evidence) -> Array:
    """Return float32[C]: how well the clauses of a clause's section do together, 0 or more.

    It is ``log sum exp`` of their scores, so that the best count most.

    Args:
        scores: float32[C].
        evidence: says which clauses make a section.
    """
    if not len(scores):
        return scores
    raised = np.exp((scores - scores.max()) * np.float32(_SHARPNESS))
    sums = np.add.reduceat(raised, evidence.section_starts)
    told: Array = (np.log(sums + np.float32(_LEAST)) - np.float32(math.log(_LEAST))).take(evidence.sections)
    return told


def _neighbour_scores(scores: Array, documents: Array) -> Array:
    """Return float32[C]: the higher of the scores of the clauses before and after in the same document, 0 or more.

    Args:
        scores: float32[C], 0 or more.
        documents: int32[C], the document of each.
    """
    best = np.zeros_like(scores)
    same = documents[1:] == documents[:-1]
    best[1:] = scores[:-1] * same
    np.maximum(best[:-1], scores[1:] * same, out=best[:-1])
    return best
