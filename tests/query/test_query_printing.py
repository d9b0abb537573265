"""The canonical query: what is printed means what was meant."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from query_trees import queries, trees

from indexer.errors import UsageError
from indexer.query import Boost, Field, Fuzzy, Literal, Near, Node, Not, Or, Quantity, Range, Words, parse, to_query
from indexer.query.tree import And


@settings(max_examples=250, deadline=None)
@given(trees)
def test_a_printed_tree_reads_as_the_same_tree(tree: Node) -> None:
    assert parse(to_query(tree)).tree == tree


@settings(max_examples=200, deadline=None)
@given(queries)
def test_printing_what_was_read_changes_nothing(text: str) -> None:
    try:
        tree = parse(text).tree
    except UsageError:
        return
    printed = to_query(tree)
    assert parse(printed).tree == tree
    assert to_query(parse(printed).tree) == printed


@settings(max_examples=100, deadline=None)
@given(trees)
def test_a_printed_tree_reads_without_a_note(tree: Node) -> None:
    """But for the one that the query only excludes."""
    assert all("only excludes" in note for note in parse(to_query(tree)).notes)


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (Or((Words("甲"), And((Words("乙"), Words("丙"))))), "甲 | 乙 丙"),
        (And((Words("甲"), Or((Words("乙"), Words("丙"))))), "甲 (乙 | 丙)"),
        (Not(And((Words("甲"), Words("乙")))), "-(甲 乙)"),
        (Field("title", Or((Words("甲"), Words("乙")))), "title:(甲 | 乙)"),
        (Field("title", Not(Words("甲"))), "title:(-甲)"),
        (Boost(Field("title", Words("甲")), 2), "(title:甲)^2"),
        (Boost(Boost(Words("甲"), 2), 0.125), "(甲^2)^0.125"),
        (Boost(Words("甲"), 1e-7), "甲^0.0000001"),
        (Words("OR"), "\\OR"),
        (Words("-甲"), "\\-甲"),
        (Or((And((Words("甲\\"), Words("乙"))), Words("丙"))), "甲\\\\ 乙 | 丙"),
        (And((Words("GB"), Words("19001-2016"))), "GB (19001-2016)"),
        (Literal('甲"乙\\'), '"甲\\"乙\\\\"'),
        (Near((Words("甲"), Words("乙")), 3), '"甲 乙"~3'),
        (Fuzzy("甲3", 2), "甲\\3~2"),
        (Range("date", date(2020, 1, 1), date(2020, 12, 31)), "date:2020"),
        (Range("date", date(2020, 2, 1), date(2020, 2, 29)), "date:2020-02"),
        (Range("date", date(2020, 1, 1), date(2020, 1, 1)), "date:2020-01-01"),
        (Range("date", None, date(2020, 2, 28)), "date:<=2020-02-28"),
        (Range("year", 2023, None), "year:>=2023"),
        (Quantity("罚款", "元", low=Decimal("1.50")), "罚款>=1.5元"),
        (Quantity("", "%", high=Decimal(5), high_included=False), "<5%"),
    ],
)
def test_a_tree_prints_as(tree: Node, printed: str) -> None:
    assert to_query(tree) == printed


@pytest.mark.parametrize(
    "text",
    [
        "GB/T (19001-2016＼)",
        '户籍 “甲 "甲“ 乙” "丙"',
        "NOT －－甲",
        "罚款≥，2021",
        "title:|户籍",
        "（十）^2 \\（十）",
        "1) (甲 | 乙)",
        "don’t (‘甲’ | 乙)",
    ],
)
def test_a_term_is_printed_so_that_its_neighbours_do_not_change_it(text: str) -> None:
    tree = parse(text).tree
    assert parse(to_query(tree)).tree == tree
