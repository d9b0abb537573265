"""The library for an event loop."""

import asyncio
import inspect
import time
from pathlib import Path

from indexer import AsyncClauseIndex, ClauseIndex
from indexer.reports import QueryFailure

SEEDS = Path(__file__).parent.parent / "seeds"


def test_every_call_is_awaited_and_gives_what_the_plain_one_gives(tmp_path: Path, seeded: ClauseIndex) -> None:
    async def main() -> None:
        async with await AsyncClauseIndex.create(tmp_path / "index") as index:
            assert (await index.add(SEEDS)).added
            found = await index.search("户籍 准入年限", limit=3)
            assert [hit.to_dict() for hit in found] == [
                hit.to_dict() for hit in seeded.search("户籍 准入年限", limit=3)
            ]
            answers = [answer async for answer in index.batch(["海域", "", "户籍"], limit=1)]
            assert [type(answer) is QueryFailure for answer in answers] == [False, True, False]
            assert (await index.status()).documents == 1
        async with await AsyncClauseIndex.open(tmp_path / "index", read_only=True) as index:
            assert (await index.literal("（十）")).hits

    asyncio.run(main())


def test_the_loop_goes_on_while_a_search_runs(seeded: ClauseIndex) -> None:
    class Slow(ClauseIndex):
        def status(self):
            time.sleep(0.2)
            return super().status()

    async def main() -> int:
        index = AsyncClauseIndex(seeded)
        waiting = asyncio.create_task(asyncio.to_thread(Slow.status, Slow(seeded._store)))
        told = asyncio.create_task(index.status())
        turns = 0
        while not (waiting.done() and told.done()):
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(main()) > 10


def test_every_method_of_the_index_has_its_awaited_twin() -> None:
    """But for those that yield from what is there already."""
    plain = {name for name, _ in inspect.getmembers(ClauseIndex, callable) if not name.startswith("_")}
    assert plain - set(dir(AsyncClauseIndex)) <= {
        "clauses",
        "diff_files",
        "defined_synonyms",
        "documents",
        "evaluate",
        "watch",
        "write_batch",
        "writer",
    }
