"""Markdown, line by line."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.markdown import LONGEST_MARKED_UP_LINE, read_markdown
from indexer.reading.paragraphs import clean

CASES = yaml.safe_load((Path(__file__).parent / "markdown.yaml").read_text("utf-8"))


def _marked(paragraph):
    marks = [f"h{paragraph.level}"] if paragraph.level else []
    marks += ["bold"] if paragraph.bold else []
    marks += ["row"] if paragraph.row else []
    marks += ["header"] if paragraph.header else []
    return [paragraph.text, *marks] if marks else paragraph.text


@pytest.mark.parametrize(("rule", "source", "expected"), CASES, ids=[case[0] for case in CASES])
def test_paragraphs_are_what_a_reader_sees(rule, source, expected):
    assert [_marked(paragraph) for paragraph in read_markdown(source).paragraphs] == expected, rule


@pytest.mark.parametrize(("rule", "source", "expected"), CASES, ids=[case[0] for case in CASES])
def test_markup_elsewhere_in_the_text_changes_nothing(rule, source, expected):
    """Texts without any markup take a short way; both ways give the same."""
    paragraphs = read_markdown(f"{source}\n\n**末**").paragraphs
    assert [_marked(paragraph) for paragraph in paragraphs[:-1]] == expected, rule


@given(st.lists(st.tuples(st.integers(0, 6), st.text(st.sampled_from("第一条（）；。，、a1．“”　 "), min_size=1))))
def test_headings_and_lines_come_back(lines):
    lines = [(level, "第" + text) for level, text in lines]
    source = "\n".join(f"{'#' * level} {text}" if level else text for level, text in lines)
    read = [(paragraph.level, paragraph.text) for paragraph in read_markdown(source).paragraphs]
    assert read == [(level, clean(text)) for level, text in lines]


@given(st.text(st.sampled_from("甲乙 a1`*_~[]()<>!&;#|-=+\\:/\n\"'")) | st.text())
def test_any_text_is_read(source):
    for paragraph in read_markdown(source).paragraphs:
        assert clean(paragraph.text) == paragraph.text != ""


@given(st.text(st.sampled_from("甲乙丙 a1`*_~[()<!&#|-=+\\:\n")))
def test_no_han_character_is_lost(source):
    """Unless in a comment, or in the address of a link, there is no markup that hides Chinese."""
    read = "".join(paragraph.text for paragraph in read_markdown(source).paragraphs)
    assert [c for c in read if c in "甲乙丙"] == [c for c in source.partition("<!--")[0] if c in "甲乙丙"]


@pytest.mark.parametrize(
    "piece", ["*", "[", "`a", "![a](", "_a*", "&", "<a ", "**甲", "[a][", "\\", "<!-", "|", "> ", "- "]
)
def test_hostile_lines_take_as_many_steps_as_they_are_long(piece, steps):
    """A tenfold line takes at most twelve times the steps, up to the longest that is read as markup."""
    count = LONGEST_MARKED_UP_LINE // len(piece) // 10
    assert steps(lambda: read_markdown(piece * count * 10)) < 12 * steps(lambda: read_markdown(piece * count))


def test_markup_in_a_line_of_monstrous_length_stays():
    line = "甲**乙**" * LONGEST_MARKED_UP_LINE
    assert [paragraph.text for paragraph in read_markdown(line).paragraphs] == [line]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## 序\n# 甲法\n# 乙", "甲法"),
        ("关于甲的通知\n\n## 一\n", "关于甲的通知"),
        ("现通知如下：\n\n## 一\n", ""),
        ("# **甲法**（试行）", "甲法（试行）"),
    ],
)
def test_the_first_heading_of_level_1_is_the_title_else_a_first_line_that_may_be(source, title):
    assert read_markdown(source).title == title
