"""Texts as one array of characters."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.search.lexicon import Characters

_texts = st.lists(st.text(st.sampled_from("户籍准入 a"), min_size=1, max_size=4))


@given(_texts, st.text(st.sampled_from("户籍准入 a"), min_size=1, max_size=2))
def test_texts_come_back_and_are_found_by_what_they_begin_with_and_hold(texts: list[str], part: str) -> None:
    characters = Characters("".join(f"{text}\0" for text in texts))
    assert list(characters) == [characters[number] for number in range(len(characters))] == texts
    assert characters.beginning(part).tolist() == [n for n, text in enumerate(texts) if text.startswith(part)]
    assert characters.holding(part).tolist() == [n for n, text in enumerate(texts) if part in text]
