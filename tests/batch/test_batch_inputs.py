"""The forms queries are read in."""

import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.batch.inputs import FORMS, LONGEST_LINE, read_queries, recognise
from indexer.errors import UsageError

CASES = yaml.safe_load(Path(__file__).with_name("inputs.yaml").read_text("utf-8"))


def read(data: bytes, form: str = "auto", **options: str) -> list[tuple[str, str, str]]:
    asked = read_queries(io.BytesIO(data), form, **options)
    return [(one.id, one.request.query, one.error) for one in asked]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_form_is_told_apart_and_read(case: dict) -> None:
    asked = list(read_queries(io.BytesIO(case["input"].encode()), defaults={"limit": 5}))
    assert recognise(next(line for line in case["input"].splitlines() if line.strip())) == case["form"]
    told = [{"id": one.id, "query": one.request.query, "limit": one.request.limit} for one in asked if not one.error]
    assert told == [{"limit": 5} | query for query in case["queries"]]
    assert [one.id for one in asked if one.error] == case.get("wrong", [])
    assert list(read_queries(io.BytesIO(case["input"].encode()), case["form"], defaults={"limit": 5})) == asked


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf\xe6\xb5\xb7\xe5\x9f\x9f\n") == [("1", "海域", "")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_can_be_said(encoding: str) -> None:
    assert read("海域\n户籍\n".encode(encoding), encoding=encoding) == [("1", "海域", ""), ("2", "户籍", "")]


def test_a_line_that_cannot_be_decoded_costs_only_itself() -> None:
    first, wrong, last = read("海域\n".encode() + "户籍\n".encode("gb18030") + "公告\n".encode())
    assert (first[1], last[1]) == ("海域", "公告")
    assert "--encoding gb18030" in wrong[2]


def test_half_a_character_is_one_that_is_not_known() -> None:
    lines = rb'{"query": "\ud83d\u6d77\u57df", "id": "\udc00"}' + b"\n" + rb'"\ud83d\ude00"'
    assert read(lines, "jsonl") == [("\ufffd", "\ufffd海域", ""), ("2", "\U0001f600", "")]
    assert read(b"\xff\xfe\x00\xd8A\x00\n\x00", "lines", encoding="utf-16") == [("1", "\ufffdA", "")]


def test_a_line_too_long_for_a_query_costs_only_itself() -> None:
    told = read(b"x" * (LONGEST_LINE * 2 + 7) + "\n海域\n".encode(), "lines")
    assert [query for _, query, _ in told] == ["", "海域"]
    assert told[0][2]


@pytest.mark.parametrize(("data", "options"), [(b"a\n", {"form": "xml"}), (b"a\n", {"encoding": "klingon"})])
def test_an_unknown_form_or_encoding_names_those_there_are(data: bytes, options: dict) -> None:
    with pytest.raises(UsageError):
        list(read_queries(io.BytesIO(data), **options))


def test_a_row_that_is_no_csv_costs_only_itself() -> None:
    first, second = read_queries(io.BytesIO("query,id\na\rb,1\n户籍,2\n".encode()), "csv")
    assert "no row of CSV" in first.error
    assert (second.id, second.request.query) == ("2", "户籍")


def test_facets_in_csv_have_commas_between_and_a_reranker_is_no_option_of_a_file() -> None:
    (asked,) = read_queries(io.BytesIO(b'query,facets,reranker\na,"year, kind",f\n'), "csv")
    assert (asked.request.facets, asked.request.reranker) == (("year", "kind"), None)


def test_a_csv_file_without_a_column_of_queries_is_refused() -> None:
    with pytest.raises(UsageError, match="query"):
        read(b"a,b\n1,2\n", "csv")


@pytest.mark.parametrize("form", FORMS)
@given(data=st.binary(max_size=300))
def test_no_input_raises_anything_but_a_usage_error(form: str, data: bytes) -> None:
    try:
        read(data, form)
    except UsageError:
        assert form == "csv"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)))
def test_what_is_written_as_json_lines_is_read_back_in_order(queries: list[str]) -> None:
    data = "".join(json.dumps({"id": n, "query": query}) + "\n" for n, query in enumerate(queries)).encode()
    assert read(data) == [(str(n), query, "") for n, query in enumerate(queries)]
