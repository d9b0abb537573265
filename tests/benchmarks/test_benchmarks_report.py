import json

import pytest

from benchmarks import report
from benchmarks.statistics import Measure
from benchmarks.targets import Target, Verdict

_MEASURED = [
    Measure("all", "and", "ours", "ms", 0.0712, 0.18, 1.5, (1.4, 1.61), 0.09),
    Measure("all", "and", "tantivy", "ms", 0.0475, 0.1, None, None, 0.05),
    Measure("all", "size", "ours", "MB", 31.3, note="1.20 of the text"),
]
_CORPORA = {"all": {"paragraphs": 1234, "text_bytes": 26_000_000, "tokens": 5_120_000, "vocabulary": 37_000}}


def test_figures_have_three_digits():
    """No more are certain."""
    assert [report.figure(value) for value in (1234.5, 31.34, 1.567, 0.0712)] == ["1234", "31.3", "1.57", "0.071"]


def test_a_time_stands_beside_its_ratio_and_spread():
    """Median, 95th percentile, the first round, ratio and its quartiles, note; empty where there is none."""
    assert report.line(_MEASURED[0]) == ["and", "ours", "0.071", "0.180", "0.090", "ms", "×1.50", "1.40–1.61", ""]
    assert report.line(_MEASURED[2]) == ["size", "ours", "31.3", "", "", "MB", "", "", "1.20 of the text"]


def test_the_name_of_a_row_stands_once():
    """Its engines stand below each other."""
    lines = report.grid(_MEASURED)
    assert lines[0] == list(report.HEADINGS)
    assert [(told[0], told[1]) for told in lines[1:]] == [("and", "ours"), ("", "tantivy"), ("size", "ours")]


def test_columns_stand_under_each_other():
    """On a terminal."""
    assert report.plain([["", "ours"], ["long-or", "1"], ["and", "2"]]) == "         ours\nlong-or  1\nand      2"


def test_the_table_goes_between_the_marks_and_replaces_what_was_there(tmp_path):
    """The rest of the page is left as it is, and writing twice is as writing once."""
    page = tmp_path / "performance.md"
    page.write_text(f"# Performance\n\n{report._BEGIN}\nstale\n{report._END}\n\nend\n", encoding="utf-8")
    judged = report.verdicts([Verdict(Target("and", "all", "ratio", 1.8, "And"), "and", 1.5)])
    report.write_docs(page, report.sections(_MEASURED, _CORPORA), judged)
    once = page.read_text(encoding="utf-8")
    assert "stale" not in once
    assert once.startswith("# Performance")
    assert once.endswith("end\n")
    assert "| And | all | ≤ 1.80 | 1.50 | holds |" in once
    assert "### all: 1,234 paragraphs, 26.0 MB of text, 5,120,000 tokens, 37,000 distinct" in once
    report.write_docs(page, report.sections(_MEASURED, _CORPORA), judged)
    assert page.read_text(encoding="utf-8") == once


def test_a_page_without_marks_is_told(tmp_path):
    """Nothing is written anywhere else."""
    page = tmp_path / "performance.md"
    page.write_text("# Performance\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no lines"):
        report.write_docs(page, [], [[""]])


def test_the_page_has_the_marks():
    """`--write-docs` finds its place in docs/performance.md."""
    page = (report.RESULTS.parent.parent / "docs" / "performance.md").read_text(encoding="utf-8")
    assert 0 < page.index(report._BEGIN) < page.index(report._END)


def test_json_keeps_every_measure_and_what_it_depends_on(tmp_path):
    """Machine, versions, options, sizes, and each cell with all its figures."""
    path = tmp_path / "results" / "run.json"
    report.write_json(path, _MEASURED, _CORPORA, {"rounds": 5})
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["measures"][0]["spread"] == [1.4, 1.61]
    assert told["corpora"] == _CORPORA
    assert told["environment"]["versions"]["numpy"]
