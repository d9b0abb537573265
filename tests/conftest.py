"""What tests share: the seed, and an index of it."""

from collections.abc import Iterator
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
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    """An index of `seeds/`, shared: not to be changed."""
    with ClauseIndex.create(tmp_path_factory.mktemp("seeded") / "index") as index:
        index.add(SEEDS)
        yield index
