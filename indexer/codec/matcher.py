"""The postings of one term as Whoosh's queries walk through them."""

from bisect import bisect_left
from typing import Any

from whoosh.matching import LeafMatcher, ReadTooFar

from indexer.codec.arrays import Array
from indexer.codec.placed import AnyArrays

BLOCK = 128
"""The quality of postings is bounded, and poor ones skipped, so many at a time."""


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks through the postings of a term, in the order of documents.

    Args:
        field: the postings of the field.
        number: the number of the term.
        format_: the field's Whoosh format, which says how values are encoded.
        term: field name and term, for those who ask.
        scorer: scores the postings; None where nobody wants scores.
    """

    def __init__(self, field: AnyArrays, number: int, format_: Any, term: tuple[str, bytes], scorer: Any) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._field = field
        self._number = number
        self._numbers = field.documents(number)
        self._docs = self._numbers.data
        self._frequencies = field.frequencies(number).data
        self._weights = self._frequencies if field.weights is None else field.weights_of(number).data
        self._end = len(self._docs)
        self._places: tuple[Array, Array] | None = None
        self._at = 0

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> "ArrayMatcher":
        """Return a matcher that stands where this one does and moves by itself."""
        copied = ArrayMatcher(self._field, self._number, self.format, self._term, self.scorer)
        copied._at = self._at
        return copied

    def is_active(self) -> bool:
        """Return whether there is a current posting."""
        return self._at < self._end

    def id(self) -> int:
        """Return the document of the current posting; behind the last posting still that of the last.

        Some of Whoosh's span queries compare the documents of two matchers without asking whether both are active.
        """
        return self._docs[self._at] if self._at < self._end else self._docs[-1]

    def all_ids(self) -> Any:
        """Return an iterator of the documents of this and the following postings."""
        start, self._at = self._at, self._end
        return iter(self._docs[start:])

    def weight(self) -> float:
        """Return the weight of the current posting."""
        return float(self._weights[self._at])

    def next(self) -> bool:
        """Move to the next posting; return whether it begins a block.

        Raises:
            ReadTooFar: there was no current posting.
        """
        if self._at >= self._end:
            raise ReadTooFar
        self._at += 1
        return self._at % BLOCK == 0 or self._at == self._end

    def skip_to(self, id: int) -> None:
        """Move to the first posting, from the current on, whose document is not below `id`.

        Raises:
            ReadTooFar: there was no current posting.
        """
        if self._at >= self._end:
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at, self._end)

    # --- what is kept of the posting beyond its weight ---

    def value(self) -> bytes:
        """Return the value of the current posting as the format encodes it."""
        field = self._field
        kept = field.value(self._number, self._at)
        if kept is not None:
            return kept
        if field.has_positions:
            encoded: bytes = self.format.encode(self._positions())
            return encoded
        return self._frequencies[self._at].to_bytes(4, "big") if self.format.posting_size else b""

    def value_as(self, astype: str) -> Any:
        """Return the value of the current posting as one of the kinds the format supports, such as "positions"."""
        if astype == "positions" and self._field.has_positions:
            return self._positions()
        if astype == "frequency" and self._field.value(self._number, self._at) is None:
            return self._frequencies[self._at]
        return self.format.decoder(astype)(self.value())

    def _positions(self) -> list[int]:
        if self._places is None:
            self._places = self._field.repeated(self._number), self._field.positions(self._number)
        repeated, places = self._places
        start = self._at + int(repeated.searchsorted(self._at))
        positions: list[int] = places[start : start + self._frequencies[self._at]].tolist()
        return positions

    # --- bounds of the current block ---

    def skip_to_quality(self, minquality: float) -> int:
        """Move on to the first block whose quality is above `minquality`; return how many were skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = min(self._block_end(), self._end)
            skipped += 1
        return skipped

    def _block_end(self) -> int:
        return self._at + BLOCK - self._at % BLOCK

    def _block(self) -> slice:
        end = self._block_end()
        return slice(end - BLOCK, min(end, self._end))

    def _block_lengths(self) -> Array:
        block = self._block()
        return self._field.lengths.take(self._numbers[block])

    def block_min_length(self) -> int:
        """Return the shortest length of a document in the current block."""
        return int(self._block_lengths().min())

    def block_max_length(self) -> int:
        """Return the longest length of a document in the current block."""
        return int(self._block_lengths().max())

    def block_max_weight(self) -> float:
        """Return the highest weight in the current block."""
        return max(self._weights[self._block()])

    def block_min_id(self) -> int:
        """Return the first document of the current block."""
        return int(self._docs[self._block().start])

    def block_max_id(self) -> int:
        """Return the last document of the current block."""
        return int(self._docs[self._block().stop - 1])
