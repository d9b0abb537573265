"""Text for a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.layout import marked, width, wrap


@pytest.mark.parametrize(("text", "columns"), [("户籍", 4), ("abc", 3), ("第3条", 5), ("，", 2), ("e\u0301", 1)])
def test_han_characters_take_two_columns_and_combining_marks_none(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text("户籍准入，。abc 12", max_size=60), st.integers(4, 30))
def test_lines_are_the_text_and_none_is_wider_than_asked(text: str, columns: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, columns)]
    assert "".join(lines) == text
    assert all(width(line.rstrip("，。")) <= columns for line in lines)


@given(st.text("户籍准入，。", min_size=1, max_size=60), st.integers(4, 30))
def test_no_line_begins_with_a_closing_punctuation_mark_unless_the_text_does(text: str, columns: int) -> None:
    assert all(text[start] not in "，。" for start, _ in wrap(text, columns) if start)


def test_words_and_numbers_stay_whole_where_a_line_can_hold_them() -> None:
    text = "标准 GB19001 级"
    assert [text[start:end] for start, end in wrap(text, 8)] == ["标准 ", "GB19001 ", "级"]


def test_marks_are_cut_at_the_ends_of_the_line() -> None:
    assert list(marked("户籍准入年限", (1, 5), [(0, 2), (3, 4), (4, 6)])) == [
        ("籍", True),
        ("准", False),
        ("入", True),
        ("年", True),
    ]
