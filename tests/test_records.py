"""The records."""

import json
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.records import ClauseRecord, Context, DocumentRecord, Hit, shallow


def hit(text: str, highlights: tuple[tuple[int, int], ...]) -> Hit:
    document = DocumentRecord("a.md", "办法", "", "", "", "a.md")
    clause = ClauseRecord("a.md#第一条", "第一条", "", text)
    return Hit(
        1, 1.0, "《办法》第一条", ("办法", "第一条"), text, text, highlights, clause, document, Context(("前",), ())
    )


def test_a_record_is_plain_json_in_the_order_of_its_fields() -> None:
    plain = hit("管理海域", ((2, 4),)).to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert list(plain)[:3] == ["rank", "score", "citation"]
    assert plain["highlights"] == [[2, 4]]
    assert plain["context"] == {"before": ["前"], "after": []}


def test_html_marks_the_highlights_and_escapes_everything_else() -> None:
    assert hit("<b>海域&", ((3, 5),)).to_html() == "&lt;b&gt;<mark>海域</mark>&amp;"
    assert hit("海<域", ((0, 3),)).to_html("em") == "<em>海&lt;域</em>"


@given(st.text("海域<>&'\"/", max_size=30), st.lists(st.integers(0, 30), max_size=6))
def test_html_without_its_marks_is_the_text(text: str, ends: list[int]) -> None:
    bounds = sorted({min(end, len(text)) for end in ends})
    spans = tuple(zip(bounds[::2], bounds[1::2], strict=False))
    html = hit(text, spans).to_html()
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == text


def test_an_encoder_that_asks_record_by_record_writes_what_the_whole_dict_gives(seeded: ClauseIndex) -> None:
    results = seeded.search("户籍 准入年限", facets="document")
    assert json.dumps(results, default=shallow) == json.dumps(results.to_dict())
    with pytest.raises(TypeError, match="object is not a Record"):
        json.dumps(object(), default=shallow)
