"""The audit of the outlines of an index: what the structure's audit finds, named by document and clause."""

from pathlib import Path

from indexer import ClauseIndex


def test_each_finding_names_its_document_and_clause(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "甲.txt").write_text("某法\n第一条　甲。\n第三条　乙。\n", "utf-8")
    (folder / "乙.txt").write_text("某办法\n第一条　甲。\n第二条　乙。\n", "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(folder)
        assert index.check().outline is None
        (finding,) = index.check(outline=True).outline or ()
        assert finding.to_dict() == {
            "kind": "gap",
            "document": "甲.txt",
            "source": "甲.txt",
            "clause": "甲.txt#第三条",
            "found": "第三条",
            "expected": "2",
        }
