"""From glyphs to lines, and from two lines to one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.lines import LEVEL, RAISED, find_lines, is_east_asian, join_texts

HAN = st.text(st.sampled_from("中华人民共和国户籍准入年限，。（）“”〔〕"), min_size=1, max_size=8)
WORD = st.text(st.sampled_from("abcxyz"), min_size=1, max_size=8)


def _glyphs(text, x=100.0, base=200.0, size=10.0):
    """Set a text, Latin half as wide as Chinese; a blank is a glyph, ``_`` a gap of half a character."""
    found = []
    for character in text:
        advance = size if is_east_asian(character) or character == "\u3000" else size / 2
        if character != "_":
            found.append(Glyph(character, x, x + advance, base, size))
        x += advance
    return found


def _texts(glyphs):
    return [line.text for line in find_lines(glyphs, 1)]


@given(HAN, HAN)
def test_no_blank_comes_between_chinese_lines(before, after):
    assert join_texts(before, after) == before + after


@given(WORD, WORD)
def test_a_blank_comes_between_latin_words(before, after):
    assert join_texts(before, after) == f"{before} {after}"


@given(WORD, WORD)
def test_a_word_parted_by_a_hyphen_is_one_again(before, after):
    assert join_texts(f"{before}-", after) == before + after


@given(HAN, WORD)
def test_no_blank_comes_between_chinese_and_latin(han, word):
    assert join_texts(han, word) == han + word
    assert join_texts(word, han) == word + han


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("COVID-", "19", "COVID-19"),
        ("Anglo-", "American", "Anglo-American"),
        ("https://www.gov.cn/", "zhengce", "https://www.gov.cn/zhengce"),
        ("2021", "2025", "2021 2025"),
        ("2021—", "2025年", "2021—2025年"),
        ("", "甲", "甲"),
    ],
)
def test_hyphens_and_slashes_at_the_end_of_a_line(before, after, joined):
    assert join_texts(before, after) == joined


@given(st.lists(HAN | WORD, min_size=1, max_size=6))
def test_no_glyph_is_lost_and_none_is_added_but_blanks(pieces):
    text = "".join(pieces)
    assert "".join("".join(_texts(_glyphs(text))).split()) == text


@pytest.mark.parametrize(
    ("set_", "text"),
    [
        ("中_华", "中华"),  # justified
        ("中__华", "中 华"),
        ("第一条\u3000为了", "第一条\u3000为了"),
        ("of_the", "of the"),
        ("of the", "of the"),
        ("在_2025_年", "在2025年"),
    ],
)
def test_blanks_stand_where_the_page_shows_them(set_, text):
    assert _texts(_glyphs(set_)) == [text]


def test_what_is_far_apart_is_no_line():
    assert _texts(_glyphs("左栏") + _glyphs("右栏", x=300)) == ["左栏", "右栏"]


def test_lines_go_from_top_to_bottom_whatever_the_order_in_the_file():
    assert _texts(_glyphs("下", base=220) + _glyphs("上", base=200)) == ["上", "下"]


def test_glyphs_printed_twice_to_look_bold_are_read_once():
    assert _texts(_glyphs("总则") + _glyphs("总则", x=100.3)) == ["总则"]


def test_raised_digits_are_marked():
    glyphs = _glyphs("户籍") + _glyphs("1", x=120, base=195, size=6) + _glyphs("准入", x=124)
    assert _texts(glyphs) == [f"户籍{RAISED}1{LEVEL}准入"]


def test_radicals_are_the_characters_they_look_like():
    assert _texts(_glyphs("⼈⺠⻓")) == ["人民长"]


def test_what_may_not_be_parted_at_the_start_of_a_line_is_measured():
    widths = {text: find_lines(_glyphs(text), 1)[0].head for text in ("中华", "中，华", "（中华", "2025年")}
    assert widths == {"中华": 10, "中，华": 20, "（中华": 20, "2025年": 20}
