"""What the parts and faces of this package exchange: frozen records, nothing that does work.

Going in, a source is read into a `Document` of `Paragraph`s. Coming out, a search gives `Results` of `Hit`s; what the
other calls give stands in `indexer.reports`. Every outgoing record has ``to_dict()``: the one shape that Python, the
command line's ``--json`` and later faces share (``docs/json.md``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from indexer.frozen import quickly_made

if TYPE_CHECKING:
    from indexer.reports import Explanation, Facet

Highlight = tuple[int, int]
"""Start and end of a highlight: code point offsets into the text beside it, end exclusive."""

Snippet = tuple[str, tuple[Highlight, ...]]
"""A part of a text, and where the words of a query stand in it."""


CELL_MARK = " | "
"""What stands between the cells of a table's row, as in Markdown; an empty cell leaves nothing between two of them."""


STATUSES = ("in force", "not yet in force", "superseded", "repealed", "expired", "unknown")
"""What a document can be on a day (docs/versions.md)."""


# --- going in -------------------------------------------------------------------------------------------------------


@quickly_made
@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a source, as a reader sees it.

    Attributes:
        text: the visible text, without blanks at the ends; never empty, never a line break in it.
        level: the depth of the heading the source's markup makes of it (``#`` or ``<h1>`` is 1), 0 for running text.
        bold: all of it is bold.
        centred: it is centred.
        row: it is a row of a table, its cells joined by `CELL_MARK`.
        page: the number of the page it begins on, from 1; 0 where the source has no pages.
        header: it is a row that says what stands in the columns of the rows below it.
    """

    text: str
    level: int = 0
    bold: bool = False
    centred: bool = False
    row: bool = False
    page: int = 0
    header: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One policy, statute or article as read from its source, before its clauses are known.

    Attributes:
        source: the path below the folder that was added, with ``/``; the file's name if a file was added.
        title: what the source calls it; "" where it says nothing.
        number: the document number, such as 国办发〔2018〕123号; "" if unknown.
        issuer: the issuing body, such as 国务院办公厅; "" if unknown.
        author: who wrote or published it; "" if unknown.
        date: when it was issued or published, with its zone where the source gives one; None if unknown.
        categories: the subjects it is filed under.
        links: addresses it names in its metadata (its own page, pictures).
        effective: from when it applies, as its metadata say; None if they do not.
        expired: from when it applies no longer, as its metadata say; None if they do not.
        status: one of `STATUSES`, as its metadata say; "" if they do not.
        metadata: every other key of the source's metadata, kept as plain JSON values.
        paragraphs: its text.
    """

    source: str
    title: str = ""
    number: str = ""
    issuer: str = ""
    author: str = ""
    date: datetime | None = None
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    effective: datetime | None = None
    expired: datetime | None = None
    status: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    paragraphs: tuple[Paragraph, ...] = ()


# --- coming out -----------------------------------------------------------------------------------------------------


class Record:
    """A record that goes out: gives itself as plain JSON values."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as dicts, lists, strings, numbers and None, in the order of its fields."""
        kind: Any = type(self)
        told = {}
        for name in _names(kind):
            value = getattr(self, name)
            told[name] = value if value.__class__ in _PLAIN else _plain(value)
        return told


def shallow(record: Record) -> dict[str, Any]:
    """Return the fields of a record by their names, as they are: what a JSON encoder wants, which asks again for each.

    Raises:
        TypeError: it is no record.
    """
    if not isinstance(record, Record):
        raise TypeError(f"{type(record).__name__} is not a Record")
    kind: Any = type(record)
    return {name: getattr(record, name) for name in _names(kind)}


_PLAIN = frozenset((str, int, float, bool, type(None)))
"""The types of values that are plain by themselves, which most are."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [item if item.__class__ in _PLAIN else _plain(item) for item in value]
    if isinstance(value, Record):
        return value.to_dict()
    if is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is not a Record")
    return value


@dataclass(frozen=True, slots=True)
class DocumentRecord(Record):
    """The document a hit stands in, and what it is on the day that is asked about.

    Attributes:
        date: when this text of it was made; an ISO 8601 date or date with time and zone, "" if unknown.
        effective: the first day on which it applies, "" if unknown.
        expired: the first day on which it applies no longer, as far as the index knows; "" if nothing ends it.
        status: one of `STATUSES`.
        versions: the ids of the other versions of it in the index, newest first.
    """

    id: str
    title: str
    number: str
    issuer: str
    date: str
    source: str
    effective: str = ""
    expired: str = ""
    status: str = "unknown"
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRecord(Record):
    """A clause: its id in the index, label and heading as written, and its paragraphs joined by line breaks."""

    id: str
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Context(Record):
    """The paragraphs just before and after a clause, in the order of the document."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Hit(Record):
    """A clause found, with its best paragraph pinned.

    Attributes:
        rank: 1 for the best hit; goes on over pages (offset + 1, …).
        score: higher is better; comparable within one search only.
        citation: how the pinned paragraph is cited, such as 《中华人民共和国民法典》第一千零八十四条第二款; for a query
            that is a citation, what it names.
        breadcrumb: the path from the document's title to the clause.
        text: the pinned paragraph as it stands in the source.
        snippet: the part of `text` around the highlights, cut ends marked by ``…``.
        highlights: where the words of the query stand in `text`.
        clause: the clause.
        document: the document it stands in.
        context: what stands before and after the clause.
        page: the number of the page the pinned paragraph begins on, from 1; 0 where the source has no pages.
        header: what stands in the columns, such as 序号 | 措施, if the pinned paragraph is a row of a table; else "".
        repeats: the ids of clauses that say the same in other versions or acts, and would rank behind it.
    """

    rank: int
    score: float
    citation: str
    breadcrumb: tuple[str, ...]
    text: str
    snippet: str
    highlights: tuple[Highlight, ...]
    clause: ClauseRecord
    document: DocumentRecord
    context: Context = Context()
    page: int = 0
    header: str = ""
    repeats: tuple[str, ...] = ()

    def to_html(self, tag: str = "mark") -> str:
        """Return `text` as HTML, the highlights in elements of this name and everything else escaped."""
        from html import escape

        pieces, at = [], 0
        for start, end in self.highlights:
            pieces += [escape(self.text[at:start]), f"<{tag}>", escape(self.text[start:end]), f"</{tag}>"]
            at = end
        return "".join((*pieces, escape(self.text[at:])))


@quickly_made
@dataclass(frozen=True, slots=True)
class Results(Record):
    """The answer to one query.

    Attributes:
        query: the query as it was asked.
        total: how many clauses match.
        relaxed: nothing held all of the query, so these hits hold only a part of it.
        took_ms: how long the search took, in milliseconds.
        hits: the best of them, best first.
        understood: the query in its canonical spelling.
        notes: what of the query was taken as text or left out, a sentence each.
        explanation: if it was asked for.
        suggestions: queries that may have been meant, where something typed stands nowhere (docs/finding.md).
        facets: how all clauses found are spread, as far as that was asked for.
    """

    query: str
    total: int
    relaxed: bool
    took_ms: float
    hits: tuple[Hit, ...]
    understood: str = ""
    notes: tuple[str, ...] = ()
    explanation: "Explanation | None" = None
    suggestions: tuple[str, ...] = ()
    facets: "tuple[Facet, ...]" = ()

    def __iter__(self) -> Iterator[Hit]:
        """Yield the hits, best first."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Return how many hits there are here, which `total` may be more than."""
        return len(self.hits)

    def _repr_html_(self) -> str:
        """Return the hits as a notebook shows them."""
        from html import escape

        shown = "".join(
            f"<li value={hit.rank}><b>{escape(hit.citation)}</b><br>{hit.to_html()}"
            f"<br><small>{escape(' › '.join(hit.breadcrumb))} · {escape(hit.clause.id)}</small></li>"
            for hit in self.hits
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return f"<p>{escape(self.query)}: {self.total}</p>{notes}<ol>{shown}</ol>"

    def to_records(self) -> list[dict[str, Any]]:
        """Return a flat dict for each hit, its keys dotted paths such as ``document.title``: rows for a data frame."""
        from indexer.columns import columns_of, value

        columns = columns_of(Hit)
        return [{column: value(plain, column) for column in columns} for plain in map(Hit.to_dict, self.hits)]
