"""What changed from one document to another."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.errors import SourceError
from indexer.records import DocumentRecord
from indexer.reports import ComparedClause
from indexer.store.comparison import ComparedText, compare

RECORD = DocumentRecord("a", "甲", "", "", "", "a")
CLAUSES = st.lists(
    st.builds(
        lambda label, text: ComparedClause(f"a#{label}", label, label, text),
        st.sampled_from(["第一条", "第二条", "第三条", ""]),
        st.lists(st.sampled_from(["市场登记", "机关处罚", "公司股东", "，", "\n", " "]), max_size=6).map("".join),
    ),
    max_size=8,
)


@given(CLAUSES, CLAUSES)
def test_applying_the_changes_to_one_document_gives_the_other(before, after) -> None:
    told = compare(ComparedText(RECORD, tuple(before)), ComparedText(RECORD, tuple(after)))
    assert [change.after for change in told.changes if change.after] == after
    assert sorted(map(id, before)) == sorted(id(change.before) for change in told.changes if change.before)
    for change in told.changes:
        was, now = change.before, change.after
        assert "".join(text for sign, text in change.edits if sign != "+") == (was.text if was else "")
        assert "".join(text for sign, text in change.edits if sign != "-") == (now.text if now else "")
        assert (change.change == "added", change.change == "removed") == (was is None, now is None)


@given(CLAUSES)
def test_a_document_is_the_same_as_itself(clauses) -> None:
    text = ComparedText(RECORD, tuple(clauses))
    assert compare(text, text).same


def test_files_are_compared_without_an_index(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 样本法\n\n第一条　出资应当缴足。\n\n第二条　自公布之日起施行。\n", "utf-8")
    (tmp_path / "b.md").write_text(
        "# 样本法\n\n第一条 为了规范，制定本法。\n\n第二条 出资应当 缴足。\n\n第三条 自公布之日起施行。\n", "utf-8"
    )
    told = ClauseIndex.diff_files(tmp_path / "a.md", tmp_path / "b.md")
    assert [change.change for change in told.changes] == ["unchanged", "added", "renumbered", "renumbered"]
    assert told.changes[2].after is not None
    assert told.changes[2].after.id == "b.md#第二条"


def test_a_file_of_many_documents_is_not_compared(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "甲"}\n{"id": "2", "text": "乙"}\n', "utf-8")
    with pytest.raises(SourceError, match="2 documents"):
        ClauseIndex.diff_files(tmp_path / "a.jsonl", tmp_path / "a.jsonl")
