"""What a query means: plain words at once, anything else by the grammar, which is read when it is first needed."""

from typing import NamedTuple

from indexer.query.plain import parse_plain
from indexer.query.tree import Node


class ParsedQuery(NamedTuple):
    """A query as understood.

    Attributes:
        tree: what is meant.
        notes: a sentence for each piece that was taken as text or left out, naming it; for the person who typed it.
    """

    tree: Node
    notes: tuple[str, ...]


def parse(text: str) -> ParsedQuery:
    """Return what the query `text` means; docs/query.md is the language.

    Raises:
        UsageError: there is no word in it, only blanks, punctuation and operators.
    """
    plain = parse_plain(text)
    if plain is not None:
        return ParsedQuery(plain, ())
    from indexer.query.grammar import read_query

    return ParsedQuery(*read_query(text))
