"""Highlights and snippets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.finder import glance
from indexer.analysis.normal import normalise
from indexer.search.highlight import Highlighter, make_snippet

TEXTS = st.text("户籍準准入a1２ ，（）𠮷e\u0301", max_size=40)
PARTS = st.lists(st.text("户籍准入a12𠮷", min_size=1, max_size=3), max_size=4)


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("户籍准入年限", ["户籍", "年限"], ["户籍", "年限"]),
        ("户籍准入年限", ["户籍", "籍准"], ["户籍准"]),  # overlapping ones are one
        ("户籍准入", ["户籍", "准入"], ["户籍", "准入"]),  # adjacent ones stay apart
        ("國務院辦公廳", ["国务院"], ["國務院"]),
        ("Ｃ级和C级", ["c级"], ["Ｃ级", "C级"]),
        ("国务 院令", ["国务院"], ["国务 院"]),
        ("2023年3月", ["3"], ["3"]),  # not the end of 2023
        ("罚款五万元", ["#50000元"], ["五万元"]),
        ("没有", ["户籍"], []),
    ],
)
def test_what_is_sought_is_marked_as_it_stands_in_the_original(text: str, sought: list[str], marked: list[str]) -> None:
    assert [text[start:end] for start, end in Highlighter(sought).find(glance(text))] == marked


@given(TEXTS, PARTS)
def test_highlights_are_in_order_apart_and_made_of_what_is_sought(text: str, sought: list[str]) -> None:
    spans = Highlighter(sought).find(glance(text))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for start, end in spans:
        cut = normalise(text[start:end]).text
        assert any(part in cut for part in sought)
        assert text[end : end + 1] != "\u0301"  # never inside a combining sequence


@given(TEXTS.filter(bool), st.integers(5, 20))
def test_a_snippet_is_a_part_of_the_text_with_its_cut_ends_marked(text: str, length: int) -> None:
    snippet = make_snippet(text, Highlighter(["户籍"]).find(glance(text)), length)
    assert snippet.strip("…") in text
    assert snippet == text or "…" in snippet
    assert len(snippet) <= max(length + 2, len(text))


def test_a_snippet_shows_the_highlights_and_begins_at_a_sentence() -> None:
    text = "甲" * 100 + "。" + "乙" * 10 + "户籍" + "丙" * 100
    snippet = make_snippet(text, Highlighter(["户籍"]).find(glance(text)), 60)
    assert snippet.startswith("…乙")
    assert "户籍" in snippet
