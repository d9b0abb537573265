"""`indexer batch` at a terminal and in a pipe."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.batch import totals_line
from indexer.cli.commands import cli
from indexer.reports import BatchReport


@pytest.fixture
def run(seeded: ClauseIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["-i", seeded.status().path, "batch", *arguments], input=typed)

    return run


def test_queries_from_standard_input_are_answered_one_record_a_line(run) -> None:
    told = run("-", "--limit", "1", typed="户籍\n火星殖民\n")
    assert told.exit_code == 0
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(line["id"], len(line["hits"])) for line in lines] == [("1", 1), ("2", 0)]
    assert "2 queries, 1 found" in told.stderr


def test_a_query_that_cannot_be_answered_is_a_record_and_the_exit_code_says_so(run) -> None:
    told = run("-", "--json", typed='{"query": ""}\n{"query": "户籍"}\n')
    assert told.exit_code == 4
    first, second = map(json.loads, told.stdout.splitlines())
    assert set(first) == {"id", "query", "error"}
    assert second["hits"]
    assert json.loads(told.stderr)["failed"] == 1


def test_nothing_found_for_any_query_ends_as_a_search_that_finds_nothing(run) -> None:
    assert run("-", typed="火星殖民\n").exit_code == 1
    assert run("-", typed="").exit_code == 0


def test_options_of_a_search_hold_for_every_query_that_says_nothing_else(run) -> None:
    told = run("-", "--until", "2000", typed='{"query": "户籍"}\n{"query": "户籍", "until": "2030"}\n')
    assert [bool(json.loads(line)["hits"]) for line in told.stdout.splitlines()] == [False, True]
    assert run("-", "--document", "nowhere", typed="户籍\n").exit_code == 4


def test_the_name_of_the_output_tells_its_form_and_fields_its_columns(run, tmp_path: Path) -> None:
    assert run("-", "-o", "a.csv", "--fields", "id,rank,document.title", "--bom", typed="户籍\n").exit_code == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("id,rank,document.title\n1,1,")


def test_how_much_each_process_keeps_changes_no_answer(run) -> None:
    queries = "".join(f"{word} {other}\n" for word in ("户籍", "海域", "土地") for other in ("改革", "管理", "市场"))
    small, large = (run("-", "--no-timing", "--memory", size, typed=queries) for size in ("16", "512"))
    assert small.exit_code == 0
    assert small.stdout == large.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.txt"], 4),
        (["-", "--resume"], 2),
        (["-", "--to", "sqlite"], 2),
        (["-", "--fields", "titel"], 2),
        (["-", "--encoding", "klingon"], 2),
        (["-", "-o", "a.xlsx"], 2),
        (["-", "--fields", "rank"], 2),
        (["-", "-o", "no such folder/a.csv"], 4),
        (["-", "-o", "no such folder/a.db"], 4),
    ],
)
def test_what_cannot_be_done_ends_with_its_exit_code_and_no_traceback(run, arguments: list[str], code: int) -> None:
    told = run(*arguments, typed="户籍\n")
    assert told.exit_code == code
    assert "Traceback" not in told.output
    assert told.stderr


def test_the_totals_give_the_rate() -> None:
    assert totals_line(BatchReport(1200, 1000, 3, 0.0, 2.0)) == "1,200 queries, 1,000 found, 3 failed, 600/s"
    assert totals_line(BatchReport(0, 0, 0, 0.0, 0.0)) == "0 queries, 0 found, 0/s"
