"""The writer: batches are documents, memory is bounded, and a commit is all or nothing."""

import gc
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from codec_oracle import build, documents, hits, our_index, schema, told
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import RegexTokenizer
from whoosh.fields import UnknownFieldError
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import LockError
from whoosh.query import Every, Term
from whoosh.writing import AsyncWriter, BufferedWriter

from indexer.codec.batch import Batch, FieldTokens, tokens_of
from indexer.codec.index import ArrayIndex, create_in, open_dir
from indexer.codec.writer import ArraySegmentWriter
from indexer.errors import DamagedIndexError, UsageError

QUICK = settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def plain_schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        text=fields.TEXT(RegexTokenizer(r"\S+"), stored=True),
        chars=fields.TEXT(chars=True),
        number=fields.NUMERIC(int, sortable=True),
        date=fields.DATETIME(sortable=True),
        tag=fields.KEYWORD(sortable=True, commas=True),
    )


def batch_of(texts: list[str], first: int) -> Batch:
    ids = [str(first + i) for i in range(len(texts))]
    return Batch(
        len(texts),
        {"text": tokens_of([text.split() for text in texts]), "id": tokens_of([[each] for each in ids])},
        {"id": ids, "text": texts},
        {
            "number": np.arange(first, first + len(texts)),
            "date": np.array([datetime(2020, 1, 1 + i) for i in range(len(texts))], dtype="datetime64[us]"),
            "tag": ["r" if i % 2 else "s" for i in range(len(texts))],
        },
    )


TEXTS = ["户籍 人口 户籍", "", "准入 年限 户籍", "alfa bravo", "alfa", "户籍"]


def as_documents(writer: Any, texts: list[str], first: int) -> None:
    for i, text in enumerate(texts):
        tag = "r" if i % 2 else "s"
        writer.add_document(id=str(first + i), text=text, _stored_text=text, tag=tag, date=datetime(2020, 1, 1 + i))


def content(index: Any) -> Any:
    """Return what the index says of its documents in the fields that both ways of adding fill alike."""
    with index.reader() as reader:
        stored = [reader.stored_fields(n) for n in reader.all_doc_ids()]
        postings = {
            (name, text): [(m, reader.postings(name, text).weight()) for m in reader.postings(name, text).all_ids()]
            for name in ("id", "text")
            for text in reader.lexicon(name)
        }
        lengths = [reader.doc_field_length(n, "text") for n in reader.all_doc_ids()]
        columns = [list(reader.column_reader(name)) for name in ("date", "tag")]
        with index.searcher() as searcher:
            scores = [hits(searcher, Term("text", word), limit=None) for word in ("户籍", "alfa")]
    return stored, postings, lengths, columns, scores


@pytest.mark.parametrize("memory", [1, 1 << 28])
def test_a_batch_is_its_documents_one_by_one(memory: int) -> None:
    """However the documents come, and however many segments the memory allowed, the index says the same."""
    one_by_one, in_bulk, mixed = (ArrayIndex.create(RamStorage(), plain_schema()) for _ in range(3))
    with one_by_one.writer() as writer:
        as_documents(writer, TEXTS, 0)
    with in_bulk.writer(memory=memory) as writer:
        writer.add_batch(batch_of(TEXTS[:3], 0))
        second = batch_of(TEXTS, 0)
        writer.add_batch(_slice(second, 3, 6))
    with mixed.writer(memory=memory) as writer:
        writer.add_batch(batch_of(TEXTS[:3], 0))
        for i in range(3, 6):
            date = datetime(2020, 1, 1 + i)
            writer.add_document(id=str(i), text=TEXTS[i], tag="r" if i % 2 else "s", date=date)
    assert len(in_bulk._segments()) == (2 if memory == 1 else 1)
    assert content(in_bulk) == content(one_by_one)
    assert content(mixed) == content(one_by_one)


def _slice(batch: Batch, first: int, last: int) -> Batch:
    texts = batch.stored["text"][first:last]
    cut = batch_of(texts, first)
    cut.columns = {name: values[first:last] for name, values in batch.columns.items()}
    return cut


@QUICK
@given(documents, st.integers(1, 20_000))
def test_any_memory_gives_the_same_index(docs: list[dict[str, Any]], memory: int) -> None:
    expected, bounded = our_index(), our_index()
    for index, options in ((expected, {}), (bounded, {"memory": memory})):
        writer = index.writer(**options)
        for number, doc in enumerate(docs):
            writer.add_document(id=str(number), **doc)
        writer.commit(merge=False)
    with expected.reader() as reader, bounded.reader() as other:
        assert told(other, deleted_too=False) == told(reader, deleted_too=False)
    bounded.writer().commit(optimize=True)
    with expected.reader() as reader, bounded.reader() as other:
        assert told(other) == told(reader)


@pytest.mark.parametrize(
    ("batch", "error"),
    [
        (Batch(1, {"nowhere": tokens_of([["a"]])}), UnknownFieldError),
        (Batch(1, {}, {"nowhere": ["a"]}), UnknownFieldError),
        (Batch(2, {"text": tokens_of([["a"]])}), UsageError),
        (Batch(1, {"text": FieldTokens(["a"], np.array([0, 0]), np.array([1]))}), UsageError),
        (Batch(2, {}, {"text": ["a"]}), UsageError),
        (Batch(1, {}, {}, {"number": np.array([1, 2])}), UsageError),
        (Batch(1, {}, {}, {"text": ["a"]}), UsageError),
        (Batch(1, {"chars": tokens_of([["a"]])}), UsageError),
        (Batch(1, {}, {"text": ["a"]}, {"number": np.array([2**40])}), UsageError),
        (Batch(1, {}, {"text": ["\ud800"]}, {"tag": ["r"]}), UnicodeEncodeError),
        (Batch(1, {"text": tokens_of([["\ud800"]])}, {"text": ["a"]}), UnicodeEncodeError),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_as_a_whole(batch: Batch, error: type[Exception]) -> None:
    index, expected = (ArrayIndex.create(RamStorage(), plain_schema()) for _ in range(2))
    with index.writer() as writer:
        writer.add_batch(batch_of(TEXTS, 0))
        with pytest.raises(error):
            writer.add_batch(batch)
        writer.add_batch(batch_of(TEXTS, 6))
    with expected.writer() as writer:
        writer.add_batch(batch_of(TEXTS, 0))
        writer.add_batch(batch_of(TEXTS, 6))
    assert content(index) == content(expected)


@pytest.mark.parametrize("bad", [{"number": "no number"}, {"date": "no date"}, {"nowhere": 1}, {"text": 5}])
def test_a_document_that_cannot_be_indexed_leaves_no_trace(bad: dict[str, Any]) -> None:
    index, expected = (ArrayIndex.create(RamStorage(), plain_schema()) for _ in range(2))
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
        with pytest.raises(Exception, match=r".+"):
            writer.add_document(id="bad", **{"text": "alfa", **bad})
        as_documents(writer, TEXTS, 6)
    with expected.writer() as writer:
        as_documents(writer, TEXTS, 0)
        as_documents(writer, TEXTS, 6)
    assert content(index) == content(expected)


def test_a_field_with_vectors_is_refused() -> None:
    index = ArrayIndex.create(RamStorage(), fields.Schema(a=fields.TEXT(vector=True)))
    writer = index.writer()
    with pytest.raises(UsageError, match="vectors"):
        writer.add_document(a="word")
    writer.cancel()


def test_update_replaces_and_small_commits_leave_few_segments() -> None:
    index = ArrayIndex.create(RamStorage(), plain_schema())
    for i in range(30):
        with index.writer() as writer:
            writer.update_document(id=str(i % 7), text=f"alfa {i}")
    assert len(index._segments()) <= 10
    with index.searcher() as searcher:
        found = searcher.search(Every(), limit=None)
        assert {hit["id"]: hit["text"] for hit in found} == {str(i % 7): f"alfa {i}" for i in range(23, 30)}


def test_a_removed_field_is_gone_after_merging() -> None:
    index = ArrayIndex.create(RamStorage(), plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    writer = index.writer()
    writer.remove_field("text")
    writer.remove_field("tag")
    writer.add_field("new", fields.TEXT(stored=True))
    writer.add_document(id="9", new="户籍")
    writer.commit(optimize=True)
    with index.reader() as reader:
        assert set(reader.indexed_field_names()) == {"id", "new", "date"}
        assert list(reader._perdoc.list_columns()) == ["date"]
        assert reader.stored_fields(0) == {"id": "9", "new": "户籍"}


def test_a_second_writer_waits_and_then_fails(tmp_path: Path) -> None:
    index = create_in(tmp_path, plain_schema())
    with index.writer():
        for options in ({}, {"timeout": 0.05}):
            with pytest.raises(LockError):
                index.writer(**options)
    index.writer().cancel()


def test_cancel_forgets_everything(tmp_path: Path) -> None:
    index = create_in(tmp_path, plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    before, files = content(index), sorted(path.name for path in tmp_path.iterdir())
    writer = index.writer(memory=1)
    writer.delete_by_term("id", "1")
    as_documents(writer, TEXTS, 6)
    writer.cancel()
    assert content(index) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == files


def test_readers_keep_their_snapshot(tmp_path: Path) -> None:
    """A reader opened before a commit goes on saying what it said, though its files are gone from the folder."""
    index = create_in(tmp_path, plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    with index.reader() as reader:
        before = list(reader.all_stored_fields()), list(reader.lexicon("text"))
        writer = index.writer()
        writer.delete_by_term("id", "0")
        writer.add_document(id="new", text="zulu")
        writer.commit(optimize=True)
        assert (list(reader.all_stored_fields()), list(reader.lexicon("text"))) == before
        assert not reader.has_deletions()
    assert index.doc_count() == 6


def test_refresh_sees_deletions_and_merges() -> None:
    """Stock Whoosh goes wrong here: FileIndex._reader takes over segments of the reader it is to reuse."""
    index = build(our_index(), [{"text": "alfa"}] * 4, [2], [], optimize=False)
    searcher = index.searcher()
    with index.writer() as writer:
        writer.delete_by_term("id", "1")
    searcher = searcher.refresh()
    assert sorted(hit["id"] for hit in searcher.search(Term("text", "alfa"))) == ["0", "2", "3"]
    index.writer().commit(optimize=True)
    searcher = searcher.refresh()
    assert searcher.doc_count_all() == 3
    searcher.close()


def test_other_writers_of_whoosh_work_on_it() -> None:
    index = our_index()
    writer = AsyncWriter(index)
    writer.add_document(id="1", text="alfa")
    writer.commit()
    buffered = BufferedWriter(index, period=None, limit=10)
    buffered.add_document(id="2", text="alfa bravo", number=5)
    buffered.close()
    with index.searcher() as searcher:
        assert sorted(hit["id"] for hit in searcher.search(Term("text", "alfa"))) == ["1", "2"]


class DyingStorage(RamStorage):  # type: ignore[misc]
    """A storage whose machine dies at the n-th operation: neither that nor anything after happens."""

    def __init__(self, files: dict[str, bytes], operations: int) -> None:
        RamStorage.__init__(self)
        self.files = dict(files)
        self.left = operations

    def _operate(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError("the machine is dead")

    def create_file(self, name: str, **options: Any) -> Any:
        self._operate()
        file = RamStorage.create_file(self, name, **options)
        finished = file.onclose

        def onclose(closed: Any) -> None:
            self._operate()
            finished(closed)

        file.onclose = onclose
        return file

    def rename_file(self, name: str, newname: str, safe: bool = False) -> None:
        self._operate()
        RamStorage.rename_file(self, name, newname, safe)

    def delete_file(self, name: str) -> None:
        self._operate()
        RamStorage.delete_file(self, name)

    def temp_storage(self, name: str | None = None) -> Any:  # noqa: ARG002
        return RamStorage()


def test_a_crash_at_any_moment_leaves_the_last_commit_or_the_new_one() -> None:
    index = build(our_index(), [{"text": text} for text in TEXTS], [3], [], optimize=False)
    files = dict(index.storage.files)
    outcomes = []
    for operations in range(100):
        dying = DyingStorage(files, operations)
        died = commit_something(dying)
        survivor = RamStorage()
        survivor.files = dict(dying.files)
        again = ArrayIndex(survivor)
        again.verify()
        outcomes.append(sorted(int(fields_["id"]) for fields_ in again.reader().all_stored_fields()))
        assert outcomes[-1] in ([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])
        with again.writer() as writer:
            writer.add_document(id="7", text="delta")
        named = {segment.segment_id() for segment in again._segments()}
        assert {name.split(".")[0] for name in survivor.files if not name.startswith("_")} == named, "orphans stay"
        assert sum(name.startswith("_") for name in survivor.files) == 1
        if not died:
            break
    assert not died
    assert outcomes == sorted(outcomes), "once the new commit is there it stays"
    assert outcomes[0] != outcomes[-1]


def commit_something(storage: Any) -> bool:
    """Delete a document, add one and merge all; return whether the machine died."""
    writer: ArraySegmentWriter = ArrayIndex(storage).writer(memory=1)
    writer._tempstorage = RamStorage()
    try:
        writer.delete_by_term("id", "0")
        writer.add_document(id="6", text="charlie")
        writer.commit(optimize=True)
    except OSError:
        return True
    return storage.left < 0


def test_a_failed_commit_frees_the_lock_and_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = create_in(tmp_path, plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    files = sorted(path.name for path in tmp_path.iterdir())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("indexer.codec.writer.make_files_durable", full)
        writer = index.writer()
        as_documents(writer, TEXTS, 6)
        with pytest.raises(OSError, match="No space"):
            writer.commit()
    assert writer.is_closed
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    with index.writer() as writer:
        as_documents(writer, TEXTS, 6)
    assert index.doc_count() == 12


def test_names_of_fields_never_reach_the_file_system(tmp_path: Path) -> None:
    name = "标题/\\:*?"
    index = create_in(tmp_path, fields.Schema(**{name: fields.TEXT(stored=True, sortable=True)}))
    with index.writer() as writer:
        writer.add_document(**{name: "户籍"})
    assert all(path.name.isascii() for path in tmp_path.iterdir())
    with open_dir(tmp_path).searcher() as searcher:
        assert searcher.search(Term(name, "户籍"))[0][name] == "户籍"


def test_closing_lets_go_of_the_files(tmp_path: Path) -> None:
    """No file stays open, and none is left to the garbage collector with a warning."""
    index = create_in(tmp_path, plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    reader = index.reader()
    list(reader.lexicon("text"))
    reader.stored_fields(0)
    reader.close()
    del reader
    gc.collect()
    maps = Path("/proc/self/maps")
    if maps.exists():
        assert str(tmp_path) not in maps.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", ["npd", "npx"])
def test_a_missing_file_of_the_index_is_named(tmp_path: Path, suffix: str) -> None:
    index = create_in(tmp_path, plain_schema())
    with index.writer() as writer:
        as_documents(writer, TEXTS, 0)
    missing = next(tmp_path.glob(f"*.{suffix}"))
    missing.unlink()
    with pytest.raises(DamagedIndexError, match=missing.name):
        open_dir(tmp_path).reader()


@pytest.mark.parametrize("suffix", ["npd", "npx"])
@pytest.mark.parametrize("step", [97])
def test_any_change_of_a_segment_is_found_at_opening_or_by_verify(tmp_path: Path, suffix: str, step: int) -> None:
    index = create_in(tmp_path, schema())
    build(index, [{"text": "户籍 alfa", "number": n, "tags": "r s"} for n in range(5)], [], [], False)
    file = next(tmp_path.glob(f"*.{suffix}"))
    sound = file.read_bytes()
    assert file.name in index.verify()
    for place in range(0, len(sound), step):
        changed = bytearray(sound)
        changed[place] ^= 255
        for damaged in (bytes(changed), sound[:place]):
            file.write_bytes(damaged)
            with pytest.raises(DamagedIndexError, match=file.name):
                open_dir(tmp_path).verify()
    file.write_bytes(sound)
    assert FileStorage(str(tmp_path)).file_exists(file.name)
    assert open_dir(tmp_path).doc_count() == 5
