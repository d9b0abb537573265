"""Which version of an act is in force on a day, as far as the documents of the index say.

Acts of one title and one issuer are versions of one act (`indexer.structure.history.has_versions` says which kinds of
acts have versions): on a day, the last one whose time has come is in force, those before it are superseded. An act that
a later one of the index repeals is repealed from when that one takes effect. A document without any date is never taken
to be either.

What a search needs of this is little: the field ``versions`` holds, on the first paragraph of each document, ``=`` and
the key of its title (``~`` if it is of a kind that has no versions), ``#`` and the key of its number, ``-`` and the
key of each act it repeals with its number behind a tab, and ``!`` if its source says that it is no longer in force.
Only of documents that share a title, or end, are the details read.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from indexer.analysis.normal import normalise
from indexer.codec.arrays import Array
from indexer.codec.field import FieldArrays

if TYPE_CHECKING:
    from indexer.records import Document
    from indexer.store.view import View
    from indexer.structure.history import History

_ENDED = b"!"
_MASKS_KEPT = 8

GONE = frozenset({"superseded", "repealed"})
"""What a document is that a search leaves out."""


def version_terms(document: "Document", history: "History") -> list[str]:
    """Return the terms of the field ``versions`` for a document."""
    from indexer.structure.history import has_versions
    from indexer.structure.titles import number_key, title_key

    key = title_key(document.title)
    terms = [f"{'=' if has_versions(key) else '~'}{key}"] if key else []
    terms += [f"-{repeal.key}\t{number_key(repeal.number) if repeal.number else ''}" for repeal in history.repeals]
    if document.number:
        terms.append(f"#{number_key(document.number)}")
    if history.expired or history.status in GONE:
        terms.append(_ENDED.decode())
    return list(dict.fromkeys(terms))


def history_values(history: "History") -> dict[str, str]:
    """Return what the details of a document keep of its history: what is known, dates in ISO 8601."""
    days = {"published": history.published, "effective": history.effective, "expired": history.expired}
    values = {name: day.isoformat() for name, day in days.items() if day}
    return values | ({"status": history.status} if history.status else {})


class Lifetime:
    """The time of one document, as the index knows it.

    Attributes:
        first: the document's first paragraph.
        id: of the document.
        paragraphs: how many it has.
        published, effective: when its text was made, and from when it applies.
        status: what its source says of it; "" if nothing.
        lapsed: from when it applies no longer, as it says itself.
        superseded: from when a later version of it is in force.
        repealed: from when an act that repeals it is in force.
        versions: the ids of the other versions, newest first.
        follows: a version of it was published before.
    """

    def __init__(
        self,
        first: int,
        id: str,
        paragraphs: int,
        published: date | None = None,
        effective: date | None = None,
        *,
        status: str = "",
        lapsed: date | None = None,
    ) -> None:
        self.first = first
        self.id = id
        self.paragraphs = paragraphs
        self.published = published
        self.effective = effective
        self.status = status
        self.lapsed = lapsed
        self.superseded: date | None = None
        self.repealed: date | None = None
        self.versions: tuple[str, ...] = ()
        self.follows: Lifetime | None = None

    @property
    def begin(self) -> date | None:
        """From when it applies, or when it was made if that is not said."""
        return self.effective or self.published

    @property
    def expired(self) -> date | None:
        """From when it applies no longer; None if nothing in the index ends it."""
        return min((day for day in (self.superseded, self.repealed, self.lapsed) if day), default=None)

    def status_on(self, day: date) -> str:
        """Return what it is on a day, one of `indexer.records.STATUSES`."""
        if self.repealed and self.repealed <= day:
            return "repealed"
        if self.superseded and self.superseded <= day:
            return "superseded"
        if self.status in GONE and not (self.lapsed and self.lapsed > day):
            return self.status
        if self.lapsed and self.lapsed <= day:
            return "expired"
        if self.begin and self.begin > day:
            return "not yet in force"
        return "in force" if self.effective else self.status or "unknown"

    def is_left_out(self, day: date) -> bool:
        """Tell whether a search of what is in force on a day leaves it out."""
        status = self.status_on(day)
        if status == "not yet in force":
            before = self.follows
            return before is not None and before.begin is not None and before.begin <= day
        return status in GONE


def lifetime(first: int, id: str, details: dict[str, Any]) -> Lifetime:
    """Return the time of a document as it says itself, from its stored details."""
    told = details.get("history", {})
    published, effective, lapsed = (_date(told.get(name)) for name in ("published", "effective", "expired"))
    status = told.get("status", "")
    return Lifetime(first, id, details["paragraphs"], published, effective, status=status, lapsed=lapsed)


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def set_versions(family: Iterable[Lifetime]) -> None:
    """Say of the documents of one title and issuer when each is superseded, and what came before it.

    Documents of one day are parts of one version; so are all, if there is one day at most among them. Else those
    without a day are left alone: nothing says where they stand.

    Args:
        family: the documents; their `superseded`, `versions` and `follows` are set.
    """
    members = list(family)
    by_day: dict[date, list[Lifetime]] = {}
    for one in members:
        day = one.published or one.effective
        if day:
            by_day.setdefault(day, []).append(one)
    if len(by_day) <= 1:
        effective = next((one.effective for one in members if one.effective), None)
        for one in members:
            one.effective = one.effective or effective
        return
    versions = [by_day[day] for day in sorted(by_day)]
    ids = [tuple(one.id for one in version) for version in reversed(versions)]
    begins = [min(one.begin for one in version if one.begin) for version in versions]
    for number, version in enumerate(versions):
        own = ids[len(versions) - 1 - number]
        for one in version:
            one.superseded = min(begins[number + 1 :], default=None)
            one.follows = versions[number - 1][0] if number else None
            one.versions = tuple(id for some in ids if some is not own for id in some)


class Versions:
    """The versions of the acts in one view of an index; what is asked is found out once and kept.

    Args:
        view: of the index.
    """

    def __init__(self, view: "View") -> None:
        self._view = view
        self._masks: dict[date, Array | None] = {}

    def lifetime(self, first: int) -> Lifetime:
        """Return the time of the document that begins with paragraph `first`."""
        return self._known.get(first) or self._own((first,))[first]

    def in_force(self, day: date) -> Array | None:
        """Return bool[D], the paragraphs that a search of what is in force on a day may find; None if it may find all.

        Left out is what is superseded or repealed on the day, what was made after it, and a version whose time has not
        yet come while an earlier one is in force.
        """
        if day not in self._masks:
            if len(self._masks) >= _MASKS_KEPT:
                self._masks = {}
            self._masks[day] = self._mask(day)
        return self._masks[day]

    def _mask(self, day: date) -> Array | None:
        from indexer.store.dates import day_number

        mask: Array = self._view.days <= day_number(day)
        for one in self._known.values():
            if one.is_left_out(day):
                mask[one.first : one.first + one.paragraphs] = False
        return None if mask.all() else mask

    # --- what the documents say of one another ---

    @cached_property
    def _known(self) -> dict[int, Lifetime]:
        """The documents, by their first paragraph, that have versions, are repealed, or say that they ended."""
        families = list(chain.from_iterable(map(self._of_issuers, self._namesakes())))
        known = self._own(chain(self._documents(_ENDED), *families))
        for family in families:
            set_versions(known[first] for first in family)
        repeals = list(self._repeals())
        own = self._own(chain.from_iterable((first, *repealing) for first, repealing in repeals))
        for first, repealing in repeals:
            one = known.get(first) or own[first]
            ends = [end for end in (own[other].begin for other in repealing if _precedes(one, own[other])) if end]
            if ends:
                one.repealed = min((*ends, one.repealed) if one.repealed else ends)
                known[first] = one
        return known

    def _own(self, firsts: Iterable[int]) -> dict[int, Lifetime]:
        """Return documents by their first paragraphs, as they say themselves; all are read at once, which is faster."""
        stored, numbers = self._view.stored, list(dict.fromkeys(firsts))
        details = json.loads(f"[{','.join(stored('details', first) for first in numbers)}]")
        told = zip(numbers, details, strict=True)
        return {first: lifetime(first, stored("document", first), detail) for first, detail in told}

    @cached_property
    def _table(self) -> dict[bytes, list[int]]:
        """The documents, by their first paragraph, that have each term."""
        table: dict[bytes, list[int]] = {}
        live = self._view.snapshot.live
        for leaf in self._view.snapshot.leaves:
            arrays = leaf.arrays("versions")
            if not isinstance(arrays, FieldArrays):
                continue
            docs = arrays.documents_of_range(0, len(arrays)) + leaf.base
            held, bounds = docs.tolist(), arrays.post_offsets.tolist()
            alive = None if live is None else live[docs].tolist()
            for term, (start, end) in zip(arrays.all_terms(), pairwise(bounds), strict=True):
                found = held[start:end] if alive is None else [held[at] for at in range(start, end) if alive[at]]
                if found:
                    table[term] = table[term] + found if term in table else found
        return table

    def by_title(self) -> Iterator[tuple[str, list[int]]]:
        """Yield the key of each title, with the documents that have it, by their first paragraph."""
        return ((term.decode()[1:], found) for term, found in self._table.items() if term[:1] in b"=~")

    def _documents(self, term: bytes) -> list[int]:
        return self._table.get(term, [])

    def _namesakes(self) -> Iterator[list[int]]:
        """Yield the documents that share a title and are of a kind that has versions."""
        return (found for term, found in self._table.items() if len(found) > 1 and term.startswith(b"="))

    def _of_issuers(self, documents: list[int]) -> Iterator[list[int]]:
        """Part the documents of one title by their issuers; if only one is known, they are all of it."""
        named = [(self._view.stored("issuer", first), first) for first in documents]
        if len({issuer for issuer, _ in named} - {""}) <= 1:
            yield documents
            return
        issuers: dict[str, list[int]] = {}
        for issuer, first in named:
            issuers.setdefault(normalise(issuer).text, []).append(first)
        if len(issuers.keys() - {""}) <= 1:
            yield documents
            return
        yield from (family for issuer, family in issuers.items() if issuer)

    def _repeals(self) -> Iterator[tuple[int, list[int]]]:
        """Yield the documents with a title, and a number if that is said, that others repeal, each with those.

        That an act repeals its own namesake says no more than that it is a version of it.
        """
        for term, repealing in self._table.items():
            if not term.startswith(b"-"):
                continue
            key, _, number = term[1:].partition(b"\t")
            for first in (same := self._documents(b"=" + key)) + self._documents(b"~" + key):
                others = [other for other in repealing if other != first and other not in same]
                if others and (not number or self._has_number(first, number)):
                    yield first, others

    def _has_number(self, first: int, number: bytes) -> bool:
        """Whether a document has a number, or none that is known."""
        return first in self._documents(b"#" + number) or not self._view.stored("number", first)


def _precedes(one: Lifetime, other: Lifetime) -> bool:
    """Whether a document may have been made before another; one without a date may."""
    made, later = one.published or one.effective, other.published or other.begin
    return made is None or (later is not None and made < later)
