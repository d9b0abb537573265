"""What a hit shows of its clause, whatever was asked: read at once, and kept as long as it is used."""

from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.finder import Glanced, glance
from indexer.codec.generations import ABSENT
from indexer.records import ClauseRecord, Context

if TYPE_CHECKING:
    from indexer.store.view import View


_OBJECTS = 2700
"""Bytes that the objects of a passage take besides their texts."""


class Passage(NamedTuple):
    """A paragraph with its clause and what stands around it; see `indexer.records.Hit`."""

    text: str
    glanced: Glanced
    citation: str
    breadcrumb: tuple[str, ...]
    page: int
    header: str
    clause: ClauseRecord
    context: Context
    nbytes: int
    """About how much memory it takes: two bytes a character, four more for its other forms, and the objects."""


def passage(view: "View", document: str, clause: int, pinned: int, context: int) -> Passage:
    """Return what is shown of a clause.

    Args:
        view: of the index.
        document: the id of its document.
        clause: the first paragraph of the clause.
        pinned: the paragraph of the clause that is shown by itself.
        context: how many paragraphs to give before and after the clause.
    """
    key = ("passage", pinned, context)
    found: Passage = view.snapshot.recent.get(key)
    if found is ABSENT:
        found = _read(view, document, clause, pinned, context)
        view.snapshot.recent.put(key, found)
    return found


def _read(view: "View", document: str, clause: int, pinned: int, context: int) -> Passage:
    end = view.clause_end(clause)
    begin, stop = view.around(clause, end, context)
    texts = view.texts(begin, stop)
    own = texts[clause - begin : end - begin]
    unit, section = view.unit(clause), view.section(clause)
    page, header = view.layout(pinned)
    return Passage(
        text=own[pinned - clause],
        glanced=glance(own[pinned - clause]),
        citation=section.cited_title + unit.place + view.stored("provision", pinned),
        breadcrumb=(*section.path, unit.crumb) if unit.crumb else section.path,
        page=page,
        header=header,
        clause=ClauseRecord(f"{document}#{unit.key}", unit.label, unit.heading, "\n".join(own)),
        context=Context(tuple(texts[: clause - begin]), tuple(texts[end - begin :])),
        nbytes=4 * len(own[pinned - clause]) + 2 * sum(map(len, texts)) + _OBJECTS,
    )
