"""From a clause found to the hit that is shown."""

from collections.abc import Sequence

from indexer.records import Hit
from indexer.search.highlight import find_highlights, make_snippet
from indexer.store.view import View


def make_hit(
    view: View, clause: int, pinned: int, *, rank: int, score: float, sought: Sequence[str], context: int
) -> Hit:
    """Return the record of a hit.

    Args:
        view: of the index.
        clause: the first paragraph of the clause.
        pinned: the best paragraph of the clause.
        rank: its place among the hits.
        score: of the clause.
        sought: what to highlight, in its normal form.
        context: how many paragraphs to give before and after the clause.
    """
    end = view.clause_end(clause)
    text = view.stored("text", pinned)
    highlights = find_highlights(text, sought)
    document = view.document(clause)
    return Hit(
        rank=rank,
        score=round(score, 4),
        citation=view.citation(pinned),
        breadcrumb=view.breadcrumb(clause),
        text=text,
        snippet=make_snippet(text, highlights),
        highlights=highlights,
        clause=view.clause(clause, end, document.id),
        document=document,
        context=view.context(clause, end, context),
    )
