"""Known items: clauses drawn at random, looked for by a few of their telling words, and by their headings.

    python -m benchmarks.known_items INDEX [COUNT [SEED]]

A telling word is one of the clause's words with the highest idf; two to four of them, in the order in which they stand,
are the query. A hit counts if it is the clause, or lists it among those that say the same. Of headings, a hit counts if
its clause has the same heading.
"""

import math
import random
import sys

from indexer import ClauseIndex
from indexer.codec.field import FieldArrays
from indexer.records import Results

FIRST = 3


def main(index_path: str, count: int = 2000, seed: int = 1) -> None:
    """Print how often the clause is found."""
    chance = random.Random(seed)
    with ClauseIndex.open(index_path) as index:
        view = index._store.view
        clauses = [first for entry in view.entries.values() for first in view.clauses(entry)]
        told = [view.stored("text", first) for first in clauses]
        long = [first for first, text in zip(clauses, told, strict=True) if len(text) >= 20]
        found = 0
        for first in chance.sample(long, min(count, len(long))):
            results = index.search(" ".join(telling(index, first, chance)), limit=FIRST, context=0, all_versions=True)
            found += is_found(results, view.clause_name(first))
        print(f"telling words: {found / min(count, len(long)):.4f} of {min(count, len(long))} in the first {FIRST}")
        headed = [first for first in clauses if len(view.unit(first).heading) > 1]
        sample = chance.sample(headed, min(count, len(headed)))
        hits = sum(has_heading(index, view.unit(first).heading) for first in sample)
        print(f"headings: {hits / max(len(sample), 1):.4f} of {len(sample)} in the first hit")


def telling(index: ClauseIndex, first: int, chance: random.Random) -> list[str]:
    """Return two to four words of a clause that few paragraphs have, in the order in which they stand."""
    view = index._store.view
    text = " ".join(view.texts(first, view.clause_end(first)))
    words = list(dict.fromkeys(word for word in index._store.tokenizer.words(text) if len(word) > 1))
    frequencies = {word: frequency(view.snapshot.leaves, word.encode()) for word in words}
    ranked = sorted(words, key=lambda word: -math.log(1e9 / (frequencies[word] or 1e9)))
    chosen = set(ranked[: chance.randint(2, 4)])
    return [word for word in words if word in chosen]


def frequency(leaves: object, term: bytes) -> int:
    """Return how many paragraphs have a word."""
    total = 0
    for leaf in leaves:  # type: ignore[attr-defined]
        arrays = leaf.arrays("text")
        if isinstance(arrays, FieldArrays) and (number := arrays.find(term)) >= 0:
            total += arrays.df(number)
    return total


def is_found(results: Results, clause: str) -> bool:
    """Tell whether a clause is among the hits, or one that says the same."""
    return any(clause == hit.clause.id or clause in hit.repeats for hit in results.hits)


def has_heading(index: ClauseIndex, heading: str) -> bool:
    """Tell whether the first hit for a heading has it."""
    results = index.search(heading, limit=1, context=0, all_versions=True)
    return bool(results.hits) and results.hits[0].clause.heading == heading


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
