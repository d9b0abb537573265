"""Queries of plain Chinese words with blanks between them, as most are: read and printed without the language's rules.

No mark, numeral or operator of the language is a Han character by itself, so that such words mean just themselves.
"""

import re

from indexer.query.tree import And, Node, Words, all_of

_HAN = re.compile("[\u4e00-\u9fff]+")


def parse_plain(text: str) -> Node | None:
    """Return what a query means; None if it is not of plain words alone."""
    words = text.split()
    return all_of(map(Words, words)) if words and _HAN.fullmatch("".join(words)) else None


def print_plain(tree: Node) -> str | None:
    """Return the canonical query that means a tree; None if it is not of plain words alone."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part.text for part in parts if isinstance(part, Words)]
    return " ".join(words) if len(words) == len(parts) and _HAN.fullmatch("".join(words)) else None
