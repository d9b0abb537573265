"""Plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.paragraphs import clean
from indexer.reading.text import LONGEST_TITLE, read_text


def test_every_line_that_is_not_blank_is_a_paragraph():
    content = read_text("关于印发通知\r\n\n　　第一条　为了\n\u200b\n \n第二条 a  b")
    assert [paragraph.text for paragraph in content.paragraphs] == ["关于印发通知", "第一条　为了", "第二条 a b"]


@pytest.mark.parametrize(
    ("first_line", "title"),
    [
        ("关于印发通知", "关于印发通知"),
        ("国务院令（第714号）", "国务院令（第714号）"),
        ("现将有关事项通知如下：", ""),
        ("本规定自印发之日起施行。", ""),
        ("———", ""),
        ("长" * LONGEST_TITLE, "长" * LONGEST_TITLE),
        ("长" * (LONGEST_TITLE + 1), ""),
    ],
)
def test_the_first_line_is_the_title_if_it_is_short_and_no_sentence(first_line, title):
    assert read_text(f"\n{first_line}\n正文。").title == title


@given(st.lists(st.text()))
def test_lines_come_back_as_paragraphs(lines):
    seen = [clean(part) for line in lines for part in line.splitlines() if clean(part)]
    assert [paragraph.text for paragraph in read_text("\n".join(lines)).paragraphs] == seen


@pytest.mark.parametrize("first", ["第一章　总则", "第1條", "第 一 条　目的", "一、总体要求", "（一）指导思想"])
def test_a_first_line_with_a_label_is_no_title(first):
    assert read_text(f"{first}\n正文。").title == ""
