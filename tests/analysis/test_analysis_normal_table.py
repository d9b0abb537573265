"""What is learned of characters, one text after the other."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.normal_table import _Alike

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF), max_size=6)


@given(st.lists(TEXTS, max_size=60))
def test_characters_met_before_change_no_answer(texts: list[str]) -> None:
    """Neither do the patterns that are compiled of them in between."""
    alike = _Alike(str.isalpha)
    for text in [*texts, *texts]:
        assert alike.are_all(text) == all(map(str.isalpha, text))
