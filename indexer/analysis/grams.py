"""Character bigrams: the terms of the literal field, which finds any string as it is typed.

Every character of a text begins exactly one gram, at its own position: itself and the character after it, the last one
itself alone. So a literal of two or more characters is a phrase of grams, and a single character is a prefix: it begins
every gram that holds it as the first. Texts are in their normal form (`indexer.analysis.normal`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CODE_POINT_BITS = 21
_PLACE_BITS = 64 - 2 * _CODE_POINT_BITS


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
    codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    places = codes.nonzero()[0].astype(np.uint64)
    if codes.size - places.size != len(texts):
        raise ValueError("a text holds U+0000: it is in no normal form")
    bits = np.uint64(_CODE_POINT_BITS)
    pairs, places = _sorted(codes[places] << bits | codes[places + np.uint64(1)], places)
    begins = np.ones(len(pairs), dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=begins[1:])
    starts = begins.nonzero()[0]
    found = pairs[starts]
    keys = found >> bits << np.uint64(32) | found & np.uint64((1 << _CODE_POINT_BITS) - 1)
    return Grams(keys, np.diff(starts, append=len(pairs)).astype(np.int32), places.astype(np.uint32), lengths)


def _sorted(pairs: "NDArray[np.uint64]", places: "NDArray[np.uint64]") -> "tuple[NDArray[np.uint64], ...]":
    """Return pairs of code points sorted, and the place of each; equal ones by their places, which ascend as given.

    Where a pair and its place fit into one number these are sorted, which is what numpy does fastest.
    """
    import numpy as np

    bits = np.uint64(_PLACE_BITS)
    if len(places) and int(places[-1]) >> _PLACE_BITS:
        order = pairs.argsort(kind="stable")
        return pairs[order], places[order]
    together = pairs << bits | places
    together.sort()
    return together >> bits, together & np.uint64((1 << _PLACE_BITS) - 1)


def query_grams(text: str) -> list[tuple[str, int]]:
    """Return the grams that find a literal: as few as cover all its characters, each with its offset.

    A text holds the literal at position p exactly if it holds each of these grams at p plus its offset.

    Args:
        text: the literal in its normal form, at least one character.

    Returns:
        Pairs of gram and offset, by offset. For a literal of one character the character, to be taken as a prefix.
    """
    last = len(text) - 2
    if last < 0:
        return [(text, 0)] if text else []
    return [(text[at : at + 2], at) for at in (*range(0, last, 2), last)]
