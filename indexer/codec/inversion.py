"""Inversion: token streams, which run document by document, become postings, which run term by term.

The tokens are sorted by term with a sort that is stable, so the documents of a term still ascend, and within a document
its positions do. What remains is to find where a posting (a term in a document) and where a term begins. All of it is
done by numpy on whole arrays; nothing in Python runs token by token.

A large number of tokens is sorted in runs of bounded size, which are put together in the end (sort-based inversion, as
in Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 4.2): a posting of a run takes a
fraction of the memory that its tokens take while they are sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.codec.arrays import Array, smallest_unsigned
from indexer.codec.assembly import OpenPostings, assemble, merge
from indexer.codec.batch import FieldTokens, PlacedTokens
from indexer.codec.field import FieldArrays
from indexer.codec.numbering import Numbering

RUN_TOKENS = 1 << 20
"""So many tokens are sorted together, or a batch if it has more."""

_ROWS = 1 << 14
"""So many tokens that came by themselves are put into arrays together, or those of a document if it has more."""

_TERM_BYTES, _ROW_BYTES = 150, 250
"""About how much memory a term takes in the numbering, and a token that came by itself until it is in an array."""


@dataclass
class _Piece:
    """Tokens in document order, with term numbers of the whole buffer."""

    ids: Array
    docs: Array
    positions: Array | None
    weights: Array | None
    values: Sequence[bytes]

    @property
    def nbytes(self) -> int:
        arrays = (self.ids, self.docs, self.positions, self.weights)
        return sum(array.nbytes for array in arrays if array is not None) + sum(map(len, self.values))


class TokenBuffer:
    """Collects the tokens of one field, document after document, and inverts them.

    Args:
        with_positions: whether positions are kept.
    """

    def __init__(self, with_positions: bool) -> None:
        self._with_positions = with_positions
        self._start_anew()

    def _start_anew(self) -> None:
        self._numbers = Numbering[bytes]()
        self._rows: list[tuple[int, int, int, float, bytes]] = []
        self._pieces: list[_Piece] = []
        self._tokens = 0
        self._runs: list[tuple[Array, OpenPostings]] = []
        self._taken = 0

    @property
    def nbytes(self) -> int:
        """How much memory the tokens take until they are inverted, about."""
        return self._taken + _TERM_BYTES * len(self._numbers) + _ROW_BYTES * len(self._rows)

    def extend(self, tokens: FieldTokens, vocabulary: Sequence[bytes], first: int) -> None:
        """Add the tokens of consecutive documents.

        Args:
            tokens: the tokens.
            vocabulary: their `vocabulary` as bytes, see `encoded_terms`.
            first: the number of the first of the documents.
        """
        self._flush_rows()
        ids = self._numbers.of(vocabulary).take(tokens.ids)
        docs = np.repeat(np.arange(first, first + len(tokens.lengths), dtype=np.int32), tokens.lengths)
        positions = positions_of(tokens) if self._with_positions else None
        self._add(_Piece(ids, docs, positions, tokens.weights, tokens.values or ()))

    def append(
        self, docnum: int, term: bytes, positions: Sequence[int], weight: float = 1.0, value: bytes = b""
    ) -> None:
        """Add a posting: a term in one document, with a token at each of these positions.

        Args:
            docnum: the number of the document, not below those of other postings of the term.
            term: the term.
            positions: ascending; for fields without positions only their number counts.
            weight: what each token adds to the weight of the posting.
            value: the posting's value as the format encodes it, for formats that keep more than positions.
        """
        if len(self._rows) >= _ROWS and self._rows[-1][1] != docnum:
            self._flush_rows()
        number = self._numbers[term]
        self._rows.extend((number, docnum, position, weight, value) for position in positions)

    def _flush_rows(self) -> None:
        if not self._rows:
            return
        ids, docs, positions, weights, values = zip(*self._rows, strict=True)
        weighted = np.array(weights, dtype=np.float32) if any(weight != 1 for weight in weights) else None
        places = np.array(positions, dtype=np.uint32) if self._with_positions else None
        has_values = values if any(values) else ()
        numbers = np.array(ids, dtype=np.int32), np.array(docs, dtype=np.int32)
        self._rows = []
        self._add(_Piece(*numbers, places, weighted, has_values))

    def _add(self, piece: _Piece) -> None:
        if not len(piece.ids):
            return
        if self._tokens + len(piece.ids) > RUN_TOKENS:
            self._sort()
        self._pieces.append(piece)
        self._tokens += len(piece.ids)
        self._taken += piece.nbytes

    def _sort(self) -> None:
        """Make the pieces a run."""
        if self._pieces:
            run = _inverted(_joined(self._pieces))
            self._taken += run[0].nbytes + run[1].nbytes - sum(piece.nbytes for piece in self._pieces)
            self._runs.append(run)
            self._pieces, self._tokens = [], 0

    def invert(self, lengths: Array) -> FieldArrays | None:
        """Return the postings of all tokens collected, None if there are none. The buffer is empty afterwards.

        Args:
            lengths: uint[D], the length of the field in each document.
        """
        self._flush_rows()
        self._sort()
        runs, names = self._runs, list(self._numbers)
        self._start_anew()
        if not runs:
            return None
        used = np.zeros(len(names), dtype=np.bool_)
        for numbers, _ in runs:
            used[numbers] = True
        ranked = sorted(np.flatnonzero(used).tolist(), key=names.__getitem__)
        rank = np.zeros(len(names), dtype=np.intp)
        rank[ranked] = np.arange(len(ranked))
        merged = merge([run for _, run in runs], [rank.take(numbers) for numbers, _ in runs], len(ranked))
        del runs
        return assemble([names[number] for number in ranked], merged, lengths)


def encoded_terms(vocabulary: Sequence[str] | Sequence[bytes]) -> list[bytes]:
    """Return terms as they are kept, in UTF-8."""
    return [term if isinstance(term, bytes) else term.encode() for term in vocabulary]


def positions_of(tokens: FieldTokens) -> Array:
    """Return uint[N], the position of each token in its document."""
    if tokens.positions is not None:
        return tokens.positions
    starts = np.cumsum(tokens.lengths, dtype=np.int64) - tokens.lengths
    positions = np.arange(len(tokens.ids), dtype=np.int64)
    positions -= np.repeat(starts, tokens.lengths)
    return positions.astype(smallest_unsigned(int(tokens.lengths.max(initial=0))))


def scored_lengths(tokens: FieldTokens | PlacedTokens) -> Array:
    """Return uint[D], the length of each document in scoring: its number of distinct positions unless stated."""
    if isinstance(tokens, PlacedTokens):
        return tokens.lengths
    if tokens.scored is not None:
        return tokens.scored
    if tokens.positions is None or not len(tokens.positions):
        return tokens.lengths
    starts = np.concatenate(([0], np.cumsum(tokens.lengths)))
    new = np.ones(len(tokens.positions), dtype=bool)
    new[1:] = tokens.positions[1:] != tokens.positions[:-1]
    new[starts[:-1][tokens.lengths > 0]] = True
    return np.diff(np.concatenate(([0], np.cumsum(new)))[starts])


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    """Return pieces end to end."""
    if len(pieces) == 1:
        return pieces[0]
    positions = [piece.positions for piece in pieces if piece.positions is not None]
    weights: list[Array] = []
    if any(piece.weights is not None for piece in pieces):
        weights = [np.ones(len(p.ids), dtype=np.float32) if p.weights is None else p.weights for p in pieces]
    with_values = any(piece.values for piece in pieces)
    return _Piece(
        np.concatenate([piece.ids for piece in pieces]),
        np.concatenate([piece.docs for piece in pieces]),
        np.concatenate(positions) if positions else None,
        np.concatenate(weights) if weights else None,
        [v for p in pieces for v in p.values or [b""] * len(p.ids)] if with_values else (),
    )


def _inverted(tokens: _Piece) -> tuple[Array, OpenPostings]:
    """Return the numbers of the terms of at least one token, ascending, and their postings."""
    counts = np.bincount(tokens.ids)
    numbers = np.flatnonzero(counts)
    cf = counts.take(numbers)
    term_starts = np.cumsum(cf) - cf
    order = _sorted_tokens(tokens.ids)
    docs = tokens.docs.take(order)
    begins = np.empty(len(docs), dtype=np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=begins[1:])
    begins[term_starts] = True
    starts = np.flatnonzero(begins)
    tf = np.diff(starts, append=len(docs))
    values, value_sizes = _values(tokens.values, order)
    return numbers.astype(np.int32), OpenPostings(
        df=np.diff(np.searchsorted(starts, term_starts), append=len(starts)).astype(np.int32),
        cf=cf.astype(np.int32),
        docs=docs[starts],
        tf=tf.astype(smallest_unsigned(int(tf.max()))),
        pos=None if tokens.positions is None else _narrowed(tokens.positions.take(order)),
        weights=None if tokens.weights is None else np.add.reduceat(tokens.weights.take(order), starts),
        values=values,
        value_sizes=value_sizes,
    )


def _sorted_tokens(ids: Array) -> Array:
    """Return intp[N], the numbers of the tokens sorted by their terms, and then as they came.

    numpy's stable sort of 16-bit numbers is a radix sort, so this takes one pass over the tokens for each 16 bits.
    """
    order = np.argsort(ids.astype(np.uint16), kind="stable")
    if int(ids.max()) >= 1 << 16:
        order = order.take(np.argsort((ids >> 16).astype(np.uint16).take(order), kind="stable"))
    return order


def _narrowed(numbers: Array) -> Array:
    return numbers.astype(smallest_unsigned(int(numbers.max())), copy=False)


def _values(values: Sequence[bytes], order: Array) -> tuple[Array | None, Array | None]:
    if not values:
        return None, None
    sorted_values = [values[i] for i in order.tolist()]
    sizes = np.fromiter(map(len, sorted_values), dtype=np.int64, count=len(sorted_values))
    return np.frombuffer(b"".join(sorted_values), dtype=np.uint8), sizes
