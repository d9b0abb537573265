"""HTML: what a browser shows."""

import html
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading.html import MOST_ATTRIBUTES, read_html
from indexer.reading.paragraphs import clean

CASES = yaml.safe_load((Path(__file__).parent / "html.yaml").read_text("utf-8"))
TEXT = st.text(st.sampled_from("第一条为了，“”《》—abc123<>&;'\"#/ \u3000\xa0\n𠮷"), max_size=30)


def _marked(paragraph):
    marks = [f"h{paragraph.level}"] if paragraph.level else []
    marks += ["bold"] if paragraph.bold else []
    marks += ["centred"] if paragraph.centred else []
    marks += ["row"] if paragraph.row else []
    marks += ["header"] if paragraph.header else []
    return [paragraph.text, *marks] if marks else paragraph.text


@pytest.mark.parametrize(("rule", "source", "expected"), CASES, ids=[case[0] for case in CASES])
def test_paragraphs_are_what_a_reader_sees(rule, source, expected):
    assert [_marked(paragraph) for paragraph in read_html(source).paragraphs] == expected, rule


@given(st.lists(TEXT), st.sampled_from(["p", "div", "li", "h2"]), st.booleans())
def test_texts_written_as_html_come_back(texts, element, as_numbers):
    def escape(text):
        return "".join(f"&#{ord(c)};" for c in text) if as_numbers else html.escape(text)

    inside = "".join(f"<{element}>{escape(text)}</{element}>\n" for text in texts)
    source = f"<ul>{inside}</ul>" if element == "li" else inside
    seen = [clean(text) for text in texts if clean(text)]
    assert [paragraph.text for paragraph in read_html(source).paragraphs] == seen


@given(st.lists(st.lists(TEXT.map(clean), min_size=2, max_size=4), min_size=1, max_size=4))
def test_all_text_of_a_table_is_in_its_rows(rows):
    inside = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}' for cell in row)}" for row in rows)
    read = [paragraph.text for paragraph in read_html(f"<table>{inside}</table>").paragraphs]
    filled = [[cell for cell in row if cell] for row in rows]
    assert "".join("".join(text.split()) for text in read).replace("|", "") == "".join(
        "".join(cell.split()) for row in filled for cell in row
    )


@given(TEXT, st.lists(st.sampled_from(["b", "span", "a", "em", "font", "strong"]), max_size=4))
def test_inline_elements_change_nothing_in_the_text(text, elements):
    opened, closed = "".join(f"<{e}>" for e in elements), "".join(f"</{e}>" for e in reversed(elements))
    half = len(text) // 2
    source = f"<p>{html.escape(text[:half])}{opened}{html.escape(text[half:])}{closed}</p>"
    assert [paragraph.text for paragraph in read_html(source).paragraphs] == [clean(text)] * bool(clean(text))


@given(st.text(st.sampled_from("<>/!-[]?=\"' apbdivtle甲&;#")) | st.text())
def test_any_text_is_read(source):
    for paragraph in read_html(source * 3).paragraphs:
        assert clean(paragraph.text) == paragraph.text != ""


@settings(max_examples=20, deadline=None)
@given(st.text(st.sampled_from("<>/!-[]?=\"' apbdivtleCDATA甲&;#"), max_size=40))
def test_the_guard_against_nesting_takes_any_text(source):
    read_html(source + "<br>" * 10_001)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + "甲",
        "<div>" * 100_000 + "甲" + "</div>" * 100_000,
        "<ul><li>" * 50_000 + "甲",
        "<p " + " ".join(f"a{i}" for i in range(100 * MOST_ATTRIBUTES)) + ">甲",
        "<![x[" + "<div>" * 100_000 + "甲",
    ],
    ids=["open", "closed", "lists", "attributes", "marked section"],
)
def test_what_would_take_quadratic_time_is_refused(source):
    with pytest.raises(SourceError, match="nested"):
        read_html(source)


def test_inline_elements_nested_100000_deep_are_read():
    content = read_html("<span>" * 100_000 + "甲" + "</span>" * 100_000 + "<p>乙")
    assert [paragraph.text for paragraph in content.paragraphs] == ["甲", "乙"]


def test_many_paragraphs_that_are_not_closed_are_no_nesting():
    assert len(read_html("<p>甲" * 20_000).paragraphs) == 20_000


def test_the_first_heading_is_the_title():
    assert read_html("<p>甲</p><h1>乙<b>丙</b></h1><h1>丁</h1>").title == "乙丙"
    assert read_html("<p>甲</p><h2>乙</h2>").title == ""


def test_spans_without_end_are_cut():
    cells = '<td rowspan="99999" colspan="99999">' + "甲" * 100
    paragraphs = read_html("<table>" + f"<tr>{cells}{cells}" * 200 + "</table>").paragraphs
    assert sum(len(paragraph.text) for paragraph in paragraphs) < 3_000_000
