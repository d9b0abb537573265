"""What Whoosh gets as the readers of a segment."""

from pathlib import Path
from typing import Any

import pytest
from whoosh.fields import TEXT, Schema

from indexer.codec import opened
from indexer.codec.arrays import ArrayFile
from indexer.codec.index import create_in


def test_a_reader_opens_each_file_of_a_segment_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = create_in(tmp_path, Schema(text=TEXT))
    for text in ("one", "two"):
        writer = index.writer()
        writer.add_document(text=text)
        writer.commit(merge=False)
    names = []

    def noted(storage: Any, name: str) -> ArrayFile:
        names.append(name)
        return ArrayFile(storage, name)

    monkeypatch.setattr(opened, "ArrayFile", noted)
    with index.reader() as reader:
        assert list(reader.field_terms("text")) == ["one", "two"]
        assert reader.doc_count() == 2
    assert sorted(names) == sorted(path.name for path in tmp_path.glob("*.np?"))
