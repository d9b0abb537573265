"""Many documents in one file of JSON."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NoDocumentError, SourceError
from indexer.reading import Source, read, unpack
from indexer.reading import json_lines as json_lines_module
from indexer.reading.sources import LARGEST_SOURCE

LAW = {"id": "x-1", "title": "某法", "text": "第一条　甲。\n第二条　乙。"}
RULE = {"id": "x-2", "title": "某办法", "paragraphs": ["第一条　丙。", "第二条　丁。"]}


def _lines(*records, encoding="utf-8"):
    written = (record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)
    return "\n".join(written).encode(encoding)


def _unpacked(tmp_path, data, name="a.jsonl"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(unpack(Source(path, name)))


def _told(parts):
    return [f"{part.place}: {part.what}" if isinstance(part, SourceError) else part.name for part in parts]


def test_each_line_is_a_document_named_by_its_id_with_the_files_place(tmp_path):
    parts = _unpacked(tmp_path, _lines(LAW, "", RULE))
    assert _told(parts) == ["a.jsonl/x-1", "a.jsonl/x-2"]
    assert all(part.path == tmp_path / "a.jsonl" for part in parts)
    documents = [read(part.data, part.name, part.format) for part in parts]
    assert [document.title for document in documents] == ["某法", "某办法"]
    assert [paragraph.text for paragraph in documents[0].paragraphs] == ["第一条　甲。", "第二条　乙。"]
    assert [paragraph.text for paragraph in documents[1].paragraphs] == ["第一条　丙。", "第二条　丁。"]


def test_a_line_without_an_id_is_known_by_its_number_and_no_two_by_the_same_name(tmp_path):
    anonymous = {"text": "甲"}
    assert _told(_unpacked(tmp_path, _lines(anonymous, LAW, LAW, {"id": 7, "text": "乙"}))) == [
        "a.jsonl/1",
        "a.jsonl/x-1",
        "a.jsonl/x-1~2",
        "a.jsonl/7",
    ]


def test_a_line_that_did_not_change_has_the_bytes_it_had(tmp_path):
    before = _unpacked(tmp_path, _lines(LAW, RULE))
    after = _unpacked(tmp_path, _lines({"id": "x-0", "text": "新"}, LAW, RULE))
    assert [part.data for part in after[1:]] == [part.data for part in before]


def test_a_bad_line_is_one_failure_that_names_the_line(tmp_path):
    bad = '{"id": "x", "text": '
    mojibake = json.dumps({"text": "国务院办公厅关于印发".encode().decode("gbk", "replace")}, ensure_ascii=False)
    told = _told(_unpacked(tmp_path, _lines(LAW, bad, '"a"', mojibake, {"title": "空"}, RULE)))
    assert told[0] == "a.jsonl/x-1"
    assert told[1].startswith("a.jsonl:2: this is not JSON")
    assert told[2] == "a.jsonl:3: this JSON has no text of a document in it"
    assert told[3].startswith("a.jsonl:4: its text is mojibake")
    assert told[4] == "a.jsonl:5: this JSON has no text of a document in it"
    assert told[5] == "a.jsonl/x-2"


def test_a_table_of_metadata_is_passed_over_with_one_note(tmp_path):
    (part,) = _unpacked(tmp_path, _lines(*({"file": f"{n}.html", "title": "某通知"} for n in range(29))))
    assert isinstance(part, NoDocumentError)
    assert "none of its 29" in part.what


def test_lines_without_text_before_the_first_document_are_told_too(tmp_path):
    assert _told(_unpacked(tmp_path, _lines({"title": "空"}, LAW))) == [
        "a.jsonl:1: this JSON has no text of a document in it",
        "a.jsonl/x-1",
    ]


def test_a_file_of_bad_lines_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines_module, "MOST_FAILURES", 3)
    parts = _unpacked(tmp_path, b"x\n" * 100)
    assert len(parts) == 5
    assert "left out" in parts[-1].what


def test_a_line_that_is_too_long_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines_module, "LARGEST_SOURCE", LARGEST_SOURCE // 1024)
    long = json.dumps({"text": "a" * (3 * LARGEST_SOURCE // 1024)})
    parts = _unpacked(tmp_path, _lines(long, LAW))
    assert "MiB" in parts[0].what
    assert parts[1].name == "a.jsonl/x-1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_are_read_in_every_encoding(tmp_path, encoding):
    parts = _unpacked(tmp_path, _lines(LAW, RULE, encoding=encoding))
    assert [read(part.data, part.name, part.format).title for part in parts] == ["某法", "某办法"]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_an_array_is_many_documents_and_an_object_is_one(tmp_path, name, indent):
    array = json.dumps([LAW, RULE, {"text": "甲"}], ensure_ascii=False, indent=indent)
    assert _told(_unpacked(tmp_path, array.encode(), name)) == [f"{name}/x-1", f"{name}/x-2", f"{name}/3"]
    single = json.dumps(LAW, ensure_ascii=False, indent=indent)
    (part,) = _unpacked(tmp_path, single.encode(), name)
    assert part.name == name
    assert read(part.data, part.name, part.format).title == "某法"


def test_json_is_told_by_what_is_in_it(tmp_path):
    assert _told(_unpacked(tmp_path, _lines(LAW, RULE), "a.txt")) == ["a.txt/x-1", "a.txt/x-2"]


def test_text_that_begins_like_json_is_text(tmp_path):
    (part,) = _unpacked(tmp_path, '{"甲"}是变量。\n第一条　乙。'.encode(), "a.txt")
    assert [paragraph.text for paragraph in read(part.data, part.name, part.format).paragraphs] == [
        '{"甲"}是变量。',
        "第一条　乙。",
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"[]", b"3", b"{}", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe"])
def test_json_without_a_document_is_told_once(tmp_path, data):
    (part,) = _unpacked(tmp_path, data, "a.json")
    assert isinstance(part, SourceError)
    assert part.place == "a.json"
    assert part.remedy


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "text", "paragraphs", "title", "date", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=4), st.sampled_from(["a.jsonl", "a.json", "a"]))
def test_any_json_is_documents_or_source_errors(values, name):
    data = "\n".join(map(json.dumps, values)).encode()
    for part in unpack(Source(Path(), name, data)):
        if isinstance(part, Source):
            try:
                assert read(part.data, part.name, part.format).paragraphs
            except SourceError:
                assert part.format == ""
        else:
            assert isinstance(part, SourceError)
