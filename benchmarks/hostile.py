"""Texts made to be slow: how the time of reading them grows with their length.

    python -m benchmarks.hostile [SIZE]

Each row repeats a piece to SIZE characters (20,000 unless said) and to ten times as many, and tells how many times
as long the second takes: 10 is linear, 100 quadratic. The tests count steps instead (`steps` in tests/conftest.py),
which are the same on every machine but do not see what an expression does within one call.
"""

import sys
from collections.abc import Callable
from time import process_time

from benchmarks.timing import quiet
from indexer.query import parse
from indexer.reading.markdown import LONGEST_MARKED_UP_LINE, read_markdown
from indexer.structure.references import find_abbreviations, find_references

ROUNDS = 3
PIECES: dict[str, tuple[str, ...]] = {
    "query": ("(", "(甲 ", '"', "NOT ", "title:", "日期:2021-", "{甲 乙}", "甲~", "《(", "((甲)乙", '"甲 乙"~1', "1,"),
    "markdown": ("*", "`a", "![a](", "_a*", "&", "<a ", "**甲", "[a][", "\\", "<!-", "|"),
    "references": (
        "第一、",
        "《",
        "〔2018〕",
        "第一条",
        "前款",
        "（以下简称",
        "本法第十条、",
        "依照和国法",
        "〈甲〉的",
    ),
}


def main(size: int = 20_000) -> None:
    """Print the growth of each piece."""
    readers: dict[str, tuple[Callable[[str], object], int]] = {
        "query": (parse, size),
        "markdown": (read_markdown, min(size, LONGEST_MARKED_UP_LINE // 10 - 1)),
        "references": (lambda text: (find_references(text), find_abbreviations(text)), size),
    }
    for kind, (read, length) in readers.items():
        for piece in PIECES[kind]:
            print(f"{kind:10} {piece!r:14} {growth(read, piece, length):5.1f}")


def growth(read: Callable[[str], object], piece: str, length: int) -> float:
    """Return how many times as long `read` takes for ten times `length` characters; the best of some rounds each."""
    count = max(length // len(piece), 1)
    with quiet():
        short, long = (min(_seconds(read, "甲" + piece * n) for _ in range(ROUNDS)) for n in (count, 10 * count))
    return long / short


def _seconds(read: Callable[[str], object], text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
