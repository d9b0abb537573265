"""From a clause found to the hit that is shown."""

from datetime import date

from indexer.records import Hit
from indexer.search.highlight import Highlighter, make_snippet
from indexer.store.passage import passage
from indexer.store.view import View


def make_hit(
    view: View,
    clause: int,
    pinned: int,
    highlighter: Highlighter,
    *,
    rank: int,
    score: float,
    context: int,
    day: date,
    repeats: tuple[int, ...] = (),
) -> Hit:
    """Return the record of a hit.

    Args:
        view: of the index.
        clause: the first paragraph of the clause.
        pinned: the best paragraph of the clause.
        rank: its place among the hits.
        score: of the clause.
        highlighter: finds what is highlighted.
        context: how many paragraphs to give before and after the clause.
        day: on which its document is what the hit says it is.
        repeats: the first paragraphs of the clauses that say the same.
    """
    document = view.document(clause, day)
    shown = passage(view, document.id, clause, pinned, context)
    highlights = highlighter.find(shown.glanced)
    return Hit(
        rank=rank,
        score=round(score, 4),
        citation=shown.citation,
        breadcrumb=shown.breadcrumb,
        text=shown.text,
        snippet=make_snippet(shown.text, highlights),
        highlights=highlights,
        clause=shown.clause,
        document=document,
        context=shown.context,
        page=shown.page,
        header=shown.header,
        repeats=tuple(map(view.clause_name, repeats)),
    )
