"""One word, with what stands at its end."""

import pytest

from indexer.query import Boost, Fuzzy, Node, Prefix, Words
from indexer.query.language import language
from indexer.query.marks import read_marks
from indexer.query.notes import Notes
from indexer.query.terms import near_terms, read_term


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("户籍", Words("户籍")),
        ("户籍.", Words("户籍")),
        ("户籍*", Prefix("户籍")),
        ("户籍**", Words("户籍**")),
        ("户籍~", Fuzzy("户籍", 1)),
        ("户籍~2", Fuzzy("户籍", 2)),
        ("户籍~~", Words("户籍~~")),
        ("3~2", Words("3~2")),
        ("3~", Fuzzy("3", 1)),
        ("户籍^.5", Boost(Words("户籍"), 0.5)),
        ("户籍~2^3", Boost(Fuzzy("户籍", 2), 3)),
        ("户籍^2^3", Boost(Words("户籍^2"), 3)),
        ("*", None),
        ("~2", None),
        ("-*^", None),
        ("℃", Words("℃")),
        ("\\*", Words("*")),
    ],
)
def test_a_word_means(text: str, node: Node | None) -> None:
    assert read_term(read_marks(text, language()), 0, len(text), Notes()) == node


def test_terms_near_each_other_stand_between_blanks_and_punctuation() -> None:
    text = '"甲-乙　丙、丁"'
    assert near_terms(read_marks(text, language()), 1, len(text) - 1) == (Words("甲-乙"), Words("丙"), Words("丁"))
