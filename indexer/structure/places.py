"""Finds cited provisions in an outline: which clause is 第十条, which paragraphs its second 款, what 前款 here."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.structure.citing_rules import citing_rules
from indexer.structure.clause import Clause, Outline, Provision
from indexer.structure.pinpoint import Pinpoint, Span
from indexer.structure.provisions import read_number, unit_of
from indexer.structure.titles import title_key

_TEXTS = ("title", "annex")
_AS_ARTICLES = ("一、", "1.")
_LARGEST_RANGE = 500


class Place(NamedTuple):
    """Where provisions stand: the numbers of their clauses, and of the paragraphs if not whole clauses are meant."""

    clauses: tuple[int, ...]
    paragraphs: tuple[int, ...] = ()


@lru_cache(maxsize=1024)
def item_number(label: str) -> int:
    """Return the number of an item's label in standard writing: 3 of （三）, 3. and ③; 0 if it has none."""
    return read_number(label.rstrip("、.）)").lstrip("（(")) or 0


def label_kind(label: str) -> tuple[str, int]:
    """Return the form of an outline's label in standard writing, and its number: ("（一）", 10) for （十）."""
    form = "一、" if label.endswith("、") else "（1）" if label.strip("（）").isdecimal() else "（一）"
    return form, item_number(label)


class Places:
    """The provisions of one outline, by what they are called.

    Args:
        outline: of a document.
    """

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.clauses: Sequence[Clause] = outline.clauses
        self.roots = self._roots()
        self.named: dict[tuple[int, str, tuple[int, ...]], list[int]] = {}
        self.articles: dict[int, list[int]] = {}
        for at, (clause, root) in enumerate(zip(self.clauses, self.roots, strict=True)):
            if clause.number:
                self.named.setdefault((root, clause.kind, clause.number), []).append(at)
            if clause.kind == "条":
                self.articles.setdefault(root, []).append(at)
        self.titles = self._titles()

    def _roots(self) -> list[int]:
        """Return for each clause the clause whose text it stands in; -1 for the document's own."""
        roots: list[int] = []
        for at, clause in enumerate(self.clauses):
            begins = clause.kind in _TEXTS and clause.first > 0
            roots.append(at if begins else roots[clause.parent] if clause.parent >= 0 else -1)
        return roots

    def _titles(self) -> dict[str, int]:
        """Return the texts of the document by the keys of their titles."""
        titles = {title_key(self.outline.title): -1} if self.outline.title else {}
        for at, clause in enumerate(self.clauses):
            if clause.kind in _TEXTS and clause.heading:
                titles.setdefault(title_key(clause.heading), self.roots[at])
        return titles

    def root_at(self, paragraph: int) -> int:
        """Return the text a paragraph stands in, as `find` takes it."""
        return self.roots[self.outline.provisions[paragraph].clause]

    # --- finding ---

    def find_span(self, span: Span, paragraph: int, root: int) -> Place | None:
        """Find a provision, or all of a range.

        Args:
            span: as cited.
            paragraph: where the citation stands, for what is relative.
            root: the text it is looked for in.

        Returns:
            Where it stands; None if the outline has no such provision (for a range: neither end).
        """
        first, last = span
        begin = self.find(first, paragraph, root)
        if first == last or begin is None:
            return begin
        end = self.find(last, paragraph, root)
        if end is None:
            return begin
        low, high = begin.clauses[0], end.clauses[-1]
        if low == high:
            if not begin.paragraphs or not end.paragraphs:
                return begin
            return Place(begin.clauses, tuple(range(begin.paragraphs[0], end.paragraphs[-1] + 1)))
        kind = self.clauses[low].kind
        within = [at for at in range(low, min(high, low + _LARGEST_RANGE) + 1) if self.clauses[at].kind == kind]
        return Place(tuple(within) or begin.clauses)

    def find(self, pinpoint: Pinpoint, paragraph: int, root: int) -> Place | None:
        """Find one provision; the arguments are those of `find_span`."""
        here = self.outline.provisions[paragraph]
        if pinpoint.step == "前" and pinpoint.unit in ("款", "项"):
            return self._back(pinpoint, here)
        clauses = self._clauses(pinpoint, here, root)
        if not clauses:
            return None
        if not (pinpoint.paragraph or pinpoint.item):
            if pinpoint.step == "本" and pinpoint.unit in ("款", "项"):
                return Place(tuple(clauses), self._same(here, with_items=pinpoint.unit == "项"))
            return Place(tuple(clauses))
        if pinpoint.step == "本" and pinpoint.unit == "款":
            return self._within(clauses[0], here.paragraph, pinpoint.item, pinpoint.subitem)
        near = here.paragraph if not pinpoint.paragraph and clauses[0] == here.clause else 0
        found = near and self._within(clauses[0], near, pinpoint.item, pinpoint.subitem)
        return found or self._within(clauses[0], pinpoint.paragraph, pinpoint.item, pinpoint.subitem)

    def _clauses(self, pinpoint: Pinpoint, here: Provision, root: int) -> list[int]:
        """Return the clauses a provision stands in, in order."""
        if pinpoint.article:
            return self._article(pinpoint.number, root)
        if pinpoint.labels:
            return self._labelled(pinpoint.labels, root)
        if pinpoint.divisions:
            return self._division(pinpoint.divisions, here, root)
        if pinpoint.step == "前":
            return self._before(here.clause, pinpoint.count)
        if pinpoint.step == "本" and citing_rules().levels[pinpoint.unit] < citing_rules().levels["条"]:
            return self._above(here.clause, pinpoint.unit)
        return [here.clause] if self.clauses[here.clause].number else []

    def _before(self, clause: int, count: int) -> list[int]:
        """Return the clauses of the same kind, and of the same text, that come before one."""
        kind, root = self.clauses[clause].kind, self.roots[clause]
        before: list[int] = []
        at = clause
        while at > 0 and len(before) < count and self.clauses[clause].number:
            at -= 1
            if self.clauses[at].kind == kind and self.roots[at] == root:
                before.append(at)
        return before[::-1] if len(before) == count else []

    def _article(self, number: tuple[int, ...], root: int) -> list[int]:
        """Return 第十条 of a text; where the document has no articles, 第三条 is what it labels 三、 or 3.."""
        found = self.named.get((root, "条", number))
        if found:
            return found[:1]
        if root in self.articles:
            return []
        if len(self.articles) == 1:
            (only,) = self.articles
            return self.named.get((only, "条", number), [])[:1]
        if self.articles:
            return []
        return next((named[:1] for kind in _AS_ARTICLES if (named := self.named.get((root, kind, number)))), [])

    def _labelled(self, labels: tuple[str, ...], root: int) -> list[int]:
        """Return what the labels of an outline name: （十）, or （一） under 三、."""
        above = -2
        found: list[int] = []
        for label in labels:
            kind, number = label_kind(label)
            found = self.named.get((root, kind, (number,)), [])
            if above != -2:
                found = [at for at in found if above in self._path(at)]
            if not found:
                return []
            above = found[0]
        return found[:1]

    def _division(self, divisions: tuple[str, ...], here: Provision, root: int) -> list[int]:
        """Return 第三章, or 第一节 of it; of several of that number the one that stands under what this place does."""
        found: list[int] = []
        for label in divisions:
            unit = unit_of(label)
            number = read_number(label[1 : -len(unit)]) or 0
            fitting = self.named.get((root, unit, (number,)), [])
            path = set(found) or set(self._path(here.clause))
            found = [at for at in fitting if path & set(self._path(at))] or ([] if found else fitting)
            if not found:
                return []
        return found[:1]

    def _path(self, clause: int) -> list[int]:
        """Return what a clause stands under, innermost first."""
        path: list[int] = []
        while (clause := self.clauses[clause].parent) >= 0:
            path.append(clause)
        return path

    def _above(self, clause: int, unit: str) -> list[int]:
        return [at for at in (clause, *self._path(clause)) if self.clauses[at].kind == unit][:1]

    # --- within a clause ---

    def _paragraphs(self, clause: int) -> Sequence[Provision]:
        told = self.clauses[clause]
        return self.outline.provisions[told.first : told.last]

    def _same(self, here: Provision, *, with_items: bool) -> tuple[int, ...]:
        """Return the paragraphs of the same 款, or of the same item of it."""
        return tuple(
            other.number
            for other in self._paragraphs(here.clause)
            if other.paragraph == here.paragraph and (not with_items or other.items[:1] == here.items[:1])
        )

    def _within(self, clause: int, paragraph: int, item: int, subitem: int) -> Place | None:
        """Return the paragraphs of a 款, or of an item of it; without 款 those of the first that has the item."""
        found: dict[int, list[int]] = {}
        counted = 0
        for provision in self._paragraphs(clause):
            counted = provision.paragraph or counted + (not provision.items)
            if _is_item(provision, item, subitem) and counted == (paragraph or counted):
                found.setdefault(counted, []).append(provision.number)
        return Place((clause,), tuple(next(iter(found.values())))) if found else None

    def _back(self, pinpoint: Pinpoint, here: Provision) -> Place | None:
        """Return 前款, 前两款, or 前项, 前两项 of the same 款."""
        if pinpoint.unit == "项":
            own = item_number(here.items[0]) if here.items else 0
            wanted = range(own - pinpoint.count, own)
            numbers = [
                other.number
                for other in self._paragraphs(here.clause)
                if other.paragraph == here.paragraph and other.items and item_number(other.items[0]) in wanted
            ]
            return Place((here.clause,), tuple(numbers)) if own > pinpoint.count and numbers else None
        if here.paragraph > pinpoint.count:
            wanted = range(here.paragraph - pinpoint.count, here.paragraph)
            places = [self._within(here.clause, k, pinpoint.item, pinpoint.subitem) for k in wanted]
            numbers = [number for place in places if place for number in place.paragraphs]
            return Place((here.clause,), tuple(numbers)) if numbers else None
        if here.paragraph or pinpoint.item:
            return None
        above = self._paragraphs(here.clause)[: here.number - self.clauses[here.clause].first]
        before = [other.number for other in above if not other.items]
        return Place((here.clause,), tuple(before[-pinpoint.count :])) if len(before) >= pinpoint.count else None


def _is_item(provision: Provision, item: int, subitem: int) -> bool:
    """Whether a paragraph belongs to the item, and the item of that, with these numbers; 0 for any."""
    numbers = [item_number(label) for label in provision.items[:2]]
    return (not item or numbers[:1] == [item]) and (not subitem or numbers[1:] == [subitem])
