"""What tests share: the seed, and an index of it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from indexer import ClauseIndex

settings.register_profile("untimed", deadline=None)  # machines are busy with other things at times
settings.load_profile("untimed")

SEEDS = Path(__file__).parent.parent / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def steps() -> Callable[[Callable[[], object]], int]:
    """Counts the calls and returns, of Python's functions and of C's, while something runs.

    They grow as the time does wherever a loop is Python's, and are the same on any machine, however busy; what an
    expression or `str.find` does within one call is timed by `python -m benchmarks.hostile`.
    """
    return count_steps


def count_steps(run: Callable[[], object]) -> int:
    events = 0

    def count(*_: object) -> None:
        nonlocal events
        events += 1

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return events


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    """An index of `seeds/`, shared: not to be changed."""
    with ClauseIndex.create(tmp_path_factory.mktemp("seeded") / "index") as index:
        index.add(SEEDS)
        yield index
