"""Inversion and concatenation, against postings worked out token by token in plain Python."""

from collections import defaultdict
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.codec.batch import FieldTokens, tokens_of
from indexer.codec.concatenation import FieldPart, concatenate
from indexer.codec.field import RATIO_STEPS, FieldArrays
from indexer.codec.inversion import TokenBuffer, encoded_terms, positions_of, scored_lengths

_terms = st.sampled_from(["户", "户籍", "户籍人口", "户籍人口数", "a", "b", "\0", "a\0", "zz"]) | st.text(max_size=9)
_documents = st.lists(st.lists(_terms, max_size=7), min_size=1, max_size=8)
Expected = dict[bytes, dict[int, list[int]]]
"""For each term, for each document, its positions."""


def expected_of(documents: list[list[str]]) -> Expected:
    found: Expected = defaultdict(lambda: defaultdict(list))
    for docnum, document in enumerate(documents):
        for position, term in enumerate(document):
            found[term.encode()][docnum].append(position)
    return found


def inverted(documents: list[list[str]], cuts: int = 1, with_positions: bool = True) -> FieldArrays | None:
    """Invert documents given in so many batches."""
    buffer = TokenBuffer(with_positions)
    step = -(-len(documents) // cuts)
    for first in range(0, len(documents), step):
        tokens = tokens_of(documents[first : first + step])
        buffer.extend(tokens, encoded_terms(tokens.vocabulary), first)
    return buffer.invert(lengths_of(documents))


def lengths_of(documents: list[list[str]]) -> Any:
    return np.array([len(document) for document in documents], dtype=np.uint16)


def check(field: FieldArrays | None, documents: list[list[str]]) -> None:
    expected = expected_of(documents)
    if field is None:
        assert not expected
        return
    assert field.all_terms() == sorted(expected)
    for number, term in enumerate(sorted(expected)):
        assert field.find(term) == number
        assert field.term(number) == term
        docs = expected[term]
        assert field.documents(number).tolist() == sorted(docs)
        assert field.frequencies(number).tolist() == [len(docs[d]) for d in sorted(docs)]
        if field.pos is not None:
            assert field.positions(number).tolist() == [p for d in sorted(docs) for p in docs[d]]
            repeated, posting = field.repeated(number), np.arange(len(docs))
            starts = posting + repeated.searchsorted(posting)
            assert starts.tolist() == np.cumsum([0, *(len(docs[d]) for d in sorted(docs))])[:-1].tolist()
        check_bounds(field, number, docs, [len(document) for document in documents])


def check_bounds(field: FieldArrays, number: int, docs: dict[int, list[int]], lengths: list[int]) -> None:
    average = sum(lengths) / len(lengths)
    ratios = [len(p) / (len(p) + 1.2 * (0.25 + 0.75 * lengths[d] / average)) for d, p in docs.items()]
    assert field.df(number) == len(docs)
    assert field.cf(number) == sum(map(len, docs.values()))
    assert max(ratios) <= field.maxr[number] / RATIO_STEPS <= max(ratios) * (1 + 1e-6) + 1 / RATIO_STEPS


@pytest.mark.parametrize("run_tokens", [1 << 20, 6, 1], ids=["one run", "some runs", "a run a batch"])
@given(documents=_documents, batches=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_postings_are_those_of_the_tokens(documents: list[list[str]], batches: int, run_tokens: int) -> None:
    with patch("indexer.codec.inversion.RUN_TOKENS", run_tokens):
        check(inverted(documents, batches), documents)


@given(_documents)
@settings(max_examples=40, deadline=None)
def test_without_positions_frequencies_stay(documents: list[list[str]]) -> None:
    field = inverted(documents, with_positions=False)
    check(field, documents)
    if field is not None:
        assert field.pos is None
        with pytest.raises(ValueError, match="without positions"):
            field.positions(0)


@given(st.lists(_documents, min_size=1, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_concatenated_postings_are_those_of_the_kept_documents_in_turn(parts: list[Any], random: Any) -> None:
    given_parts, kept = [], []
    for documents in parts:
        keep = np.array([random.random() < 0.6 for _ in documents], dtype=bool) if random.random() < 0.7 else None
        given_parts.append(FieldPart(inverted(documents), len(documents), keep))
        kept.extend(document for n, document in enumerate(documents) if keep is None or keep[n])
    check(concatenate(given_parts, lengths_of(kept)), kept)


@given(_documents, st.lists(st.text(max_size=4) | st.binary(max_size=9), max_size=6))
@settings(max_examples=80, deadline=None)
def test_look_up_finds_what_is_there_and_nothing_else(documents: list[list[str]], probes: list[Any]) -> None:
    field = inverted(documents)
    if field is None:
        return
    terms = field.all_terms()
    for probe in [p.encode() if isinstance(p, str) else p for p in probes] + [t[:k] for t in terms for k in (1, 8, 9)]:
        assert field.find(probe) == (terms.index(probe) if probe in terms else -1)
        assert field.lower(probe) == sum(term < probe for term in terms)
        first, last = field.prefix(probe)
        assert terms[first:last] == [term for term in terms if term.startswith(probe)]


def test_a_length_in_scoring_counts_distinct_positions() -> None:
    """Several tokens at one position, such as a word and its parts, make a document no longer."""
    ids = np.array([0, 1, 2, 0, 1, 2], dtype=np.int32)
    positions = np.array([0, 0, 1, 0, 0, 0], dtype=np.uint32)
    tokens = FieldTokens(["户籍人口", "户籍", "人口"], ids, np.array([3, 0, 2, 1]), positions)
    assert scored_lengths(tokens).tolist() == [2, 0, 1, 1]
    assert positions_of(tokens) is positions
    buffer = TokenBuffer(True)
    buffer.extend(tokens, encoded_terms(tokens.vocabulary), 0)
    field = buffer.invert(scored_lengths(tokens))
    assert field is not None
    assert field.pos is not None
    assert field.docs.all().tolist() == [0, 3, 0, 2, 0, 2]
    assert field.pos.all().tolist() == [1, 0, 0, 0, 0, 0]


def test_terms_that_no_token_has_are_left_out() -> None:
    tokens = FieldTokens(["b", "unused", "a"], np.array([2, 0]), np.array([2]))
    buffer = TokenBuffer(True)
    buffer.extend(tokens, encoded_terms(tokens.vocabulary), 0)
    field = buffer.invert(np.array([2]))
    assert field is not None
    assert field.all_terms() == [b"a", b"b"]


def test_numbers_are_kept_as_narrow_as_they_allow() -> None:
    field = inverted([["a"] * 300 + ["b"]])
    assert field is not None
    assert field.pos is not None
    assert field.all_frequencies().tolist() == [300, 1]
    assert (field.all_frequencies().dtype, field.documents(0).dtype) == (np.uint32, np.int32)
    assert {array.dtype for array in (field.post_offsets, field.term_blocks, field.docs.low)} == {np.dtype(np.uint8)}


def test_where_each_token_is_a_posting_no_frequencies_are_kept() -> None:
    field = inverted([["a", "b"], ["b"]])
    assert field is not None
    assert (field.repeats, field.repeat_offsets) == (None, None)
    assert field.frequencies(1).tolist() == [1, 1]


def test_more_terms_than_16_bits_sort_as_fewer_do() -> None:
    """The sort goes by 16 bits at a time."""
    rng = np.random.default_rng(1)
    documents = [[f"{n:x}" for n in rng.integers(0, 100_000, 20_000)] for _ in range(10)]
    field = inverted(documents, 3)
    assert field is not None
    expected = expected_of(documents)
    assert len(field) == len(expected) > 1 << 16
    for number in rng.integers(0, len(field), 300).tolist():
        docs = expected[field.term(number)]
        assert field.documents(number).tolist() == sorted(docs)
        assert field.positions(number).tolist() == [p for d in sorted(docs) for p in docs[d]]
