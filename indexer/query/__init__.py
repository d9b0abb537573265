"""Here is what a person typed: what is meant? A plain query tree, and its printed form.

`parse` reads a query (docs/query.md is the language, on one page) and never refuses ordinary text: what it cannot take
as part of the language it takes as text and says so in a note. `tree` is what comes out: frozen dataclasses that any
engine can carry out, holding text as it was typed; to bring that text to the normal form is the engine's part.
`to_query` prints a tree as the one canonical query that means it; `describe` shows it to a person, `to_dict` to a
program.

    text ──marks──▶ marks and blanks ──lexer──▶ tokens ──parse──▶ tree ──printing──▶ text

`language` holds what the rules are made of: `language.json` the marks and numerals, `fields.json` the fields.
"""

from indexer.query.describe import describe, to_dict
from indexer.query.parse import ParsedQuery, parse
from indexer.query.printing import to_query
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
