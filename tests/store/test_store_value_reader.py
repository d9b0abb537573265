"""What values say is what each says by itself, and is read once for many paragraphs."""

from typing import Any

import pytest

from indexer import ClauseIndex
from indexer.store import value_reader
from indexer.store.clause_values import Unit
from indexer.store.value_reader import ValueReader


@pytest.fixture
def view(seeded: ClauseIndex) -> Any:
    return seeded._store.view


@pytest.mark.parametrize("kept", [1, 4096])
def test_each_paragraph_says_what_its_value_says(view: Any, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_reader, "_KEPT", kept)
    read = ValueReader(view.snapshot, "unit", Unit.read)
    for paragraph in range(view.snapshot.count):
        assert read(paragraph) == Unit.read(view.stored("unit", paragraph))


def test_a_value_is_read_once_for_all_paragraphs_that_have_it(view: Any) -> None:
    asked: list[str] = []
    read = ValueReader(view.snapshot, "document", lambda stored: asked.append(stored) or stored)
    told = {read(paragraph) for paragraph in range(view.snapshot.count)}
    assert sorted(asked) == sorted(told)


def test_where_no_document_has_a_value_it_is_empty(view: Any) -> None:
    assert ValueReader(view.snapshot, "nothing", len)(0) == 0
