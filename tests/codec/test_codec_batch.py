"""Batches: from lists of terms to token streams."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.batch import tokens_of
from indexer.codec.inversion import scored_lengths

documents = st.lists(
    st.lists(st.tuples(st.sampled_from("甲乙"), st.lists(st.sampled_from(["#1", "#2"]), max_size=2)), max_size=4)
)


@given(documents)
def test_terms_beside_others_have_their_positions_and_do_not_count(told: list[list[tuple[str, list[str]]]]) -> None:
    """A term that stands beside another has its position; a document is as long as it has positions."""
    terms = [[term for word, beside in document for term in (word, *beside)] for document in told]
    tokens = tokens_of(terms, lambda term: term.startswith("#"))
    assert tokens.positions is not None
    assert tokens.positions.tolist() == [
        position for document in told for position, (_, beside) in enumerate(document) for _ in range(1 + len(beside))
    ]
    assert [tokens.vocabulary[number] for number in tokens.ids] == [term for document in terms for term in document]
    assert scored_lengths(tokens).tolist() == [len(document) for document in told]


def test_without_terms_beside_others_positions_are_left_out() -> None:
    assert tokens_of([["甲"], []]).positions is None
