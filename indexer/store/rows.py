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
from indexer.codec.batch import Batch, FieldTokens, PlacedTokens, tokens_of
from indexer.codec.stored import runs
from indexer.records import Document, Paragraph
from indexer.store.catalogue import Identity
from indexer.store.clause_values import SEPARATOR, clause_values
from indexer.store.dates import day_number, written_date
from indexer.store.likeness import likeness
from indexer.store.references import reference_terms, stored_links
from indexer.store.schema import COLUMNS, NUMBERED_FIELD, STORED_FIELDS, WORD_FIELDS
from indexer.store.versions import history_values, version_terms
from indexer.structure import Clause, Outline, Provision
from indexer.structure.history import History
from indexer.structure.links import Link

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Rows:
    """The paragraphs of one or more documents, field by field: lists as long as there are paragraphs."""

    words: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in WORD_FIELDS})
    stored: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in STORED_FIELDS})
    references: list[Sequence[str]] = field(default_factory=list)
    versions: list[Sequence[str]] = field(default_factory=list)
    columns: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in COLUMNS if name != "likeness"})
    labels: list[str] = field(default_factory=list)

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
        texts = [paragraph.text for paragraph in document.paragraphs]
        _extend(self.stored, _document_values(document, outline, history, identity), count)
        self.stored["text"] += texts
        self.stored["layout"] += map(_layout, document.paragraphs, outline.provisions)
        self.stored["links"] += map(stored_links, links)
        self.references += (reference_terms(some, identity.id) for some in links)
        self.words["text"] += texts
        self.words["lead_in"] += [provision.lead_in for provision in outline.provisions]
        self.words["title"] += [document.title, *[""] * (count - 1)]
        self.columns["paragraph"] += range(count)
        self.versions += [version_terms(document, history), *[()] * (count - 1)]
        _extend(self.columns, {"day": day_number(document.date or history.published)}, count)
        for clause in outline.clauses:
            self._add_clause(clause, outline.provisions[clause.first : clause.last])

    def _add_clause(self, clause: Clause, provisions: Sequence[Provision]) -> None:
        _extend(self.stored, clause_values(clause), len(provisions))
        _extend(self.words, {"heading": "。".join((*clause.headings, clause.heading))}, len(provisions))
        _extend(self.columns, {"clause": clause.first, "numbered": int(bool(clause.label))}, len(provisions))
        self.labels += [clause.label, *[""] * (len(provisions) - 1)]
        whole = clause.citation
        self.stored["provision"] += [provision.citation.removeprefix(whole) for provision in provisions]

    def batch(self, tokenizer: Tokenizer) -> Batch:
        """Return all rows as a batch for the codec's writer, their words cut by `tokenizer`."""
        documents = self.stored["document"]
        fields: dict[str, FieldTokens | PlacedTokens] = {
            name: _words(texts, tokenizer) for name, texts in self.words.items() if name != NUMBERED_FIELD
        }
        forms = normal_forms(self.words[NUMBERED_FIELD])
        fields[NUMBERED_FIELD] = FieldTokens(*tokenizer.batch_terms(forms, numbered=True))
        fields["literal"] = PlacedTokens(*bigrams(forms))
        fields["refers"] = tokens_of(self.references)
        fields["versions"] = tokens_of(self.versions)
        fields["document"] = tokens_of([(document,) for document in documents])
        columns = {name: np.array(numbers, dtype=np.int32) for name, numbers in self.columns.items()}
        columns["likeness"] = likeness(forms, self.labels, columns["paragraph"], columns["clause"])
        stored = {name: runs(values) for name, values in self.stored.items()}
        return Batch(len(documents), fields, {**stored}, {**columns})


def _layout(paragraph: Paragraph, provision: Provision) -> str:
    """Return the stored value of a paragraph's page and of what names the columns of its row: mostly neither."""
    page = str(paragraph.page or "")
    header = provision.lead_in if paragraph.row and not paragraph.header else ""
    return f"{page}{SEPARATOR}{header}" if header else page


def _extend(columns: dict[str, list[Any]], values: dict[str, Any], count: int) -> None:
    for name, value in values.items():
        columns[name] += [value] * count


def _words(texts: Sequence[str], tokenizer: Tokenizer) -> FieldTokens:
    """Return the tokens of texts; equal ones, such as a heading on every paragraph, are cut once."""
    numbers: dict[str, int] = {}
    texts_of = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.intp)
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
