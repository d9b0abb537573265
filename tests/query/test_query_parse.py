"""What a query means."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from query_trees import queries, short

from indexer.errors import UsageError
from indexer.query import Words, parse, walk
from indexer.query.lexer import MAX_DEPTH

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["query"] for case in CASES])
def test_a_query_of_the_table_gives_its_tree_and_its_notes(case: dict[str, Any]) -> None:
    parsed = parse(case["query"])
    assert short(parsed.tree) == case["tree"]
    assert list(parsed.notes) == case.get("notes", [])


def test_the_table_names_each_query_once() -> None:
    asked = [case["query"] for case in CASES]
    assert len(asked) == len(set(asked)) >= 120


@pytest.mark.parametrize(
    "text",
    ["", " ", "　\n", "，。；、", "-", "|", "（", "((((", '""', "()", "*", "（|）", "- | ~ ^", "……！？", "\u200b"],
)
def test_a_query_without_a_word_is_a_usage_error_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text)
    assert raised.value.remedy
    assert raised.value.exit_code == 2


@settings(max_examples=250, deadline=None)
@given(queries)
def test_any_text_is_a_query_or_has_no_word(text: str) -> None:
    try:
        parsed = parse(text)
    except UsageError:
        return
    assert all(note.endswith((".", "?")) for note in parsed.notes)


@settings(max_examples=100, deadline=None)
@given(queries)
def test_no_letter_is_dropped_without_a_word_in_the_tree_or_a_note(text: str) -> None:
    """A word of Han characters put before any text is in the tree, whatever follows it."""
    parsed = parse(f"准入年限\n{text}")
    assert any(isinstance(node, Words) and "准入年限" in node.text for node in walk(parsed.tree))


NASTY = [
    *(
        "(",
        ")",
        "(甲 ",
        '"',
        "“",
        "-",
        "NOT ",
        "title:",
        "日期:2021-",
        "{甲 乙}",
        "甲~",
        "^1",
        "\\",
        "《(",
        "一、",
        "1,",
    ),
    *("A/", "「『", "甲>=", "((甲)乙", '"甲 乙"~1', "罚款=1元.."),
]


@pytest.mark.parametrize("piece", NASTY)
def test_nasty_repetition_takes_as_many_steps_as_it_is_long(
    piece: str, steps: Callable[[Callable[[], object]], int]
) -> None:
    """Ten times the text takes at most twelve times the steps: a quadratic rule would take a hundred times."""
    parse("甲 (乙)")  # what is imported or compiled once is not counted
    count = 2_000 // len(piece)
    assert steps(lambda: parse("甲" + piece * count * 10)) < 12 * steps(lambda: parse("甲" + piece * count))


@pytest.mark.parametrize("count", [MAX_DEPTH + 1, 10_000])
def test_brackets_that_nest_too_deep_are_text_with_a_note(count: int) -> None:
    parsed = parse("(" * count + "户籍" + ")" * count)
    assert parsed.tree == Words("(" * (count - MAX_DEPTH) + "户籍" + ")" * (count - MAX_DEPTH))
    assert "deep" in parsed.notes[0]


def test_brackets_nest_as_deep_as_promised() -> None:
    parsed = parse("(" * MAX_DEPTH + "户籍" + ")" * MAX_DEPTH)
    assert (parsed.tree, parsed.notes) == (Words("户籍"), ())


def test_reading_a_query_imports_nothing_heavy() -> None:
    code = (
        "import sys; from indexer.query import parse, to_query; to_query(parse('标题:户籍 日期:2021').tree);"
        "print([m for m in ('yaml', 'numpy', 'whoosh', 'jieba', 'rjieba', 'selectolax', 'click') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
