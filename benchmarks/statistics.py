"""Figures of times: quantiles, ratios of paired runs with their spread."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]
"""float64[rounds, questions] in milliseconds; NaN where a question was not asked."""


@dataclass(frozen=True)
class Measure:
    """One cell of the table.

    Attributes:
        corpus, row, engine: what was measured, on what, of whom.
        unit: ms, s, MB, or "" for a bare ratio.
        p50: the median; of one figure, that figure.
        p95: the 95th percentile; None where there is one figure only.
        ratio: to the engine the row is compared with; None if that was not measured.
        spread: lower and upper quartile of the ratio over the rounds; None where there was one round.
        first: the median of the first round, when nothing had been asked before; None where that is not told.
        note: anything else worth a word.
    """

    corpus: str
    row: str
    engine: str
    unit: str
    p50: float
    p95: float | None = None
    ratio: float | None = None
    spread: tuple[float, float] | None = None
    first: float | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes as plain values."""
        return asdict(self)


def quantile(values: Any, share: float) -> float:
    """Return a quantile of the values that are not NaN, interpolated linearly."""
    return float(np.nanquantile(np.asarray(values, dtype=np.float64), share))


def best_of_rounds(times: Times) -> Times:
    """Return float64[questions]: each question's fastest round, what is least disturbed by the machine's other work."""
    asked = ~np.isnan(times).all(axis=0)
    best = np.full(times.shape[1], np.nan)
    best[asked] = np.nanmin(times[:, asked], axis=0)
    return best


def paired_ratio(times: Times, base: Times) -> tuple[float, tuple[float, float] | None]:
    """Return the ratio of two engines' medians, and its spread.

    Args:
        times: of one engine.
        base: of the other, to the same questions in the same rounds; the engines took turns question by question.

    Returns:
        The ratio of the medians of `best_of_rounds`; and the lower and upper quartile over the rounds of the ratio of
        that round's medians, None if there was but one round that both took part in.
    """
    ratio = quantile(best_of_rounds(times), 0.5) / quantile(best_of_rounds(base), 0.5)
    whole = ~(np.isnan(times).any(axis=1) | np.isnan(base).any(axis=1))
    if whole.sum() < 2:
        return ratio, None
    each = np.median(times[whole], axis=1) / np.median(base[whole], axis=1)
    return ratio, (quantile(each, 0.25), quantile(each, 0.75))


def measure(
    corpus: str, row: str, engine: str, times: Times, base: Times | None = None, *, unit: str = "ms", note: str = ""
) -> Measure:
    """Return what an engine's times come to.

    Args:
        corpus, row, engine, unit, note: as for `Measure`; the times must be in the unit.
        times: of the engine.
        base: of the engine it is compared with, in the same turns; None if there is none.
    """
    best = best_of_rounds(times)
    ratio, spread = (None, None) if base is None or base is times else paired_ratio(times, base)
    several = times.shape[1] > 1
    return Measure(
        corpus=corpus,
        row=row,
        engine=engine,
        unit=unit,
        p50=quantile(best, 0.5),
        p95=quantile(best, 0.95) if several else None,
        ratio=ratio,
        spread=spread,
        first=quantile(times[0], 0.5) if several else None,
        note=note,
    )


def measures(corpus: str, row: str, times: dict[str, Times], base: str, unit: str = "ms") -> list[Measure]:
    """Return a `measure` for each engine of a row whose engines all took turns with each other."""
    return [measure(corpus, row, engine, own, times.get(base), unit=unit) for engine, own in times.items()]
