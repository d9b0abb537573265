"""Which marks belong together, which are ordinary, where terms divide."""

import pytest
from hypothesis import given, settings
from query_trees import queries

from indexer.query.language import ESCAPE, SEPARATOR, WORD, language
from indexer.query.marks import read_marks


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("(甲(乙))", {0: 5, 2: 4}),
        ("((甲)", {1: 3}),
        ("(甲", {}),
        ("(《)》", {0: 2}),
        ("（甲)", {0: 2}),
        ("“甲‘乙’”", {0: 5}),
        ('"甲" "', {0: 2}),
        ("”甲“", {0: 2}),
        ('“甲" 乙”', {0: 2}),
        ("“(甲”)", {0: 3}),
        ("\\(甲)", {}),
        ("’甲‘", {}),
    ],
)
def test_marks_are_paired(text: str, partner: dict[int, int]) -> None:
    both = partner | {end: start for start, end in partner.items()}
    assert read_marks(text, language()).partner == both


@settings(max_examples=150, deadline=None)
@given(queries)
def test_pairs_lie_side_by_side_or_inside_each_other(text: str) -> None:
    marks = read_marks(text, language())
    assert len(marks.half) == len(marks.folded) == len(text)
    ends: list[int] = []
    for place in sorted(marks.partner):
        assert marks.partner[marks.partner[place]] == place
        if marks.partner[place] > place:
            ends.append(marks.partner[place])
        else:
            assert ends.pop() == place


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("甲，乙。丙", f"甲{SEPARATOR}乙{SEPARATOR}丙"),
        ("50,000", "50,000"),
        ("甲,乙", f"甲{SEPARATOR}乙"),
        ("一、甲、乙", f"一、甲{SEPARATOR}乙"),
        ("甲一、乙", f"甲一{SEPARATOR}乙"),
        ("2021、2022", f"2021{SEPARATOR}2022"),
        ("（｜）", "(|)"),
        ("\\-甲\\b\\OR", f"{ESCAPE}{WORD}甲\\b{ESCAPE}{WORD}R"),
        ("\\ORB", "\\ORB"),
    ],
)
def test_text_is_folded_one_character_for_one(text: str, folded: str) -> None:
    assert read_marks(text, language()).folded == folded


def test_the_text_as_typed_is_without_the_backslashes_that_did_something() -> None:
    text = "\\-甲\\b"
    assert read_marks(text, language()).typed(0, len(text)) == "-甲\\b"
