"""What commands share: standard input in the place of a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.commands import cli

JUDGED = '{"query": "户籍", "relevant": [[{"path": "000_bb073862d974fbb5.txt", "clause": "（十）"}]]}\n'


def ask(index: ClauseIndex, *arguments: str, given: str) -> Result:
    return CliRunner().invoke(cli, ["-i", index.status().path, *arguments], input=given.encode())


def test_judged_queries_may_come_from_standard_input(seeded: ClauseIndex, tmp_path: Path) -> None:
    (tmp_path / "judged.jsonl").write_text(JUDGED, encoding="utf-8")
    told = ask(seeded, "eval", "-", given=JUDGED)
    assert told.exit_code == 0
    assert told.output == ask(seeded, "eval", str(tmp_path / "judged.jsonl"), given="").output
    assert "1 queries ask for 1 provisions" in told.output


def test_a_document_to_compare_with_may_come_from_standard_input(seeded: ClauseIndex) -> None:
    told = ask(seeded, "diff", "000_bb073862d974fbb5.txt", "-", given="第一条 甲。\n第二条 乙。\n")
    assert told.exit_code == 1
    assert "2 added" in told.output


def test_synonyms_and_a_dictionary_may_come_from_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一条 人口登记。\n", encoding="utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "a.txt")
        assert "1 lines kept" in ask(index, "synonyms", "-", given="户籍 => 人口\n").output
        told = ask(index, "add", str(tmp_path / "a.txt"), "--userdict", "-", given="人口登记\n")
        assert "人口登记" in told.output


@pytest.mark.parametrize("command", ["diff - -", "eval - --qrels -", "add - --userdict -"])
def test_standard_input_is_read_once(command: str, seeded: ClauseIndex) -> None:
    told = ask(seeded, *command.split(), given="甲\n")
    assert told.exit_code == 2
    assert "only once" in told.output


def test_a_file_given_by_standard_input_is_gone_afterwards(seeded: ClauseIndex) -> None:
    """An error about it names it, and nothing of it stays."""
    told = ask(seeded, "eval", "-", given="no query\n")
    assert told.exit_code == 4
    place = told.output.split("indexer: ")[1].split(", line 1")[0]
    assert place.endswith("standard-input")
    assert not Path(place).exists()
