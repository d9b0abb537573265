"""Syncing folders whenever something in them changes; the operating system tells, by the package watchfiles."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from indexer.errors import IndexerError, UsageError
from indexer.reports import SyncReport
from indexer.store.sync import SyncOptions, checked_folders

if TYPE_CHECKING:
    from indexer.store.index import Store

_LONGEST_WAITS = 10
"""Where changes never cease, a sync is made after so many times the time of calm that is waited for."""

_LOOK_AGAIN_MS = 2000
"""A sync that could not be done is tried again after so long, or at the next change."""


def watch(
    store: "Store", paths: Sequence[str | Path], options: SyncOptions, wait: float, stop: Event | None
) -> Iterator[SyncReport | IndexerError]:
    """Sync folders, and again after each change; see `ClauseIndex.watch`."""
    changes = _watcher()
    folders = checked_folders(paths)
    own = store.folder.resolve()
    report = store.sync(folders, options)
    yield report
    failed = set(report.failed)
    waiting = changes(
        *folders,
        watch_filter=lambda _, path: own not in (Path(path), *Path(path).parents),
        debounce=int(wait * 1000 * _LONGEST_WAITS),
        step=int(wait * 1000),
        stop_event=stop,
        rust_timeout=_LOOK_AGAIN_MS,
        yield_on_timeout=True,
    )
    due, told = True, ""  # what changed before the watching began is found by the first sync after it
    for changed in waiting:
        if not changed and not due:
            continue
        try:
            report = store.sync(folders, options)
        except IndexerError as error:
            if str(error) != told:
                yield error
            due, told = True, str(error)
            continue
        due, told = False, ""
        if report.changed or set(report.failed) - failed:
            yield report
        failed = set(report.failed)


def _watcher() -> Any:
    try:
        from watchfiles import watch as changes
    except ImportError as error:
        what = "watching folders needs the package watchfiles"
        raise UsageError(what, remedy="Install it with: pip install 'clause-indexer[watch]'") from error
    return changes
