"""An evaluation from end to end: searches or runs in, means, comparisons and what went wrong out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.commands import cli
from indexer.errors import UsageError

SEED = "000_bb073862d974fbb5.txt"
JUDGED = {"户籍准入年限": "（十）", "海域 使用权 立体": "（九）", "系统集成": "（二）", "火星 殖民": "（二）"}


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {"id": f"q{number}", "query": query, "relevant": [[{"path": SEED, "clause": label}]]}
        for number, (query, label) in enumerate(JUDGED.items())
    ]
    rows += [
        {"id": "none", "query": "户籍", "relevant": []},
        {"id": "gone", "query": "户籍", "relevant": ["无.md#第一条"]},
        {"id": "wrong", "query": "年：甲乙", "relevant": [f"{SEED}#（十）"]},
        {"id": "empty", "query": " ", "relevant": [f"{SEED}#（十）"]},
    ]
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_means_are_over_judged_queries_also_those_that_find_nothing(seeded: ClauseIndex, queries: Path) -> None:
    told = seeded.evaluate(queries)
    assert (told.queries, told.provisions, told.unjudged) == (7, 7, ("none",))
    assert [(one.query, one.clause) for one in told.unknown] == [("gone", "无.md#第一条")]
    assert [failure.query for failure in told.failed] == [" "]
    rows = {row.id: row.measures for row in told.per_query}
    assert rows["q0"]["P@1"] == rows["q1"]["P@1"] == 1.0
    assert set(rows["q3"].values()) == set(rows["gone"].values()) == set(rows["empty"].values()) == {0.0}
    for mean in told.measures:
        assert mean.mean == pytest.approx(sum(row[mean.name] for row in rows.values()) / 7)
        assert mean.low <= mean.mean <= mean.high


def test_a_run_that_was_written_measures_the_same_and_does_not_differ(
    seeded: ClauseIndex, queries: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    searched = seeded.evaluate(queries, write_run=run)
    read = seeded.evaluate(queries, run=run, compare=run)
    assert read.per_query == searched.per_query
    assert read.measures == searched.measures
    assert all((one.difference, one.p, one.better, one.worse) == (0.0, 1.0, 0, 0) for one in read.compared)
    with pytest.raises(UsageError):
        seeded.evaluate(queries, run=run, write_run=run)


def test_a_better_run_is_told_by_how_much(seeded: ClauseIndex, queries: Path, tmp_path: Path) -> None:
    empty = tmp_path / "run"
    empty.write_text("", "utf-8")
    told = {one.name: one for one in seeded.evaluate(queries, compare=empty).compared}["P@1"]
    assert told.other == 0.0
    assert told.difference == told.mean > 0
    assert told.worse == 0
    assert told.p == 2 / 2**told.better  # all signs alike, and none


def test_progress_and_limit(seeded: ClauseIndex, queries: Path) -> None:
    done: list[tuple[int, int]] = []
    assert seeded.evaluate(queries, limit=2, progress=lambda *now: done.append(now)).queries == 2
    assert done == [(1, 2), (2, 2)]


@pytest.fixture
def index(tmp_path: Path) -> str:
    with ClauseIndex.create(tmp_path / "index") as made:
        made.add(Path(__file__).parent.parent.parent / "seeds")
    return str(tmp_path / "index")


def _run(index: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-i", index, "eval", *arguments])


def test_the_command_prints_tables_and_what_was_left_out(index: str, queries: Path, tmp_path: Path) -> None:
    told = _run(index, str(queries), "--per-query", "--write-run", str(tmp_path / "run"))
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert lines[0].split("\t") == ["query", "nDCG@10", "MRR@10", "R@10", "R@100", "P@1", "text"]
    assert lines[1].split("\t")[:2] == ["q0", "1.0000"]
    assert "7 queries ask for 7 provisions" in lines
    assert "1 queries have no judgement and are left out" in lines
    assert "    query gone: 无.md#第一条" in lines
    assert any(line.startswith("could not search for  ") for line in lines)
    compared = _run(index, str(queries), "--compare", str(tmp_path / "run"))
    assert "1.0000  0/0" in compared.output.splitlines()[-1]


def test_json_has_the_rows_of_queries_only_if_asked(index: str, queries: Path) -> None:
    told = json.loads(_run(index, str(queries), "--json").output)
    assert [one["name"] for one in told["measures"]] == ["nDCG@10", "MRR@10", "R@10", "R@100", "P@1"]
    assert "per_query" not in told
    assert len(json.loads(_run(index, str(queries), "--json", "--per-query").output)["per_query"]) == 7


def test_the_command_ends_with_1_where_nothing_is_judged_and_4_where_a_file_is_missing(
    index: str, tmp_path: Path
) -> None:
    (tmp_path / "q").write_text('{"query": "户籍", "relevant": []}', "utf-8")
    assert _run(index, str(tmp_path / "q")).exit_code == 1
    missing = _run(index, str(tmp_path / "none"))
    assert missing.exit_code == 4
    assert "cannot be read" in missing.output
