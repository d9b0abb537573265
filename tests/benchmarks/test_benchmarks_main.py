from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.__main__ import main
from benchmarks.corpus import Corpus
from benchmarks.rows import ROWS, choose


def test_a_missing_corpus_is_told_and_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The message names the folder and what to do."""
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere: there are no Markdown files in it. Name a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "told"), [("--sizes=ten", "is no size"), ("--rows=x", "no row"), ("--peers=lucene", "no engine")]
)
def test_an_argument_that_makes_no_sense_is_told_and_ends_with_2(corpus: Corpus, capsys, option: str, told: str):
    """And what would make sense is listed."""
    assert main([str(corpus.folder), option]) == 2
    assert told in capsys.readouterr().err


def test_rows_are_chosen_by_name_or_by_how_they_begin():
    """`literal` is all of them; `cold` is that row alone, since there is one of that name."""
    assert choose("") == list(ROWS)
    assert choose("literal") == [row for row in ROWS if row.startswith("literal")]
    assert choose("and,cold") == ["cold", "and"]


def test_a_run_prints_the_table_and_keeps_it(corpus: Corpus, tmp_path: Path, capsys, monkeypatch):
    """From the command line to table and JSON."""
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")
    rows = "ingest-tokens,size,and,segments"
    options = ["--sizes=all", f"--rows={rows}", "--peers=ours,sqlite", "--rounds=1", "--queries=4"]
    assert main([str(corpus.folder), *options]) == 0
    printed = capsys.readouterr().out
    assert "all: 630 paragraphs" in printed
    assert {"ingest-tokens", "size", "and", "segments phrase"} <= {line.split("  ")[0] for line in printed.splitlines()}
    assert len(list((tmp_path / "results").glob("*.json"))) == 1


def test_a_row_that_breaks_does_not_cost_the_others(corpus: Corpus, tmp_path: Path, capsys, monkeypatch):
    """It is told, the table has the rest, and the exit code says that something failed."""
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")

    def broken(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setitem(ROWS, "size", broken)
    code = main([str(corpus.folder), "--sizes=all", "--rows=size,ingest-tokens", "--peers=sqlite", "--rounds=1"])
    captured = capsys.readouterr()
    assert code == 1
    assert "size failed" in captured.err
    assert "ingest-tokens" in captured.out
