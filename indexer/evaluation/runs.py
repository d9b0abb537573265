"""Runs: what a system gave for each query, in the format of TREC's run files.

A line is ``query Q0 clause rank score tag``, with blanks between. A blank or percent sign in an id is written as in an
address (``%20``, ``%25``), and read back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.errors import SourceError

Run = dict[str, tuple[str, ...]]
"""For the id of each query the ids of clauses, best first."""

_COLUMNS = "a line is: query Q0 clause rank score tag"


def read_run(path: Path) -> Run:
    """Return the run in a file: each query's clauses by descending score, equal ones by rank.

    (trec_eval passes over the rank and has equal scores by descending id; `run_lines` writes none that are equal.)

    Raises:
        SourceError: it cannot be read, or a line is not as it should be.
    """
    found: dict[str, list[tuple[float, int, str]]] = {}
    for place, columns in _lines(path):
        if len(columns) < 6:
            raise SourceError(f"{len(columns)} columns", place=place, remedy=_COLUMNS)
        query, _, *clause, rank, score, _ = columns
        try:
            found.setdefault(_decoded(query), []).append((-float(score), int(rank), _decoded(" ".join(clause))))
        except ValueError:
            raise SourceError("rank or score is no number", place=place, remedy=_COLUMNS) from None
    return {query: tuple(dict.fromkeys(clause for _, _, clause in sorted(rows))) for query, rows in found.items()}


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return the judgements in a TREC qrels file, ``query 0 clause grade``: for each query the grade of each clause.

    Of a clause that is judged several times for a query the last grade holds. One below 0 is taken as 0.

    Raises:
        SourceError: the file cannot be read, or a line is not as it should be.
    """
    found: dict[str, dict[str, int]] = {}
    remedy = "a line is: query 0 clause grade"
    for place, columns in _lines(path):
        if len(columns) < 4:
            raise SourceError(f"{len(columns)} columns", place=place, remedy=remedy)
        query, _, *clause, grade = columns
        try:
            found.setdefault(_decoded(query), {})[_decoded(" ".join(clause))] = max(int(grade), 0)
        except ValueError:
            raise SourceError(f"the grade {grade} is no whole number", place=place, remedy=remedy) from None
    return found


def run_lines(query: str, ranking: Sequence[tuple[str, float]], tag: str = "indexer") -> Iterator[str]:
    """Yield the lines of one query of a run, without line ends.

    Args:
        query: its id.
        ranking: ids of clauses with scores, best first.
        tag: the name of the run.

    A score that is not below the one before it becomes the next float32 below, so that whoever reads scores alone, as
    trec_eval does, has the same order.
    """
    above = np.float32(np.inf)
    for rank, (clause, score) in enumerate(ranking, 1):
        above = min(np.float32(score), np.nextafter(above, np.float32(-np.inf)))
        yield f"{_encoded(query)} Q0 {_encoded(clause)} {rank} {above:.9g} {tag}"


def write_run(path: Path, run: Mapping[str, Sequence[tuple[str, float]]], tag: str = "indexer") -> None:
    """Write a run to a file; see `run_lines`.

    Raises:
        SourceError: the file cannot be written.
    """
    lines: Iterable[str] = (line for query, ranking in run.items() for line in run_lines(query, ranking, tag))
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", place=str(path)) from None


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without byte order mark.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        remedy = "Name a file that is there and can be read (docs/evaluation.md tells the formats)"
        raise SourceError(f"cannot be read: {error.strerror}", place=str(path), remedy=remedy) from None
    except UnicodeDecodeError:
        raise SourceError("is not UTF-8", place=str(path)) from None


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield f"{path}, line {number}", line.split()


def _encoded(id: str) -> str:
    return re.sub(r"[\s%]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), id)


def _decoded(id: str) -> str:
    return re.sub(
        r"(?:%[0-9A-Fa-f]{2})+", lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), id
    )
