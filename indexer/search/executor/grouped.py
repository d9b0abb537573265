"""Words found anywhere in a group of documents: the search for clauses, whose paragraphs are the documents.

A *word* is what may stand in any of several fields, each with a weight; as a phrase where it is several terms. A group
matches if each word occurs in one of its documents, not all in the same. Its score is the sum over the words of the
word's score in that document of the group which has it best; a word's score in a document is the sum over its fields
of weight times BM25F.

The words are intersected, rarest first, as lists of groups (`word_groups`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.generations import ABSENT
from indexer.search.executor.executor import Executor
from indexer.search.executor.kernels import add_at, merge_sums, set_at, top_k
from indexer.search.executor.maxscore import Accumulators, top_of_union
from indexer.search.executor.phrases import phrase
from indexer.search.executor.results import Scored
from indexer.search.executor.scoring import Boosted, Listed, ScoredList, TermScores
from indexer.search.executor.steps import Steps, at_once
from indexer.search.executor.word_groups import Account, ExtendedWord, Few, Groups, WordGroups

if TYPE_CHECKING:
    from indexer.codec.shelf import Shelf
    from indexer.search.executor.shelved_words import ShelvedWords

_MUCH = 16
"""A word shares its lists with others if this times what it has apart is no more than what it shares."""

_LATELY = 2048
"""So many words that are made of others are kept: those of some hundred queries."""

_SHORT = 4096
"""Lists of more documents than this are not kept beside those of the words that are made of them."""


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


class GroupedSearch:
    """Searches groups of documents for words. Threads may share it, as they may the executor.

    Args:
        executor: of the index.
        group_of: int32[D], the group of each document: the number of the group's first document.
        find: finds the documents of alternatives whose field is none of the index's: by the name of the field, a
            function from the alternative's terms to its documents, with their scores.
        apart: one of these fields, whose alternatives come last in a word and are seldom those of other words.
    """

    def __init__(
        self,
        executor: Executor,
        group_of: Array,
        find: Mapping[str, Callable[[tuple[str, ...]], Scored]] | None = None,
        apart: str = "",
    ) -> None:
        self._executor = executor
        self._cache, self._recent = executor.snapshot.cache, executor.snapshot.recent
        self._groups = Groups(group_of, self._cache.charge)
        self._shelf = _shelved_words(executor.snapshot.shelf, self._groups)
        self._find = find or {}
        self._apart = apart
        self._accumulators = Accumulators(len(group_of))
        self._lately: dict[Word, Any] = {}
        self._family = object()

    def steps(
        self,
        words: Sequence[Word],
        limit: int,
        *,
        optional: Sequence[Word] = (),
        excluded: Sequence[Word] = (),
        mask: Array | None = None,
        min_match: int | None = None,
    ) -> Steps[GroupedTop]:
        """Return the best groups that have the words: in steps, or at once by `search`.

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
        yield
        if min_match is None or min_match >= len(words):
            groups, scores, total = self._with_all(asked, without, mask)
        elif min_match < 2:
            groups, scores, total = self._with_any(asked, self._allowed(without, mask))
        else:
            groups, scores, total = self._with_several(asked, self._allowed(without, mask), min_match)
        yield
        return GroupedTop(self._pinned(asked, groups), groups, scores, total)

    search = at_once(steps)

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
        return self._found(fieldname, terms, self._recent.charge) is not None

    def _word(self, word: Word) -> WordGroups:
        key = (self._family, word)
        found: WordGroups = self._cache.get(key)
        if found is ABSENT:
            found = self._lately.get(word, ABSENT)
            if isinstance(found, ExtendedWord) and self._cache.get(found.key) is not found.shared:
                found = ABSENT
        return self._make(word) if found is ABSENT else found

    def _shelved(self, word: Word) -> Any:
        found = None if self._shelf is None else self._shelf.get(_key(word))
        return ABSENT if found is None else self._kept(word, found)

    def _make(self, word: Word) -> WordGroups:
        """Return a word from the shelf or anew, made of what it shares with others if little is apart; keep it."""
        account = Account(self._cache.charge)
        at = next((at for at, alternative in enumerate(word) if alternative.fieldname == self._apart), len(word))
        shares_nothing = at in (0, len(word))
        is_term = shares_nothing or word[at].terms == word[0].terms
        if is_term:  # others ask for the same, and not only for what it shares
            found: WordGroups = self._shelved(word)
            if found is not ABSENT:
                return found
        if shares_nothing:
            return self._kept(word, self._of_parts(word, self._parts(word, account), account))
        own = self._parts(word[at:], account)
        key = (self._family, word[:at])
        shared: WordGroups = self._cache.get(key)
        if shared is ABSENT:
            shared = self._shelved(word[:at])
        parts = self._parts(word[:at], account) if shared is ABSENT else shared.parts
        if _MUCH * sum(part.size for part in own) > sum(part.size for part in parts):
            return self._kept(word, self._of_parts(word, (*parts, *own), account, shelve=is_term))
        if shared is ABSENT:
            shared = self._kept(word[:at], self._of_parts(word[:at], parts, account))
        if not own:
            return shared
        extended = ExtendedWord(shared, key, self._few(word[at:], own), self._groups, self._recent.charge)
        self._remember(word, extended)
        return extended

    def _remember(self, word: Word, made: Any) -> None:
        """Keep what costs little to make again for as long as a query, and those made of it, may ask for it."""
        if len(self._lately) >= _LATELY:
            self._lately = {}
        self._lately[word] = made

    def _of_parts(
        self, word: Word, parts: Sequence[ScoredList], account: Account, *, shelve: bool = True
    ) -> WordGroups:
        put = partial(self._shelf.put, _key(word)) if shelve and self._shelf is not None else None
        return WordGroups(parts, self._groups, account, put)

    def _kept(self, word: Word, made: WordGroups) -> WordGroups:
        self._cache.put((self._family, word), made)
        return made

    def _parts(self, alternatives: Sequence[Alternative], account: Account) -> list[ScoredList]:
        """Return the scored lists of some alternatives; what they take that is not kept otherwise is on the account."""
        parts = []
        for alternative in alternatives:
            if alternative.fieldname in self._find:
                part = self._found(alternative.fieldname, alternative.terms, account)
            else:
                part = self._of_terms(alternative, account)
            if part is not None:
                parts.append(part if alternative.weight == 1.0 else Boosted(part, alternative.weight))
        return parts

    def _found(self, fieldname: str, terms: tuple[str, ...], account: Callable[[int], None]) -> ScoredList | None:
        """Return what `find` gives for a field; short lists are kept, since several words may share an alternative."""
        key = (self._family, fieldname, terms)
        part: ScoredList | None = self._recent.get(key)
        if part is ABSENT:
            scored = self._find[fieldname](terms)
            is_short = len(scored.docs) <= _SHORT
            part = self._listed(scored, self._recent.charge if is_short else account)
            if is_short:
                self._recent.put(key, part)
            elif part is not None:
                account(part.nbytes)
        return part

    def _of_terms(self, alternative: Alternative, account: Account) -> ScoredList | None:
        found: list[TermScores] = []
        for term in alternative.terms:
            scored = self._executor.scorer.gather(alternative.fieldname, term, account)
            if scored is None:
                return None
            found.append(scored)
        return found[0] if len(found) == 1 else self._listed(phrase(found, 1), account)

    def _few(self, alternatives: Word, parts: Sequence[ScoredList]) -> Few:
        """Return what some alternatives have together; kept, since several words of a term have the same apart."""
        few: Few | None = self._lately.get(alternatives)
        if few is None:
            few = Few(parts[0] if len(parts) == 1 else self._united(parts), self._groups)
            self._remember(alternatives, few)
        return few

    def _united(self, parts: Sequence[ScoredList]) -> Listed:
        docs, scores = merge_sums([part.docs for part in parts], [part.scores()[:-1] for part in parts])
        return Listed(docs, scores, self._groups.count, self._recent.charge)

    def _listed(self, scored: Scored, charge: Callable[[int], None]) -> Listed | None:
        return Listed(scored.docs, scored.scores, self._groups.count, charge) if len(scored.docs) else None

    def _with_all(self, asked: "_Asked", without: Sequence[WordGroups], mask: Array | None) -> tuple[Array, Array, int]:
        """Intersect, the word with the fewest postings first."""
        lists = asked.words
        rarest, *others = sorted(range(len(lists)), key=lambda i: lists[i].size)
        groups = lists[rarest].docs
        count = len(groups)
        found: dict[int, Array] = {}

        def keep(kept: Array) -> None:
            nonlocal groups, found
            if len(kept) < len(groups):
                groups = groups.take(kept)
                found = {i: scores.take(kept) for i, scores in found.items()}

        if mask is not None:
            keep(mask.take(groups).nonzero()[0])
        for i in others:
            found[i] = lists[i].probe(groups)
            keep(found[i].nonzero()[0])
        for word in without:
            keep((word.probe(groups) == 0).nonzero()[0])
        found[rarest] = lists[rarest].scores()[:-1] if len(groups) == count else lists[rarest].probe(groups)
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
        told = sums.tolist()
        bounds = [*starts.tolist(), len(told)]
        best = [told.index(max(told[start:end]), start) for start, end in pairwise(bounds)]
        return docs.take(best)


def _shelved_words(shelf: "Shelf | None", groups: Groups) -> "ShelvedWords | None":
    if shelf is None:
        return None
    from indexer.search.executor.shelved_words import ShelvedWords

    return ShelvedWords(shelf, groups)


def _key(word: Word) -> str:
    """Return the key of a word on a shelf."""
    return "\n".join([f"{fieldname} {weight} {' '.join(terms)}" for fieldname, terms, weight in word])


class _Asked(NamedTuple):
    """What a search asks for: words that must be there, words that may be, how many groups."""

    words: list[WordGroups]
    optional: list[WordGroups]
    limit: int

    def all(self) -> list[WordGroups]:
        """Return all words."""
        return self.words + self.optional
