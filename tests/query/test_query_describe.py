"""The tree as lines of text and as plain values."""

import json

from hypothesis import given, settings
from query_trees import trees

from indexer.query import Node, describe, parse, to_dict, walk


def test_a_tree_is_described_a_line_a_node() -> None:
    query = '标题:户籍 ("年限" | 落户*) -{试点~2 示范}^2 "甲 乙"~10 日期:2020..2021 罚款>5万元'
    assert describe(parse(query).tree).splitlines() == [
        "all of",
        "  in field title",
        "    words 户籍",
        "  any of",
        "    literal 年限",
        "    words that start with 落户",
        "  not",
        "    score times 2",
        "      in one sentence",
        "        words like 试点, up to 2 characters different",
        "        words 示范",
        "  near each other, at most 10 characters apart",
        "    words 甲",
        "    words 乙",
        "  date from 2020-01-01 to 2021-12-31",
        "  quantity 罚款 above 50000 元",
    ]


def test_bounds_are_described_as_they_are() -> None:
    assert describe(parse("年:2023").tree) == "year exactly 2023"
    assert describe(parse("<=5%").tree) == "quantity of anything to 5 %"


def test_a_tree_is_plain_values_under_the_names_of_its_nodes() -> None:
    assert to_dict(parse("{户籍 年限} 日期:>=2020 罚款<5元").tree) == {
        "node": "and",
        "parts": [
            {"node": "same_sentence", "parts": [{"node": "words", "text": "户籍"}, {"node": "words", "text": "年限"}]},
            {"node": "range", "field": "date", "low": "2020-01-01", "high": None},
            {
                "node": "quantity",
                "name": "罚款",
                "unit": "元",
                "low": None,
                "high": "5",
                "low_included": True,
                "high_included": False,
            },
        ],
    }


@settings(max_examples=100, deadline=None)
@given(trees)
def test_every_tree_is_described_and_is_json(tree: Node) -> None:
    assert json.loads(json.dumps(to_dict(tree))) == to_dict(tree)
    assert len(describe(tree).split("\n")) >= sum(1 for _ in walk(tree))
