"""What speaks for a clause whatever is asked: what cites its document, whether it is numbered, how long it is.

All of it comes from the index alone and is found out once for a view, when a question is first asked.
"""

from datetime import date
from itertools import accumulate

import numpy as np

from indexer.codec.arrays import Array
from indexer.search.executor.kernels import run_starts
from indexer.store.columns import numbered
from indexer.store.view import View


class Evidence:
    """The clauses of a view, C of them in the order of the index, and what is known of each.

    Args:
        view: of the index.

    Attributes:
        firsts: int32[C], the first paragraph of each clause, which stands for it elsewhere.
        number_of: int32[D], the number of each paragraph's clause, 0 to C - 1.
        documents: int32[C], the number of each clause's document, ascending from 0 on.
        sections: int32[C], the number of each clause's section: neighbours below the same headings.
        section_starts: intp[S], the number of the first clause of each section.
        priors: by name, float32[C]; docs/ranking.md says what each is.
    """

    def __init__(self, view: View) -> None:
        clause_of = view.clause_of
        starts = run_starts(clause_of)
        self.firsts: Array = starts.astype(np.int32)
        self.number_of = _counted_up(len(clause_of), starts)
        document_of = view.document_of.take(starts)
        self.documents = _counted_up(len(starts), run_starts(document_of))
        below = self.documents.astype(np.int64) << 32 | _section_values(view).take(starts)
        self.section_starts = run_starts(below)
        self.sections = _counted_up(len(starts), self.section_starts)
        words = view.snapshot.lengths("text")
        lengths = np.bincount(self.number_of, words, len(starts))
        of_document = np.bincount(self.documents, lengths, int(self.documents[-1]) + 1 if len(starts) else 0)
        in_force = view.versions.in_force(date.today())
        self.priors: dict[str, Array] = {
            "cited": np.log1p(_citing(view)).take(document_of),
            "numbered": numbered(view).take(starts),
            "document_length": np.log1p(of_document).take(self.documents),
            "gone": np.zeros(len(starts)) if in_force is None else ~in_force.take(starts),
        }
        self.priors = {name: values.astype(np.float32) for name, values in self.priors.items()}

    def weighed(self, weights: dict[str, float]) -> Array:
        """Return float32[C]: the sum of the priors, each with its weight, raised so that the lowest is 0."""
        total = np.zeros(len(self.firsts), dtype=np.float32)
        for name, values in self.priors.items():
            total += np.float32(weights[name]) * values
        if len(total):
            total -= total.min()
        return total


def _counted_up(count: int, starts: Array) -> Array:
    """Return int32[count]: the number of the run each place is in, from 0 on."""
    begins = np.zeros(count, dtype=np.int32)
    begins[starts] = 1
    numbers: Array = np.cumsum(begins, dtype=np.int32)
    numbers -= 1
    return numbers


def _section_values(view: View) -> Array:
    """Return int64[D]: a number for each paragraph, the same for neighbours with the same headings above."""
    pieces = [np.zeros(0, dtype=np.int64)]
    for leaf in view.snapshot.leaves:
        column = leaf.documents.stored_column("section")
        pieces.append(np.zeros(leaf.count, dtype=np.int64) if column is None else column.numbers())
    return np.concatenate(pieces)


def _citing(view: View) -> Array:
    """Return int64[D]: how many other documents cite the one that begins with a paragraph, 0 for other paragraphs."""
    citing: dict[bytes, set[int]] = {}
    document_of = view.document_of
    live = view.snapshot.live
    for leaf in view.snapshot.leaves:
        arrays = leaf.arrays("refers")
        if arrays is None:
            continue
        docs = arrays.documents_of_range(0, len(arrays)) + leaf.base
        held, ends = document_of.take(docs).tolist(), [0, *accumulate(map(arrays.df, range(len(arrays))))]
        alive = None if live is None else live[docs].tolist()
        for number, term in enumerate(arrays.all_terms()):
            found = held[ends[number] : ends[number + 1]]
            if alive is not None:
                found = [one for one, lives in zip(found, alive[ends[number] : ends[number + 1]], strict=True) if lives]
            citing.setdefault(term.partition(b"#")[0], set()).update(found)
    counts = np.zeros(view.snapshot.count, dtype=np.int64)
    for title, firsts in view.versions.by_title():
        others = citing.get(title.encode())
        if others:
            counts[firsts] = len(others.difference(firsts))
    return counts
