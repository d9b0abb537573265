"""The tree told to a person line by line, and to a program as plain JSON values: what ``--explain`` shows."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from indexer.query.tree import (
    And,
    Boost,
    Field,
    Fuzzy,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Quantity,
    Range,
    SameSentence,
    Words,
    children,
)


def describe(tree: Node) -> str:
    """Return the tree as lines of text: a line a node, what is below it indented by two blanks."""
    lines: list[str] = []
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        lines.append("  " * depth + _line(node))
        waiting.extend((child, depth + 1) for child in reversed(children(node)))
    return "\n".join(lines)


def _line(node: Node) -> str:
    match node:
        case Words(text):
            told = f"words {text}"
        case Literal(text):
            told = f"literal {text}"
        case Prefix(text):
            told = f"words that start with {text}"
        case Fuzzy(text, edits):
            told = f"words like {text}, up to {edits} character{'s' if edits > 1 else ''} different"
        case Near(_, distance):
            told = f"near each other, at most {distance} characters apart"
        case Quantity(name, unit):
            told = f"quantity {name or 'of anything'} {_bounds(node)}{' ' if unit else ''}{unit}"
        case Range(field):
            told = f"{field} {_bounds(node)}"
        case Field(name):
            told = f"in field {name}"
        case Boost(_, weight):
            told = f"score times {weight:g}"
        case And() | Or() | Not() | SameSentence():
            told = _JOINED[type(node)]
    return told


_JOINED: dict[type, str] = {And: "all of", Or: "any of", Not: "not", SameSentence: "in one sentence"}


def _bounds(node: Quantity | Range) -> str:
    low_sign, high_sign = "from", "to"
    if isinstance(node, Quantity):
        low_sign, high_sign = ("from" if node.low_included else "above"), ("to" if node.high_included else "below")
    if node.low == node.high:
        return f"exactly {_plain(node.low)}"
    ends = ((low_sign, node.low), (high_sign, node.high))
    return " ".join(f"{sign} {_plain(bound)}" for sign, bound in ends if bound is not None)


def to_dict(tree: Node) -> dict[str, Any]:
    """Return the tree as plain JSON values, such as ``{"node": "words", "text": "户籍"}``.

    A node's name is its class's in lower case (``same_sentence``); dates are ISO 8601, quantities' bounds decimal text.
    """
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(tree).__name__).lower()
    return {"node": kind} | {name: _value(getattr(tree, name)) for name in tree.__match_args__}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, date | Decimal):
        return _plain(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return to_dict(value)


def _plain(value: date | Decimal | int | None) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
