"""Resolves the citations of a document when it is indexed: to clauses of its own outline, or to another title.

What 本法, 前款, 该法 or （以下简称《条例》） mean depends on where they stand, so a document is read once, in order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from indexer.frozen import quickly_made
from indexer.records import Record
from indexer.structure.citing_rules import citing_rules
from indexer.structure.clause import Outline
from indexer.structure.pinpoint import Pinpoint, Reference, write_span
from indexer.structure.places import Place, Places
from indexer.structure.references import Line, find_abbreviations, lines_that_may_cite, references_in
from indexer.structure.titles import fold, title_key

_SENTENCE_END = re.compile("[。；;！？\n]")
_AMENDED = re.compile(
    "修改[《〈](?P<decision>.{2,120})[》〉](?P<several>等[^的]{0,20})?的?(?:决定|通知)|(?P<amendment>.{1,40}?)修正案"
)


@quickly_made
@dataclass(frozen=True, slots=True)
class Link(Record):
    """Where a citation in a paragraph leads.

    Attributes:
        start: where the citation begins: a code point offset into the paragraph.
        end: where it ends.
        document: the title, or the number, of the other document it leads to, in full where the text says what it is
            short for; "" for the document itself.
        provisions: the provisions of the other document, in their standard writing (第十条第二款, 第三条至第五条); ()
            for the document as a whole, or within the same document.
        clauses: within the same document: the keys of its clauses.
        paragraphs: within the same document: the numbers, from 0, of the paragraphs meant; () for whole clauses.
    """

    start: int
    end: int
    document: str = ""
    provisions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()


def find_links(outline: Outline, texts: Sequence[str]) -> list[tuple[Link, ...]]:
    """Find and resolve all citations of a document.

    Args:
        outline: of the document.
        texts: its paragraphs.

    Returns:
        For each paragraph its links in order. What leads nowhere (前款 in a first 款, 第九十条 in a document of ten
        articles) and the mention of the document itself as a whole (本法, its number below its title) give none.
    """
    reader = OutlineReader(outline)
    links: list[tuple[Link, ...]] = [()] * len(texts)
    labelled = {clause.first for clause in outline.clauses if clause.label.startswith("第")}
    for paragraph, line in lines_that_may_cite(texts, labelled):
        links[paragraph] = reader.read(paragraph, line)
    return links


class OutlineReader:
    """Reads the paragraphs of one document in order, and remembers what they named.

    Args:
        outline: of the document.
    """

    def __init__(self, outline: Outline) -> None:
        self.places = Places(outline)
        self.amended, self.amends_several = amended_title(outline.title)
        self.own_title = fold(outline.title)
        self.abbreviations: dict[str, str] = {}
        self.named: list[str] = []
        self.document = ""
        self.document_end = -1
        self.last: Pinpoint | None = None

    def read(self, paragraph: int, line: Line) -> tuple[Link, ...]:
        """Return the links of the next paragraph.

        Args:
            paragraph: its number, from 0.
            line: its text.
        """
        if line.abbreviates:
            for name, title in find_abbreviations(line.text).items():
                self.abbreviations[fold(name)] = title
        return resolve_in_outline(self, paragraph, line.text, references_in(line, self.abbreviations))


def resolve_in_outline(
    reader: "OutlineReader", paragraph: int, text: str, references: Sequence[Reference]
) -> tuple[Link, ...]:
    """Resolve the citations of one paragraph.

    Args:
        reader: of the document, up to this paragraph.
        paragraph: its number, from 0.
        text: its text.
        references: the citations found in it, in order.
    """
    return _Paragraph(reader, paragraph, text).resolve(references)


def amended_title(title: str) -> tuple[str, bool]:
    """Tell what a document of this title amends (关于修改〈公司法〉的决定, 刑法修正案).

    Returns:
        The title of the (first) document it amends, "" if it amends none; and whether there are several.
    """
    found = _AMENDED.search(title)
    return (found["decision"] or found["amendment"], bool(found["several"])) if found else ("", False)


class _Paragraph:
    """Resolves the citations of one paragraph."""

    def __init__(self, reader: OutlineReader, paragraph: int, text: str) -> None:
        self.reader = reader
        self.places = reader.places
        self.paragraph = paragraph
        self.text = text
        reader.document_end = -1
        reader.last = None

    def resolve(self, references: Sequence[Reference]) -> tuple[Link, ...]:
        links = [getattr(self, f"resolve_{reference.named}")(reference) for reference in references]
        return tuple(link for link in links if link is not None)

    # --- by how the document is named ---

    def resolve_title(self, reference: Reference) -> Link | None:
        title = self.full_title(reference.document)
        if not title:
            return None
        own = self.places.titles.get(title_key(title))
        if own is not None and (reference.provisions or own >= 0):
            return self.own(reference, own)
        return self.outer(reference, title)

    def full_title(self, name: str) -> str:
        """Return what a name stands for here; "" for 条例 and the like if the text does not tell which."""
        reader, folded = self.reader, fold(name)
        if folded in reader.abbreviations:
            return reader.abbreviations[folded]
        if folded not in citing_rules().generic:
            return name
        ending = [title for title in reversed(reader.named) if fold(title).endswith(folded)]
        if ending:
            return ending[0]
        return self.reader.places.outline.title if reader.own_title.endswith(folded) else ""

    def resolve_number(self, reference: Reference) -> Link | None:
        heading = reference.text == self.text.strip()  # the document's own number, below its title
        return None if heading else self.outer(reference, reference.document)

    def resolve_self(self, reference: Reference) -> Link | None:
        if not reference.provisions:
            return None
        reader = self.reader
        if reader.amended and not reader.own_title.endswith(fold(reference.document)[1:]):
            return self.outer(reference, reader.amended)
        own = self.own(reference, self.places.root_at(self.paragraph))
        elsewhere = own is None and reference.provisions[0][0].article
        return self.outer(reference, self.places.outline.title) if elsewhere else own

    def resolve_that(self, reference: Reference) -> Link | None:
        return self.outer(reference, self.reader.document) if self.reader.document else None

    def resolve_here(self, reference: Reference) -> Link | None:
        """Resolve 第十条, 前款: here, or in the document named before in the same sentence."""
        first = reference.provisions[0][0]
        reader = self.reader
        if first.step == "该":
            return self.resolve_there(reference)
        if first.step or not first.article:
            lost = reader.amended or (not first.step and self.in_sentence(reference.start))
            return None if lost else self.own(reference, self.places.root_at(self.paragraph))
        if self.in_sentence(reference.start):
            return self.outer(reference, reader.document)
        if reader.amended:
            return self.outer(reference, reader.amended)
        return self.own(reference, self.places.root_at(self.paragraph))

    def resolve_there(self, reference: Reference) -> Link | None:
        """Resolve 该条 and 该款: what was named last in the paragraph."""
        last = self.reader.last
        if last is None or (reference.provisions[0][0].unit == "款" and not last.paragraph):
            return None
        spans = tuple((_within(last, first), _within(last, end)) for first, end in reference.provisions)
        told = replace(reference, provisions=spans)
        if self.reader.document_end >= 0:
            return self.outer(told, self.reader.document)
        return self.own(told, self.places.root_at(self.paragraph))

    def in_sentence(self, start: int) -> bool:
        """Whether another document is named before this offset, in the same sentence."""
        end = self.reader.document_end
        return end >= 0 and not _SENTENCE_END.search(self.text, end, start)

    # --- links ---

    def outer(self, reference: Reference, title: str) -> Link:
        reader = self.reader
        reader.document, reader.document_end = title, reference.end
        if reference.named == "title":
            reader.named.append(title)
        self.note(reference)
        told = tuple(write_span(span) for span in reference.provisions)
        return Link(reference.start, reference.end, title, told)

    def own(self, reference: Reference, root: int) -> Link | None:
        self.reader.document_end = -1
        self.note(reference)
        if not reference.provisions:
            return Link(reference.start, reference.end, clauses=(self.places.clauses[root].key,)) if root >= 0 else None
        found = [self.places.find_span(span, self.paragraph, root) for span in reference.provisions]
        places = [place for place in found if place is not None]
        if not places:
            return None
        keys, paragraphs = self._joined(places)
        return Link(reference.start, reference.end, clauses=keys, paragraphs=paragraphs)

    def _joined(self, places: Sequence[Place]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return keys and paragraphs of several places; paragraphs only if no whole clause is meant."""
        clauses = dict.fromkeys(chain.from_iterable([place.clauses for place in places]))
        keys = tuple([self.places.clauses[at].key for at in clauses])
        paragraphs = [place.paragraphs for place in places]
        return keys, tuple(dict.fromkeys(chain.from_iterable(paragraphs))) if all(paragraphs) else ()

    def note(self, reference: Reference) -> None:
        """Remember the provision named last, and in a text that amends several documents which one is meant now."""
        for _, last in reference.provisions:
            if last.article or last.step == "本":
                self.reader.last = last
        if self.reader.amends_several and reference.named == "title" and not reference.provisions:
            self.reader.amended = self.reader.document


def _within(last: Pinpoint, pinpoint: Pinpoint) -> Pinpoint:
    """Return 该条第二款 or 该款第一项 with the provision put in that 该 means."""
    paragraph = last.paragraph if pinpoint.unit == "款" else pinpoint.paragraph
    return replace(last, paragraph=paragraph, item=pinpoint.item, subitem=pinpoint.subitem)
