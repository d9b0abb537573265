"""Why: how a query was understood, what each part of it adds to a hit, and which part nothing has."""

from indexer.query import Node, to_dict
from indexer.reports import Explanation, Missing, ScorePart
from indexer.search.clauses import ClauseSearch, Found
from indexer.search.executor.grouped import Word

_NEAREST = 5


def explain(tree: Node, clauses: ClauseSearch, found: Found, offset: int) -> Explanation:
    """Return the explanation of a search.

    Args:
        tree: the query.
        clauses: what was searched.
        found: what was found.
        offset: how many of the best hits are passed over.
    """
    groups = found.top.groups[offset:]
    added = [(name, values[offset:].tolist()) for name, values in found.features.items()]
    added = added or [(_name(word), clauses.scores(word, groups).tolist()) for word in found.words]
    parts = tuple(
        tuple(ScorePart(name, round(scores[at], 4)) for name, scores in added if scores[at])
        for at in range(len(groups))
    )
    missing = (_name(word) for word in found.words if not clauses.occurs(word))
    return Explanation(to_dict(tree), tuple(Missing(name, _nearest(clauses, name)) for name in missing), parts)


def _name(word: Word) -> str:
    return " ".join(word[0].terms)


def _nearest(clauses: ClauseSearch, name: str) -> tuple[str, ...]:
    """Return the words of the index nearest to one that it has not: by edits, then by how many paragraphs have them."""
    for edits in (1, 2):
        found = [word for word in clauses.nodes.spellings(name, edits) if not word.startswith("#")]
        if found:
            return tuple(sorted(found, key=clauses.nodes.frequency, reverse=True)[:_NEAREST])
    return ()
