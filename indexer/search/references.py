"""What a clause refers to, and what refers to it; and the citations of any text, resolved against the index."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from indexer.errors import NotInIndexError, UsageError
from indexer.reports import CitedReference, LinkedClause, ShownClause
from indexer.search.cited_documents import IndexedCorpus
from indexer.search.citing import Candidate, Resolution, Resolver
from indexer.store.references import read_links, terms_of_clause
from indexer.store.view import View
from indexer.structure.links import Link

MOST_LINKED = 100
"""So many clauses that refer to one are given at most."""


class References:
    """Follows the references of one view of an index; threads may share it.

    Args:
        view: of the index.
        day: citations lead to the versions in force on it.
    """

    def __init__(self, view: View, day: date) -> None:
        self._view = view
        self._day = day

    @cached_property
    def resolver(self) -> Resolver:
        """Resolves citations against the index."""
        return Resolver(IndexedCorpus(self._view, self._day))

    def shown(self, first: int, context: int) -> ShownClause:
        """Return the record of the clause that begins with paragraph `first`, with `context` paragraphs around it."""
        view = self._view
        end = view.clause_end(first)
        document = view.document(first, self._day)
        return ShownClause(
            citation=view.clause_citation(first),
            breadcrumb=view.breadcrumb(first),
            clause=view.clause(first, end, document.id),
            document=document,
            context=view.context(first, end, context),
            refers_to=self.refers_to(first),
            referred_by=self.referred_by(first),
            page=view.page(first),
        )

    def document_named(self, name: str) -> str:
        """Return the id of the one document that a name means: an id, or a title, with or without a year.

        Raises:
            NotInIndexError: there is no such document.
            UsageError: several could be meant.
        """
        if name in self._view.entries:
            return name
        found = [document.id for work in self.resolver.names.named(name) for document in work.versions[0]]
        if not found:
            remedy = "List the documents with: indexer list"
            raise NotInIndexError("no document has this id or title", place=name, remedy=remedy)
        if len(found) > 1:
            raise UsageError("several documents are called so", place=name, remedy=f"Name one: {', '.join(found[:9])}")
        return found[0]

    def named(self, name: str) -> list[int]:
        """Return the first paragraphs of the clauses that a name means: an id, a citation, or a title for all of it.

        Raises:
            NotInIndexError: there is no such clause or document.
        """
        view = self._view
        try:
            return view.named(name)
        except NotInIndexError:
            cited = self.resolver.parse_citation(name)
            if cited is not None and cited.status == "found":
                entries = view.entries
                found = (entries[each.document].first + each.paragraph for each in cited.candidates)
                return list(dict.fromkeys(int(view.clause_of[paragraph]) for paragraph in found))
            works = self.resolver.names.named(name) if not cited else ()
            if len(works) != 1:
                raise
            return [at for document in works[0].versions[0] for at in view.clauses(view.entry(document.id))]

    def cite(self, text: str) -> tuple[CitedReference, ...]:
        """Return the citations of a text, in order, each with what it leads to."""
        return tuple(
            CitedReference(
                start=reference.start,
                end=reference.end,
                text=reference.text,
                status=resolution.status,
                clauses=tuple(map(_linked, resolution.candidates)),
                missing=resolution.missing,
            )
            for reference, resolution in self.resolver.cite(text)
        )

    def refers_to(self, first: int) -> tuple[LinkedClause, ...]:
        """Return what the clause that begins with paragraph `first` refers to: clauses, or documents as a whole."""
        document = self._view.stored("document", first)
        found = (
            linked
            for paragraph in range(first, self._view.clause_end(first))
            for link in read_links(self._view.stored("links", paragraph))
            for linked in self._led_to(link, document)
        )
        return tuple(dict.fromkeys(found))

    def _led_to(self, link: Link, document: str) -> Iterator[LinkedClause]:
        if link.document:
            resolution: Resolution = self.resolver.resolve_link(link, document)
            yield from map(_linked, resolution.candidates)
            if not resolution.candidates:
                yield LinkedClause("", f"《{link.document.strip('《》')}》{'、'.join(link.provisions)}")
            return
        for key in link.clauses:
            at = self._view.find_clause(document, key)
            if at is not None:
                yield LinkedClause(f"{document}#{key}", self._view.clause_citation(at))

    def referred_by(self, first: int) -> tuple[LinkedClause, ...]:
        """Return the clauses that refer to the one that begins with paragraph `first`, in the order of the index."""
        view = self._view
        document, title = view.stored("document", first), view.section(first).cited_title
        terms = terms_of_clause(document, title, view.unit(first).key)
        paragraphs: set[int] = set()
        for term in terms:
            postings = view.snapshot.postings("refers", term.encode())
            paragraphs.update(() if postings is None else postings.docs.tolist())
        clauses = sorted({int(view.clause_of[paragraph]) for paragraph in paragraphs} - {first})
        return tuple(LinkedClause(view.clause_name(at), view.clause_citation(at)) for at in clauses[:MOST_LINKED])


def _linked(candidate: Candidate) -> LinkedClause:
    return LinkedClause(candidate.clause or candidate.document, candidate.citation)
