"""Answers to queries, in order: from this process, or from worker processes that each have the index open.

All answers are from one commit. A worker that finds another one, since a writer was faster than its start, passes its
queries back, and they are answered here.
"""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from indexer.batch.asked import Asked
from indexer.child import Child, ChildEndedError, answer_parent, in_order
from indexer.errors import IndexerError
from indexer.records import Results
from indexer.reports import QueryFailure
from indexer.search.request import Request
from indexer.store.sharing import Share, sharing

CHUNK = 64
"""How many queries a worker gets at a time."""

_COLLECTED = 512
"""A worker collects garbage before one in so many chunks."""

_TRIMMED = 16
"""A worker gives memory back to the system before one in so many chunks: what is freed, and mapped pages."""

Search = Callable[[list[Request]], list[Results | IndexerError]]
"""Answers queries as `Searcher.search_abreast` does."""

Answered = tuple[Asked, Results | QueryFailure]
Shape = Callable[[list[Answered]], Any]
"""What becomes of a chunk's answers before they leave the process that found them; it must pickle."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker is told first.

    Attributes:
        folder: the index.
        generation: the commit it must see.
        shape: what to make of the answers.
        memory: how many bytes may be taken by what it keeps between queries.
        share: the worker's part in what all of them share; None if it shares nothing.
    """

    folder: Path
    generation: int
    shape: Shape
    memory: int
    share: Share | None = None


def answers_alone(answered: list[Answered]) -> list[Results | QueryFailure]:
    """Return the answers of a chunk: the shape that hands them over as they are."""
    return [answer for _, answer in answered]


def shaped(search: Search, shape: Shape, queries: list[Asked]) -> Any:
    """Return what `shape` makes of the answers to some queries, or of why there is none."""
    came = iter(search([asked.request for asked in queries if not asked.error]))
    told = [asked.error or next(came) for asked in queries]
    return shape(
        [
            (asked, answer if isinstance(answer, Results) else QueryFailure(asked.request.query, str(answer)))
            for asked, answer in zip(queries, told, strict=True)
        ]
    )


def answer_all(search: Search, queries: Iterable[Asked], setting: Setting, workers: int) -> Generator[Any, None, None]:
    """Yield what `shape` makes of the answers to each chunk of queries, in order.

    Args:
        search: answers in this process.
        queries: taken from the iterable only as far ahead as the workers need.
        setting: the index that `search` searches, and the shape.
        workers: how many processes answer; 0 for this one.
    """

    def here(queries: list[Asked]) -> Any:
        return shaped(search, setting.shape, queries)

    def there(worker: Child, queries: list[Asked]) -> Any:
        try:
            told = worker.ask(queries)
        except ChildEndedError:
            told = None
        started.add(worker)
        if len(started) == workers:  # all have the files open: deleted now, they are not left behind by a kill
            shared.delete()
        return here(queries) if told is None else told[0]

    if workers == 0:
        yield from (here([asked]) for asked in queries)
        return
    queries = iter(queries)
    first = list(islice(queries, CHUNK))
    if len(first) < CHUNK:  # other processes would take longer to start
        if first:
            yield here(first)
        return
    started: set[Child] = set()
    with sharing(workers) as shared:
        children = [Child("indexer.batch.pool:serve", replace(setting, share=share)) for share in shared.shares]
        yield from in_order(children, there, chain((first,), _chunks(queries)))


def _chunks(queries: Iterator[Asked]) -> Iterator[list[Asked]]:
    while chunk := list(islice(queries, CHUNK)):
        yield chunk


def serve() -> None:
    """Be a worker process."""
    answer_parent(_prepared)


def _prepared(setting: Setting) -> Callable[[list[Asked]], Any]:
    from indexer.search import Searcher
    from indexer.store.index import Store

    store = Store.open(setting.folder, timeout=0, memory=setting.memory, alone=True, share=setting.share)
    if store.generation != setting.generation:
        return lambda _: None
    searcher = Searcher(store.view, store.tokenizer, store.synonyms)
    gc.disable()  # searches make many objects and hardly a cycle: those go now and then, between the chunks
    trim, shelf = _trimmer(), store.view.snapshot.shelf
    chunks = count()

    def answered(queries: list[Asked]) -> tuple[Any]:
        chunk = next(chunks)
        if chunk % _COLLECTED == 0:
            gc.collect()
            gc.freeze()  # what is left is kept for later queries: it is not gone through again
        if chunk % _TRIMMED == 0:
            trim(0)
            if shelf is not None:
                shelf.release()
        return (shaped(searcher.search_abreast, setting.shape, queries),)

    return answered


def _trimmer() -> Callable[[int], int]:
    """Return malloc_trim(3): glibc keeps what is freed between pieces in use, and would grow by it without end."""
    import ctypes

    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, another system
        return lambda _: 0
    return trim
