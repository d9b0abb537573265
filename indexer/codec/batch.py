"""What the writer takes in bulk: a batch of documents as token streams, stored values and column values.

A batch is cheap to pickle (a few arrays and one list of distinct terms a field), so worker processes can build
batches while one process writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.numbering import Numbering
from indexer.codec.stored import Runs


@dataclass
class FieldTokens:
    """The tokens of one field for all D documents of a batch, in document order.

    Attributes:
        vocabulary: the distinct terms, in any order; bytes where a term is not text (numbers as Whoosh encodes them).
        ids: int32[N], for each token its index in `vocabulary`.
        lengths: int32[D], how many of the tokens belong to each document.
        positions: uint32[N], where each token stands in its document, ascending within it; None means 0, 1, 2, …
        scored: int32[D], each document's length in scoring. None means the number of distinct positions
            (all tokens, where `positions` is None).
        weights: float32[N], what each token adds to the weight of its posting; None means 1.
        values: one a token, as the field's Whoosh format encodes it, for formats that keep more than positions. Then
            each token stands for one whole posting and has no position.
    """

    vocabulary: Sequence[str] | Sequence[bytes]
    ids: Array
    lengths: Array
    positions: Array | None = None
    scored: Array | None = None
    weights: Array | None = None
    values: Sequence[bytes] | None = None

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return len(self.ids)


@dataclass
class PlacedTokens:
    """The tokens of a placed field (`indexer.codec.placed`) for all D documents of a batch, sorted by term.

    The text of each document is followed by one place where nothing stands; the first begins at place 0.

    Attributes:
        keys: uint64[t], the distinct terms, ascending: terms of one or two characters, the code point of the first one
            times 2**32 plus that of the second, or 0.
        counts: int32[t], how many tokens each has.
        places: uint32[N], their places, ascending, term after term.
        lengths: int32[D], the length of each text.
    """

    keys: Array
    counts: Array
    places: Array
    lengths: Array

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return len(self.places)


@dataclass
class Batch:
    """Consecutive documents to be added together.

    Attributes:
        count: how many documents (D).
        fields: the tokens of each indexed field; a field left out is empty in all of them.
        stored: for each stored field one string a document ("" where there is nothing to say), or `Runs` of them.
        columns: for each column one value a document: an array of numbers (datetime64 for a date), or strings.
    """

    count: int
    fields: dict[str, FieldTokens | PlacedTokens] = field(default_factory=dict)
    stored: dict[str, Sequence[str] | Runs] = field(default_factory=dict)
    columns: dict[str, Array | Sequence[str]] = field(default_factory=dict)


def tokens_of(documents: Sequence[Sequence[str]]) -> FieldTokens:
    """Return the token stream of a field from the token list of each document.

    Args:
        documents: for each document its terms in order; the term at index i gets position i.
    """
    numbering = Numbering[str]()
    ids = numbering.of(chain.from_iterable(documents))
    return FieldTokens(list(numbering), ids, np.fromiter(map(len, documents), dtype=np.int32))
