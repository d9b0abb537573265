"""Clauses like a given one, across all documents: what says the same told apart from what is about the same.

Candidates are the clauses with the most weight of the clause's telling words. What a candidate has in common is told by
runs of characters: the part of the shorter text's that the longer one has (*containment*; Broder, "On the resemblance
and containment of documents", 1997). At a few hundred candidates the runs themselves are compared, no hashes of them.
"""

from collections import Counter
from math import log
from typing import NamedTuple

import numpy as np

from indexer.analysis.normal import normalise
from indexer.analysis.tokenizer import Tokenizer
from indexer.reports import SimilarClause
from indexer.search.executor.executor import Executor
from indexer.search.executor.grouped import Alternative, GroupedSearch, Word
from indexer.store.view import View

_WORDS = 24
"""So many of the clause's words are looked for, those that weigh most."""

_CANDIDATES = 120
"""So many clauses are compared at least."""

_RUN = 4
"""So many characters are a run."""

_SAME = 0.8
"""A text of which this part stands in the other says the same, or is a part of it."""

_LENGTHS = 0.6
"""Of two that say the same, the shorter has this part of the longer one's length."""


class _Likeness(NamedTuple):
    """A clause, by its first paragraph, and what it has in common with another: see `SimilarClause`."""

    first: int
    relation: str
    score: float
    containment: float


class SimilarClauses:
    """Finds them in one view of an index; threads may share it.

    Args:
        view: of the index.
        tokenizer: cuts as the index was cut.
    """

    def __init__(self, view: View, tokenizer: Tokenizer) -> None:
        self._view = view
        self._tokenizer = tokenizer
        self._groups = GroupedSearch(Executor(view.snapshot), view.clause_of)

    def similar(self, first: int, limit: int) -> tuple[SimilarClause, ...]:
        """Return the clauses most like the one that begins with paragraph `first`; see `ClauseIndex.similar`."""
        text = self._normal(first)
        words = self._telling(text)
        if not words:
            return ()
        top = self._groups.search(words, max(_CANDIDATES, 2 * limit), min_match=1)
        own = float(sum(self._groups.scores(word, np.array([first], dtype=np.int32))[0] for word in words))
        runs = _runs(text)
        found = [
            self._likeness(other, score / own if own else 0.0, runs)
            for other, score in zip(top.groups.tolist(), top.scores.tolist(), strict=True)
            if other != first
        ]
        return tuple(self._record(likeness) for likeness in sorted(found, key=_order)[:limit])

    def _normal(self, first: int) -> str:
        return normalise("\n".join(self._view.texts(first, self._view.clause_end(first)))).text

    def _telling(self, text: str) -> list[Word]:
        """Return the words of a text that weigh most, by how often it has them and how few paragraphs do."""
        count = self._view.snapshot.count
        weights: dict[str, float] = {}
        for word, often in Counter(word for word, _, _ in self._tokenizer.word_spans(text)).items():
            postings = self._view.snapshot.postings("text", word.encode())
            if postings is not None and len(word) > 1:
                weights[word] = (1 + log(often)) * log(1 + count / len(postings))
        best = sorted(weights, key=lambda word: -weights[word])[:_WORDS]
        return [(Alternative("text", (word,)),) for word in best]

    def _likeness(self, first: int, share: float, runs: set[str]) -> _Likeness:
        """Return what a clause has in common with the one of these runs.

        Args:
            first: the clause's first paragraph.
            share: how much of the weight of the other's telling words it has. A longer text has more by chance: its
                share is divided as the cosine of two bags of words would be, by the root of how much longer it is.
            runs: of the other's text.
        """
        others = _runs(self._normal(first))
        shorter, longer = sorted((len(runs), len(others)))
        containment = len(runs & others) / shorter if shorter else 0.0
        relation = "similar" if containment < _SAME else "same" if shorter >= _LENGTHS * longer else "contained"
        score = min(share * min(len(runs) / max(len(others), 1), 1.0) ** 0.5, 1.0)
        return _Likeness(first, relation, round(score, 4), round(containment, 4))

    def _record(self, likeness: _Likeness) -> SimilarClause:
        first = likeness.first
        document = self._view.document(first)
        return SimilarClause(
            relation=likeness.relation,
            score=likeness.score,
            containment=likeness.containment,
            citation=self._view.clause_citation(first),
            breadcrumb=self._view.breadcrumb(first),
            clause=self._view.clause(first, self._view.clause_end(first), document.id),
            document=document,
        )


def _order(likeness: _Likeness) -> tuple[int, float, int]:
    """Return what clauses are sorted by: what says the same first, then the most alike, then as they stand."""
    if likeness.relation == "similar":
        return 2, -likeness.score, likeness.first
    return int(likeness.relation == "contained"), -likeness.containment, likeness.first


def _runs(normal: str) -> set[str]:
    """Return the runs of letters and digits of a text, marks and blanks left out, but for its label's."""
    plain = "".join(filter(str.isalnum, normal))
    return {plain[at : at + _RUN] for at in range(max(len(plain) - _RUN + 1, 1))} if plain else set()
