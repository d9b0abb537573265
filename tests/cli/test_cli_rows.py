"""Records as lines of a person's own making."""

import pytest
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.commands import cli
from indexer.cli.rows import row_lines
from indexer.errors import UsageError


@pytest.fixture
def run(seeded: ClauseIndex):
    return lambda *arguments: CliRunner().invoke(cli, ["-i", seeded.status().path, *arguments])


def test_fields_are_printed_with_tabs_between(run, seeded: ClauseIndex) -> None:
    told: Result = run("search", "户籍", "--fields", "rank,clause.label,document.title")
    hits = seeded.search("户籍").hits
    assert told.stdout.splitlines() == [f"{hit.rank}\t{hit.clause.label}\t{hit.document.title}" for hit in hits]


def test_a_column_with_line_breaks_stays_on_its_line(run) -> None:
    told = run("search", "系统集成", "--fields", "clause.text", "--limit", "1")
    assert len(told.stdout.splitlines()) == 1


def test_a_template_is_filled_for_each_record(run) -> None:
    told = run("list", "--format", r"{{{title}}}\t{clauses}\n--")
    title, clauses = told.stdout.splitlines()[0].split("\t")
    assert title.startswith("{国")
    assert clauses.isdecimal()
    assert told.stdout.splitlines()[1] == "--"


@pytest.mark.parametrize("template", ["{title", "title}", "{{{title"])
def test_a_brace_without_its_other_half_is_told(run, template: str) -> None:
    told = run("list", "--format", template)
    assert told.exit_code == 2
    assert "brace" in told.stderr


@pytest.mark.parametrize("command", [("search", "户籍"), ("list",)])
def test_json_and_columns_are_not_asked_for_at_once(run, command: tuple[str, ...]) -> None:
    told = run(*command, "--json", "--fields", "document.id" if "search" in command else "id")
    assert told.exit_code == 2
    assert "--fields" in told.stderr


@pytest.mark.parametrize("arguments", [("--fields", "titel"), ("--fields", ","), ("--format", "{titel}")])
def test_a_column_that_is_not_there_ends_with_the_columns_there_are(run, arguments: tuple[str, str]) -> None:
    told = run("list", *arguments)
    assert told.exit_code == 2
    assert "paragraphs" in told.stderr


def test_a_template_without_columns_is_printed_as_it_is() -> None:
    assert list(row_lines("Hit", [], None, "{rank}")) == []
    with pytest.raises(UsageError):
        row_lines("Hit", [], None, "{}{rang}")
