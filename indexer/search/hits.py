"""From a clause found to the hit that is shown."""

from datetime import date

from indexer.records import ClauseRecord, Context, Hit
from indexer.search.highlight import Highlighter, make_snippet
from indexer.store.view import View


def make_hit(
    view: View, clause: int, pinned: int, highlighter: Highlighter, *, rank: int, score: float, context: int, day: date
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
    """
    end = view.clause_end(clause)
    begin, stop = view.around(clause, end, context)
    texts = view.texts(begin, stop)  # all there is to show in one reading
    own = texts[clause - begin : end - begin]
    text = own[pinned - clause]
    highlights = highlighter.find(text)
    unit, section, document = view.unit(clause), view.section(clause), view.document(clause, day)
    page, header = view.layout(pinned)
    return Hit(
        rank=rank,
        score=round(score, 4),
        citation=section.cited_title + unit.place + view.stored("provision", pinned),
        breadcrumb=(*section.path, unit.crumb) if unit.crumb else section.path,
        text=text,
        snippet=make_snippet(text, highlights),
        highlights=highlights,
        clause=ClauseRecord(f"{document.id}#{unit.key}", unit.label, unit.heading, "\n".join(own)),
        document=document,
        context=Context(tuple(texts[: clause - begin]), tuple(texts[end - begin :])),
        page=page,
        header=header,
    )
