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


@given(st.lists(st.text(st.characters(exclude_characters="\t|｜│┃║"))))
def test_lines_come_back_as_paragraphs(lines):
    """All but those with what stands between the cells of a table."""
    seen = [clean(part) for line in lines for part in line.splitlines() if clean(part)]
    assert [paragraph.text for paragraph in read_text("\n".join(lines)).paragraphs] == seen


@pytest.mark.parametrize("first", ["第一章　总则", "第1條", "第 一 条　目的", "一、总体要求", "（一）指导思想"])
def test_a_first_line_with_a_label_is_no_title(first):
    assert read_text(f"{first}\n正文。").title == ""


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ("| 序号 | 措施 |\n|---|---|\n| 1 | 甲 |", ["序号 | 措施", "1 | 甲"]),
        ("┌──┬──┐\n│序号│措施│\n├──┼──┤\n│1│甲│\n│2│乙│\n└──┴──┘", ["序号 | 措施", "1 | 甲", "2 | 乙"]),
        ("序号\t措施\t部门\n1\t甲\t乙\n2\t丙\t丁", ["序号 | 措施 | 部门", "1 | 甲 | 乙", "2 | 丙 | 丁"]),
        ("甲 | 乙\n丙 | 丁", ["甲 | 乙", "丙 | 丁"]),
    ],
    ids=["bars", "a frame", "tabs", "bars between"],
)
def test_lines_of_cells_are_the_rows_of_a_table(lines, rows):
    content = read_text(f"某办法\n{lines}\n第一条　甲。")
    assert [p.text for p in content.paragraphs if p.row] == rows
    assert [p.header for p in content.paragraphs if p.row] == ["序号" in row for row in rows]
    assert [p.text for p in content.paragraphs if not p.row] == ["某办法", "第一条　甲。"]


@pytest.mark.parametrize(
    "lines",
    [
        "第一条\t甲\n第二条\t乙\n第三条\t丙",
        "甲 | 乙",
        "甲|乙|丙\n丁|戊",
        "甲\t乙\t丙\n丁\t戊\t己",
        "\t\t甲\n\t\t乙\n\t\t丙",
    ],
)
def test_other_lines_with_bars_or_tabs_are_lines(lines):
    read = read_text(lines).paragraphs
    assert [paragraph.text for paragraph in read] == [clean(line) for line in lines.split("\n")]
    assert not any(paragraph.row for paragraph in read)
