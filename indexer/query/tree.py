"""The query tree: what is meant, as plain data that any engine can carry out.

A tree matches clauses. Texts in it stand as they were typed, only the marks of the language are gone: an engine brings
them to its normal form and cuts them into words itself. Every node is frozen, hashable and equal by value; nodes that
could not be printed as a query cannot be made (`ValueError`). Conjunctions and alternatives are flat, so that one
meaning has one tree: make them with `all_of`, `any_of`, `negate` and `same_sentence`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from indexer.frozen import Frozen

MAX_EDITS = 2
"""The most edits a near spelling may have: those an edit automaton is still small for (as in Lucene)."""
MAX_DISTANCE = 999
MAX_WEIGHT = 1000.0

_QUANTITY_NAME = r"[^\W\d_](?:[\w.]{0,18}\w)?"
_UNIT = r"[%‰℃]|[^\W\d_]{0,6}"


# --- leaves: what stands in the text --------------------------------------------------------------------------------


class Words(Frozen):
    """A bare term, as typed: found where its words are, or where it occurs literally."""

    text: str

    def __post_init__(self) -> None:
        _need(bool(self.text), "a term has a text")


class Literal(Frozen):
    """A string that must occur exactly as typed (after the engine's normal form)."""

    text: str

    def __post_init__(self) -> None:
        _need(bool(self.text), "a literal has a text")


class Prefix(Frozen):
    """Any word that starts with `text`."""

    text: str

    def __post_init__(self) -> None:
        _need(bool(self.text), "a prefix has a text")


class Fuzzy(Frozen):
    """Any word that is `text` but for at most `edits` characters put in, left out or changed."""

    text: str
    edits: int = 1

    def __post_init__(self) -> None:
        _need(bool(self.text), "a near spelling has a text")
        _need(1 <= self.edits <= MAX_EDITS, f"a near spelling has 1 to {MAX_EDITS} edits")


class Near(Frozen):
    """All of `parts` in one paragraph, in any order, neighbours at most `distance` characters apart."""

    parts: tuple[Words, ...]
    distance: int

    def __post_init__(self) -> None:
        _need(
            len(self.parts) > 1 and all(isinstance(part, Words) for part in self.parts), "near joins two terms or more"
        )
        _need(0 <= self.distance <= MAX_DISTANCE, f"a distance is 0 to {MAX_DISTANCE} characters")


class Quantity(Frozen):
    """An amount, percentage, period or other number with its unit in the text: 罚款>=50000元.

    Attributes:
        name: the word before the number that says what it measures; "" for any.
        unit: the unit as typed, without a multiplier (50000 元, never 5 万元); "%" for percentages; "" for any.
        low, high: the bounds; None for none. Where both are given both belong to the range.
        low_included, high_included: whether a number equal to the bound matches; True where there is no bound.
    """

    name: str
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_included: bool = True
    high_included: bool = True

    def __post_init__(self) -> None:
        _need(
            not self.name or re.fullmatch(_QUANTITY_NAME, self.name) is not None,
            "a quantity is named by one short word",
        )
        _need(re.fullmatch(_UNIT, self.unit) is not None, "a unit is a short word, % or ‰")
        for bound, included in ((self.low, self.low_included), (self.high, self.high_included)):
            _need(included or bound is not None, "a missing bound excludes nothing")
            _need(bound is None or (bound.is_finite() and bound >= 0), "a bound is a number from 0")
        _need(self.low is not None or self.high is not None, "a range has a bound")
        if self.low is not None and self.high is not None:
            _need(
                self.low_included and self.high_included and self.low <= self.high, "two bounds ascend and are included"
            )


class Range(Frozen):
    """A field's value from `low` to `high`, both included; None for an open end.

    The fields that have ranges and whether their values are dates or whole numbers stand in ``fields.json``.
    """

    field: str
    low: date | int | None
    high: date | int | None

    def __post_init__(self) -> None:
        _need(bool(self.field), "a range has a field")
        _need(self.low is not None or self.high is not None, "a range has a bound")
        if self.low is not None and self.high is not None:
            _need(type(self.low) is type(self.high) and self.low <= self.high, "two bounds are of a kind and ascend")  # type: ignore[operator]


# --- what joins them ------------------------------------------------------------------------------------------------


class SameSentence(Frozen):
    """All of `parts` in one and the same sentence; And, Or and Not inside are about that sentence too."""

    parts: tuple["Node", ...]

    def __post_init__(self) -> None:
        _need(len(self.parts) > 1, "a sentence joins two parts or more")
        _need(not any(isinstance(part, And) for part in self.parts), "the parts of a sentence are flat")
        inner = (node for part in self.parts for node in walk(part))
        _need(
            not any(isinstance(n, SameSentence | Field | Range) for n in inner), "a sentence has no fields or sentences"
        )


class And(Frozen):
    """All of `parts` in the clause."""

    parts: tuple["Node", ...]

    def __post_init__(self) -> None:
        _need(len(self.parts) > 1, "And joins two parts or more")
        _need(not any(isinstance(part, And) for part in self.parts), "And is flat: use all_of")


class Or(Frozen):
    """At least one of `parts`."""

    parts: tuple["Node", ...]

    def __post_init__(self) -> None:
        _need(len(self.parts) > 1, "Or joins two parts or more")
        _need(not any(isinstance(part, Or) for part in self.parts), "Or is flat: use any_of")


class Not(Frozen):
    """Every clause that `part` does not match."""

    part: "Node"

    def __post_init__(self) -> None:
        _need(not isinstance(self.part, Not), "Not is single: use negate")


class Field(Frozen):
    """`part` in the field `name` (a name of ``fields.json``); the innermost field holds."""

    name: str
    part: "Node"

    def __post_init__(self) -> None:
        _need(bool(self.name), "a field has a name")


class Boost(Frozen):
    """`part`, its score multiplied by `weight`."""

    part: "Node"
    weight: float

    def __post_init__(self) -> None:
        _need(0 < self.weight <= MAX_WEIGHT, f"a weight is above 0 and at most {MAX_WEIGHT:g}")


Node: TypeAlias = (
    Words | Literal | Prefix | Fuzzy | Near | Quantity | Range | SameSentence | And | Or | Not | Field | Boost
)
"""Any node of the tree."""


def _need(holds: bool, rule: str) -> None:
    if not holds:
        raise ValueError(rule)


# --- making and walking trees ---------------------------------------------------------------------------------------


def all_of(parts: Iterable[Node]) -> Node:
    """Return the conjunction of `parts` (at least one), flat; of one part, that part."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: Iterable[Node]) -> Node:
    """Return the alternative of `parts` (at least one), flat; of one part, that part."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def negate(part: Node) -> Node:
    """Return what matches where `part` does not; of a negation, what it negates."""
    return part.part if isinstance(part, Not) else Not(part)


def same_sentence(part: Node) -> Node:
    """Return `part` with each of its conjunctions asked of one sentence; a lone term is always in one sentence."""
    match part:
        case And(parts):
            return SameSentence(parts)
        case Or(parts):
            return any_of(same_sentence(inner) for inner in parts)
        case Not(inner):
            return negate(same_sentence(inner))
        case Boost(inner, weight):
            return Boost(same_sentence(inner), weight)
    return part


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below `node`, in order; of a leaf none."""
    match node:
        case And(parts) | Or(parts) | SameSentence(parts):
            return parts
        case Near(terms):
            return terms
        case Not(part) | Field(_, part) | Boost(part):
            return (part,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it, each before those below it, left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def transform(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with every node replaced by what `change` makes of it, from the leaves up.

    Args:
        node: the tree.
        change: is given each node with its parts already changed, and returns it or another.
            The terms of a `Near` stay as they are: they are part of it.
    """
    match node:
        case And(parts):
            node = all_of([transform(part, change) for part in parts])
        case Or(parts):
            node = any_of([transform(part, change) for part in parts])
        case SameSentence(parts):
            node = same_sentence(all_of([transform(part, change) for part in parts]))
        case Not(part):
            node = negate(transform(part, change))
        case Field(name, part):
            node = Field(name, transform(part, change))
        case Boost(part, weight):
            node = Boost(transform(part, change), weight)
    return change(node)
