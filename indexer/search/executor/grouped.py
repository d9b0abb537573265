"""Words found anywhere in a group of documents: the search for clauses, whose paragraphs are the documents.

A *word* is what may stand in any of several fields, each with a weight; as a phrase where it is several terms. A group
matches if each word occurs in one of its documents, not all in the same. Its score is the sum over the words of the
word's score in that document of the group which has it best; a word's score in a document is the sum over its fields
of weight times BM25F.

The words are intersected, rarest first, as lists of groups. Such a list is made of the word's postings when the word
is first searched for, and kept; but a frequent word beside a rare one is only looked up in the documents of the groups
that are left, until that has cost as much as making the list.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.generations import ABSENT
from indexer.search.executor.executor import Executor
from indexer.search.executor.kernels import add_at, merge_sums, run_starts, set_at, top_k
from indexer.search.executor.maxscore import Accumulators, top_of_union
from indexer.search.executor.phrases import phrase
from indexer.search.executor.results import Scored
from indexer.search.executor.scoring import Boosted, Listed, ScoredList, TermScores

_MAKING_COST, _LOOKING_COST = 3, 800
"""Making a word's list of groups costs, a posting, what looking up so many documents does (measured: 15, 5 ns); and a
look into a list costs, besides, as much as so many documents (4 µs)."""


class Alternative(NamedTuple):
    """One way in which a word may stand in a document.

    Attributes:
        fieldname: the field.
        terms: the term; several of them must stand next to each other in this order.
        weight: what its score is multiplied by, positive.
    """

    fieldname: str
    terms: tuple[str, ...]
    weight: float = 1.0


Word = tuple[Alternative, ...]


class GroupedTop(NamedTuple):
    """The best groups.

    Attributes:
        docs: int32[k], the pinned document of each: that with the highest sum over the words, the first of equal ones.
        groups: int32[k], best first, equal scores by ascending number.
        scores: float32[k].
        total: how many groups match, exactly.
    """

    docs: Array
    groups: Array
    scores: Array
    total: int

    def first(self, limit: int) -> "GroupedTop":
        """Return the first `limit` of them."""
        return GroupedTop(self.docs[:limit], self.groups[:limit], self.scores[:limit], self.total)


class Groups:
    """The documents of an index as consecutive groups.

    Args:
        group_of: int32[D], the group of each document: the number of the group's first document.
        charge: is told how many bytes the lists made here take.
    """

    __slots__ = ("_charge", "_sizes", "count", "group_of")

    def __init__(self, group_of: Array, charge: Callable[[int], None]) -> None:
        self._charge = charge
        self.group_of = group_of.astype(np.int32, copy=False)
        self.count = len(group_of)
        starts = run_starts(self.group_of)
        self._sizes = np.zeros(self.count, dtype=np.int32)
        self._sizes[starts] = np.diff(starts, append=self.count)

    def members(self, groups: Array) -> tuple[Array, Array]:
        """Return the documents of some groups.

        Args:
            groups: int32[n].

        Returns:
            int32[m], the documents of the first group, of the second, …; and intp[n], where those of each begin.
        """
        sizes = self._sizes.take(groups)
        ends = sizes.cumsum(dtype=np.intp)
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
            documents = self._listed(docs, sums)
        groups = self.group_of.take(documents.docs)
        starts = run_starts(groups)
        scores = documents.scores()[:-1]
        highest = np.maximum.reduceat(scores, starts) if len(starts) else scores
        return documents, self._listed(groups.take(starts), highest)

    def spread(self, scored: Scored) -> Scored:
        """Return every document of some groups with the score of its group's first document, which `scored` has."""
        docs, _ = self.members(scored.docs)
        return Scored(docs, scored.scores.repeat(self._sizes.take(scored.docs)))

    def _listed(self, docs: Array, scores: Array) -> Listed:
        listed = Listed(docs, scores, self.count, self._charge)
        self._charge(listed.nbytes)
        return listed


class WordGroups:
    """A word as a scored list of the groups that have it; see `ScoredList`, whose documents are groups here.

    Args:
        parts: the scored lists of its alternatives, weights multiplied in.
        groups: the groups.
    """

    __slots__ = ("_documents", "_groups", "_list", "_parts", "_spent", "bound", "order", "size")

    def __init__(self, parts: Sequence[ScoredList], groups: Groups) -> None:
        self._parts = parts
        self._groups = groups
        self._list: Listed | None = None
        self._documents: ScoredList | None = None
        self._spent = 0
        self.size = sum(part.size for part in parts)
        self.bound = sum(part.bound for part in parts)
        self.order = max((part.order for part in parts), default=0.0)

    @property
    def nbytes(self) -> int:
        """The memory its lists take now."""
        lists = [self._list, self._documents, *self._parts]
        return sum(listed.nbytes for listed in lists if isinstance(listed, Listed))

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
        parts = self._parts  # before the next line: they are dropped after that is set
        if self._documents is None and self._is_worth_making(docs):
            self._made()
        if self._documents is not None:
            return self._documents.probe(docs)
        sums = np.zeros(len(docs), dtype=np.float32)
        for part in parts:
            sums += part.probe(docs)
        return sums

    def _is_worth_making(self, docs: Array) -> bool:
        """Tell whether looking into the parts has cost, these documents included, what making the list does."""
        self._spent += (len(docs) + _LOOKING_COST) * len(self._parts)
        return self._spent >= self.size * _MAKING_COST

    def documents(self) -> Scored:
        """Return the documents, not groups, that have the word, with their scores."""
        self._made()
        assert self._documents is not None
        return Scored(self._documents.docs, self._documents.scores()[:-1])

    def mark(self, flags: Array) -> None:
        """Set bool[D] to true for the groups that have the word."""
        parts = self._parts  # as above
        if self._list is not None:
            set_at(flags, self._list.docs, True)
        else:
            for part in parts:
                set_at(flags, self._groups.group_of.take(part.docs), True)

    def _made(self) -> Listed:
        parts = self._parts  # as above
        made = self._list
        if made is None:
            self._documents, made = self._groups.united(parts)
            self._list = made
            self._parts = ()
        return made


class GroupedSearch:
    """Searches groups of documents for words. Threads may share it, as they may the executor.

    Args:
        executor: of the index.
        group_of: int32[D], the group of each document: the number of the group's first document.
        find: finds the documents of alternatives whose field is none of the index's: by the name of the field, a
            function from the alternative's terms to its documents, with their scores.
    """

    def __init__(
        self, executor: Executor, group_of: Array, find: Mapping[str, Callable[[tuple[str, ...]], Scored]] | None = None
    ) -> None:
        self._executor = executor
        self._cache = executor.snapshot.cache
        self._groups = Groups(group_of, self._cache.charge)
        self._find = find or {}
        self._accumulators = Accumulators(len(group_of))
        self._family = object()

    def search(
        self,
        words: Sequence[Word],
        limit: int,
        *,
        optional: Sequence[Word] = (),
        excluded: Sequence[Word] = (),
        mask: Array | None = None,
        min_match: int | None = None,
    ) -> GroupedTop:
        """Return the best groups that have the words.

        Args:
            words: at least one word, each of at least one alternative.
            limit: how many groups, at least 1.
            optional: words that add to the score of a group that has them, and need not be there.
            excluded: words that no document of a group may have.
            mask: bool[D], alike for all documents of a group; groups for which it is false are left out.
            min_match: how many of the words a group must have; None for all. The score is the sum over those it has.
        """
        asked = _Asked([self._word(w) for w in words], [self._word(w) for w in optional], limit)
        without = [self._word(word) for word in excluded]
        if min_match is None or min_match >= len(words):
            groups, scores, total = self._with_all(asked, without, mask)
        elif min_match < 2:
            groups, scores, total = self._with_any(asked, self._allowed(without, mask))
        else:
            groups, scores, total = self._with_several(asked, self._allowed(without, mask), min_match)
        return GroupedTop(self._pinned(asked, groups), groups, scores, total)

    def scores(self, word: Word, groups: Array) -> Array:
        """Return float32[m]: the score of a word in some groups (int32[m]), 0 where it is not in them."""
        return self._word(word).probe(groups)

    def documents(self, word: Word) -> Scored:
        """Return all documents that have a word, with their scores."""
        return self._word(word).documents()

    def groups(self, word: Word) -> tuple[Array, Array]:
        """Return int32[n] and float32[n]: all groups that have a word, ascending, with their scores."""
        found = self._word(word)
        return found.docs, found.scores()[:-1]

    def pinned(self, words: Sequence[Word], groups: Array) -> Array:
        """Return int32[k]: of each group the document with the highest sum over some words, the first of equal ones."""
        return self._pinned(_Asked([self._word(word) for word in words], [], len(groups)), groups)

    def occurs(self, fieldname: str, *terms: str) -> bool:
        """Tell whether `find` finds any document for a field and terms."""
        return self._found(fieldname, terms) is not None

    def _word(self, word: Word) -> WordGroups:
        key = (self._family, word)
        found: WordGroups = self._cache.get(key)
        if found is ABSENT:
            parts = [part for part in map(self._part, word) if part is not None]
            found = WordGroups(parts, self._groups)
            self._cache.put(key, found)
        return found

    def _part(self, alternative: Alternative) -> ScoredList | None:
        """Return the scored list of one alternative of a word, None if no document has it."""
        if alternative.fieldname in self._find:
            part = self._found(alternative.fieldname, alternative.terms)
        else:
            part = self._of_terms(alternative)
        return part if part is None or alternative.weight == 1.0 else Boosted(part, alternative.weight)

    def _found(self, fieldname: str, terms: tuple[str, ...]) -> ScoredList | None:
        """Return what `find` gives for a field; kept, since several words may share an alternative."""
        key = (self._family, fieldname, terms)
        part: ScoredList | None = self._cache.get(key)
        if part is ABSENT:
            part = self._listed(self._find[fieldname](terms))
            self._cache.put(key, part)
        return part

    def _of_terms(self, alternative: Alternative) -> ScoredList | None:
        found: list[TermScores] = []
        for term in alternative.terms:
            scored = self._executor.scorer.term(alternative.fieldname, term)
            if scored is None:
                return None
            found.append(scored)
        return found[0] if len(found) == 1 else self._listed(phrase(found, 1))

    def _listed(self, scored: Scored) -> Listed | None:
        if not len(scored.docs):
            return None
        return Listed(scored.docs, scored.scores, self._groups.count, self._cache.charge)

    def _with_all(self, asked: "_Asked", without: Sequence[WordGroups], mask: Array | None) -> tuple[Array, Array, int]:
        """Intersect, the word with the fewest postings first."""
        lists = asked.words
        by_size = sorted(range(len(lists)), key=lambda i: lists[i].size)
        groups = lists[by_size[0]].docs
        found = {by_size[0]: lists[by_size[0]].scores()[:-1]}

        def keep(kept: Array) -> None:
            nonlocal groups, found
            if len(kept) < len(groups):
                groups = groups.take(kept)
                found = {i: scores.take(kept) for i, scores in found.items()}

        if mask is not None:
            keep(mask.take(groups).nonzero()[0])
        for i in by_size[1:]:
            found[i] = lists[i].probe(groups)
            keep(found[i].nonzero()[0])
        for word in without:
            keep((word.probe(groups) == 0).nonzero()[0])
        scores = found[0]
        for i in range(1, len(lists)):
            scores = scores + found[i]
        for word in asked.optional:
            scores = scores + word.probe(groups)
        best = top_k(scores, asked.limit)
        return groups.take(best), scores.take(best), len(groups)

    def _allowed(self, without: Sequence[WordGroups], mask: Array | None) -> Array | None:
        """Return bool[D], the groups that are not left out; None if none is."""
        if not without:
            return mask
        left_out = self._having(without)
        return ~left_out if mask is None else mask & ~left_out

    def _having(self, words: Sequence[WordGroups]) -> Array:
        """Return bool[D]: the groups that have any of the words."""
        flags = np.zeros(self._groups.count, dtype=np.bool_)
        for word in words:
            word.mark(flags)
        return flags

    def _with_any(self, asked: "_Asked", allowed: Array | None) -> tuple[Array, Array, int]:
        flags = self._having(asked.words)
        if allowed is not None:
            flags &= allowed
        mask = flags if asked.optional else allowed
        groups, scores = top_of_union(asked.all(), asked.limit, self._accumulators, mask)
        return groups, scores, int(np.count_nonzero(flags))

    def _with_several(self, asked: "_Asked", allowed: Array | None, least: int) -> tuple[Array, Array, int]:
        sums = self._accumulators.borrow()
        counts = np.zeros(self._groups.count, dtype=np.uint16)
        for word in asked.words:
            set_at(counts, word.docs, counts.take(word.docs) + 1)
        for word in asked.all():
            add_at(sums, word.docs, word.scores()[:-1])
        enough = counts >= least
        if allowed is not None:
            enough &= allowed
        groups = enough.nonzero()[0].astype(np.int32)
        scores = sums.take(groups)
        self._accumulators.give_back(sums, [word.docs for word in asked.all()])
        best = top_k(scores, asked.limit)
        return groups.take(best), scores.take(best), len(groups)

    def _pinned(self, asked: "_Asked", groups: Array) -> Array:
        """Return int32[k]: of each group the document with the highest sum over the words, the first of equal ones."""
        docs, starts = self._groups.members(groups)
        if len(docs) == len(groups):
            return docs
        sums = np.zeros(len(docs), dtype=np.float32)
        for word in asked.all():
            sums += word.in_documents(docs)
        bounds = [*starts.tolist(), len(docs)]
        best = [start + int(sums[start:end].argmax()) for start, end in pairwise(bounds)]
        return docs.take(best)


class _Asked(NamedTuple):
    """What a search asks for: words that must be there, words that may be, how many groups."""

    words: list[WordGroups]
    optional: list[WordGroups]
    limit: int

    def all(self) -> list[WordGroups]:
        """Return all words."""
        return self.words + self.optional
