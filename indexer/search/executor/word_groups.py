"""Words as lists of the groups of documents that have them.

Such a list is made of the word's postings when the word is first searched for, and kept; but a frequent word beside a
rare one is only looked up in the documents of the groups that are left, until that has cost as much as making the list.
Words that differ by a few documents share one list, and those documents are looked up beside it.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.doclist import locate
from indexer.codec.postings import distinct
from indexer.search.executor.kernels import merge_sums, run_bounds, run_starts, set_at
from indexer.search.executor.results import Scored
from indexer.search.executor.scoring import Listed, ScoredList

_MAKING_COST, _LOOKING_COST = 3, 800
"""Making a word's list of groups costs, a posting, what looking up so many documents does (measured: 15, 5 ns); and a
look into a list costs, besides, as much as so many documents (4 µs)."""

_OBJECTS = 600
"""Bytes that a word takes with its key, besides its lists."""

_SHARED = 8
"""A list that is put on a shelf is made so many times as early: others need it too, and it takes no memory there."""

_ASKED_AGAIN = 512
"""What was found for so many groups or documents is kept for the next word."""


class Account:
    """Counts the bytes of what a word's list is made of.

    Args:
        charge: is told of all bytes that are taken, or given back if it is less than 0.

    Attributes:
        taken: how many bytes those are now.
    """

    __slots__ = ("_charge", "taken")

    def __init__(self, charge: Callable[[int], None]) -> None:
        self._charge = charge
        self.taken = 0

    def __call__(self, size: int) -> None:
        """Count so many bytes more."""
        self.taken += size
        self._charge(size)


class WordLists(NamedTuple):
    """The lists that a word is, once they are made.

    Attributes:
        size, bound, order: as of a `ScoredList`.
        documents: the documents that have the word.
        groups: their groups, each with its highest score.
    """

    size: int
    bound: float
    order: float
    documents: ScoredList
    groups: Listed


class Groups:
    """The documents of an index as consecutive groups.

    Args:
        group_of: int32[D], the group of each document: the number of the group's first document.
        charge: is told how many bytes the lists made here take.
    """

    __slots__ = ("_sizes", "charge", "count", "group_of")

    def __init__(self, group_of: Array, charge: Callable[[int], None]) -> None:
        self.charge = charge
        self.group_of = group_of.astype(np.int32, copy=False)
        self.count = len(group_of)
        bounds = run_bounds(self.group_of)
        self._sizes = np.zeros(self.count, dtype=np.int32)
        self._sizes[bounds[:-1]] = np.diff(bounds)

    def members(self, groups: Array) -> tuple[Array, Array]:
        """Return the documents of some groups.

        Args:
            groups: int32[n].

        Returns:
            int32[m], the documents of the first group, of the second, …; and intp[n], where those of each begin.
        """
        sizes = self._sizes.take(groups).astype(np.intp)
        ends = sizes.cumsum()
        starts = ends - sizes
        docs = (groups - starts.astype(np.int32)).repeat(sizes)
        docs += np.arange(len(docs), dtype=np.int32)
        return docs, starts

    def united(self, parts: Sequence[ScoredList]) -> tuple[ScoredList, Listed]:
        """Unite scored lists of documents, adding their scores.

        Returns:
            The united list; and the list of the groups that have one of its documents, with their highest score.
        """
        if len(parts) == 1:
            documents = parts[0]
        else:
            docs, sums = merge_sums([part.docs for part in parts], [part.scores()[:-1] for part in parts])
            documents = Listed(docs, sums, self.count, self.charge)
        groups = self.group_of.take(documents.docs)
        starts = run_starts(groups)
        scores = documents.scores()[:-1]
        highest = np.maximum.reduceat(scores, starts) if len(starts) else scores
        return documents, Listed(groups.take(starts), highest, self.count, self.charge)

    def spread(self, scored: Scored) -> Scored:
        """Return every document of some groups with the score of its group's first document, which `scored` has."""
        docs, _ = self.members(scored.docs)
        return Scored(docs, scored.scores.repeat(self._sizes.take(scored.docs)))


class WordGroups:
    """A word as a scored list of the groups that have it; see `ScoredList`, whose documents are groups here.

    Args:
        parts: the scored lists of its alternatives, weights multiplied in.
        groups: the groups.
        account: of what the parts take besides; None if that is kept anyway.
        shelve: is given the lists when they are made, and gives them back as they are to be kept.
    """

    __slots__ = ("_account", "_documents", "_groups", "_list", "_parts", "_shelve", "_spent", "bound", "order", "size")

    def __init__(
        self,
        parts: Sequence[ScoredList],
        groups: Groups,
        account: Account | None = None,
        shelve: Callable[[WordLists], WordLists] | None = None,
    ) -> None:
        self._parts = parts
        self._groups = groups
        self._account = account
        self._shelve = shelve
        self._list: Listed | None = None
        self._documents: ScoredList | None = None
        self._spent = 0
        self.size = sum(part.size for part in parts)
        self.bound = sum(part.bound for part in parts)
        self.order = max((part.order for part in parts), default=0.0)

    @classmethod
    def of(cls, lists: WordLists, groups: Groups) -> "WordGroups":
        """Return a word whose lists are made already."""
        word = cls((), groups)
        word.size, word.bound, word.order, word._documents, word._list = lists
        return word

    @property
    def nbytes(self) -> int:
        """The memory it takes now, and what it is made of as far as that is not kept elsewhere."""
        size = _OBJECTS + (0 if self._list is None else self._list.nbytes)
        if self._account is not None:
            return size + self._account.taken
        return size + (self._documents.nbytes if isinstance(self._documents, Listed) else 0)

    @property
    def parts(self) -> Sequence[ScoredList]:
        """Scored lists of documents, whose scores add up to the word's."""
        parts = self._parts  # before the next line: they are let go after that is set
        return parts if self._documents is None else (self._documents,)

    @property
    def docs(self) -> Array:
        """int32[n], ascending: the groups that have the word."""
        return self._made().docs

    def scores(self) -> Array:
        """Return float32[n + 1]: the word's score in each group, and a 0 after them."""
        return self._made().scores()

    def locate(self, wanted: Array) -> Array:
        """Return int[m]: the index of each wanted group (int32[m]) in the list, -1 where it is not there."""
        return self._made().locate(wanted)

    def scores_at(self, where: Array, docs: Array) -> Array:
        """Return float32[m]: the scores of the groups with these indexes, which are `docs`."""
        return self._made().scores_at(where, docs)

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted group (int32[m]), 0 where it has not got the word."""
        if not len(wanted):
            return np.zeros(0, dtype=np.float32)
        if self._list is None:
            docs, starts = self._groups.members(wanted)
            if not self._is_worth_making(docs):
                highest: Array = np.maximum.reduceat(self.in_documents(docs), starts)
                return highest
        return self._made().probe(wanted)

    def in_documents(self, docs: Array) -> Array:
        """Return float32[m]: the word's score in some documents (int32[m]), 0 where it is not in them."""
        if self._documents is None and self._is_worth_making(docs):
            self._made()
        if self._documents is not None:
            return self._documents.probe(docs)
        sums = np.zeros(len(docs), dtype=np.float32)
        for part in self.parts:
            sums += part.probe(docs)
        return sums

    def _is_worth_making(self, docs: Array) -> bool:
        """Tell whether looking into the parts has cost, these documents included, what making the list does."""
        self._spent += (len(docs) + _LOOKING_COST) * len(self._parts)
        cost = self.size * _MAKING_COST
        return self._spent >= (cost if self._shelve is None else cost // _SHARED)

    def documents(self) -> Scored:
        """Return the documents, not groups, that have the word, with their scores."""
        self._made()
        assert self._documents is not None
        return Scored(self._documents.docs, self._documents.scores()[:-1])

    def mark(self, flags: Array) -> None:
        """Set bool[D] to true for the groups that have the word."""
        parts = self.parts  # as above
        if self._list is not None:
            set_at(flags, self._list.docs, True)
        else:
            for part in parts:
                set_at(flags, self._groups.group_of.take(part.docs), True)

    def _made(self) -> Listed:
        parts = self.parts  # as above
        made = self._list
        if made is None:
            documents, made = self._groups.united(parts)
            if self._shelve is not None:
                lists = self._shelve(WordLists(self.size, self.bound, self.order, documents, made))
                documents, made = lists.documents, lists.groups
            before = self.nbytes
            self._documents = documents
            self._list = made
            self._parts = ()
            if documents not in parts:
                self._account = None
            self._groups.charge(self.nbytes - before)
        return made


class Few:
    """A few documents with scores, and all documents of their groups; the words of a term have the same few.

    Those words are looked for in the same groups and documents one after the other: what was found for the last ones,
    if they are few, is kept; it is set by a single assignment, as threads need.

    Args:
        listed: the few documents.
        groups: the groups.

    Attributes:
        listed: as given.
        groups: int32[n], ascending: the groups of the few documents.
        docs: int32[m]: the documents of these groups.
        starts: intp[n]: where those of each begin in `docs`.
        scores: float32[m]: the scores of these documents, 0 for those that are not among the few.
    """

    __slots__ = ("_among", "_scored", "docs", "groups", "listed", "scores", "starts")

    def __init__(self, listed: ScoredList, groups: Groups) -> None:
        self.listed = listed
        self.groups = distinct(groups.group_of.take(listed.docs))
        self.docs, self.starts = groups.members(self.groups)
        self.scores = listed.probe(self.docs)
        self._among: tuple[Array, Array, Array] | None = None
        self._scored: tuple[Array, Array] | None = None

    def among(self, wanted: Array) -> tuple[Array, Array]:
        """Return intp[k], the indexes of those of some groups (int32[m]) that are of the few, and intp[k], which."""
        among = self._among
        if among is None or among[0] is not wanted:
            where = locate(self.groups, wanted)
            here = (where >= 0).nonzero()[0]
            among = (wanted, here, where.take(here))
            if len(wanted) <= _ASKED_AGAIN:
                self._among = among
        return among[1:]

    def probe(self, docs: Array) -> Array:
        """Return float32[m]: the score of each of some documents (int32[m]), 0 for those that are not of the few."""
        scored = self._scored
        if scored is None or scored[0] is not docs:
            scored = (docs, self.listed.probe(docs))
            if len(docs) <= _ASKED_AGAIN:
                self._scored = scored
        return scored[1]


class ExtendedWord(WordGroups):
    """A word that stands in a few documents besides those of a word that it shares; see `WordGroups`.

    Args:
        shared: the other word.
        key: under which that is kept; if another is kept there, this word is one to be made anew.
        few: the few documents; where the other word stands too, the scores add up.
        groups: the groups.
        charge: is told how many bytes its own list takes.
    """

    __slots__ = ("_charge", "_few", "_own", "key", "shared")

    def __init__(
        self, shared: WordGroups, key: Hashable, few: Few, groups: Groups, charge: Callable[[int], None]
    ) -> None:
        super().__init__((), groups)
        self.shared = shared
        self.key = key
        self._charge = charge
        self._few = few
        self._own: Array | None = None
        self.size = shared.size + few.listed.size
        self.bound = shared.bound + few.listed.bound
        self.order = max(shared.order, few.listed.order)

    @property
    def nbytes(self) -> int:
        """The memory it takes now, besides the lists it is made of."""
        return 0 if self._list is None else self._list.nbytes

    @property
    def docs(self) -> Array:
        """int32[n], ascending: the groups that have the word; those of the other word, if no more than they."""
        if self._list is not None:
            return self._list.docs
        docs, few = self.shared.docs, self._few.groups
        more = few[self.shared.locate(few) < 0]
        return np.insert(docs, docs.searchsorted(more), more) if len(more) else docs

    def probe(self, wanted: Array) -> Array:
        """Return float32[m]: the score of each wanted group (int32[m]), 0 where it has not got the word."""
        if self._list is not None:
            return self._list.probe(wanted)
        found = self.shared.probe(wanted)
        here, which = self._few.among(wanted)
        if len(here):
            found[here] = self._of_few().take(which)
        return found

    def in_documents(self, docs: Array) -> Array:
        """Return float32[m]: the word's score in some documents (int32[m]), 0 where it is not in them."""
        return self.shared.in_documents(docs) + self._few.probe(docs)

    def documents(self) -> Scored:
        """Return the documents, not groups, that have the word, with their scores."""
        shared, few = self.shared.documents(), self._few.listed
        return Scored(*merge_sums([shared.docs, few.docs], [shared.scores, few.scores()[:-1]]))

    def mark(self, flags: Array) -> None:
        """Set bool[D] to true for the groups that have the word."""
        self.shared.mark(flags)
        set_at(flags, self._few.groups, True)

    def _of_few(self) -> Array:
        """Return float32[n]: the word's score in each of the groups of the few documents."""
        own = self._own
        if own is None:
            few = self._few
            own = self._own = np.maximum.reduceat(self.shared.in_documents(few.docs) + few.scores, few.starts)
        return own

    def _made(self) -> Listed:
        made = self._list
        if made is None:
            few, docs, scores = self._few.groups, self.shared.docs, self.shared.scores()[:-1].copy()
            where = self.shared.locate(few)
            there = where >= 0
            scores[where[there]] = self._of_few()[there]
            if not there.all():
                docs, scores = merge_sums([docs, few[~there]], [scores, self._of_few()[~there]])
            made = self._list = Listed(docs, scores, self._groups.count, self._charge)
            self._charge(made.nbytes)
        return made
