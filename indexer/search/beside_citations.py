"""Citations beside other words of a query: 刑法第二百六十四条 盗窃, 民法典 第1084条 抚养, label:第十条 公司法.

Who cites a clause and adds words wants that clause, if it has the words; the clauses that speak about it come after it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.query import And, Field, Node, Words
from indexer.query.tree import all_of
from indexer.search.citation_form import names_provision
from indexer.search.citing import Candidate, Resolution, Resolver
from indexer.search.clauses import Found
from indexer.store.view import View


@dataclass(frozen=True, slots=True)
class CitedBeside:
    """What the citations of a query lead to that has more than them.

    Attributes:
        clauses: int32[n], the first paragraphs of the cited clauses that hold the rest of the query, best first.
        pinned: int32[n], the paragraph of each that is shown.
        more: so many of them the query does not find as words.
        notes: what is to be said of the citations.
    """

    clauses: Array
    pinned: Array
    more: int
    notes: tuple[str, ...]


class _Citation(NamedTuple):
    """The parts of a query that are a citation, as typed, what they lead to, and all other parts."""

    typed: str
    resolution: Resolution
    rest: tuple[Node, ...]


def cited_beside(
    tree: Node, view: View, resolver: Resolver, mask: Array | None, search_whole: Callable[[Node, int, Array], Found]
) -> CitedBeside:
    """Find the clauses that a query cites beside its other words.

    Args:
        tree: the query.
        view: of the index.
        resolver: of the index.
        mask: bool[D], the paragraphs that may be found; None for all.
        search_whole: finds what holds all of a query, as `ClauseSearch.search_whole`.
    """
    clauses: list[int] = []
    pinned: list[int] = []
    notes: list[str] = []
    more = 0
    for typed, resolution, rest in _citations(tree, resolver):
        allowed, at = _clauses(resolution.candidates, view, mask)
        if not resolution.candidates:
            missing = f": {'、'.join(resolution.missing)}" if resolution.missing else ""
            notes.append(f"{typed} as a citation: {resolution.status}{missing}")
        if not at:
            continue
        shown = at
        if rest:
            top = search_whole(all_of(rest), len(at), allowed).top
            shown = dict(zip(top.groups.tolist(), top.docs.tolist(), strict=True))
            more += len(shown) - search_whole(tree, 0, allowed).top.total
        clauses += shown
        pinned += [at[clause] if at[clause] != clause else paragraph for clause, paragraph in shown.items()]
        told = "its clause comes first" if shown else "its clause does not hold the other words"
        notes.append(f"{typed} taken as a citation: {told}")
    return CitedBeside(np.array(clauses, dtype=np.int32), np.array(pinned, dtype=np.int32), more, tuple(notes))


def _clauses(candidates: tuple[Candidate, ...], view: View, mask: Array | None) -> tuple[Array, dict[int, int]]:
    """Return bool[D], the clauses that are meant and may be found, and the paragraph that is meant in each."""
    meant = (view.entries[each.document].first + each.paragraph for each in reversed(candidates) if each.clause)
    at = {int(view.clause_of[paragraph]): paragraph for paragraph in meant}
    at = {clause: paragraph for clause, paragraph in at.items() if mask is None or mask[clause]}
    allowed = np.zeros(len(view.clause_of), dtype=np.bool_)
    allowed[list(at)] = True
    return allowed, at


def _citations(tree: Node, resolver: Resolver) -> Iterator[_Citation]:
    """Yield the neighbouring parts of a query that together are a citation, the longest first at each place."""
    parts = tree.parts if isinstance(tree, And) else ()
    texts = [_text(part) for part in parts]
    at = 0
    while at < len(parts):
        readings = list(_readings(texts, at, resolver))
        told = next((one for one in readings if one[1].candidates), readings[0] if readings else None)
        if told is None:
            at += 1
            continue
        typed, resolution, begin, end = told
        yield _Citation(typed, resolution, parts[:begin] + parts[end:])
        at = end


def _readings(texts: list[str], at: int, resolver: Resolver) -> Iterator[tuple[str, Resolution, int, int]]:
    """Yield what the term `at` can be with its neighbours, and where that begins and ends: title, article, 款."""
    if not names_provision(texts[at]):
        return
    last = at + 1
    while last < len(texts) and names_provision(texts[last]):
        last += 1
    for begin in (at - 1, at):
        for end in range(last, at, -1) if begin >= 0 and texts[begin] else ():
            typed = "".join(texts[begin:end])
            resolution = resolver.parse_citation(typed)
            if resolution is not None and resolution.status != "relative":
                yield typed, resolution, begin, end
    if at + 1 < len(texts) and texts[at + 1] and not names_provision(texts[at + 1]):
        resolution = resolver.parse_citation(texts[at + 1] + texts[at])
        if resolution is not None and resolution.candidates:
            yield texts[at + 1] + texts[at], resolution, at, at + 2


def _text(part: Node) -> str:
    """Return the text of a bare term, or of the label that is asked for; "" of anything else."""
    match part:
        case Words(text) | Field("label", Words(text)):
            return text
    return ""
