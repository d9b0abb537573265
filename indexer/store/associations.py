"""What an index has learned from its own clauses: the vectors of words and clauses, in a file of its own.

It is learned by `optimize`, kept beside the segments as an array file with checksums, and never needed: without it
questions are ranked by the words alone. It names the segments it was learned from; the clauses of others, which were
added since, get the mean of their words' vectors when the index is first asked a question.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.codec.arrays import Array, ArrayFile, ArrayFileWriter
from indexer.codec.durability import make_files_durable
from indexer.codec.field import FieldArrays
from indexer.codec.snapshot import Leaf
from indexer.errors import IndexerError
from indexer.store.learning import WORDS, Occurrences, clause_vectors, learn_words

if TYPE_CHECKING:
    from indexer.store.view import View

NAME = "associations.npa"

LEAST_CLAUSES, LEAST_WORDS = 500, 1000
"""From fewer clauses, or fewer words that stand in `_LEAST_OFTEN` paragraphs of them, nothing is learned."""

_LEAST_OFTEN = 3

MOST_ADDED = 50_000
"""So many paragraphs that were added since are given vectors when a question is asked; others stay without."""


class Associations:
    """The vectors of words and of the clauses of one view.

    Args:
        vocabulary: the words as UTF-8, M of them.
        idf: float32[M].
        words: float32[M, d], their vectors, of length 1.
        clauses: int8[C, d], the vectors of the clauses, of any length; 0 if nothing is known of one.
    """

    def __init__(self, vocabulary: list[bytes], idf: Array, words: Array, clauses: Array) -> None:
        self._numbers = {word: number for number, word in enumerate(vocabulary)}
        self._idf = idf
        self._words = words
        self._clauses = clauses

    def likeness(self, words: list[str], clauses: Array) -> Array:
        """Return float32[n], -1 to 1: the cosine of some words together with each of some clauses.

        Args:
            words: the words.
            clauses: intp[n], the numbers of the clauses.
        """
        known = [self._numbers[word] for word in map(str.encode, words) if word in self._numbers]
        asked = self._idf[known] @ self._words[known]
        vectors = self._clauses.take(clauses, axis=0).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors)) * np.float32(np.linalg.norm(asked))
        told: Array = (vectors @ asked) / np.maximum(lengths, 1e-9)
        return told


def learn(view: "View", storage: Any) -> tuple[int, int]:
    """Learn from the clauses of a view and keep what was learned in the place of what was before.

    Args:
        view: of the index.
        storage: the Whoosh storage the index is in.

    Returns:
        How many words and how many clauses have vectors; 0 and 0 if there is too little to learn from.
    """
    count = len(_firsts(view))
    vocabulary, idf = _vocabulary(view, count)
    if count < LEAST_CLAUSES or len(vocabulary) < LEAST_WORDS:
        if storage.file_exists(NAME):
            storage.delete_file(NAME)
        return 0, 0
    by_leaf = [_occurrences(view, leaf, vocabulary) for leaf in view.snapshot.leaves]
    words = learn_words(_joined(by_leaf), idf)
    file = ArrayFileWriter(storage, f"{NAME}.tmp")
    file.about["segments"] = [leaf.terms.file.name for leaf in view.snapshot.leaves]
    file.put("terms", np.frombuffer(b"\n".join(vocabulary), dtype=np.uint8))
    file.put("idf", idf)
    file.put("words", words)
    for number, occurrences in enumerate(by_leaf):
        file.put(f"clauses/{number}", clause_vectors(occurrences, idf, words))
    file.close()
    make_files_durable(storage, [f"{NAME}.tmp"])
    storage.rename_file(f"{NAME}.tmp", NAME, safe=False)
    return len(vocabulary), count


def open_associations(view: "View", folder: Path) -> Associations | None:
    """Return what the index in a folder has learned, for the clauses of a view; None if nothing that can be used."""
    if not (folder / NAME).exists():
        return None
    try:
        file = ArrayFile(folder, NAME)
        vocabulary = file["terms"].tobytes().split(b"\n")
        idf, words = file["idf"], file["words"]
        known = {name: file[f"clauses/{number}"] for number, name in enumerate(file.about["segments"])}
    except (IndexerError, KeyError, OSError):
        return None
    pieces = [np.zeros((0, words.shape[1]), dtype=np.int8)]
    added = sum(leaf.count for leaf in view.snapshot.leaves if leaf.terms.file.name not in known)
    for leaf in view.snapshot.leaves:
        vectors = known.get(leaf.terms.file.name)
        if vectors is None and added <= MOST_ADDED:
            vectors = clause_vectors(_occurrences(view, leaf, vocabulary), idf, words)
        if vectors is None:
            vectors = np.zeros((len(_firsts_of(view, leaf)), words.shape[1]), dtype=np.int8)
        pieces.append(vectors)
    clauses = pieces[1] if len(pieces) == 2 else np.concatenate(pieces)
    return Associations(vocabulary, idf, words, clauses) if len(clauses) == len(_firsts(view)) else None


def _vocabulary(view: "View", clauses: int) -> tuple[list[bytes], Array]:
    """Return the most frequent words of the texts, sorted, and float32[M], their idf."""
    frequencies: dict[bytes, int] = {}
    for leaf in view.snapshot.leaves:
        arrays = leaf.arrays("text")
        if isinstance(arrays, FieldArrays):
            for term, df in zip(
                arrays.all_terms(), np.diff(arrays.post_offsets.astype(np.int64)).tolist(), strict=True
            ):
                frequencies[term] = frequencies.get(term, 0) + df
    often = (term for term, df in frequencies.items() if df >= _LEAST_OFTEN and term[:1] != b"#")
    vocabulary = sorted(sorted(often, key=lambda term: (-frequencies[term], term))[:WORDS])
    df = np.array([frequencies[term] for term in vocabulary], dtype=np.float64)
    return vocabulary, np.maximum(np.log((clauses + 0.5) / (df + 0.5)), 0.01).astype(np.float32)


def _occurrences(view: "View", leaf: Leaf, vocabulary: list[bytes]) -> Occurrences:
    """Return which words of a vocabulary stand in which clauses of a segment."""
    arrays = leaf.arrays("text")
    firsts = _firsts_of(view, leaf)
    clauses, words, counts = [np.zeros(0, np.intp)], [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    number_of = np.zeros(leaf.count, dtype=np.intp)
    number_of[firsts] = 1
    number_of = np.cumsum(number_of) - 1
    if isinstance(arrays, FieldArrays):
        for number, term in enumerate(vocabulary):
            found = arrays.find(term)
            if found >= 0:
                of = number_of.take(arrays.documents(found))
                begins = np.append(0, np.flatnonzero(np.diff(of)) + 1)
                clauses.append(of.take(begins))
                words.append(np.full(len(begins), number, dtype=np.int32))
                counts.append(np.add.reduceat(arrays.frequencies(found), begins, dtype=np.float32))
    of_clauses, of_words = np.concatenate(clauses), np.concatenate(words)
    order = of_clauses.argsort(kind="stable")
    starts = np.append(0, np.cumsum(np.bincount(of_clauses, minlength=len(firsts))))
    return Occurrences(starts, of_words.take(order), 1 + np.log(np.concatenate(counts).take(order)))


def _joined(parts: list[Occurrences]) -> Occurrences:
    starts = [part.starts[:-1] + base for part, base in zip(parts, _bases(parts), strict=True)]
    ends = np.array([sum(len(part.words) for part in parts)])
    return Occurrences(
        np.concatenate([*starts, ends]),
        np.concatenate([part.words for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _bases(parts: list[Occurrences]) -> list[int]:
    return [sum(len(part.words) for part in parts[:at]) for at in range(len(parts))]


def _firsts(view: "View") -> Array:
    """Return intp[C]: the first paragraph of each clause."""
    clause_of = view.clause_of
    return np.flatnonzero(clause_of == np.arange(len(clause_of)))


def _firsts_of(view: "View", leaf: Leaf) -> Array:
    """Return intp[…]: the first paragraph of each clause of a segment, counted from the segment's first."""
    own = view.clause_of[leaf.base : leaf.base + leaf.count]
    return np.flatnonzero(own == np.arange(leaf.base, leaf.base + leaf.count))


def verified(folder: Path) -> tuple[str, ...]:
    """Compare the file with its checksums, if there is one, and return its name.

    Raises:
        DamagedIndexError: it is not as it was written.
    """
    if not (folder / NAME).exists():
        return ()
    ArrayFile(folder, NAME).verify()
    return (NAME,)
