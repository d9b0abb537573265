"""An index opened without Whoosh is the one that Whoosh opens, damage included."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import LockError
from whoosh.query import Term

from indexer.codec import contents
from indexer.codec.index import create_in, open_dir
from indexer.codec.opened import OpenedIndex, open_index
from indexer.codec.snapshot import Snapshot
from indexer.errors import DamagedIndexError, FormatVersionError, IndexerError, IndexMissingError
from indexer.search.executor.executor import Executor

SCHEMA = Schema(
    id=ID(stored=True),
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
    count=NUMERIC(stored=True),
)
TEXTS = ["户籍 制度", "户籍 准入 户籍", "土地 管理", "制度", "户籍 土地 制度 管理"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an index of two segments, a document of the first deleted."""
    index = create_in(tmp_path, SCHEMA)
    for some in (range(3), range(3, 5)):
        writer = index.writer()
        for number in some:
            writer.add_document(id=str(number), text=TEXTS[number], count=number)
        writer.commit(merge=False)
    writer = index.writer()
    writer.delete_by_term("id", "2")
    writer.commit(merge=False)
    return tmp_path


def opened(folder: Path) -> OpenedIndex:
    found = open_index(folder, "MAIN", ())
    assert found is not None
    return found


def test_it_shows_what_whoosh_shows(folder: Path) -> None:
    ours, whooshs = Snapshot(opened(folder)), Snapshot(open_dir(folder).reader())
    assert ours.generation == whooshs.generation == 3
    assert (ours.count, ours.live_docs().tolist()) == (5, [0, 1, 3, 4])
    assert whooshs.live_docs().tolist() == [0, 1, 3, 4]
    stored = ours.stored("text")
    assert stored is not None
    assert stored.texts(0, 5) == TEXTS
    for word in ("户籍", "制度", "管理", "没有"):
        tops = [Executor(each).union("text", [word], 3) for each in (ours, whooshs)]
        assert tops[0].docs.tolist() == tops[1].docs.tolist()
        assert tops[0].scores.tolist() == tops[1].scores.tolist()
        asked = Executor(whooshs).search(Term("text", word), 3)
        assert (asked.docs.tolist(), asked.scores.tolist()) == (tops[1].docs.tolist(), tops[1].scores.tolist())


def test_terms_are_what_the_schema_makes_of_them(folder: Path) -> None:
    ours, whooshs = Snapshot(opened(folder)), Snapshot(open_dir(folder).reader())
    for name, text in (("text", "户籍"), ("text", b"a"), ("id", "1"), ("count", "3"), ("count", "三"), ("none", "a")):
        assert ours.term_of(name, text) == whooshs.term_of(name, text)
    assert ours.term_of("id", "1") == (b"1", False)


def test_whooshs_reader_is_of_the_same_commit_whatever_came_after(folder: Path) -> None:
    snapshot = Snapshot(opened(folder))
    writer = open_dir(folder).writer()
    writer.delete_by_term("id", "0")
    writer.commit(optimize=True)
    assert not table(folder).name.endswith("_3.toc")
    assert sorted(fields["id"] for fields in snapshot.reader.all_stored_fields()) == ["0", "1", "3", "4"]
    snapshot.reader.close()
    assert Executor(snapshot).union("text", ["户籍"], 9).docs.tolist() == [1, 0, 4]


def test_an_index_that_stock_whoosh_wrote_to_is_left_to_whoosh(tmp_path: Path) -> None:
    import whoosh.index

    whoosh.index.create_in(tmp_path, SCHEMA)
    assert open_index(tmp_path, "MAIN", ()) is None


def test_an_index_without_documents_is_opened(tmp_path: Path) -> None:
    create_in(tmp_path, SCHEMA)
    snapshot = Snapshot(opened(tmp_path))
    assert (snapshot.count, snapshot.generation) == (0, 0)
    assert snapshot.reader.doc_count() == 0


def test_no_index_is_an_error(tmp_path: Path) -> None:
    for missing in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissingError):
            open_index(missing, "MAIN", ())


def table(folder: Path) -> Path:
    (found,) = folder.glob("*.toc")
    return found


def test_every_byte_of_the_table_is_guarded(folder: Path) -> None:
    """A change is noticed; or it hides the summary, and then Whoosh's way notices it."""
    place = table(folder)
    content = place.read_bytes()
    for at in range(0, len(content), 7 if len(content) > 500 else 1):
        place.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(IndexerError):
            Snapshot(open_index(folder, "MAIN", ()) or open_dir(folder).reader())


def resigned(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change a table, and sign it as if it had been written so."""
    changed = change(content[:-8])
    return changed + content[-8:-4] + struct.pack("<I", zlib.crc32(changed))


def test_a_summary_of_a_later_version_is_refused(folder: Path) -> None:
    place = table(folder)
    later = resigned(place.read_bytes(), lambda content: content.replace(b'"version":1', b'"version":9'))
    place.write_bytes(later)
    with pytest.raises(FormatVersionError):
        open_index(folder, "MAIN", ())


@pytest.mark.parametrize(
    "change", [(b'"generation":3', b'"generation":4'), (b'"segments"', b'"segmentz"'), (b"{", b"[")]
)
def test_a_summary_that_makes_no_sense_is_damage(folder: Path, change: tuple[bytes, bytes]) -> None:
    place = table(folder)
    place.write_bytes(resigned(place.read_bytes(), lambda content: content.replace(*change)))
    with pytest.raises(DamagedIndexError):
        open_index(folder, "MAIN", ())


@pytest.mark.parametrize("ending", ["*.npd", "*.npx"])
def test_a_missing_file_is_damage_that_names_it(folder: Path, ending: str) -> None:
    missing = sorted(folder.glob(ending))[0]
    missing.unlink()
    with pytest.raises(DamagedIndexError, match=missing.name):
        open_index(folder, "MAIN", ())


def test_deleted_documents_come_back_as_they_were() -> None:
    for deleted in ([], [0], [5, 6, 9, 4_000_000_000]):
        assert contents._unpacked(contents._packed(deleted)).tolist() == deleted


def test_it_needs_no_lock(folder: Path) -> None:
    index = open_dir(folder)
    with index.writer():
        with pytest.raises(LockError):
            index.writer()
        assert len(opened(folder).segments) == 2
