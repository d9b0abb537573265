"""From the keys of a source to the fields of a document."""

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.metadata import Fields, is_label, plain_key, read_fields

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    st.sampled_from(["title", "标题", "date", "发布日期", "成文日期", "link", "headimg", "author", "categories", "x"])
    | st.text()
)


@pytest.mark.parametrize(
    ("metadata", "field", "value"),
    [
        ({"title": "甲"}, "title", "甲"),
        ({"标　题：": " 甲\n乙 "}, "title", "甲乙"),
        ({"title": 2022}, "title", "2022"),
        ({"文号": "国发〔2018〕1号"}, "number", "国发〔2018〕1号"),
        ({"发文机关": "国务院"}, "issuer", "国务院"),
        ({"Author": ["甲", "乙"]}, "author", "甲、乙"),
        ({"date": "2022-01-06"}, "date", datetime(2022, 1, 6)),
        ({"publish_date": "2022-01-06"}, "date", datetime(2022, 1, 6)),
        ({"categories": ["甲", ["乙", "甲"], None]}, "categories", ("甲", "乙")),
        ({"category": "甲"}, "categories", ("甲",)),
        ({"headimg": "http://a.cn/1.png"}, "links", ("http://a.cn/1.png",)),
        ({"links": ["/a", "b.html"]}, "links", ("/a", "b.html")),
    ],
)
def test_a_key_fills_its_field_and_is_not_kept_twice(metadata, field, value):
    assert read_fields(metadata) == Fields(**{field: value, "metadata": {}})


def test_keys_that_fill_no_field_are_kept_as_they_are():
    metadata = {"comments": False, "tags": ["a", {"b": None}], "n": 1.5, "date": "不详", "link": False, "title": ""}
    assert read_fields(metadata) == Fields(metadata=metadata)


def test_of_several_keys_for_a_field_the_first_of_the_table_wins_and_the_others_are_kept():
    fields = read_fields({"发布日期": "2018年12月24日", "成文日期": "2018年11月9日", "date": "x"})
    assert fields.date == datetime(2018, 11, 9)
    assert fields.metadata == {"发布日期": "2018年12月24日", "date": "x"}


def test_the_better_source_wins_and_what_the_worse_one_says_is_kept():
    fields = read_fields({"author": "甲"}, {"title": "乙", "author": "丙"}, {"title": "丁"})
    assert (fields.title, fields.author, fields.metadata) == ("乙", "甲", {"author": "丙", "title": "丁"})


def test_links_come_from_all_keys_each_once_in_the_order_of_the_source():
    fields = read_fields({"thumbnail": "http://b", "url": "http://a/", "headimg": "http://b"}, {"og:url": "http://a/"})
    assert fields.links == ("http://b", "http://a/")


@given(st.dictionaries(KEYS, JSON, max_size=5), st.dictionaries(KEYS, JSON, max_size=5))
def test_any_metadata_is_read_and_what_is_kept_can_be_stored(first, second):
    fields = read_fields(first, second)
    stored = json.dumps([fields.metadata, fields.title, fields.links], ensure_ascii=False).encode("utf-8")
    assert b"\\u0000" not in stored
    assert fields.date is None or isinstance(fields.date, datetime)


def test_labels_are_known_whatever_blanks_are_in_them():
    assert is_label("索 引 号：")
    assert is_label("标　　题:")
    assert not is_label("罪名")
    assert plain_key("Publish_Date ：") == "publish-date"
