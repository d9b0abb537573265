"""Character bigrams: the terms of the literal field, which finds any string as it is typed.

Every character of a text begins exactly one gram, at its own position: itself and the character after it, the last one
itself alone. So a literal of two or more characters is a phrase of grams, and a single character is a prefix: it begins
every gram that holds it as the first. Texts are in their normal form (`indexer.analysis.normal`).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLE_LIMIT = 1 << 25
"""Up to how many possible grams they are numbered by a table (5 bytes for each), not by sorting."""


def bigrams(texts: Sequence[str]) -> "tuple[list[str], NDArray[np.int32], NDArray[np.int32]]":
    """Return the grams of `texts`, for a whole batch at once.

    Args:
        texts: texts without U+0000 and surrogates, as normal forms are.

    Returns:
        The distinct grams, sorted by code point; for each character of each text, in order, the number of its gram
        (int32[sum of lengths]; the position of a gram is the offset of its character in its text); and the length of
        each text in characters (int32[len(texts)]).

    Raises:
        ValueError: if a text holds U+0000.
    """
    import numpy as np

    lengths = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts))
    codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32)
    places = codes != 0
    if codes.size - np.count_nonzero(places) != len(texts):
        raise ValueError("a text holds U+0000: it is in no normal form")
    alphabet, characters = _numbered(codes, 0x110000)
    size = len(alphabet)
    wide = characters.astype(np.int32 if size < 46341 else np.int64)
    pairs = (wide[:-1] * size + wide[1:])[places[:-1]]
    by_table = size * size <= min(_TABLE_LIMIT, 64 * pairs.size)  # a large table for few grams is slower than sorting
    found, ids = _numbered(pairs, size * size) if by_table else _sorted(pairs)
    return _spelled(alphabet[found // size], alphabet[found % size]), ids, lengths


def _numbered(values: "NDArray[np.integer]", limit: int) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
    """Return the distinct `values`, sorted, and for each value its number among them; values are below `limit`."""
    import numpy as np

    seen = np.zeros(limit, dtype=np.bool_)
    seen[values] = True
    distinct = np.flatnonzero(seen)
    numbers = np.empty(limit, dtype=np.int32)
    numbers[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, numbers[values]


def _sorted(values: "NDArray[np.integer]") -> "tuple[NDArray[np.integer], NDArray[np.int32]]":
    """Return the same as `_numbered`, by sorting: for values too large for a table."""
    import numpy as np

    distinct, numbers = np.unique(values, return_inverse=True)
    return distinct, numbers.astype(np.int32)


def _spelled(firsts: "NDArray[np.integer]", seconds: "NDArray[np.integer]") -> list[str]:
    """Return the grams of two characters each; a second one of 0 is none."""
    import numpy as np

    codes = np.stack([firsts, seconds], axis=1).astype(np.uint32)
    spelled = codes.tobytes().decode("utf-32-le")
    grams = [spelled[at : at + 2] for at in range(0, len(spelled), 2)]
    for number in np.flatnonzero(codes[:, 1] == 0).tolist():
        grams[number] = grams[number][0]
    return grams


def query_grams(text: str, cost: Callable[[str], int] | None = None) -> list[tuple[str, int]]:
    """Return the grams that find a literal: grams that cover all its characters, each with its offset.

    A text holds the literal at position p exactly if it holds each of these grams at p plus its offset.

    Args:
        text: the literal in its normal form, at least one character.
        cost: how much looking a gram up costs, such as the number of its postings; of all covers the cheapest is given.
            None: as few grams as do.

    Returns:
        Pairs of gram and offset, by offset. For a literal of one character the character, to be taken as a prefix.
    """
    if len(text) <= 1:
        return [(text, 0)] if text else []
    grams = [text[at : at + 2] for at in range(len(text) - 1)]
    costs = [1 if cost is None else cost(gram) for gram in grams]
    best = costs[:1]  # the cost of the cheapest cover that ends with each gram
    before = [-1]  # the gram taken before it
    for at in range(1, len(grams)):
        nearest = at - 1 if at == 1 or best[at - 1] < best[at - 2] else at - 2  # of two neighbours one is taken
        before.append(nearest)
        best.append(best[nearest] + costs[at])
    cover = [len(grams) - 1]
    while before[cover[-1]] >= 0:
        cover.append(before[cover[-1]])
    return [(grams[at], at) for at in reversed(cover)]
