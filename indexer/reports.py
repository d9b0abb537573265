"""What the calls beside searching give: records like those of `indexer.records`, which fewer processes need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.records import ClauseRecord, Context, DocumentRecord, Record


@dataclass(frozen=True, slots=True)
class LinkedClause(Record):
    """A clause or whole document that a citation leads to: its id ("" if the index has it not) and citation."""

    id: str
    citation: str


@dataclass(frozen=True, slots=True)
class CitedReference(Record):
    """A citation found in a text.

    Attributes:
        start, end: code point offsets into the text.
        text: the citation as written.
        status: found, not in this index, ambiguous, no such clause, or relative (docs/citations.md).
        clauses: what it leads to; all that it could mean if it is ambiguous; those that are there if some are missing.
        missing: the provisions that the document does not have.
    """

    start: int
    end: int
    text: str
    status: str
    clauses: tuple[LinkedClause, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownClause(Record):
    """A clause as `show` gives it.

    Attributes:
        citation, breadcrumb, clause, document, context: as in a hit.
        refers_to: the clauses and documents that its text cites.
        referred_by: the clauses of the index that cite it.
        page: as in a hit, of its first paragraph.
    """

    citation: str
    breadcrumb: tuple[str, ...]
    clause: ClauseRecord
    document: DocumentRecord
    context: Context
    refers_to: tuple[LinkedClause, ...] = ()
    referred_by: tuple[LinkedClause, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class ScorePart(Record):
    """What one part of a query adds to the score of a hit."""

    part: str
    score: float


@dataclass(frozen=True, slots=True)
class Missing(Record):
    """A part of a query that no clause has, and the words of the index that are nearest to it, best first."""

    part: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """How a query was understood and what became of it.

    Attributes:
        tree: the query tree as plain values: ``{"type": ..., ...}``, see docs/query.md.
        missing: the parts that no clause has.
        parts: for each hit, in order, what each part of the query adds to its score.
    """

    tree: Mapping[str, Any]
    missing: tuple[Missing, ...]
    parts: tuple[tuple[ScorePart, ...], ...]


@dataclass(frozen=True, slots=True)
class QueryFailure(Record):
    """What a batch gives for a query that could not be answered, and why."""

    query: str
    error: str


@dataclass(frozen=True, slots=True)
class BatchReport(Record):
    """The totals of a batch.

    Attributes:
        queries: how many there were, with those that an interrupted run had answered before.
        found: how many of this run had a hit.
        failed: how many of this run could not be answered.
        search_ms: how long the searches took together, in milliseconds.
        seconds: how long this run took.
    """

    queries: int
    found: int
    failed: int
    search_ms: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure(Record):
    """A source that was not read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport(Record):
    """What an `add` did: the sources of each outcome, in the order they were met.

    Those that failed should have been read and could not be; those that were skipped are in order and no document;
    those with a note were added, and something in them is lost.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()
    notes: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedDocument(Record):
    """A document whose file has another name now: its id before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SyncReport(AddReport):
    """What a `sync` did, or would do: the documents of each outcome, in the order they were met.

    Attributes:
        moved: those whose file was moved within the folders, or with its folder (the id is then the same).
        removed: those whose file is no longer there, or no longer wanted.
        read: how many files were read; of the others, size and time are as they were.
        dry_run: nothing was changed. Files that cannot be read as documents are then not known to fail.
    """

    moved: tuple[MovedDocument, ...] = ()
    removed: tuple[str, ...] = ()
    read: int = 0
    dry_run: bool = False

    @property
    def changed(self) -> bool:
        """Whether the index is not what it was."""
        return bool(self.added or self.updated or self.moved or self.removed)


@dataclass(frozen=True, slots=True)
class ListedDocument(DocumentRecord):
    """One line of `list`: a document of the index and how much it holds."""

    clauses: int = 0
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class ComparedClause(Record):
    """A clause in a comparison of two documents.

    Attributes:
        id: its id in the index; in a file, its own id behind the file's name.
        label: as written, "" if it has none.
        citation: how it is cited.
        text: its paragraphs joined by line breaks, without the label.
    """

    id: str
    label: str
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange(Record):
    """What became of one clause.

    Attributes:
        change: unchanged (but for blanks), renumbered (only its label is another), changed, added or removed.
        moved: it stands in another order than the other clauses.
        before, after: the clause in the one and in the other document; None where there is none.
        edits: what became of its text, in order: ``=`` and what stays, ``-`` and what goes, ``+`` and what comes.
    """

    change: str
    moved: bool
    before: ComparedClause | None
    after: ComparedClause | None
    edits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """What changed from one document to another, clause by clause.

    Attributes:
        before, after: the documents.
        changes: every clause of both, once: in the order of `after`, and what was removed where it stood before.
    """

    before: DocumentRecord
    after: DocumentRecord
    changes: tuple[ClauseChange, ...]

    @property
    def same(self) -> bool:
        """Whether no clause is another, has another label, or stands elsewhere."""
        return all(change.change == "unchanged" and not change.moved for change in self.changes)


@dataclass(frozen=True, slots=True)
class LiteralMiss(Record):
    """A string that stands in the text and was not found as it should be, and what is wrong."""

    typed: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiteralCheck(Record):
    """How many random strings and numbers were looked for, and those that were not found as they should be."""

    strings: int
    numbers: int
    missed: tuple[LiteralMiss, ...]


@dataclass(frozen=True, slots=True)
class OutlineFinding(Record):
    """A place where an outline may be wrong, or its source.

    Attributes:
        kind: what it is (`indexer.structure.audit.FindingKind`).
        document, source: the id of the document, and where it comes from.
        clause: the id of the clause.
        found: the label or words found there.
        expected: the number that would go on from the one before; "" where there is none.
    """

    kind: str
    document: str
    source: str
    clause: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class CheckReport(Record):
    """What a check found; the last two only if they were asked for.

    Attributes:
        files: of the index, those that are as they were written.
        literals: what became of random strings.
        outline: what the audit of the outlines found.
    """

    files: tuple[str, ...]
    literals: LiteralCheck | None = None
    outline: tuple[OutlineFinding, ...] | None = None


@dataclass(frozen=True, slots=True)
class DictionaryLine(Record):
    """What a line of a user dictionary does: the reason if nothing, else how its word is cut before and after."""

    number: int
    line: str
    reason: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymLine(Record):
    """What a line of a synonym file says: by each word what it also finds; or why it says nothing."""

    number: int
    line: str
    reason: str
    rules: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Status(Record):
    """What an index is and how much it holds.

    Attributes:
        path: the folder.
        format: the version of what it holds (`indexer.store.schema.FORMAT_VERSION`).
        analyzer: what cut its words: a fingerprint of the normal form, the tokenizer and the dictionary.
        generation: how many commits it has seen.
        segments: of how many parts it is made; `optimize` makes them one.
        documents, clauses, paragraphs: how much it holds.
        bytes: the size of its files.
    """

    path: str
    format: int
    analyzer: str
    generation: int
    segments: int
    documents: int
    clauses: int
    paragraphs: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Optimized(Record):
    """What `optimize` did.

    Attributes:
        words, clauses: how many were learned from; 0 if there are too few.
        joining_seconds, learning_seconds: how long the two halves of it took.
    """

    words: int
    clauses: int
    joining_seconds: float
    learning_seconds: float


@dataclass(frozen=True, slots=True)
class Progress(Record):
    """How far an `add` has come, in sources and in their bytes."""

    done: int
    total: int
    bytes_done: int
    bytes_total: int


@dataclass(frozen=True, slots=True)
class MeanMeasure(Record):
    """The mean of a measure over all queries, and the 95 % confidence interval of the mean."""

    name: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ComparedMeasure(Record):
    """A measure of two runs over the same queries.

    Attributes:
        name: of the measure.
        mean, other: its means in this run and in the other.
        difference: the first less the second.
        low, high: the 95 % confidence interval of the difference.
        p: how likely a difference as large is if the runs are alike (two-sided paired randomisation test).
        better, worse: in how many queries this run is.
    """

    name: str
    mean: float
    other: float
    difference: float
    low: float
    high: float
    p: float
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class MeasuredQuery(Record):
    """The measures of one query by their names; `provisions`: how many answers it asks for."""

    id: str
    query: str
    provisions: int
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UnknownClause(Record):
    """A clause that the judgements of a query name, and that the index has not."""

    query: str
    clause: str


@dataclass(frozen=True, slots=True)
class Evaluation(Record):
    """How well judged queries are answered (docs/evaluation.md).

    Attributes:
        queries: how many were measured.
        provisions: how many answers they ask for in all.
        measures: the means.
        compared: the means beside those of another run, if that was asked for.
        unjudged: the ids of queries that nothing is known to answer; they are left out of the means.
        unknown: the judged clauses that are not in the index; they count as not found.
        failed: the queries that could not be searched for, and why; they count as having found nothing.
        per_query: the measures of each query, in the order of the file.
    """

    queries: int
    provisions: int
    measures: tuple[MeanMeasure, ...]
    compared: tuple[ComparedMeasure, ...]
    unjudged: tuple[str, ...]
    unknown: tuple[UnknownClause, ...]
    per_query: tuple[MeasuredQuery, ...]
    failed: tuple[QueryFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion(Record):
    """Something that the index has, for one who types.

    Attributes:
        text: as it is written.
        kind: word, phrase (a word and how it goes on), heading or title.
        count: how many paragraphs have it, stand under the heading, or are of the document.
    """

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetValue(Record):
    """A value of a facet: as a query names it, as it is shown, and how many of the clauses found have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet(Record):
    """How the clauses found are spread.

    Attributes:
        name: document, issuer, year, section or kind.
        distinct: how many values there are.
        values: the most frequent of them, 50 at most; "" is that of clauses which have none.
    """

    name: str
    distinct: int
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SimilarClause(Record):
    """A clause like another.

    Attributes:
        relation: same (it says the same, almost word for word), contained (one of the two holds the other), or similar.
        score: from 0 to 1, how much it has of the weight of the other's telling words.
        containment: from 0 to 1, which part of the shorter one's runs of four characters the longer one has.
        citation, breadcrumb, clause, document: as in a hit; the citation is the clause's.
    """

    relation: str
    score: float
    containment: float
    citation: str
    breadcrumb: tuple[str, ...]
    clause: ClauseRecord
    document: DocumentRecord
