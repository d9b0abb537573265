"""Placed fields in the making: places collected batch by batch, sorted lists put together, segments merged."""

from collections.abc import Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.assembly import Layout
from indexer.codec.batch import PlacedTokens
from indexer.codec.dictionary import dictionary_arrays
from indexer.codec.placed import PlacedArrays, place
from indexer.codec.postings import distinct
from indexer.errors import UsageError

_ROW_BYTES = 200
"""About how much memory a token takes that came by itself."""


Lists = tuple[Array, Array, Array]
"""Sorted keys, how many places each has, and the places, term after term."""


class PlacedBuffer:
    """Collects the places of one field and puts them together; to a writer as `TokenBuffer` is."""

    def __init__(self) -> None:
        self._parts: list[tuple[PlacedTokens, int] | Array] = []
        self._rows: list[tuple[int, int, int]] = []
        self._taken = 0

    @property
    def nbytes(self) -> int:
        """How much memory it takes until it is inverted, about."""
        return self._taken + _ROW_BYTES * len(self._rows)

    def extend(self, tokens: PlacedTokens, first: int) -> None:
        """Add the tokens of consecutive documents; `first` is the number of the first of them."""
        self._flush_rows()
        self._parts.append((tokens, first))
        self._taken += tokens.keys.nbytes + tokens.counts.nbytes + tokens.places.nbytes

    def append(
        self,
        docnum: int,
        term: bytes,
        positions: Sequence[int],
        weight: float = 1.0,  # noqa: ARG002 - every token weighs the same
        value: bytes = b"",  # noqa: ARG002 - there is none
    ) -> None:
        """Add a term in one document; see `TokenBuffer.append`.

        Raises:
            UsageError: the term is longer than two characters.
        """
        key = key_of(term)
        self._rows.extend((key, docnum, position) for position in positions)

    def _flush_rows(self) -> None:
        if self._rows:
            rows = np.array(self._rows, dtype=np.int64)
            self._parts.append(rows)
            self._taken += rows.nbytes
            self._rows = []

    def invert(self, lengths: Array) -> PlacedArrays | None:
        """Return the places of all tokens collected, None if there are none. The buffer is empty afterwards.

        Args:
            lengths: uint[D], the length of the field in each document.
        """
        self._flush_rows()
        collected, self._parts, self._taken = self._parts, [], 0
        text_starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64) + np.arange(1, len(lengths) + 1)))
        parts: list[Lists] = []
        for part in collected:
            if not isinstance(part, tuple):
                parts.append(_sorted_rows(part, text_starts))
            elif part[0].count:
                tokens, first = part
                parts.append((tokens.keys, tokens.counts.astype(np.int64), tokens.places + text_starts[first]))
        if not parts:
            return None
        keys, counts, places = _merged(parts)
        return place(terms_of(keys), counts, places, lengths)


def concatenate_places(parts: Sequence[tuple[PlacedArrays, int, Array | None]], lengths: Array) -> PlacedArrays | None:
    """Return the places in the kept documents of several segments, texts laid end to end; None if there are none.

    Args:
        parts: of each segment that has the field its places, the number in the new segment of the first of its
            documents that are kept, and bool[D], which these are (None: all).
        lengths: uint[sum of kept documents], the length of the field in each.
    """
    text_starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64) + np.arange(1, len(lengths) + 1)))
    moved = []
    for arrays, first, keep in parts:
        places, counts = arrays.places_of_range(0, len(arrays)), arrays.counts.all(np.int64)
        keys = keys_of(arrays)
        if keep is None:
            places += text_starts[first]
        else:
            documents = arrays.documents_at(places)
            kept = keep.take(documents)
            renumbered = np.cumsum(keep) + (first - 1)
            places += (text_starts.take(renumbered) - arrays.text_starts[:-1]).take(documents)
            places = places[kept]
            firsts: Array = np.cumsum(counts) - counts
            counts = np.add.reduceat(kept, firsts, dtype=np.int64)
            keys, counts = keys[counts > 0], counts[counts > 0]
        if len(keys):
            moved.append((keys, counts, places))
    if not moved:
        return None
    keys, counts, places = _merged(moved)
    return place(terms_of(keys), counts, places, lengths)


def _merged(parts: Sequence[Lists]) -> Lists:
    """Return lists put together; a term's places of one part follow those of the parts before."""
    if len(parts) == 1:
        return parts[0]
    keys = distinct(np.sort(np.concatenate([part[0] for part in parts])))
    numbers = [keys.searchsorted(part[0]) for part in parts]
    layout = Layout([part[1] for part in parts], numbers, len(keys))
    return keys, np.diff(layout.offsets), layout.arrange([part[2] for part in parts])


def _sorted_rows(rows: Array, text_starts: Array) -> Lists:
    """Return tokens given as int64[n, 3] (key, document, position) as lists."""
    places = text_starts.take(rows[:, 1]) + rows[:, 2]
    order = np.lexsort((places, rows[:, 0]))
    keys, counts = np.unique(rows[:, 0], return_counts=True)
    return keys.astype(np.uint64), counts, places.take(order)


def key_of(term: bytes) -> int:
    """Return the key of a term, see `PlacedTokens.keys`.

    Raises:
        UsageError: it has not one or two characters.
    """
    characters = term.decode()
    if not 1 <= len(characters) <= 2:
        raise UsageError(f"{characters!r} is no term of a placed field: it has not one or two characters")
    return ord(characters[0]) << 32 | (ord(characters[1]) if len(characters) == 2 else 0)


def keys_of(arrays: PlacedArrays) -> Array:
    """Return uint64[T]: the keys of all terms of a field."""
    blob = arrays.terms.tobytes()
    characters = np.frombuffer(blob.decode().encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    begins = (arrays.terms & 0xC0) != 0x80  # what continues a character begins with the bits 10
    starts = np.cumsum(arrays.term_sizes, dtype=np.int64) - arrays.term_sizes
    counts = np.add.reduceat(begins, starts, dtype=np.int64)
    firsts = np.cumsum(counts) - counts
    keys: Array = characters[firsts] << np.uint64(32)
    pairs = counts == 2
    keys[pairs] |= characters[firsts[pairs] + 1]
    return keys


def terms_of(keys: Array) -> dict[str, Array]:
    """Return the arrays of the dictionary of the terms with these keys, at least one."""
    characters = np.stack((keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)), axis=1).astype(np.uint32)
    blob = characters[characters > 0].tobytes().decode("utf-32-le").encode()
    bounds = np.array((1, 0x80, 0x800, 0x10000), dtype=np.uint32)  # from each on, UTF-8 takes a byte more
    sizes = bounds.searchsorted(characters, side="right").sum(axis=1)
    return dictionary_arrays(blob, sizes)
