"""Character bigrams: the same as a plain loop makes, and a literal is found by them wherever it stands."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import grams
from indexer.analysis.grams import bigrams, query_grams

characters = st.sampled_from("国务院办公厅ab1、𠮷😀") | st.characters(
    exclude_characters="\0", exclude_categories=["Cs"]
)
texts = st.text(characters, max_size=12)
literals = st.text(characters, min_size=1, max_size=30)


def plain_bigrams(text):
    """The reference: each character with the one after it."""
    return [text[at : at + 2] for at in range(len(text))]


@given(st.lists(texts, max_size=6))
def test_bigrams_are_those_of_a_plain_loop(many):
    """Each character begins one gram at its own position; texts do not run into each other."""
    vocabulary, ids, lengths = bigrams(many)
    assert [vocabulary[number] for number in ids] == [gram for text in many for gram in plain_bigrams(text)]
    assert lengths.tolist() == [len(text) for text in many]
    assert vocabulary == sorted({gram for text in many for gram in plain_bigrams(text)})


@given(st.lists(texts, max_size=6))
def test_table_and_sorting_agree(many):
    """Numbering grams by a table and by sorting gives the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "_TABLE_LIMIT", 0)
        by_sorting = bigrams(many)
    assert all(np.array_equal(*pair) for pair in zip(bigrams(many), by_sorting, strict=True))


def test_large_batches_take_the_table():
    """A batch large enough for the table gives what the plain loop gives."""
    many = ["国务院办公厅", "", "国", "𠮷野家"] * 500
    vocabulary, ids, _ = bigrams(many)
    assert [vocabulary[number] for number in ids] == [gram for text in many for gram in plain_bigrams(text)]


def test_types_of_the_arrays():
    """Ids and lengths are int32, also of nothing."""
    for many in ([], [""], ["国"]):
        vocabulary, ids, lengths = bigrams(many)
        assert (ids.dtype, lengths.dtype) == (np.int32, np.int32)
        assert len(ids) == len(vocabulary) == len("".join(many))


def test_text_with_the_separator_is_refused():
    """U+0000 stands in no normal form; a text with it is an error, not a wrong index."""
    with pytest.raises(ValueError, match="U\\+0000"):
        bigrams(["a\0b"])


@given(literals, st.none() | st.integers(0, 5))
def test_query_grams_cover_the_literal(literal, seed):
    """Each gram is a part of the literal at its offset, and together they cover every character."""
    cost = None if seed is None else lambda gram: sum(map(ord, gram)) * seed % 7
    cover = query_grams(literal, cost)
    assert all(literal[at : at + len(gram)] == gram for gram, at in cover)
    assert {at + i for gram, at in cover for i in range(len(gram))} == set(range(len(literal)))
    assert [at for _, at in cover] == sorted({at for _, at in cover})
    assert len(literal) == 1 or all(len(gram) == 2 for gram, _ in cover)


@given(st.text(st.sampled_from("国务院"), max_size=20), st.text(st.sampled_from("国务院"), min_size=2, max_size=5))
def test_grams_find_exactly_what_occurs(text, literal):
    """A literal stands at a position exactly if its grams stand at that position plus their offsets."""
    standing = dict(enumerate(plain_bigrams(text)))
    cover = query_grams(literal)
    found = [at for at in standing if all(standing.get(at + offset) == gram for gram, offset in cover)]
    assert found == [at for at in range(len(text)) if text.startswith(literal, at)]


@given(st.text(st.sampled_from("abcd"), min_size=2, max_size=9), st.lists(st.integers(0, 9), min_size=16, max_size=16))
def test_cover_is_the_cheapest(literal, costs):
    """No other set of grams that covers the literal costs less."""

    def cost(gram):
        return costs["abcd".index(gram[0]) * 4 + "abcd".index(gram[1])]

    all_grams = plain_bigrams(literal)[:-1]
    covers = []
    for chosen in range(1 << len(all_grams)):
        taken = [at for at in range(len(all_grams)) if chosen >> at & 1]
        if {at + i for at in taken for i in (0, 1)} == set(range(len(literal))):
            covers.append(sum(cost(all_grams[at]) for at in taken))
    assert sum(cost(gram) for gram, _ in query_grams(literal, cost)) == min(covers)


def test_short_literals():
    """Half of the grams do; one character is a prefix; nothing has no grams."""
    assert query_grams("国务院办公厅") == [("国务", 0), ("院办", 2), ("公厅", 4)]
    assert query_grams("国务院") == [("国务", 0), ("务院", 1)]
    assert query_grams("国") == [("国", 0)]
    assert query_grams("") == []


def test_query_grams_need_no_numpy():
    """The query path does not load numpy."""
    program = "import sys; from indexer.analysis.grams import query_grams; query_grams('国务'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "numpy" not in done.stdout.split()
