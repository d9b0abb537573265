"""Titles and document numbers: which writings name the same document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.titles import fold, number_key, short_keys, title_key, version_day


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《中华人民共和国公司法》", "公司法"),
        ("公司法(2023-12-29)", "公司法"),
        ("公司法(2023-12-29).md", "公司法"),
        ("公司法（2018年修正）", "公司法"),
        ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", "最高人民法院关于适用〈民事诉讼法〉的解释"),
        ("国 务 院 工 作 规 则", "国务院工作规则"),
        ("甲办法(试行)", "甲办法（试行）"),
    ],
)
def test_writings_of_one_title_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宪法修正案（1988年）", "宪法修正案（1993年）"),
        ("刑法修正案（九）", "刑法修正案"),
        ("劳动合同法", "合同法"),
        ("甲办法（试行）", "甲办法"),
    ],
)
def test_different_titles_have_different_keys(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("甲办法（试行）", "甲办法"),
        ("国务院关于印发《甲方案》的通知", "甲方案"),
        ("国务院办公厅关于印发甲规划的通知", "甲规划"),
        ("最高人民法院关于适用《民法典》婚姻家庭编的解释（一）", "民法典婚姻家庭编解释(一)"),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", "民间借贷规定"),
        ("最高人民法院关于民事诉讼证据的若干规定", "关于民事诉讼证据的若干规定"),
    ],
)
def test_a_long_title_has_the_short_ones_in_use(title: str, short: str) -> None:
    assert short in short_keys(title)


@pytest.mark.parametrize(
    "writing", ["国办发〔2018〕123号", "国办发[2018]123号", "国办发（2018）第123号", "国办发【２０１８】 0123 号"]
)
def test_a_number_has_one_key_whatever_its_brackets(writing: str) -> None:
    assert number_key(writing) == "国办发[2018]123号"


def test_an_order_of_the_state_council_is_one_by_both_its_names() -> None:
    assert number_key("中华人民共和国国务院令第707号") == number_key("国令第707号")


def test_the_day_of_a_version_is_read_from_a_file_name() -> None:
    assert version_day("民法典/总则.md", "公司法(2018-1-6).md") == "2018-01-06"
    assert version_day("公司法") == ""


@given(st.text())
def test_folding_keeps_every_offset_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    key = title_key(text)
    assert title_key(key) == key
