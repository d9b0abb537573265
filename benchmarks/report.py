"""The results as a table on a terminal, as Markdown for the docs, and as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.statistics import Measure
from benchmarks.targets import Verdict

RESULTS = Path(__file__).with_name("results")
HEADINGS = ("row", "engine", "p50", "p95", "first", "unit", "ratio", "quartiles", "note")
_BEGIN = "<!-- measured: written by `python -m benchmarks CORPUS --write-docs` -->"
_END = "<!-- end of measured -->"


def figure(value: float) -> str:
    """Return a number with three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def line(measure: Measure) -> list[str]:
    """Return what the table says of one measure, as told by `HEADINGS`."""
    spread = f"{figure(measure.spread[0])}–{figure(measure.spread[1])}" if measure.spread else ""
    return [
        measure.row,
        measure.engine,
        figure(measure.p50),
        "" if measure.p95 is None else figure(measure.p95),
        "" if measure.first is None else figure(measure.first),
        measure.unit,
        "" if measure.ratio is None else f"×{figure(measure.ratio)}",
        spread,
        measure.note,
    ]


def grid(measured: Sequence[Measure]) -> list[list[str]]:
    """Return the table of one corpus: a line of headings, then a line a measure; a row's name stands once."""
    lines = [list(HEADINGS)]
    told = ""
    for measure in measured:
        name, *rest = line(measure)
        lines.append([name if name != told else "", *rest])
        told = name
    return lines


def plain(lines: Sequence[Sequence[str]]) -> str:
    """Return a table in columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    head, *rest = lines
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rest))


def sections(measured: Sequence[Measure], corpora: dict[str, dict[str, int]]) -> list[tuple[str, list[list[str]]]]:
    """Return for each corpus a heading that says how large it is, and its table."""
    told = []
    for name, size in corpora.items():
        own = [measure for measure in measured if measure.corpus == name]
        if own:
            heading = (
                f"{name}: {size['paragraphs']:,} paragraphs, {size['text_bytes'] / 1_000_000:.1f} MB of text, "
                f"{size['tokens']:,} tokens, {size['vocabulary']:,} distinct"
            )
            told.append((heading, grid(own)))
    return told


def verdicts(judged: Sequence[Verdict]) -> list[list[str]]:
    """Return the table of what was to be shown and what was."""
    lines = []
    for one in judged:
        what = one.target.says if one.row == one.target.row else f"{one.target.says} ({one.row})"
        limit, told = f"≤ {figure(one.target.at_most)}", "holds" if one.holds else "MISSED"
        lines.append([what, one.target.corpus, limit, figure(one.figure), told])
    return [["it must show", "corpus", "target", "measured", ""], *lines]


def environment() -> dict[str, Any]:
    """Return what the figures depend on: machine, Python, versions of the packages, time."""
    versions = {}
    for name in ("clause-indexer", "tantivy", "Whoosh-Reloaded", "bm25s", "rjieba", "jieba", "numpy"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return {
        "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": versions,
    }


def write_json(
    path: Path, measured: Sequence[Measure], corpora: dict[str, dict[str, int]], options: dict[str, Any]
) -> None:
    """Write everything to a file, in the place of what it held."""
    everything = {
        "environment": environment(),
        "options": options,
        "corpora": corpora,
        "measures": [measure.to_dict() for measure in measured],
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_docs(page: Path, tables: Sequence[tuple[str, list[list[str]]]], judged: list[list[str]]) -> None:
    """Put the tables between the marks of a page, in the place of what stands there.

    Raises:
        ValueError: the page has no marks.
    """
    text = page.read_text(encoding="utf-8")
    if _BEGIN not in text or _END not in text:
        raise ValueError(f"{page} has no lines '{_BEGIN}' and '{_END}' to write between")
    told = environment()
    where = f"{told['cores']} cores, {told['machine']}, {told['system']}, Python {told['python']}, " + ", ".join(
        f"{name} {number}" for name, number in told["versions"].items()
    )
    parts = [f"Measured {told['time'][:10]}: {where}.", markdown(judged)]
    parts += [f"### {heading}\n\n{markdown(lines)}" for heading, lines in tables]
    before, rest = text.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    page.write_text(before + _BEGIN + "\n\n" + "\n\n".join(parts) + "\n\n" + _END + after, encoding="utf-8")
