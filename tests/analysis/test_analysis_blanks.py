"""A text without its single blanks, and the way back to where its characters stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.blanks import Moved, offsets_of, without_blanks

PIECES = st.lists(st.text("第一条为了a1", min_size=1, max_size=6), min_size=1, max_size=5)


@given(PIECES, st.sampled_from(" \u3000"))
def test_every_character_is_found_where_it_stood(pieces: list[str], blank: str) -> None:
    text = blank.join(pieces)
    visible, gone = without_blanks(text)
    assert visible == "".join(pieces)
    offsets = offsets_of(visible, gone)
    if offsets is None:
        assert text == visible
        return
    starts, ends = list(offsets.starts), list(offsets.ends)
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == list(visible)
    assert [offsets.starts[at] for at in range(-len(starts), 0)] == starts
    assert offsets.ends[1:-1:2] == ends[1:-1:2]
    with pytest.raises(IndexError):
        offsets.starts[len(starts)]
    parts = [(start, end) for start in range(len(starts)) for end in range(start + 1, len(starts) + 1)]
    assert isinstance(offsets.starts, Moved)
    assert offsets.starts.spans(parts) == [(starts[start], ends[end - 1]) for start, end in parts]


@pytest.mark.parametrize("text", ["第一条  为了", " 第一条", "第一条\n", "第一条", ""])
def test_other_white_space_stays_where_it_is(text: str) -> None:
    """Two in a row or at an end, it is not for here to say what goes."""
    assert without_blanks(text) == (text, [])
