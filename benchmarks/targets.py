"""What the benchmark must show (``targets.json``), judged by what it did show."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.statistics import Measure

OURS = "ours"


@dataclass(frozen=True)
class Target:
    """A limit for our engine; it holds for every row whose name begins with `row`.

    Attributes:
        row, corpus: which cells it is about.
        what: the figure: ``ratio`` as measured, ``p50``, or ``of_text`` (a size over the text's bytes).
        at_most: the limit.
        says: what it is called.
        against: the figure is our p50 over that of this peer, or of the ``best`` peer; "" for the figure itself.
        against_corpus: the figure is our p50 over our own p50 on this corpus; "" for the figure itself.
    """

    row: str
    corpus: str
    what: str
    at_most: float
    says: str
    against: str = ""
    against_corpus: str = ""


@dataclass(frozen=True)
class Verdict:
    """A target, the cell it was judged by, and the figure found there."""

    target: Target
    row: str
    figure: float

    @property
    def holds(self) -> bool:
        """Whether the figure keeps within the limit."""
        return self.figure <= self.target.at_most


def targets() -> list[Target]:
    """Return the targets of ``targets.json``."""
    told = json.loads(Path(__file__).with_name("targets.json").read_text(encoding="utf-8"))
    return [Target(**target) for target in told]


def judge(measured: Sequence[Measure], wanted: Sequence[Target], text_bytes: dict[str, int]) -> Iterator[Verdict]:
    """Yield a verdict for each target and each of our cells it is about; none for what was not measured.

    Args:
        measured: the cells.
        wanted: the targets.
        text_bytes: how many bytes of text each corpus has.
    """
    cells = {(cell.corpus, cell.row, cell.engine): cell for cell in measured}
    for target in wanted:
        for cell in measured:
            if cell.engine == OURS and cell.corpus == target.corpus and _is_about(target, cell.row):
                figure = _figure(target, cell, cells, text_bytes)
                if figure is not None:
                    yield Verdict(target, cell.row, figure)


def _is_about(target: Target, row: str) -> bool:
    measured_apart = ("literal-ingest", "literal-size")
    return row == target.row or (row not in measured_apart and row.startswith((f"{target.row}-", f"{target.row} ")))


def _figure(
    target: Target, cell: Measure, cells: dict[tuple[str, str, str], Measure], text_bytes: dict[str, int]
) -> float | None:
    if target.what == "ratio":
        return cell.ratio
    if target.what == "of_text":
        return cell.p50 * 1_000_000 / text_bytes[cell.corpus]
    others = [OURS] if target.against_corpus else [target.against]
    if target.against == "best":
        own = (cell.corpus, cell.row)
        others = [engine for corpus, row, engine in cells if (corpus, row) == own and engine != OURS]
    elif not (target.against or target.against_corpus):
        return cell.p50
    bases = [cells.get((target.against_corpus or cell.corpus, cell.row, other)) for other in others]
    return cell.p50 / min(base.p50 for base in bases if base) if any(bases) else None
