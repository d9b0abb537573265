"""Judged queries as they stand in files, and the clauses they name as they stand in an index."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer import ClauseIndex
from indexer.errors import SourceError
from indexer.evaluation.judged import JudgedQuery, Judgement, NamedClause, read_judged
from indexer.evaluation.measures import Provision
from indexer.evaluation.ranked import judged_for

SEED = "000_bb073862d974fbb5.txt"


def _written(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_line_has_a_query_and_what_answers_it_each_with_its_alternatives(tmp_path: Path) -> None:
    first, second = {"path": "甲.md", "clause": "第一条"}, {"id": "乙.md#第二条", "grade": 2}
    path = _written(
        tmp_path / "q", {"id": 7, "query": "何时", "relevant": [[first, second], first, "丙.md#第三条"]}, ""
    )
    one, other, third = NamedClause("第一条", "甲.md"), NamedClause("乙.md#第二条"), NamedClause("丙.md#第三条")
    judgements = (Judgement((one, other), 2), Judgement((one,)), Judgement((third,)))
    assert read_judged(path) == [JudgedQuery("7", "何时", judgements)]


def test_a_query_without_an_id_has_that_of_its_line(tmp_path: Path) -> None:
    path = _written(tmp_path / "q", "", {"query": "何时", "relevant": []})
    assert read_judged(path) == [JudgedQuery("2", "何时", ())]


TOPICS = {
    "elements": "<top>\n<num> Number: 1\n<title> 户籍\n迁移\n<desc> x\n</top>\n<top><num>2</num><title>海域</top>",
    "tabs": "1\t户籍 迁移\r\n\n2\t海域\n",
}


@pytest.mark.parametrize("topics", TOPICS.values(), ids=TOPICS)
def test_topics_are_elements_or_lines_with_a_tab(tmp_path: Path, topics: str) -> None:
    path = _written(tmp_path / "topics", topics)
    qrels = _written(tmp_path / "qrels", "1 0 甲.md#第一条 2", "1 0 甲.md#第二条 0")
    judgements = (Judgement((NamedClause("甲.md#第一条"),), 2), Judgement((NamedClause("甲.md#第二条"),), 0))
    assert read_judged(path, qrels) == [JudgedQuery("1", "户籍 迁移", judgements), JudgedQuery("2", "海域", ())]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{"], "line 1: this is no judged query"),
        (["[]"], "line 1: this is no judged query"),
        ([{"query": 3, "relevant": []}], "line 1: this is no judged query .the query is no text"),
        ([{"query": "x"}], "line 1: this is no judged query .relevant"),
        ([{"query": "x", "relevant": [[]]}], "a judgement names no clause"),
        ([{"query": "x", "relevant": [[{"path": "p"}]]}], "line 1: this is no judged query .clause"),
        (
            [{"query": "x", "relevant": [], "id": 1}, {"query": "y", "relevant": [], "id": "1"}],
            "two queries have the id 1",
        ),
        ([""], "it holds no query"),
    ],
)
def test_what_is_no_judged_query_is_told_with_its_place(tmp_path: Path, lines: list[Any], told: str) -> None:
    with pytest.raises(SourceError, match=told):
        read_judged(_written(tmp_path / "q", *lines))


@pytest.mark.parametrize(
    ("topics", "told"), [("x", "line 1: there is no tab"), ("\n<top></top>", "line 2: the topic has")]
)
def test_what_is_no_topic_is_told_with_its_place(tmp_path: Path, topics: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        read_judged(_written(tmp_path / "topics", topics), _written(tmp_path / "qrels", ""))


@pytest.mark.parametrize(
    "named",
    [
        NamedClause("（十）", SEED),
        NamedClause("(10)", SEED),
        NamedClause(f"{SEED}#（十）"),
    ],
    ids=str,
)
def test_a_clause_goes_by_its_id_or_by_document_and_label(seeded: ClauseIndex, named: NamedClause) -> None:
    [asked] = judged_for(seeded._store.view, [JudgedQuery("1", "x", (Judgement((named,)),))])
    assert asked.provisions == (Provision((f"{SEED}#（十）",)),)
    assert asked.unknown == ()


@pytest.mark.parametrize(
    "named", [NamedClause("（九十九）", SEED), NamedClause("无.md#第一条"), NamedClause("x")], ids=str
)
def test_a_clause_that_is_not_in_the_index_is_told_and_can_only_be_missed(
    seeded: ClauseIndex, named: NamedClause
) -> None:
    [asked] = judged_for(seeded._store.view, [JudgedQuery("1", "x", (Judgement((named,)),))])
    assert asked.provisions == (Provision((str(named),)),)
    assert asked.unknown == (str(named),)


def test_a_label_that_stands_twice_means_either_clause(tmp_path: Path) -> None:
    (tmp_path / "法.md").write_text(
        "# 甲法\n\n第一条 甲。\n\n第二条 乙。\n\n附件\n\n# 乙法\n\n第一条 丙。\n\n第二条 丁。\n", "utf-8"
    )
    label, id = NamedClause("第一条", "法.md"), NamedClause("法.md#第一条")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "法.md")
        first, second = [shown.clause.id for shown in index.show("法.md") if shown.clause.label == "第一条"]
        judged = [JudgedQuery("1", "x", (Judgement((label,)),)), JudgedQuery("2", "x", (Judgement((id,)),))]
        either, one = judged_for(index._store.view, judged)
    assert either.provisions == (Provision((first, second)),)
    assert one.provisions == (Provision((first,)),)
