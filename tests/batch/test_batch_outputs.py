"""The forms answers are written in."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.batch.asked import Asked
from indexer.batch.outputs import FORMS, QUERY_COLUMNS, DatabaseSink, Form
from indexer.batch.run import Output
from indexer.columns import columns_of
from indexer.errors import UsageError
from indexer.records import Hit
from indexer.reports import BatchReport
from indexer.search.request import Request

QUERIES = [Asked("a", Request("户籍", 2)), Asked("b c", Request("火星殖民")), Asked("d", Request("海域 | 使用权", 1))]
QUERIES.append(Asked("e", Request(""), "why not"))


def written(index: ClauseIndex, form: Form, *, bom: bool = False) -> bytes:
    stream = io.BytesIO()
    report = index.write_batch(iter(QUERIES), Output(form, stream=stream, bom=bom), workers=0)
    assert (report.queries, report.found, report.failed) == (4, 2, 1)
    return stream.getvalue()


def test_json_lines_are_the_records_of_a_search_with_the_id(seeded: ClauseIndex) -> None:
    lines = [json.loads(line) for line in written(seeded, Form()).splitlines()]
    assert [line["id"] for line in lines] == ["a", "b c", "d", "e"]
    told = seeded.search("户籍", limit=2).to_dict()
    assert {**lines[0], "took_ms": 0} == {"id": "a", **told, "took_ms": 0}
    assert lines[3] == {"id": "e", "query": "", "error": "why not"}


@pytest.mark.parametrize("name", [name for name in FORMS if name != "sqlite"])
def test_without_timing_two_runs_are_the_same_bytes(seeded: ClauseIndex, name: str) -> None:
    assert written(seeded, Form(name, timing=False)) == written(seeded, Form(name, timing=False))


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_table_has_the_columns_that_were_chosen_and_a_row_for_every_query(
    seeded: ClauseIndex, name: str, delimiter: str
) -> None:
    columns = (*QUERY_COLUMNS, *columns_of(Hit))
    text = written(seeded, Form(name, columns)).decode()
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert tuple(head) == columns
    assert [row[0] for row in rows] == ["a", "a", "b c", "d", "e"]
    first = dict(zip(head, rows[0], strict=True))
    hit = seeded.search("户籍", limit=2).hits[0]
    assert first["citation"] == hit.citation
    assert first["clause.text"] == hit.clause.text
    assert first["breadcrumb"] == " > ".join(hit.breadcrumb)
    assert first["highlights"] == " ".join(f"{start}-{end}" for start, end in hit.highlights)


def test_a_byte_order_mark_stands_first_if_it_is_asked_for(seeded: ClauseIndex) -> None:
    assert written(seeded, Form("csv"), bom=True).startswith(b"\xef\xbb\xbfid,query")
    assert written(seeded, Form("csv")).startswith(b"id,query")


def test_a_run_has_six_columns_and_no_blanks_in_them(seeded: ClauseIndex) -> None:
    rows = [line.split(" ") for line in written(seeded, Form("trec")).decode().splitlines()]
    assert {len(row) for row in rows} == {6}
    assert [(row[0], row[3]) for row in rows] == [("a", "1"), ("a", "2"), ("d", "1")]
    assert [row[2] for row in rows[:2]] == [hit.clause.id for hit in seeded.search("户籍", limit=2)]


def test_a_markdown_table_keeps_to_its_lines(seeded: ClauseIndex) -> None:
    lines = written(seeded, Form("markdown", ("id", "clause.text"))).decode().splitlines()
    assert lines[:2] == ["| id | clause.text |", "| --- | --- |"]
    assert len(lines) == 2 + 5


def test_a_database_has_the_queries_and_their_hits(seeded: ClauseIndex, tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    for _ in range(2):  # the second run replaces the first
        report = seeded.write_batch(iter(QUERIES), Output(Form("sqlite"), path), workers=0)
        assert isinstance(report, BatchReport)
    with sqlite3.connect(path) as database:
        queries = database.execute("SELECT number, id, error FROM queries ORDER BY number").fetchall()
        assert queries == [(1, "a", None), (2, "b c", None), (3, "d", None), (4, "e", "why not")]
        assert database.execute('SELECT "rank" FROM hits WHERE number = 1').fetchall() == [(1,), (2,)]
    database.close()


def test_a_file_that_is_no_database_is_not_taken_for_one_to_be_resumed(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("my notes, which are longer than a header" * 30, "utf-8")
    with pytest.raises(UsageError):
        DatabaseSink(path, resume=True)
    assert path.read_text("utf-8").startswith("my notes")
