"""Resolves citations against an index: which clause is 《民法典》第一千零八十四条, and is there such a clause?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from indexer.records import Record
from indexer.search.citation_form import AROUND, may_be_citation
from indexer.search.cited_clauses import ClauseTable
from indexer.search.cited_documents import CitedDocument, Corpus, DocumentNames, Work, is_generic
from indexer.structure.links import Link
from indexer.structure.numerals import numeral_class
from indexer.structure.pinpoint import Pinpoint, Reference, Span, write_span
from indexer.structure.provisions import read_labels, read_provisions
from indexer.structure.references import find_abbreviations, find_references
from indexer.structure.titles import fold

Status = Literal["found", "not in this index", "ambiguous", "no such clause", "relative"]
"""What became of a citation.

- ``found``: there is exactly what it names
- ``not in this index``: the index has no document of that title or number
- ``ambiguous``: several documents could be meant, and have it
- ``no such clause``: the document is there, but not (all of) the provisions named
- ``relative``: the text does not say which document is meant: 前款, or 本法 outside of a law
"""

_MOST_WORKS = 200
_MOST_CANDIDATES = 50
_KEPT_TABLES = 256
_SENTENCE_END = re.compile("[。；;！？\n]")


@dataclass(frozen=True, slots=True)
class Candidate(Record):
    """What a citation can mean.

    Attributes:
        document: the id of the document.
        clause: the id of the clause, as `show` takes it; "" for the document as a whole.
        paragraph: the number, from 0, in the document of the paragraph meant: the first of a clause or 款.
        citation: how that is cited in full.
    """

    document: str
    clause: str
    paragraph: int
    citation: str


@dataclass(frozen=True, slots=True)
class Resolution(Record):
    """What a citation leads to.

    Attributes:
        status: see `Status`.
        candidates: what it names, in order (several provisions, or a range, give several); if it is ambiguous, what
            each document it could mean has; if clauses are missing, those that are there.
        versions: the same in older versions of the document, the newest of them first.
        missing: the provisions the document does not have, in their standard writing.
    """

    status: Status
    candidates: tuple[Candidate, ...] = ()
    versions: tuple[Candidate, ...] = ()
    missing: tuple[str, ...] = ()


class Resolver:
    """Resolves citations against one index. What it needs of the index is read when first needed, and kept.

    Args:
        corpus: the index; see `indexer.search.cited_documents.IndexedCorpus`.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.names = DocumentNames(corpus)
        self._corpus = corpus
        self._table = lru_cache(maxsize=_KEPT_TABLES)(self._make_table)

    def _make_table(self, document: CitedDocument) -> ClauseTable:
        return ClauseTable(self._corpus, document)

    # --- whole texts and queries ---

    def cite(self, text: str) -> list[tuple[Reference, Resolution]]:
        """Find and resolve every citation of a text.

        该法, and 第十条 behind a citation in the same sentence, are of the document named before; names the text itself
        introduces (以下简称《解释》) are understood.

        Args:
            text: any text.
        """
        short = {fold(name): title for name, title in find_abbreviations(text).items()}
        told: list[tuple[Reference, Resolution]] = []
        before: Reference | None = None
        for reference in find_references(text, _Either(short, self.names)):
            meant = reference
            if reference.named == "title" and fold(reference.document) in short:
                meant = replace(reference, document=short[fold(reference.document)])
            elif before is not None and _goes_on(before, reference, text):
                meant = replace(reference, named=before.named, document=before.document, number=before.number)
            if meant.named in ("title", "number"):
                before = meant
            told.append((reference, self.resolve(meant)))
        return told

    def parse_citation(self, query: str) -> Resolution | None:
        """Resolve a query that is, as a whole, a citation: 民法典1084, 《民法典》1084条第2款, 方案（十）.

        Args:
            query: as typed.

        Returns:
            What it leads to; None if it is no citation: 第十条 alone is none, nor is a title without marks alone.
        """
        wanted = query.strip(AROUND)
        if not may_be_citation(query):
            return None
        references = find_references(wanted, self.names)
        if len(references) == 1 and (references[0].start, references[0].end) == (0, len(wanted)):
            reference = references[0]
            return self.resolve(reference) if reference.named in ("title", "number") else None
        return self._loose(wanted)

    def _loose(self, query: str) -> Resolution | None:
        """Resolve a known title with a bare number or outline labels behind it: 民法典1084, 方案三、（二）."""
        folded = fold(query)
        for end in range(len(folded) - 1, 1, -1):
            name, rest = folded[:end].strip(" 《》"), folded[end:].strip()
            if not _begins_provision(rest) or not (name in self.names or is_generic(name)):
                continue
            bare = _bare_number().fullmatch(rest)
            said = f"《{name}》第{bare['number']}条{bare['rest'] or ''}" if bare else f"《{name}》{rest}"
            references = find_references(said)
            if len(references) == 1 and references[0].end == len(said) and references[0].provisions:
                found = self.resolve(references[0])
                return None if bare and found.status not in ("found", "ambiguous") else found
        return None

    # --- single citations ---

    def resolve(self, reference: Reference) -> Resolution:
        """Resolve one citation.

        Args:
            reference: from `find_references`.
        """
        if reference.named not in ("title", "number"):
            return Resolution("relative")
        works = self.names.numbered(reference.number) if reference.number else ()
        if not works and reference.named == "title":
            works = self.names.named(reference.document)
            if not works and is_generic(reference.document):
                return self._generic(reference)
        return self._in_works(works, reference.provisions)

    def resolve_link(self, link: Link, document: str) -> Resolution:
        """Resolve what was stored when a document was indexed.

        Args:
            link: from `indexer.structure.links.find_links`, to another document (`Link.document` is not "").
            document: the id of the document the link stands in.
        """
        said = fold("、".join(link.provisions))
        spans = read_provisions(said, 0)[0] or read_labels(said, 0)[0]
        works = self.names.named(link.document) or self.names.numbered(link.document)
        here = [work for work in works if any(document == each.id for version in work.versions for each in version)]
        return self._in_works(here or works, spans)

    def _generic(self, reference: Reference) -> Resolution:
        """Resolve 方案（十）: in any document that is a 方案 and has it."""
        if not reference.provisions:
            return Resolution("not in this index")
        works = self.names.ending(fold(reference.document))[:_MOST_WORKS]
        having: list[tuple[Work, Resolution]] = []
        told = 0
        for work in works:
            newest = self._in_newest(work, reference.provisions)
            if newest.status == "found":
                having.append((work, newest))
                told += len(newest.candidates)
                if told >= _MOST_CANDIDATES and len(having) > 1:
                    break
        return self._among(having, reference.provisions) if having else self._in_works(works[:1], reference.provisions)

    def _in_works(self, works: Sequence[Work], spans: Sequence[Span]) -> Resolution:
        if not works:
            return Resolution("not in this index")
        return self._among([(work, self._in_newest(work, spans)) for work in works], spans)

    def _among(self, each: Sequence[tuple[Work, Resolution]], spans: Sequence[Span]) -> Resolution:
        """Return what several works together give, each of which was resolved in its newest version."""
        having = [(work, one) for work, one in each if one.status in ("found", "ambiguous")]
        if len(having) <= 1:
            return self._with_versions(*(having or each)[0], spans)
        candidates = [candidate for _, one in having for candidate in one.candidates]
        return Resolution("ambiguous", tuple(candidates[:_MOST_CANDIDATES]))

    def _in_newest(self, work: Work, spans: Sequence[Span]) -> Resolution:
        return self._in_version(work, work.versions[0], spans)

    def _with_versions(self, work: Work, newest: Resolution, spans: Sequence[Span]) -> Resolution:
        """Return what was resolved in the newest version of a document with the same of the older ones beside it."""
        older = [self._in_version(work, version, spans) for version in work.versions[1:]]
        versions = tuple(candidate for one in older for candidate in one.candidates)
        return replace(newest, versions=versions[:_MOST_CANDIDATES])

    def _in_version(self, work: Work, documents: Sequence[CitedDocument], spans: Sequence[Span]) -> Resolution:
        """Resolve in one document, or in the documents that together are one: the article decides in which."""
        if not spans:
            return Resolution("found", tuple(_whole(document) for document in documents))
        candidates: list[Candidate] = []
        missing: list[str] = []
        ambiguous = False
        for span in spans:
            found = [told for document in documents if (told := self._in_document(document, span, work.key))]
            ambiguous = ambiguous or len(found) > 1
            if not found:
                missing.append(write_span(span))
            candidates += [candidate for told in found for candidate in told]
        status: Status = "no such clause" if missing else "ambiguous" if ambiguous else "found"
        return Resolution(status, tuple(dict.fromkeys(candidates))[:_MOST_CANDIDATES], missing=tuple(missing))

    def _in_document(self, document: CitedDocument, span: Span, work: str) -> tuple[Candidate, ...]:
        found = self._table(document).find(span, work)
        return tuple(
            Candidate(document.id, f"{document.id}#{clause.key}", number, clause.citation + cited)
            for clause, number, cited in found
        )


class _Either:
    """The names of a text and those of an index."""

    def __init__(self, short: dict[str, str], names: DocumentNames) -> None:
        self._short = short
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._short or name in self._names


def _whole(document: CitedDocument) -> Candidate:
    return Candidate(document.id, "", 0, f"《{document.title}》" if document.title else document.id)


def _goes_on(before: Reference, reference: Reference, text: str) -> bool:
    """Whether a citation without document is of the one named before it: 该法, or 第十条 in the same sentence."""
    if reference.named == "that":
        return True
    first: Pinpoint = reference.provisions[0][0] if reference.provisions else Pinpoint()
    if reference.named != "here" or not first.article:
        return False
    return not _SENTENCE_END.search(text, before.end, reference.start)


@lru_cache(maxsize=1)
def _numeral() -> re.Pattern[str]:
    return re.compile(f"[{numeral_class()}]")


@lru_cache(maxsize=1)
def _bare_number() -> re.Pattern[str]:
    numeral = numeral_class()
    return re.compile(f"第?(?P<number>[{numeral}]{{1,10}})(?P<rest>之[{numeral}]{{1,3}})?")


def _begins_provision(rest: str) -> bool:
    return rest[:1] in ("第", "(", "〔") or bool(_numeral().match(rest))
