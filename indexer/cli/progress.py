"""A line on the terminal that says how far work has come, once it takes more than a second."""

from __future__ import annotations  # what a record is, is not needed to start

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.reports import Progress

_QUIET_SECONDS = 1.0
_SECONDS_BETWEEN = 0.1


@contextmanager
def paced_line() -> Iterator[Callable[[Callable[[float], str]], None] | None]:
    """Give a function that shows a line made from the seconds so far; None where standard error is no terminal.

    A line is shown once the work has taken a second, at most ten times a second, and is gone in the end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    began = shown = time.monotonic()

    def show(line: Callable[[float], str]) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - began > _QUIET_SECONDS and now - shown > _SECONDS_BETWEEN:
            shown = now
            sys.stderr.write("\r\033[K" + line(now - began))
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown != began:
            sys.stderr.write("\r\033[K")


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None] | None]:
    """Give a function to report progress to, None where standard error is no terminal."""
    with paced_line() as show:
        yield None if show is None else lambda progress: show(lambda seconds: progress_line(progress, seconds))


def progress_line(progress: Progress, seconds: float, columns: int = 20) -> str:
    """Return one line: a bar, files done of all, the rate in MB a second, and the time left."""
    share = progress.bytes_done / progress.bytes_total if progress.bytes_total else 0.0
    filled = round(share * columns)
    rate = progress.bytes_done / seconds
    left = f"{(progress.bytes_total - progress.bytes_done) / rate:.0f} s left" if rate else "…"
    bar = "█" * filled + "░" * (columns - filled)
    return f"{bar} {progress.done}/{progress.total} files, {rate / 1e6:.1f} MB/s, {left}"


@contextmanager
def counting(things: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told how many of all `things` are done; it shows them at a terminal."""
    began = shown = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - began > _QUIET_SECONDS and now - shown > _SECONDS_BETWEEN:
            shown = now
            sys.stderr.write(f"\r\033[K{done}/{total} {things}")
            sys.stderr.flush()

    try:
        yield report
    finally:
        if shown != began:
            sys.stderr.write("\r\033[K")
