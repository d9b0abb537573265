"""Sources in groups: large ones first, smaller ones towards the end, each source once and in order."""

from pathlib import Path

import pytest

from indexer.reading import Source
from indexer.store import ingest
from indexer.store.catalogue import Catalogue
from indexer.store.ingest import Intake


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "GROUP_BYTES", 1000)
    monkeypatch.setattr(ingest, "_LAST_GROUP_BYTES", 100)


def _sizes(sources: list[Source]) -> list[int]:
    groups = list(Intake(sources, Catalogue([]), None).groups())
    given = [(source.name, source.data) for source in sources if source.data and not source.name.endswith(".jsonl")]
    if given:
        assert [(task.name, task.data) for group in groups for task in group] == given
    return [sum(len(task.data) for task in group) for group in groups]


def test_groups_become_smaller_towards_the_end() -> None:
    sizes = _sizes([Source(Path(), f"{at}.txt", bytes([65 + at % 26]) * 50) for at in range(200)])
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[:4] == [1000] * 4
    assert max(sizes[-3:]) <= 100


def test_one_source_with_many_documents_is_not_cut_small() -> None:
    lines = [f'{{"id": "{at}", "text": "{"文" * 30}"}}' for at in range(100)]
    sizes = _sizes([Source(Path(), "many.jsonl", "\n".join(lines).encode())])
    assert sum(sizes) > 10_000
    assert all(size >= 1000 for size in sizes[:-1])
