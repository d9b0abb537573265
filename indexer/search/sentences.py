"""What stands close together: in one sentence, or at most so many characters apart."""

import re
from collections.abc import Callable, Sequence

from indexer.query import And, Boost, Node, Not, Or

_SENTENCE = re.compile(r"[^。；！？!?;]+")


def sentences(normal: str) -> list[str]:
    """Return the sentences of a text, without what ends them."""
    return _SENTENCE.findall(normal)


def near(normal: str, parts: Sequence[Sequence[str]], distance: int) -> bool:
    """Tell whether all parts stand in a text, in any order, neighbours at most `distance` characters apart.

    Going through the text, it is kept for each set of parts met so far, each close to the one before, where the last
    of them ends at the latest: later is never worse, so one number a set is enough.

    Args:
        normal: the text.
        parts: for each part the strings it may be; text and strings in their normal form.
        distance: how many characters may stand between one and the next.
    """
    found = sorted(
        (match.start(), match.start() + len(string), 1 << number)
        for number, strings in enumerate(parts)
        for string in strings
        for match in re.finditer(f"(?={re.escape(string)})", normal)
    )
    ends: dict[int, int] = {}
    for start, end, part in found:
        for met, last in list(ends.items()):
            if not met & part and start - last <= distance:
                ends[met | part] = max(end, ends.get(met | part, 0))
        ends[part] = max(end, ends.get(part, 0))
    return (1 << len(parts)) - 1 in ends


def in_one_sentence(normal: str, parts: Sequence[Node], holds: Callable[[str, Node], bool]) -> bool:
    """Tell whether one sentence of a text holds all parts.

    Args:
        normal: the text in its normal form.
        parts: what the sentence must hold.
        holds: tells whether a sentence holds a leaf of the tree.
    """
    return any(all(_holds(sentence, part, holds) for part in parts) for sentence in sentences(normal))


def _holds(sentence: str, node: Node, leaf: Callable[[str, Node], bool]) -> bool:
    match node:
        case And(parts):
            return all(_holds(sentence, part, leaf) for part in parts)
        case Or(parts):
            return any(_holds(sentence, part, leaf) for part in parts)
        case Not(part):
            return not _holds(sentence, part, leaf)
        case Boost(part):
            return _holds(sentence, part, leaf)
    return leaf(sentence, node)
