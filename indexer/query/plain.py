"""Queries of plain Chinese words, as most are: read and printed without the language's rules.

No mark, numeral or operator of the language is a Han character by itself, so such words mean just themselves, whether
blanks divide them or punctuation that always does.
"""

import json
import re
from functools import cache
from pathlib import Path

from indexer.query.tree import And, Node, Words, all_of

_HAN = re.compile("[\u4e00-\u9fff]+")


@cache
def _separators() -> dict[int, str]:
    """Return, for `str.translate`, the punctuation that divides terms wherever it stands as blanks."""
    told = json.loads((Path(__file__).parent / "language.json").read_text("utf-8"))
    return dict.fromkeys(map(ord, told["separators"]), " ")


def parse_plain(text: str) -> Node | None:
    """Return what a query means; None if it is not of plain words alone."""
    words = text.split()
    joined = "".join(words)
    if not _HAN.fullmatch(joined):
        if not _HAN.match(joined):
            return None
        words = text.translate(_separators()).split()
        if not _HAN.fullmatch("".join(words)):
            return None
    return all_of(map(Words, words))


def print_plain(tree: Node) -> str | None:
    """Return the canonical query that means a tree; None if it is not of plain words alone."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part.text for part in parts if isinstance(part, Words)]
    return " ".join(words) if len(words) == len(parts) and _HAN.fullmatch("".join(words)) else None
