"""Here is what a person typed: what is meant? A plain query tree, and its printed form.

`parse` reads a query (docs/query.md is the language, on one page) and never refuses ordinary text: what it cannot take
as part of the language it takes as text and says so in a note. `tree` is what comes out: frozen records that any
engine can carry out, holding text as it was typed; to bring that text to the normal form is the engine's part.
`to_query` prints a tree as the one canonical query that means it; `describe` shows it to a person, `to_dict` to a
program.

    text ──marks──▶ marks and blanks ──lexer──▶ tokens ──grammar──▶ tree ──printing──▶ text

Queries of plain words and plain literals take a short way (`plain`); the rest of the package is imported when something
needs it.

`language` holds what the rules are made of: `language.json` the marks and numerals, `fields.json` the fields.
"""

from typing import TYPE_CHECKING, Any

from indexer.query.parse import ParsedQuery, parse
from indexer.query.plain import print_plain
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
    transform,
    walk,
)

if TYPE_CHECKING:
    from indexer.query.description import describe, to_dict

__all__ = [
    "And",
    "Boost",
    "Field",
    "Fuzzy",
    "Literal",
    "Near",
    "Node",
    "Not",
    "Or",
    "ParsedQuery",
    "Prefix",
    "Quantity",
    "Range",
    "SameSentence",
    "Words",
    "describe",
    "parse",
    "to_dict",
    "to_query",
    "transform",
    "walk",
]


def to_query(tree: Node) -> str:
    """Return the canonical query that means `tree`: ``parse(to_query(tree)).tree == tree``.

    Brackets in it nest as deep as the tree does; the parser reads up to `indexer.query.lexer.MAX_DEPTH`.
    """
    plain = print_plain(tree)
    if plain is not None:
        return plain
    from indexer.query import printing

    return printing.to_query(tree)


def __getattr__(name: str) -> Any:
    """Give `describe` and `to_dict`, which few ask for."""
    if name in ("describe", "to_dict"):
        from indexer.query import description

        return getattr(description, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
