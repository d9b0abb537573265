"""The commands that help to find: what they print, and how they end."""

import json
from pathlib import Path

import pytest
from click import unstyle
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.commands import cli
from indexer.cli.output import result_lines
from indexer.records import Results

SEEDS = Path(__file__).parent.parent.parent / "seeds"
CLAUSE = "000_bb073862d974fbb5.txt#（十）"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("suggest") / "index"
    with ClauseIndex.create(path) as made:
        made.add(SEEDS)
    return str(path)


def _run(index: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-i", index, *arguments])


def test_suggestions_are_lines_with_tabs_between(index: str) -> None:
    told = _run(index, "suggest", "huji", "--limit", "2")
    assert told.exit_code == 0
    assert [line.split("\t") for line in told.stdout.splitlines()] == [["户籍", "word", "2"], ["户籍制度", "word", "2"]]
    assert _run(index, "suggest", "hu", "ji", "--limit", "2").stdout == told.stdout


def test_nothing_suggested_or_similar_ends_with_1(index: str) -> None:
    assert _run(index, "suggest", "火星").exit_code == 1
    assert _run(index, "suggest", "火星").stderr == "Nothing in the index begins with 火星\n"
    assert "Type the beginning" in _run(index, "suggest", "").stderr
    missing = _run(index, "similar", "000_bb073862d974fbb5.txt#（九十）")
    assert missing.exit_code == 1
    assert "indexer show" in missing.stderr


def test_who_cites_a_clause_is_shown_all_of_it_under_the_citation_that_was_asked_for(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as made:
        made.add_bytes("样本法\n第一条　甲。\n乙。\n第二条　丙。\n".encode(), "样本法.txt")
    whole = _run(str(tmp_path / "index"), "search", "样本法第1条", "--context", "0").stdout
    assert "《样本法》第一条\n" in whole
    assert "乙。" in whole
    part = _run(str(tmp_path / "index"), "search", "样本法第1条第2款", "--context", "0").stdout
    assert "《样本法》第一条第二款\n" in part
    assert "甲。" not in part


def test_similar_clauses_say_how_they_are_like(index: str) -> None:
    told = _run(index, "similar", CLAUSE, "--limit", "2")
    assert told.exit_code == 0
    assert "says the same (" in told.stdout
    assert "is similar (" in told.stdout
    assert json.loads(_run(index, "similar", CLAUSE, "--json").stdout)["clauses"][0]["relation"] == "same"
    assert _run(index, "similar", "000_bb073862d974fbb5.txt").exit_code == 2


def test_what_may_have_been_meant_is_named_on_standard_output(index: str) -> None:
    told = _run(index, "search", "户藉")
    assert told.exit_code == 1
    assert told.stdout.splitlines() == ["Nothing found for 户藉", "Did you mean: 户籍"]


def test_all_that_may_have_been_meant_is_on_one_line() -> None:
    results = Results("户藉", 0, False, 1.0, (), suggestions=("户籍", "户口"))
    assert list(map(unstyle, result_lines(results))) == ["Nothing found for 户藉", "Did you mean: 户籍, 户口"]


def test_facets_are_counted_under_the_hits(index: str) -> None:
    told = _run(index, "search", "户籍", "--limit", "1", "--facet", "year，document")
    lines = told.stdout.splitlines()
    total = json.loads(_run(index, "search", "户籍", "--json").stdout)["total"]
    assert lines[lines.index("by year") + 1].split() == [str(total), "2022"]
    assert lines.index("by year") < lines.index("by document")


def test_an_unknown_facet_or_order_ends_with_2(index: str) -> None:
    assert _run(index, "search", "户籍", "--facet", "colour").exit_code == 2
    assert _run(index, "search", "户籍", "--sort", "size").exit_code == 2
