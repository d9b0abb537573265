"""From a document and its outline to what the index holds for each of its paragraphs.

`details`, a stored value shared by all paragraphs of a document, is a JSON object with what is known of the document
beyond the fields that have a name of their own: ``origin`` (where the source was read from), ``hash`` (of its bytes),
``paragraphs`` and ``clauses`` (how many), ``author``, ``categories``, ``links``, ``metadata``, ``history``
(`indexer.store.versions.history_values`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from indexer.analysis.grams import bigrams
from indexer.analysis.normal import normal_forms
from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.arrays import Array
from indexer.codec.batch import Batch, FieldTokens, PlacedTokens, tokens_of
from indexer.codec.numbering import Numbering
from indexer.codec.stored import Runs, runs
from indexer.records import Document, Paragraph
from indexer.store.catalogue import Identity
from indexer.store.clause_values import SEPARATOR, section_value, unit_value
from indexer.store.dates import day_number, written_date
from indexer.store.likeness import likeness
from indexer.store.references import reference_terms, stored_links
from indexer.store.schema import COLUMNS, NUMBERED_FIELD, STORED_FIELDS, WORD_FIELDS
from indexer.store.versions import history_values, version_terms
from indexer.structure import Clause, Outline, Provision
from indexer.structure.history import History
from indexer.structure.links import Link

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_OF_DOCUMENTS = frozenset(("document", "title", "number", "issuer", "date", "source", "details", "day"))
_OF_CLAUSES = frozenset(("unit", "section", "clause", "numbered"))
"""The stored fields and columns of which all paragraphs of a document, or of a clause, have the same value."""


@dataclass
class Rows:
    """The paragraphs of one or more documents, field by field.

    Attributes:
        documents, clauses: how many paragraphs each document and each clause has.
        words: by field one text a paragraph; of headings, one a clause.
        stored, columns: by field one value a document (`_OF_DOCUMENTS`), clause (`_OF_CLAUSES`) or paragraph.
        labels, references, versions: one value a paragraph.
    """

    documents: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in WORD_FIELDS})
    stored: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in STORED_FIELDS})
    columns: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in COLUMNS if name != "likeness"})
    labels: list[str] = field(default_factory=list)
    references: list[Sequence[str]] = field(default_factory=list)
    versions: list[Sequence[str]] = field(default_factory=list)

    def add(
        self,
        document: Document,
        outline: Outline,
        links: Sequence[Sequence[Link]],
        history: History,
        identity: Identity,
    ) -> None:
        """Append the paragraphs of a document, with the links of each."""
        count = len(document.paragraphs)
        self.documents.append(count)
        for name, value in _document_values(document, outline, history, identity).items():
            self.stored[name].append(value)
        self.columns["day"].append(day_number(document.date or history.published))
        self.words["title"] += [document.title, *[""] * (count - 1)]
        self.versions += [version_terms(document, history), *[()] * (count - 1)]
        self._add_clauses(outline.clauses, count)
        self._add_paragraphs(document.paragraphs, outline)
        self.stored["links"] += map(stored_links, links)
        self.references += [reference_terms(some, identity.id) for some in links]

    def _add_clauses(self, clauses: Sequence[Clause], count: int) -> None:
        labels = [""] * count
        for clause in clauses:
            labels[clause.first] = clause.label
        self.labels += labels
        self.clauses += [clause.last - clause.first for clause in clauses]
        self.stored["unit"] += map(unit_value, clauses)
        self.stored["section"] += map(section_value, clauses)
        self.words["heading"] += ["。".join((*clause.headings, clause.heading)) for clause in clauses]
        self.columns["clause"] += [clause.first for clause in clauses]
        self.columns["numbered"] += [bool(clause.label) for clause in clauses]

    def _add_paragraphs(self, paragraphs: Sequence[Paragraph], outline: Outline) -> None:
        texts = [paragraph.text for paragraph in paragraphs]
        citations = [clause.citation for clause in outline.clauses]
        provisions = outline.provisions
        self.stored["text"] += texts
        self.stored["layout"] += map(_layout, paragraphs, provisions)
        self.stored["provision"] += [each.citation.removeprefix(citations[each.clause]) for each in provisions]
        self.words["text"] += texts
        self.words["lead_in"] += [provision.lead_in for provision in provisions]
        self.columns["paragraph"] += range(len(texts))

    def batch(self, tokenizer: Tokenizer) -> Batch:
        """Return all rows as a batch for the codec's writer, their words cut by `tokenizer`."""
        documents, clauses = (np.array(counts, dtype=np.intp) for counts in (self.documents, self.clauses))
        times = dict.fromkeys(_OF_DOCUMENTS, documents) | dict.fromkeys(_OF_CLAUSES, clauses)
        fields: dict[str, FieldTokens | PlacedTokens] = {
            name: _words(texts, clauses if name == "heading" else 1, tokenizer)
            for name, texts in self.words.items()
            if name != NUMBERED_FIELD
        }
        forms = normal_forms(self.words[NUMBERED_FIELD])
        fields[NUMBERED_FIELD] = FieldTokens(*tokenizer.batch_terms(forms, numbered=True))
        fields["literal"] = PlacedTokens(*bigrams(forms))
        fields["refers"] = tokens_of(self.references)
        fields["versions"] = tokens_of(self.versions)
        ids = tokens_of([(id,) for id in self.stored["document"]])
        fields["document"] = FieldTokens(ids.vocabulary, ids.ids.repeat(documents), ids.lengths.repeat(documents))
        columns = {
            name: np.array(numbers, dtype=np.int32).repeat(times.get(name, 1)) for name, numbers in self.columns.items()
        }
        columns["likeness"] = likeness(forms, self.labels, columns["paragraph"], columns["clause"])
        stored = {name: _repeated(runs(texts), times.get(name, 1)) for name, texts in self.stored.items()}
        return Batch(len(forms), fields, {**stored}, {**columns})


def _repeated(texts: Runs, times: Array | int) -> Runs:
    """Return the runs of texts of which each comes so many times."""
    numbers = np.cumsum(texts.begins).repeat(times)
    return Runs(np.diff(numbers, prepend=0) > 0, texts.values)


def _layout(paragraph: Paragraph, provision: Provision) -> str:
    """Return the stored value of a paragraph's page and of what names the columns of its row: mostly neither."""
    if not (paragraph.page or paragraph.row):
        return ""
    page = str(paragraph.page or "")
    header = provision.lead_in if paragraph.row and not paragraph.header else ""
    return f"{page}{SEPARATOR}{header}" if header else page


def _words(texts: Sequence[str], times: Array | int, tokenizer: Tokenizer) -> FieldTokens:
    """Return the tokens of texts of which each comes so many times; equal ones are cut once."""
    numbers = Numbering[str]()
    texts_of = numbers.of(texts).repeat(times)
    cut = tokenizer.batch_terms(normal_forms(list(numbers)), numbered=False)
    lengths = cut.lengths.take(texts_of)
    firsts = (np.cumsum(cut.lengths) - cut.lengths).take(texts_of)
    within = np.repeat(firsts - (np.cumsum(lengths) - lengths), lengths)
    within += np.arange(len(within))
    return FieldTokens(cut.vocabulary, cut.ids.take(within), lengths)


def _document_values(document: Document, outline: Outline, history: History, identity: Identity) -> dict[str, str]:
    details: dict[str, Any] = {
        "origin": identity.origin,
        "hash": identity.hash,
        "paragraphs": len(document.paragraphs),
        "clauses": len(outline.clauses),
        "author": document.author,
        "categories": document.categories,
        "links": document.links,
        "metadata": document.metadata,
        "history": history_values(history),
    }
    return {
        "document": identity.id,
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "date": written_date(document.date or history.published),
        "source": document.source,
        "details": _encode(details),
    }
