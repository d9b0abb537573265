"""The short way of plain words gives what the language's rules give."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import parse, printing, to_query
from indexer.query.grammar import _joining, _Parser
from indexer.query.lexer import Lexer
from indexer.query.notes import Notes
from indexer.query.plain import parse_plain, print_plain
from indexer.query.tree import Literal, Node, Prefix, Words

WORDS = st.lists(
    st.text("合同第十条五万元百分之至到日期年标题的\u4e00\u9fff", min_size=1, max_size=6), min_size=1, max_size=4
)


def by_the_rules(text: str) -> tuple[Node | None, tuple[str, ...]]:
    notes = Notes()
    return _Parser(_joining(Lexer(text, notes).tokens(), notes), notes).query(), notes.sentences()


@given(WORDS, st.sampled_from([" ", "\u3000", "\t  ", "\n", "，", "。 ", "；", "！？", " …", "、"]), st.booleans())
def test_plain_words_are_read_as_by_the_rules(words: list[str], blank: str, begins: bool) -> None:
    text = f"{blank if begins else ''}{blank.join(words)}{blank}"
    tree = parse_plain(text)
    if tree is None:
        assert re.search("[一十五百万]、", text)
        return
    assert (tree, ()) == by_the_rules(text)
    assert print_plain(tree) == to_query(tree) == " ".join(words)


@given(WORDS, st.sampled_from(["", "，", "。", "；！", "…", "、"]), st.sampled_from(['"{}"', " “{}”\n"]))
def test_a_plain_literal_is_read_as_by_the_rules(words: list[str], mark: str, quoted: str) -> None:
    text = quoted.format(mark.join(words))
    tree = parse_plain(text)
    assert tree == Literal(mark.join(words))
    assert (tree, ()) == by_the_rules(text)
    assert parse(to_query(tree)).tree == tree
    assert print_plain(tree) in (None, printing.to_query(tree))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "合同-",
        "-合同",
        "第10条",
        "合同 AND 法",
        "罚款>五万元",
        "标题:法",
        "（一）",
        "〇",
        "一、总则",
        '""',
        '"',
        '"，"',
        '"合同',
        '合同"',
        '"合""同"',
        '"合" "同"',
        '"合 同"',
        '"合同"~2',
        "“合同“",
        "「合同」",
    ],
)
def test_anything_else_is_left_to_the_rules(text: str) -> None:
    assert parse_plain(text) is None


def test_other_nodes_are_printed_by_the_rules() -> None:
    assert [print_plain(node) for node in (Literal("合同 法"), Prefix("合"), Words("a"))] == [None] * 3
    assert to_query(parse("合同 -法").tree) == "合同 -法"
