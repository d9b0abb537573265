"""The terms of a dictionary as text: those of any range, as single terms give them."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.dictionary import TermDictionary, dictionary_of

TERMS = st.sets(st.text("aß户籍𠀀", min_size=1, max_size=6), min_size=1, max_size=40)


@given(TERMS, st.data())
def test_the_texts_of_a_range_are_those_of_its_terms(texts: set[str], data: st.DataObject) -> None:
    terms = sorted(text.encode() for text in texts)
    dictionary = TermDictionary(**dictionary_of(terms))
    first = data.draw(st.integers(0, len(terms)))
    last = data.draw(st.integers(first, len(terms)))
    assert dictionary.texts(first, last) == [term.decode() for term in terms[first:last]]
    whole, bounds = dictionary.text_of(first, last)
    assert whole == "".join(term.decode() for term in terms[first:last])
    assert len(bounds) == last - first + 1
    assert bounds[-1] == len(whole)
