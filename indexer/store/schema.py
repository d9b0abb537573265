"""What an index holds for each paragraph: searchable fields, columns, and stored values.

One Whoosh document is one paragraph; the paragraphs of a source document are consecutive and are added and removed
together, so a paragraph finds its neighbours, its clause and its document by counting.
"""

from typing import TYPE_CHECKING

from indexer.store.dates import NO_DAY

if TYPE_CHECKING:
    from whoosh.fields import Schema

FORMAT_VERSION = 2
"""Counts up when an index written before can no longer be read; 1: the first, 2: clauses, versions and layout."""

WORD_FIELDS = ("text", "heading", "lead_in", "title")
"""The fields that hold words: the paragraph, its clause's and sections' headings, the sentence above enumerated items,
the document's title, which stands on the document's first paragraph alone."""

NUMBERED_FIELD = "text"
"""The one of them in which the canonical tokens of numbers stand beside the words."""

STORED_FIELDS = (
    "text",
    "unit",
    "section",
    "provision",
    "layout",
    "links",
    "document",
    "title",
    "number",
    "issuer",
    "date",
    "source",
    "details",
)
"""One string a paragraph each, equal ones kept once. `unit` is what the clause says of itself, `section` what it shares
with the others of its section: see `indexer.store.clause_values`. `provision` is the paragraph's own part of its
citation, `layout` the number of the page it begins on and the header of its table (`View.layout`), `links` what it
cites (`indexer.store.references`). `details` is a JSON object (`indexer.store.rows`)."""

COLUMNS = ("paragraph", "clause", "day", "numbered", "likeness")
"""Numbers a paragraph: its number in its document, the number of its clause's first paragraph there, the document's
date as days since 1970-01-01 (`NO_DAY` if unknown); and of its clause whether it has a label (1 or 0), and a hash of
what it says (`indexer.store.likeness`)."""


def schema() -> "Schema":
    """Return the schema: `WORD_FIELDS` as text with positions, `literal`, the document's id, columns, stored values.

    `refers` holds what the paragraph cites (`indexer.store.references`), `versions` what the document says of itself
    and others being in force (`indexer.store.versions`), `literal` its character bigrams
    (`indexer.analysis.grams`).
    """
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

    from indexer.analysis.analyzer import ChineseAnalyzer, GramAnalyzer, WordAnalyzer
    from indexer.codec.formats import Places

    words = WordAnalyzer()
    fields = {name: TEXT(analyzer=words, phrase=True, stored=name in STORED_FIELDS) for name in WORD_FIELDS}
    fields[NUMBERED_FIELD] = TEXT(analyzer=ChineseAnalyzer(), phrase=True, stored=NUMBERED_FIELD in STORED_FIELDS)
    fields["literal"] = TEXT(analyzer=GramAnalyzer(), phrase=True)
    fields["literal"].format = Places()
    fields["refers"] = ID()
    fields["versions"] = ID()
    fields["document"] = ID(stored=True)
    for name in COLUMNS:
        fields[name] = COLUMN(NumericColumn("i", default=NO_DAY))
    for name in STORED_FIELDS:
        fields.setdefault(name, STORED())
    return Schema(**fields)
