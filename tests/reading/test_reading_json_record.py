"""One document as a JSON object."""

import json
from datetime import datetime

import pytest

from indexer.errors import SourceError
from indexer.reading import read
from indexer.reading.json_record import has_text, identity_of
from indexer.records import Paragraph


def _read(**record):
    return read(json.dumps(record).encode(), "a.json", "json")


def test_keys_fill_the_fields_and_every_other_key_is_metadata():
    document = _read(
        id="7",
        标题="某通知",
        文号="国发〔2018〕1号",
        issuer="国务院",
        date="2018-01-02",
        text="正文",
        来源="网",
        n=[1, None],
    )
    assert document.title == "某通知"
    assert (document.number, document.issuer, document.date) == ("国发〔2018〕1号", "国务院", datetime(2018, 1, 2))
    assert document.metadata == {"id": "7", "来源": "网", "n": [1, None]}


def test_text_is_read_as_the_format_it_is_in():
    assert _read(text="甲\n\n乙").paragraphs == (Paragraph("甲"), Paragraph("乙"))
    assert _read(content="# 甲\n\n乙").paragraphs == (Paragraph("甲", 1), Paragraph("乙"))
    assert _read(正文="<h2>甲</h2><p>乙</p>").paragraphs == (Paragraph("甲", 2), Paragraph("乙"))


def test_paragraphs_are_taken_as_they_are_and_win_over_text():
    document = _read(text="不取", paragraphs=["# 甲", " ", {"text": "乙", "level": 2}, "丙\n丁", None, 3, {"x": 1}])
    assert document.paragraphs == (Paragraph("# 甲"), Paragraph("乙", 2), Paragraph("丙"), Paragraph("丁"))


def test_a_title_that_is_not_given_is_the_first_line():
    assert _read(paragraphs=["某办法", "第一条　甲。"]).title == "某办法"


@pytest.mark.parametrize(
    "record", [{}, {"text": ""}, {"text": " \u200b"}, {"text": 3}, {"paragraphs": "甲"}, {"paragraphs": [" ", {}]}]
)
def test_a_record_without_text_is_told(record):
    assert not has_text(record)
    with pytest.raises(SourceError, match="without a text") as caught:
        _read(**record)
    assert caught.value.place == "a.json"


@pytest.mark.parametrize(
    ("record", "id"),
    [({"id": " a b "}, "a b"), ({"_id": 3}, "3"), ({"id": True}, ""), ({"id": None, "uid": "u"}, "u"), ({}, "")],
)
def test_a_record_is_known_by_its_id(record, id):
    assert identity_of(record) == id
