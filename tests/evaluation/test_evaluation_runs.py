"""TREC runs and judgements: what is written is read back, also by trec_eval, and what is no line is told."""

from pathlib import Path

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.evaluation.runs import read_qrels, read_run, run_lines, write_run

IDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=8)
RANKINGS = st.lists(st.tuples(IDS, st.floats(0, 100, width=32)), max_size=8, unique_by=lambda pair: pair[0])


@given(IDS, RANKINGS)
def test_a_run_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, query: str, ranking: list[tuple[str, float]]
) -> None:
    path = tmp_path_factory.mktemp("runs") / "run"
    write_run(path, {query: ranking})
    assert read_run(path) == ({query: tuple(clause for clause, _ in ranking)} if ranking else {})


@given(RANKINGS)
def test_whoever_reads_scores_alone_has_the_same_order(ranking: list[tuple[str, float]]) -> None:
    lines = list(run_lines("1", ranking))
    scores = pytrec_eval.parse_run(lines).get("1", {})
    assert [clause for clause, _ in sorted(scores.items(), key=lambda pair: -pair[1])] == [
        line.split()[2] for line in lines
    ]
    assert len(set(scores.values())) == len(ranking)


def test_equal_scores_of_another_run_go_by_rank(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("1 Q0 b 2 5 x\n1 Q0 a 1 5 x\n1 Q0 c 3 7.5 x\n\n", "utf-8")
    assert read_run(tmp_path / "run") == {"1": ("c", "a", "b")}


def test_the_last_judgement_of_a_clause_holds_and_none_is_below_0(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("1 0 a 1\n1 0 a 2\n1 0 b -1\n2 0 办法%20(试行).md#第一条 1\n", "utf-8")
    assert read_qrels(tmp_path / "qrels") == {"1": {"a": 2, "b": 0}, "2": {"办法 (试行).md#第一条": 1}}


@pytest.mark.parametrize(
    ("read", "line", "told"),
    [
        (read_run, "1 Q0 a 1", "run, line 2: 4 columns"),
        (read_run, "1 Q0 a 第一 5 x", "run, line 2: rank or score is no number"),
        (read_qrels, "1 0 a", "run, line 2: 3 columns"),
        (read_qrels, "1 0 a x", "run, line 2: the grade x is no whole number"),
    ],
)
def test_what_is_no_line_is_told_with_its_place(tmp_path: Path, read: object, line: str, told: str) -> None:
    (tmp_path / "run").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(SourceError, match=told):
        read(tmp_path / "run")  # type: ignore[operator]


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_run(tmp_path / "none")
    with pytest.raises(SourceError, match="cannot be written"):
        write_run(tmp_path / "none" / "run", {})
    (tmp_path / "gbk").write_bytes("法".encode("gbk"))
    with pytest.raises(SourceError, match="is not UTF-8"):
        read_run(tmp_path / "gbk")
