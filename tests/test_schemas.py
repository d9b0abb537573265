"""What the command line prints is what its JSON Schema says, and the schemas are those of the records."""

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from indexer import ClauseIndex
from indexer.cli.commands import cli
from indexer.errors import UsageError
from indexer.schemas import schema

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "indexer" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

CALLS: dict[str, list[list[str]]] = {
    "add": [["add", str(ROOT / "seeds")], ["add", "missing"]],
    "batch": [["batch", "queries.txt"], ["batch", "queries.txt", "--no-timing"]],
    "check": [["check"], ["check", "--literals", "3"]],
    "cite": [["cite", "依照《要素市场化配置综合改革试点总体方案》（十）和《民法典》第十条"], ["cite", "无"]],
    "diff": [
        ["diff", "000_bb073862d974fbb5.txt", str(ROOT / "README.md")],
        ["diff", "000_bb073862d974fbb5.txt", "000_bb073862d974fbb5.txt"],
    ],
    "eval": [["eval", "judged.jsonl"], ["eval", "judged.jsonl", "--per-query", "--compare", "empty.run"]],
    "list": [["list"]],
    "remove": [["remove", "000_bb073862d974fbb5.txt"]],
    "search": [
        ["search", "户籍 准入年限"],
        ["search", "户藉 海域", "--explain", "--facet", "document,year,section", "--sort", "date"],
        ["search", "火星殖民"],
        ["search", "方案（十）"],
    ],
    "show": [["show", "000_bb073862d974fbb5.txt"]],
    "similar": [["similar", "000_bb073862d974fbb5.txt#（十）"]],
    "status": [["status"]],
    "optimize": [["optimize"]],
    "suggest": [["suggest", "户"]],
    "sync": [["sync", str(ROOT / "seeds")], ["sync", str(ROOT / "seeds"), "--dry-run", "--exclude", "*.txt"]],
}
"""Calls whose output has every part that a record may have; `remove` comes last."""


@pytest.mark.parametrize("name", sorted(CALLS, key=lambda name: (name == "remove", name)))
def test_what_a_command_prints_is_what_its_schema_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "queries.txt").write_text('户籍\n火星殖民\n"\n', "utf-8")
    judged = [
        {"query": "户籍", "relevant": ["无#一"]},
        {"query": " ", "relevant": ["无#一"]},
        {"query": "x", "relevant": []},
    ]
    (tmp_path / "judged.jsonl").write_text("\n".join(map(json.dumps, judged)), "utf-8")
    (tmp_path / "empty.run").touch()
    with ClauseIndex.create("index_data") as index:
        index.add(ROOT / "seeds")
    check = jsonschema.Draft202012Validator(schema(name))
    for call in CALLS[name]:
        told = CliRunner().invoke(cli, call if name == "batch" else [*call, "--json"])
        assert told.stdout, told.stderr
        for line in told.stdout.splitlines():
            check.validate(json.loads(line))


def test_there_is_a_call_for_every_schema() -> None:
    assert sorted(CALLS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_those_of_the_records(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If not: python tools/make_schemas.py."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    from make_schemas import schemas

    assert schemas()[name] == schema(name)
    sys.modules.pop("make_schemas")


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_refuses_what_lacks_a_field(name: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({}, schema(name))


def test_a_command_prints_the_schema_of_another() -> None:
    told = CliRunner().invoke(cli, ["schema", "search"])
    assert json.loads(told.stdout) == schema("search")
    with pytest.raises(UsageError, match="search"):
        schema("serach")
