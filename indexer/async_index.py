"""The library's face for an event loop: the methods of `ClauseIndex`, awaited."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from indexer.clause_index import ClauseIndex

if TYPE_CHECKING:
    from indexer.records import Results
    from indexer.reports import QueryFailure
    from indexer.search.request import Request

P = ParamSpec("P")
R = TypeVar("R")


def _awaited(
    method: Callable[Concatenate[ClauseIndex, P], R],
) -> Callable[Concatenate["AsyncClauseIndex", P], Coroutine[Any, Any, R]]:
    async def call(self: "AsyncClauseIndex", /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(method, self.index, *args, **kwargs)

    call.__name__ = method.__name__
    call.__doc__ = method.__doc__
    return call


class AsyncClauseIndex:
    """A `ClauseIndex` for an event loop: each call runs in a thread of the loop's pool, so the loop goes on.

    Searches may run beside each other and beside a change; changes wait for one another as in `ClauseIndex`.

    Args:
        index: an open index; `open` and `create` make one.

    Attributes:
        index: the same, for what needs no waiting.
    """

    def __init__(self, index: ClauseIndex) -> None:
        self.index = index

    @classmethod
    async def open(cls, path: str | Path = "index_data", **options: Any) -> "AsyncClauseIndex":
        """Open an index; see `ClauseIndex.open`."""
        return cls(await asyncio.to_thread(ClauseIndex.open, path, **options))

    @classmethod
    async def create(cls, path: str | Path = "index_data", **options: Any) -> "AsyncClauseIndex":
        """Make an index; see `ClauseIndex.create`."""
        return cls(await asyncio.to_thread(ClauseIndex.create, path, **options))

    async def __aenter__(self) -> "AsyncClauseIndex":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def batch(
        self, queries: "Iterable[str | Request]", *, limit: int = 10, context: int = 1, workers: int | None = 0
    ) -> "AsyncIterator[Results | QueryFailure]":
        """Yield the answer to each query, in order; see `ClauseIndex.batch`."""
        answers = self.index.batch(queries, limit=limit, context=context, workers=workers)
        while (answer := await asyncio.to_thread(next, answers, None)) is not None:
            yield answer

    close = _awaited(ClauseIndex.close)
    refresh = _awaited(ClauseIndex.refresh)
    add = _awaited(ClauseIndex.add)
    add_bytes = _awaited(ClauseIndex.add_bytes)
    add_documents = _awaited(ClauseIndex.add_documents)
    remove = _awaited(ClauseIndex.remove)
    optimize = _awaited(ClauseIndex.optimize)
    use_dictionary = _awaited(ClauseIndex.use_dictionary)
    use_synonyms = _awaited(ClauseIndex.use_synonyms)
    search = _awaited(ClauseIndex.search)
    literal = _awaited(ClauseIndex.literal)
    other_snippets = _awaited(ClauseIndex.other_snippets)
    show = _awaited(ClauseIndex.show)
    suggest = _awaited(ClauseIndex.suggest)
    similar = _awaited(ClauseIndex.similar)
    evaluate = _awaited(ClauseIndex.evaluate)
    cite = _awaited(ClauseIndex.cite)
    sync = _awaited(ClauseIndex.sync)
    diff = _awaited(ClauseIndex.diff)
    status = _awaited(ClauseIndex.status)
    check = _awaited(ClauseIndex.check)
