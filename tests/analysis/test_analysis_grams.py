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


def told(grams):
    """Return the places of each gram."""
    names = [chr(key >> 32) + (chr(key & 0xFFFFFFFF) if key & 0xFFFFFFFF else "") for key in grams.keys.tolist()]
    places = iter(grams.places.tolist())
    return {
        name: [next(places) for _ in range(count)] for name, count in zip(names, grams.counts.tolist(), strict=True)
    }


def plain(many):
    """The reference: the places of each gram where texts are laid end to end, one place between them."""
    places, start = {}, 0
    for text in many:
        for at, gram in enumerate(plain_bigrams(text), start):
            places.setdefault(gram, []).append(at)
        start += len(text) + 1
    return places


@given(st.lists(texts, max_size=6))
def test_bigrams_are_those_of_a_plain_loop(many):
    """Each character begins one gram at its own place; texts do not run into each other."""
    grams = bigrams(many)
    assert told(grams) == plain(many)
    assert list(told(grams)) == sorted(plain(many))
    assert grams.lengths.tolist() == [len(text) for text in many]


@given(st.lists(texts, max_size=6))
def test_places_beyond_the_bits_beside_a_pair_are_sorted_too(many):
    """A batch too large to sort pairs and places as one number gives the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "_PLACE_BITS", 1)
        by_order = bigrams(many)
    assert all(np.array_equal(*pair) for pair in zip(bigrams(many), by_order, strict=True))


def test_large_batches():
    """A batch of many grams gives what the plain loop gives."""
    many = ["国务院办公厅", "", "国", "𠮷野家"] * 500 + ["".join(map(chr, range(0x4E00, 0x9E00))) * 2]
    many += ["".join(chr(0x4E00 + at * 7 % 20000) for at in range(90000))]
    assert told(bigrams(many)) == plain(many)


def test_types_of_the_arrays():
    """The same types, also of nothing."""
    for many in ([], [""], ["国"]):
        found = bigrams(many)
        assert [array.dtype for array in found] == [np.uint64, np.int32, np.uint32, np.int32]
        assert len(found.places) == len("".join(many))


def test_text_with_the_separator_is_refused():
    """U+0000 stands in no normal form; a text with it is an error, not a wrong index."""
    with pytest.raises(ValueError, match="U\\+0000"):
        bigrams(["a\0b"])


@given(literals)
def test_query_grams_cover_the_literal(literal):
    """Each gram is a part of the literal at its offset, and together, as few as can, they cover every character."""
    cover = query_grams(literal)
    assert all(literal[at : at + len(gram)] == gram for gram, at in cover)
    assert {at + i for gram, at in cover for i in range(len(gram))} == set(range(len(literal)))
    assert [at for _, at in cover] == sorted({at for _, at in cover})
    assert len(cover) == (len(literal) + 1) // 2
    assert len(literal) == 1 or all(len(gram) == 2 for gram, _ in cover)


@given(st.text(st.sampled_from("国务院"), max_size=20), st.text(st.sampled_from("国务院"), min_size=2, max_size=5))
def test_grams_find_exactly_what_occurs(text, literal):
    """A literal stands at a position exactly if its grams stand at that position plus their offsets."""
    standing = dict(enumerate(plain_bigrams(text)))
    cover = query_grams(literal)
    found = [at for at in standing if all(standing.get(at + offset) == gram for gram, offset in cover)]
    assert found == [at for at in range(len(text)) if text.startswith(literal, at)]


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
