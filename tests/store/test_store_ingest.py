"""Sources in groups: large ones first, smaller ones towards the end."""

from pathlib import Path

import pytest

from indexer.reading import Source
from indexer.store import ingest
from indexer.store.catalogue import Catalogue
from indexer.store.digest import Task
from indexer.store.ingest import Intake


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "GROUP_BYTES", 1000)
    monkeypatch.setattr(ingest, "_LAST_GROUP_BYTES", 100)


def _groups(*sources: Source) -> list[list[Task]]:
    return list(Intake(sources, Catalogue([]), None).groups())


def _sizes(groups: list[list[Task]]) -> list[int]:
    return [sum(len(task.data) for task in group) for group in groups]


def test_groups_become_smaller_towards_the_end_and_have_each_source_once_in_order() -> None:
    sources = [Source(Path(), f"{at}.txt", bytes([65 + at % 26]) * 50) for at in range(200)]
    groups = _groups(*sources)
    assert [(task.name, task.data) for group in groups for task in group] == [(one.name, one.data) for one in sources]
    sizes = _sizes(groups)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[:4] == [1000] * 4
    assert max(sizes[-3:]) <= 100


def test_one_source_with_many_documents_is_not_cut_small() -> None:
    lines = [f'{{"id": "{at}", "text": "{"文" * 30}"}}' for at in range(100)]
    sizes = _sizes(_groups(Source(Path(), "many.jsonl", "\n".join(lines).encode())))
    assert sum(sizes) > 10_000
    assert all(size >= 1000 for size in sizes[:-1])
