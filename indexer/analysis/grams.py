"""Character bigrams: the terms of the literal field, which finds any string as it is typed.

Every character of a text begins exactly one gram, at its own position: itself and the character after it, the last one
itself alone. So a literal of two or more characters is a phrase of grams, and a single character is a prefix: it begins
every gram that holds it as the first. Texts are in their normal form (`indexer.analysis.normal`).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLE_LIMIT = 1 << 25
"""Up to how many possible grams they are numbered by a table (5 bytes for each), not by sorting."""


class Grams(NamedTuple):
    """The N grams of D texts, sorted. The texts are laid end to end, each with one place after it where nothing stands.

    Attributes:
        keys: uint64[t], the distinct grams, ascending: the code point of the first character times 2**32 plus that of
            the second, or 0.
        counts: int32[t], how often each occurs.
        places: uint32[N], where each occurs, ascending, gram after gram.
        lengths: int32[D], the length of each text in characters.
    """

    keys: "NDArray[np.uint64]"
    counts: "NDArray[np.int32]"
    places: "NDArray[np.uint32]"
    lengths: "NDArray[np.int32]"


def bigrams(texts: Sequence[str]) -> Grams:
    """Return the grams of `texts`, for a whole batch at once.

    Args:
        texts: texts without U+0000 and surrogates, as normal forms are.

    Raises:
        ValueError: if a text holds U+0000.
    """
    import numpy as np

    lengths = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts))
    codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32)
    places = np.flatnonzero(codes).astype(np.uint32)
    if codes.size - len(places) != len(texts):
        raise ValueError("a text holds U+0000: it is in no normal form")
    alphabet, characters = _numbered(codes, 0x110000)
    size = len(alphabet)
    wide = characters.astype(np.int32 if size < 46341 else np.int64)
    pairs = wide.take(places) * size + wide.take(places + 1)
    by_table = size * size <= min(_TABLE_LIMIT, 64 * pairs.size)  # a large table for few grams is slower than sorting
    found, ids = _numbered(pairs, size * size) if by_table else _sorted(pairs)
    keys = alphabet[found // size].astype(np.uint64) << np.uint64(32) | alphabet[found % size].astype(np.uint64)
    return Grams(keys, np.bincount(ids, minlength=len(keys)).astype(np.int32), places.take(_order(ids)), lengths)


def _order(ids: "NDArray[np.int32]") -> "NDArray[np.intp]":
    """Return the order that sorts `ids`, equal ones as they come; by radix sort, which numpy has for 16-bit numbers."""
    import numpy as np

    order = np.argsort(ids.astype(np.uint16), kind="stable")
    if len(ids) and int(ids.max()) >= 1 << 16:
        order = order.take(np.argsort((ids >> 16).astype(np.uint16).take(order), kind="stable"))
    return order


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
