"""The nodes of the tree, and how trees are made, walked and changed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from query_trees import trees

from indexer.query import (
    And,
    Boost,
    Field,
    Fuzzy,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Quantity,
    Range,
    SameSentence,
    Words,
    transform,
    walk,
)
from indexer.query.tree import all_of, any_of, negate, same_sentence

A, B, C = Words("甲"), Words("乙"), Words("丙")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Words(""),
        lambda: Literal(""),
        lambda: Prefix(""),
        lambda: Fuzzy("甲", 3),
        lambda: Near((A,), 3),
        lambda: Near((A, B), 1000),
        lambda: And((A,)),
        lambda: And((A, And((B, C)))),
        lambda: Or((A, Or((B, C)))),
        lambda: Not(Not(A)),
        lambda: Boost(A, 0),
        lambda: Boost(A, float("nan")),
        lambda: Field("", A),
        lambda: SameSentence((A,)),
        lambda: SameSentence((A, Field("title", B))),
        lambda: SameSentence((A, Not(SameSentence((B, C))))),
        lambda: Range("date", None, None),
        lambda: Range("date", date(2021, 1, 1), date(2020, 1, 1)),
        lambda: Range("date", date(2021, 1, 1), 2022),
        lambda: Quantity("罚款", "元"),
        lambda: Quantity("罚 款", "元", Decimal(1)),
        lambda: Quantity("罚款", "元", Decimal(1), Decimal(2), low_included=False),
        lambda: Quantity("罚款", "元", Decimal("NaN")),
        lambda: Quantity("罚款", "元", Decimal(1), high_included=False),
    ],
)
def test_a_node_without_a_meaning_cannot_be_made(make: Callable[[], Node]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()


def test_conjunctions_alternatives_and_negations_are_flat() -> None:
    assert all_of([A, And((B, C))]) == And((A, B, C))
    assert any_of([A, Or((B, C))]) == Or((A, B, C))
    assert all_of([A]) == any_of([A]) == negate(negate(A)) == A


def test_a_sentence_is_asked_of_each_conjunction() -> None:
    assert same_sentence(all_of([A, B])) == SameSentence((A, B))
    assert same_sentence(any_of([all_of([A, B]), C])) == Or((SameSentence((A, B)), C))
    assert same_sentence(Not(And((A, B)))) == Not(SameSentence((A, B)))
    assert same_sentence(Boost(And((A, B)), 2)) == Boost(SameSentence((A, B)), 2)
    assert same_sentence(A) == A


def test_walking_meets_every_node_before_those_below_it() -> None:
    tree = And((Field("title", A), Not(Near((B, C), 2))))
    assert list(walk(tree)) == [tree, Field("title", A), A, Not(Near((B, C), 2)), Near((B, C), 2), B, C]


@settings(max_examples=100, deadline=None)
@given(trees)
def test_changing_nothing_gives_the_same_tree(tree: Node) -> None:
    assert transform(tree, lambda node: node) == tree


@settings(max_examples=100, deadline=None)
@given(trees)
def test_trees_are_hashable_and_equal_by_value(tree: Node) -> None:
    assert len({tree, transform(tree, lambda node: node)}) == 1


def test_a_change_goes_up_from_the_leaves_and_keeps_the_tree_flat() -> None:
    tree = And((A, Or((B, C))))
    changed = transform(tree, lambda node: And(node.parts) if isinstance(node, Or) else node)
    assert changed == And((A, And((B, C)).parts[0], C))
    assert transform(SameSentence((A, B)), lambda node: Literal(node.text) if isinstance(node, Words) else node) == (
        SameSentence((Literal("甲"), Literal("乙")))
    )
