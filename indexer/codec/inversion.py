"""Inversion: token streams, which run document by document, become postings, which run term by term.

The tokens are sorted by term with a sort that is stable, so the documents of a term still ascend, and within a document
its positions do. What remains is to find where a posting (a term in a document) and where a term begins. All of it is
done by numpy on whole arrays; nothing in Python runs token by token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.codec.arrays import Array, smallest_unsigned
from indexer.codec.batch import FieldTokens
from indexer.codec.field import POSITION_STEP, FieldArrays

K1, B = 1.2, 0.75
"""The parameters of BM25 that `FieldArrays.maxr` is computed with; Whoosh's defaults."""

ROUNDING = 5e-7
"""How much of itself is added to `maxr`: more than float32 can have lost on the way (three roundings of 6e-8)."""

TOKEN_BYTES = 40
"""About how much memory a token takes while it is inverted."""


@dataclass
class _Piece:
    """Tokens in document order, with term numbers of the whole buffer."""

    ids: Array
    docs: Array
    positions: Array | None
    weights: Array | None
    values: Sequence[bytes]


class TokenBuffer:
    """Collects the tokens of one field, document after document, and inverts them.

    Args:
        with_positions: whether positions are kept.
    """

    def __init__(self, with_positions: bool) -> None:
        self._with_positions = with_positions
        self._numbers: dict[bytes, int] = {}
        self._pieces: list[_Piece] = []
        self._rows: list[tuple[int, int, int, float, bytes]] = []
        self._tokens = 0

    @property
    def nbytes(self) -> int:
        """How much memory the tokens take until they are inverted, about."""
        return TOKEN_BYTES * self._tokens + 120 * len(self._numbers)

    def extend(self, tokens: FieldTokens, vocabulary: Sequence[bytes], first: int) -> None:
        """Add the tokens of consecutive documents.

        Args:
            tokens: the tokens.
            vocabulary: their `vocabulary` as bytes, see `encoded_terms`.
            first: the number of the first of the documents.
        """
        self._flush_rows()
        numbers = self._numbers
        renumbered = [numbers.setdefault(term, len(numbers)) for term in vocabulary]
        ids = np.array(renumbered, dtype=np.int32).take(tokens.ids)
        docs = np.repeat(np.arange(first, first + len(tokens.lengths), dtype=np.int32), tokens.lengths)
        positions = positions_of(tokens) if self._with_positions else None
        self._pieces.append(_Piece(ids, docs, positions, tokens.weights, tokens.values or ()))
        self._tokens += len(ids)

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
        number = self._numbers.setdefault(term, len(self._numbers))
        self._rows.extend((number, docnum, position, weight, value) for position in positions)
        self._tokens += len(positions)

    def _flush_rows(self) -> None:
        if not self._rows:
            return
        ids, docs, positions, weights, values = zip(*self._rows, strict=True)
        weighted = np.array(weights, dtype=np.float32) if any(weight != 1 for weight in weights) else None
        places = np.array(positions, dtype=np.uint32) if self._with_positions else None
        has_values = values if any(values) else ()
        numbers = np.array(ids, dtype=np.int32), np.array(docs, dtype=np.int32)
        self._pieces.append(_Piece(*numbers, places, weighted, has_values))
        self._rows = []

    def invert(self, lengths: Array) -> FieldArrays | None:
        """Return the postings of all tokens collected, None if there are none.

        Args:
            lengths: uint[D], the length of the field in each document.
        """
        self._flush_rows()
        pieces = [piece for piece in self._pieces if len(piece.ids)]
        if not pieces:
            return None
        tokens = _Piece(
            np.concatenate([piece.ids for piece in pieces]),
            np.concatenate([piece.docs for piece in pieces]),
            np.concatenate([piece.positions for piece in pieces]) if self._with_positions else None,
            _weights(pieces),
            [value for piece in pieces for value in piece.values or [b""] * len(piece.ids)]
            if any(piece.values for piece in pieces)
            else (),
        )
        self._pieces = pieces = []
        return _invert(list(self._numbers), tokens, lengths)


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


def scored_lengths(tokens: FieldTokens) -> Array:
    """Return uint[D], the length of each document in scoring: its number of distinct positions unless stated."""
    if tokens.scored is not None:
        return tokens.scored
    if tokens.positions is None or not len(tokens.positions):
        return tokens.lengths
    starts = np.concatenate(([0], np.cumsum(tokens.lengths)))
    new = np.ones(len(tokens.positions), dtype=bool)
    new[1:] = tokens.positions[1:] != tokens.positions[:-1]
    new[starts[:-1][tokens.lengths > 0]] = True
    return np.diff(np.concatenate(([0], np.cumsum(new)))[starts])


def _weights(pieces: Sequence[_Piece]) -> Array | None:
    if all(piece.weights is None for piece in pieces):
        return None
    return np.concatenate([np.ones(len(p.ids), dtype=np.float32) if p.weights is None else p.weights for p in pieces])


def _invert(terms: list[bytes], tokens: _Piece, lengths: Array) -> FieldArrays:
    """Return the postings of at least one token; `terms` may hold some that no token has."""
    counts = np.bincount(tokens.ids, minlength=len(terms))
    ranked = [number for number in sorted(range(len(terms)), key=terms.__getitem__) if counts[number]]
    rank = np.zeros(len(terms), dtype=np.uint32)
    rank[ranked] = np.arange(len(ranked), dtype=np.uint32)
    cf = counts[ranked]
    term_starts = np.concatenate(([0], np.cumsum(cf)))

    order = _sorted_tokens(rank.take(tokens.ids), len(ranked))
    docs = tokens.docs.take(order)
    begins = np.empty(len(docs), dtype=bool)
    np.not_equal(docs[1:], docs[:-1], out=begins[1:])
    begins[term_starts[:-1]] = True
    starts = np.flatnonzero(begins)
    tf = np.diff(starts, append=len(docs))
    weights = None if tokens.weights is None else np.add.reduceat(tokens.weights.take(order), starts)
    values, value_offsets = _values(tokens.values, order)
    return assemble(
        [terms[number] for number in ranked],
        post_offsets=np.searchsorted(starts, term_starts),
        docs=docs[starts],
        tf=tf.astype(smallest_unsigned(int(tf.max()))),
        lengths=lengths,
        cf=cf,
        pos=None if tokens.positions is None else tokens.positions.take(order),
        weights=weights,
        values=values,
        value_offsets=value_offsets,
    )


def _sorted_tokens(ranks: Array, terms: int) -> Array:
    """Return intp[N], the numbers of the tokens sorted by the ranks of their terms, and then as they came.

    numpy's stable sort of 16-bit numbers is a radix sort, so this takes one pass over the tokens for each 16 bits.
    """
    order = np.argsort(ranks.astype(np.uint16), kind="stable")
    if terms > 1 << 16:
        order = order.take(np.argsort((ranks >> 16).astype(np.uint16).take(order), kind="stable"))
    return order


def _values(values: Sequence[bytes], order: Array) -> tuple[Array | None, Array | None]:
    if not values:
        return None, None
    sorted_values = [values[i] for i in order.tolist()]
    offsets = np.cumsum([0, *map(len, sorted_values)], dtype=np.int64)
    return np.frombuffer(b"".join(sorted_values), dtype=np.uint8), offsets


def assemble(terms: list[bytes], *, pos: Array | None = None, **postings: Any) -> FieldArrays:
    """Return a field from its sorted terms and postings, with everything that follows from them worked out.

    Args:
        terms: the terms, sorted; each has a posting.
        pos: as in `FieldArrays`, as are
        postings: post_offsets, docs, tf, lengths and cf, and where there are any weights, values and value_offsets.
    """
    blob = np.frombuffer(b"".join(terms), dtype=np.uint8)
    offsets = np.cumsum(np.array([0, *map(len, terms)]), dtype=np.int64)
    cum16 = None
    if pos is not None:
        pos = pos.astype(smallest_unsigned(int(pos.max(initial=0))), copy=False)
        ends = np.cumsum(postings["tf"], dtype=np.int64)
        cum16 = (ends - postings["tf"])[::POSITION_STEP].astype(smallest_unsigned(int(ends[-1])))
    weights = postings.get("weights")
    bounds = _bounds(
        postings["docs"], postings["tf"] if weights is None else weights, postings["post_offsets"], postings["lengths"]
    )
    return FieldArrays(
        terms=blob, term_offsets=offsets, k8=_first_bytes(blob, offsets), pos=pos, cum16=cum16, **postings, **bounds
    )


def _first_bytes(blob: Array, offsets: Array) -> Array:
    """Return uint64[T]: the first 8 bytes of each term as a big-endian number, padded with zeros."""
    within = np.arange(8)
    bytes_ = np.concatenate((blob, np.zeros(8, dtype=np.uint8))).take(offsets[:-1, None] + within)
    bytes_[within >= np.diff(offsets)[:, None]] = 0
    return bytes_.view(">u8").ravel().astype(np.uint64)


def _bounds(docs: Array, weights: Array, post_offsets: Array, lengths: Array) -> dict[str, Array]:
    """Return what bounds the score of each term: `max_tf`, `min_length`, `max_length` and `maxr` of `FieldArrays`."""
    firsts = post_offsets[:-1]
    average = float(lengths.mean()) or 1.0
    # k of each document, then w / (w + k) of each posting
    k = (K1 * (1 - B) + (K1 * B / average) * lengths).astype(np.float32)
    ratio = weights / (weights + k.take(docs))
    length = lengths.take(docs)
    return {
        "max_tf": np.maximum.reduceat(weights, firsts).astype(np.float32),
        "min_length": np.minimum.reduceat(length, firsts).astype(np.uint32),
        "max_length": np.maximum.reduceat(length, firsts).astype(np.uint32),
        "maxr": np.maximum.reduceat(ratio, firsts).astype(np.float32) * np.float32(1 + ROUNDING),
    }
