"""Batches: from lists of terms to token streams."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.batch import FieldTokens, tokens_of
from indexer.codec.inversion import scored_lengths


@given(st.lists(st.lists(st.sampled_from("甲乙丙"), max_size=4), max_size=4))
def test_tokens_are_the_terms_in_order(documents: list[list[str]]) -> None:
    tokens = tokens_of(documents)
    assert [tokens.vocabulary[number] for number in tokens.ids] == [term for terms in documents for term in terms]
    assert tokens.lengths.tolist() == [len(terms) for terms in documents]
    assert tokens.positions is None


@given(st.lists(st.lists(st.integers(1, 3), max_size=4), max_size=4))
def test_a_document_is_as_long_as_it_has_positions(told: list[list[int]]) -> None:
    """Terms that stand at one position, as many as each number says, count once."""
    positions = [position for document in told for position, count in enumerate(document) for _ in range(count)]
    lengths = np.array([sum(document) for document in told], dtype=np.int32)
    ids = np.zeros(len(positions), dtype=np.int32)
    tokens = FieldTokens(["甲"], ids, lengths, np.array(positions, dtype=np.uint32))
    assert scored_lengths(tokens).tolist() == [len(document) for document in told]
