"""Tokens: what is an operator, a bracket, a field, a term."""

import pytest
from hypothesis import given, settings
from query_trees import queries

from indexer.query.lexer import Kind, Lexer
from indexer.query.notes import Notes


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("户籍 -试点", "term NOT term"),
        ("户籍-试点", "term"),
        ("(甲 | 乙)^2", "open term OR term close"),
        ("甲(乙)", "term"),
        ("甲(乙 丙)", "term open term term close"),
        ("(甲)乙", "term"),
        ("(甲) 乙", "open term close term"),
        ("（十）", "term"),
        ("{甲 乙}", "open term term close"),
        ("标题:户籍", "field term"),
        ("日期:2021", "term"),
        ("日期:(2021 | 2022)", "field open term OR term close"),
        ("NOT甲", "term"),
        ("标题:|户籍", "field OR term"),
        ("NOT(甲 乙)", "NOT open term term close"),
        ('"甲"OR"乙"', "term OR term"),
    ],
)
def test_a_text_is_read_as_tokens(text: str, kinds: str) -> None:
    assert " ".join(token.kind.value for token in Lexer(text, Notes()).tokens()) == kinds


@settings(max_examples=150, deadline=None)
@given(queries)
def test_brackets_are_balanced_and_tokens_in_order(text: str) -> None:
    depth = end = 0
    for token in Lexer(text, Notes()).tokens():
        assert token.end > end
        end = token.end
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        assert depth >= 0
        assert (token.node is not None) == (token.kind is Kind.TERM)
    assert depth == 0
