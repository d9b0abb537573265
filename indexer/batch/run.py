"""A batch from its queries to its output: in order, with bounded memory, and resumable."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from indexer.batch.asked import Asked
from indexer.batch.checkpoint import Checkpoint, Fingerprint, checkpoint_path
from indexer.batch.outputs import DatabaseSink, Form, Shaped, Sink, TextSink
from indexer.batch.pool import Search, Setting, answer_all
from indexer.errors import SourceError, UsageError
from indexer.reports import BatchReport

_SECONDS_BETWEEN_CHECKPOINTS = 0.5


@dataclass(frozen=True, slots=True)
class Output:
    """Where answers go.

    Attributes:
        form: of the answers.
        path: of the file; None for `stream`.
        stream: where there is no file.
        bom: begin a text with a byte order mark.
        resume: go on where an interrupted run into the same file was.
    """

    form: Form
    path: Path | None = None
    stream: BinaryIO | None = None
    bom: bool = False
    resume: bool = False


def run_batch(
    search: Search,
    queries: Iterable[Asked],
    setting: Setting,
    output: Output,
    *,
    workers: int,
    progress: Callable[[BatchReport], None] | None = None,
) -> BatchReport:
    """Answer queries and write the answers.

    Args:
        search: answers in this process.
        queries: read one by one.
        setting: the index that `search` searches, for the workers, and the form of the answers.
        output: where and how they go.
        workers: how many processes answer; 0 for this one.
        progress: is told the totals so far.

    Raises:
        UsageError: the output cannot be resumed: the queries, the form or the index are other than they were.
        SourceError: the output cannot be written.
    """
    began = time.monotonic()
    run = blake2b(repr((output.form, output.bom, setting.generation)).encode(), digest_size=16).hexdigest()
    with ExitStack() as stack:
        start = _started(output, run)
        if start is None:
            return BatchReport(0, 0, 0, 0.0, 0.0)
        sink = _sink(output, start, stack)
        marks: deque[str] = deque()
        queries = _fingerprinted(queries, start, marks)
        keeper = _Keeper(output, start, sink, run)
        totals = BatchReport(start.done, 0, 0, 0.0, 0.0)
        answers = stack.enter_context(closing(answer_all(search, queries, setting, workers)))
        for shaped in answers:
            sink.write(shaped.body, totals.queries)
            totals = _added(totals, shaped, time.monotonic() - began)
            mark = [marks.popleft() for _ in range(shaped.asked)][-1]
            keeper.keep(totals.queries, mark)
            if progress is not None:
                progress(totals)
        keeper.finish()
    return totals


def _added(totals: BatchReport, shaped: Shaped, seconds: float) -> BatchReport:
    return BatchReport(
        queries=totals.queries + shaped.asked,
        found=totals.found + shaped.found,
        failed=totals.failed + shaped.failed,
        search_ms=round(totals.search_ms + shaped.took_ms, 3),
        seconds=round(seconds, 3),
    )


def _started(output: Output, run: str) -> Checkpoint | None:
    """Return where the run begins; None if there is nothing left of it to do."""
    fresh = Checkpoint(run)
    if output.path is None or not output.resume:
        return fresh
    kept = Checkpoint.read(checkpoint_path(output.path))
    if kept is None:
        return None if output.path.exists() else fresh
    if kept.run != run:
        what = "the run began with another form of answers, or the index has changed since"
        raise UsageError(what, place=str(output.path), remedy="Start over without --resume")
    return kept


def _sink(output: Output, start: Checkpoint, stack: ExitStack) -> Sink:
    sink: Sink
    if output.path is None:
        assert output.stream is not None
        sink = TextSink(output.stream)
    elif output.form.name == "sqlite":
        sink = DatabaseSink(output.path, resume=start.done > 0)
    else:
        try:
            file = output.path.open("r+b" if start.done else "wb")
        except OSError as error:
            raise SourceError(f"cannot be written: {error.strerror or error}", place=str(output.path)) from None
        sink = TextSink(stack.enter_context(file))
    stack.callback(sink.close)
    if start.done:
        sink.cut(start.size, start.done)
    else:
        sink.start(output.form.head(bom=output.bom))
    return sink


def _fingerprinted(queries: Iterable[Asked], start: Checkpoint, marks: deque[str]) -> Iterator[Asked]:
    """Yield the queries that are not done yet, leaving the fingerprint up to each of them in `marks`."""
    fingerprint = Fingerprint()
    queries = iter(queries)
    for asked in islice(queries, start.done):
        fingerprint.add(asked)
    if start.done and fingerprint.text() != start.queries:
        remedy = "Start over without --resume"
        raise UsageError("the queries are not those that the run began with", remedy=remedy)
    for asked in queries:
        fingerprint.add(asked)
        marks.append(fingerprint.text())
        yield asked


class _Keeper:
    """Keeps the checkpoint of a run into a file; a run into a stream has none."""

    def __init__(self, output: Output, start: Checkpoint, sink: Sink, run: str) -> None:
        self._path = None if output.path is None else checkpoint_path(output.path)
        self._sink = sink
        self._run = run
        self._kept = 0.0
        if self._path is not None:
            start.write(self._path)

    def keep(self, done: int, queries: str) -> None:
        now = time.monotonic()
        if self._path is not None and now - self._kept > _SECONDS_BETWEEN_CHECKPOINTS:
            Checkpoint(self._run, done, self._sink.size(), queries).write(self._path)
            self._kept = now

    def finish(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)
