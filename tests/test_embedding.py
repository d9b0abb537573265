"""Inside another application: nothing of the host is changed, nothing is left open."""

import gc
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from indexer import ClauseIndex, Request
from indexer.errors import NotInIndexError, UsageError

SEEDS = Path(__file__).parent.parent / "seeds"

HOST = """
import logging, signal, sys, warnings
import jieba
jieba.setLogLevel(logging.ERROR)
jieba.initialize()
jieba.add_word("户籍准入年限累计互认")
before = (jieba.lcut("户籍准入年限累计互认"), jieba.dt.FREQ.get("户籍"), len(jieba.dt.FREQ))
logging.basicConfig(level=logging.DEBUG)
handlers, levels = list(logging.root.handlers), {name: logging.getLogger(name).level for name in ("", "jieba")}
signals = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]
import numpy, whoosh.index  # which have filters of their own for warnings
filters, path, hook = list(warnings.filters), list(sys.path), sys.excepthook

from indexer import ClauseIndex
with ClauseIndex.create(sys.argv[1]) as index:
    index.add(sys.argv[2], workers=1)
    assert index.search("户籍 准入年限累计").hits

assert before == (jieba.lcut("户籍准入年限累计互认"), jieba.dt.FREQ.get("户籍"), len(jieba.dt.FREQ))
assert handlers == logging.root.handlers
assert levels == {name: logging.getLogger(name).level for name in ("", "jieba")}
assert signals == [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]
assert (filters, path, hook) == (list(warnings.filters), list(sys.path), sys.excepthook)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGPIPE there")
def test_a_host_with_its_own_jieba_logging_and_warnings_finds_nothing_changed(tmp_path: Path) -> None:
    jieba_s_own = ["ignore:pkg_resources is deprecated:UserWarning", "ignore:invalid escape:SyntaxWarning"]
    jieba_s_own += ["ignore:invalid escape:DeprecationWarning", "ignore:pkg_resources:DeprecationWarning"]
    options = [option for one in ("error", *jieba_s_own) for option in ("-W", one)]
    told = subprocess.run(
        [sys.executable, *options, "-c", HOST, str(tmp_path / "index"), str(SEEDS)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == ""


def open_files() -> set[str]:
    folder = Path("/proc/self/fd")
    return {str(one.readlink()) for one in folder.iterdir() if one.exists()}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc")
def test_closing_and_forgetting_leave_no_file_open(tmp_path: Path) -> None:
    gc.collect()
    before = open_files()
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(SEEDS)
        list(index.batch(["户籍"]))
        index.refresh()
    gc.collect()
    assert open_files() == before
    index = ClauseIndex.open(tmp_path / "index")
    answers = index.batch(["户籍", "海域"])
    next(answers)
    del index, answers
    gc.collect()
    assert not {name for name in open_files() - before if str(tmp_path) in name}
    assert f"{tmp_path}" not in Path("/proc/self/maps").read_text("utf-8", "replace")


def test_an_index_opened_for_reading_refuses_every_change(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(SEEDS)
    with ClauseIndex.open(tmp_path / "index", read_only=True) as index:
        assert index.search("户籍").hits
        id = next(iter(index.documents())).id
        (tmp_path / "words.txt").write_text("准入年限\n", "utf-8")
        changes = (
            lambda: index.add(SEEDS),
            lambda: index.add_documents([{"id": "a", "text": "海域"}]),
            lambda: index.remove(id),
            index.optimize,
            lambda: index.use_dictionary(tmp_path / "words.txt"),
        )
        for change in changes:
            with pytest.raises(UsageError, match="reading only"):
                change()


def test_documents_that_stand_in_no_file_are_added_and_replaced_by_their_id(tmp_path: Path) -> None:
    one = {"id": "law-1", "title": "海域办法", "text": "第一条 管理海域。\n第二条 公布。", "date": date(2024, 5, 1)}
    with ClauseIndex.create(tmp_path / "index") as index:
        told = index.add_documents([one, {"id": 2, "paragraphs": ["第一条 管理户籍。"], "mine": {"a": [1]}}])
        assert told.added == ("law-1", "2")
        assert [document.date for document in index.documents()] == ["2024-05-01", ""]
        assert [shown.clause.label for shown in index.clauses("law-1")] == ["第一条", "第二条"]
        assert index.add_documents([one]).unchanged == ("law-1",)
        assert index.add_documents([one | {"text": "第一条 管理海洋。"}]).updated == ("law-1",)
        assert {shown.clause.text for shown in index.clauses()} == {"第一条 管理户籍。", "第一条 管理海洋。"}
    for wrong in ({"text": "海域"}, {"id": "a", "text": "海域", "tags": {1, 2}}):
        with pytest.raises(UsageError), ClauseIndex.open(tmp_path / "index") as index:
            index.add_documents([wrong])


def test_a_literal_needs_no_quoting(seeded: ClauseIndex) -> None:
    assert seeded.literal("（十）进一步").hits[0].clause.label == "（十）"
    assert seeded.literal('"准入年限"').total == 0
    assert seeded.literal("准入年限", limit=1).total == seeded.search('"准入年限"').total
    with pytest.raises(UsageError):
        seeded.literal(" ")


def test_results_are_shown_by_a_notebook_and_handed_to_a_data_frame(seeded: ClauseIndex) -> None:
    results = seeded.search("户籍", limit=2)
    shown = results._repr_html_()
    assert shown.count("<li") == 2
    assert "<mark>户籍</mark>" in shown
    records = results.to_records()
    assert [record["clause.id"] for record in records] == [hit.clause.id for hit in results]
    assert Request("户籍", limit=2) == Request(query="户籍", limit=2)


def test_changes_of_a_writer_are_committed_together_or_not_at_all(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add_documents([{"id": "old", "text": "第一条 海洋。"}])
        before = index.status().generation
        with index.writer() as writer:
            writer.add(SEEDS)
            writer.add_documents([{"id": "a", "text": "第一条 先。"}, {"id": "b", "text": "第一条 乙。"}])
            writer.add_documents([{"id": "a", "text": "第一条 后。"}])
            writer.add_bytes("第一条 丙。".encode(), "c.txt")
            writer.remove("old", "b")
            assert [document.id for document in index.documents()] == ["old"]
        assert writer.report is not None
        assert writer.report.added == ("000_bb073862d974fbb5.txt", "a", "c.txt")
        assert index.status().generation == before + 1
        assert index.literal("后").hits
        assert not index.literal("先。").hits
        with pytest.raises(RuntimeError), index.writer() as writer:  # noqa: PT012 the end of the block is what is tested
            writer.remove("a")
            raise RuntimeError
        with pytest.raises(NotInIndexError), index.writer() as writer:  # noqa: PT012
            writer.add_documents([{"id": "d", "text": "第一条 丁。"}])
            writer.remove("nowhere")
        assert {document.id for document in index.documents()} == {"000_bb073862d974fbb5.txt", "a", "c.txt"}
        with index.writer() as writer:
            writer.remove("a")
        assert index.status().documents == 2
