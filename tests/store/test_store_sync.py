"""Making an index equal to folders."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.errors import SourceError, UsageError
from indexer.store import ingest, sync
from indexer.store.ledger import LEDGER_NAME, Ledger

OLD = time.time() - 1000


def write(path: Path, text: str, *, at: float = OLD) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))


def law(number: int, words: str = "登记") -> str:
    return f"# 样本{number}号办法\n\n第一条 {words}应当依法进行。\n\n第二条 本办法自2020年1月1日起施行。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(8):
        write(tmp_path / "laws" / f"{'b/' if number % 2 else ''}{number}.md", law(number))
    return tmp_path / "laws"


@pytest.fixture
def index(tmp_path: Path):
    with ClauseIndex.create(tmp_path / "index") as made:
        yield made


def held(index: ClauseIndex) -> list[tuple[str, str]]:
    return sorted((shown.clause.id, shown.clause.text) for shown in index.clauses())


def fresh(folder: Path, at: Path) -> list[tuple[str, str]]:
    """What an index has that is made anew from the folder."""
    shutil.rmtree(at, ignore_errors=True)
    with ClauseIndex.create(at) as index:
        index.add(folder)
        return held(index)


def test_all_that_changed_is_taken_over_and_nothing_else_is_read(index, folder: Path, tmp_path: Path) -> None:
    first = index.sync(folder)
    assert (len(first.added), first.read) == (8, 8)
    assert (index.sync(folder).read, index.sync(folder).changed) == (0, False)
    write(folder / "0.md", law(0, "许可"), at=OLD + 1)
    write(folder / "new.md", law(9))
    (folder / "2.md").unlink()
    (folder / "b" / "1.md").rename(folder / "c.md")
    report = index.sync(folder)
    assert report.updated == ("0.md",)
    assert report.added == ("new.md",)
    assert report.removed == ("2.md",)
    assert [(moved.before, moved.after) for moved in report.moved] == [("b/1.md", "c.md")]
    assert report.read == 3
    assert held(index) == fresh(folder, tmp_path / "other")


def test_touching_one_file_reads_that_one(index, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are the same, so nothing is written."""
    index.sync(folder)
    os.utime(folder / "4.md", (OLD + 5, OLD + 5))
    opened = []
    unpack = ingest.unpack
    monkeypatch.setattr(ingest, "unpack", lambda source: opened.append(source.name) or unpack(source))
    generation = index.status().generation
    assert (index.sync(folder).read, opened, index.status().generation) == (1, ["4.md"], generation)
    assert (index.sync(folder).read, opened) == (0, ["4.md"])


def test_what_came_from_elsewhere_is_left_alone(index, folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "others" / "x.md", law(20))
    write(tmp_path / "others" / "0.md", law(21))
    index.add(tmp_path / "others")
    index.add_bytes(law(22).encode(), "given.md")
    index.sync(folder)
    shutil.rmtree(tmp_path / "others")
    report = index.sync(folder)
    assert not report.changed
    ids = {document.id for document in index.documents()}
    assert {"x.md", "0.md", "0.md~2", "given.md"} <= ids


def test_two_folders_with_the_same_names_stay_apart(index, folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "others" / "0.md", law(21))
    index.sync(folder, tmp_path / "others")
    (folder / "0.md").unlink()
    assert not index.sync(tmp_path / "others").changed
    assert index.sync(folder).removed == ("0.md",)
    assert "0.md~2" in {document.id for document in index.documents()}


def test_a_folder_that_is_not_there_removes_nothing(index, folder: Path, tmp_path: Path) -> None:
    index.sync(folder)
    folder.rename(tmp_path / "away")
    with pytest.raises(SourceError, match="nothing was removed"):
        index.sync(folder)
    write(folder, "a file of its name")
    with pytest.raises(SourceError, match="not a directory"):
        index.sync(folder)
    assert index.status().documents == 8
    with pytest.raises(SourceError):
        index.sync(tmp_path / "away", tmp_path / "nowhere")
    assert index.status().documents == 8


def test_a_folder_that_was_emptied_empties_the_index(index, folder: Path) -> None:
    index.sync(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    assert len(index.sync(folder).removed) == 8
    assert index.status().documents == 0


def test_a_folder_that_moved_is_taken_over(index, folder: Path, tmp_path: Path) -> None:
    index.sync(folder)
    folder.rename(tmp_path / "laws2")
    report = index.sync(tmp_path / "laws2")
    assert not report.updated
    assert len([moved for moved in report.moved if moved.before == moved.after]) == len(report.moved) == 8
    (tmp_path / "laws2" / "0.md").unlink()
    assert index.sync(tmp_path / "laws2").removed == ("0.md",)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_below_that_cannot_be_opened_keeps_its_documents(index, folder: Path) -> None:
    index.sync(folder)
    (folder / "b").chmod(0)
    try:
        report = index.sync(folder)
    finally:
        (folder / "b").chmod(0o700)
    assert (report.removed, len(report.failed)) == ((), 1)
    assert index.status().documents == 8


def test_a_file_that_can_no_longer_be_read_keeps_its_document(index, folder: Path) -> None:
    index.sync(folder)
    (folder / "0.md").write_bytes(b"\0\1\2" * 50)
    report = index.sync(folder)
    assert [failure.source for failure in report.failed] == ["0.md"]
    assert not report.changed
    assert index.show("0.md")
    write(folder / "0.md", law(0, "许可"))
    assert index.sync(folder).updated == ("0.md",)


def test_a_dry_run_tells_and_changes_nothing(index, folder: Path) -> None:
    index.sync(folder)
    (folder / "0.md").unlink()
    write(folder / "new.md", law(9))
    generation = index.status().generation
    told = index.sync(folder, dry_run=True)
    assert (told.added, told.removed, told.dry_run) == (("new.md",), ("0.md",), True)
    assert index.status().generation == generation
    done = index.sync(folder)
    assert (done.added, done.removed) == (told.added, told.removed)


def test_patterns_say_which_files_are_wanted(index, folder: Path) -> None:
    index.sync(folder, include=["*.md"], exclude=["b/", "!b/3.md"])
    assert {document.id for document in index.documents()} == {"0.md", "2.md", "4.md", "6.md", "b/3.md"}
    assert len(index.sync(folder, exclude=["b"]).removed) == 1
    with pytest.raises(UsageError):
        index.sync(folder, exclude=["/"])


def test_the_index_is_not_a_source_of_itself(tmp_path: Path) -> None:
    write(tmp_path / "0.md", law(0))
    with ClauseIndex.create(tmp_path / "index_data") as index:
        assert index.sync(tmp_path).added == ("0.md",)
        assert index.sync(tmp_path).read == 0


def test_what_was_removed_by_hand_comes_back(index, folder: Path) -> None:
    index.sync(folder)
    index.remove("0.md")
    assert index.sync(folder).added == ("0.md",)


def test_a_file_of_many_documents_loses_those_that_are_gone(index, tmp_path: Path) -> None:
    lines = [f'{{"id": "{n}", "title": "样本{n}号", "text": "第{n}段。"}}' for n in range(3)]
    write(tmp_path / "laws" / "all.jsonl", "\n".join(lines))
    assert len(index.sync(tmp_path / "laws").added) == 3
    write(tmp_path / "laws" / "all.jsonl", "\n".join(lines[1:]), at=OLD + 1)
    report = index.sync(tmp_path / "laws")
    assert (len(report.removed), len(report.unchanged), report.added) == (1, 2, ())
    assert index.sync(tmp_path / "laws").read == 0


@pytest.mark.parametrize("damage", [b"", b"{", b'{"hash": "0", "files": {"a": [1]}}', b"[]"])
def test_without_its_memory_a_sync_compares_by_hash(index, folder: Path, tmp_path: Path, damage: bytes) -> None:
    index.sync(folder)
    (tmp_path / "index" / LEDGER_NAME).write_bytes(damage)
    report = index.sync(folder)
    assert (report.changed, report.read) == (False, 8)
    assert index.sync(folder).read == 0


def test_a_file_just_written_is_read_again(index, folder: Path) -> None:
    """It may have been written twice within the same tick of the clock."""
    write(folder / "0.md", law(0, "许可"), at=time.time())
    index.sync(folder)
    assert index.sync(folder).read == 1


def test_what_is_done_is_committed_in_steps(index, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync that fails half way goes on where it was."""
    monkeypatch.setattr(sync, "STEP_SECONDS", 0)
    monkeypatch.setattr(ingest, "GROUP_BYTES", 1)
    write_ = sync._write
    calls = []

    def failing(writer, digest):
        calls.append(digest.ids)
        if len(calls) == 4:
            raise KeyboardInterrupt
        write_(writer, digest)

    monkeypatch.setattr(sync, "_write", failing)
    with pytest.raises(KeyboardInterrupt):
        index.sync(folder)
    index.refresh()
    assert index.status().documents == 3
    assert len(Ledger(index._store.folder).files) == 2  # the last file may have more in it
    monkeypatch.setattr(sync, "_write", write_)
    report = index.sync(folder)
    assert (len(report.unchanged), len(report.added), report.read) == (3, 5, 6)


def answers(index: ClauseIndex, query: str) -> list[tuple[float, str, str]]:
    """All that is found; of equal scores, merging segments may change the order."""
    return sorted((hit.score, hit.clause.id, hit.snippet) for hit in index.search(query, limit=500, fold=False))


SCRIPT = """
import sys
from indexer import ClauseIndex
from indexer.store import ingest, sync
sync.STEP_SECONDS = 0
ingest.GROUP_BYTES = 400
with ClauseIndex.create(sys.argv[1], exist_ok=True) as index:
    index.sync(sys.argv[2], workers=0)
"""


def test_a_killed_sync_ends_in_the_same_index_when_it_is_run_again(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    for number in range(40):
        write(laws / f"{number:02}.md", law(number, "登记许可" * 20))
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "killed"), str(laws)]
    root = str(Path(__file__).parents[2])
    for wait in (0.35, 0.5, 0.7, 0.9):
        process = subprocess.Popen(command, cwd=root)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, cwd=root, check=True)
    with ClauseIndex.open(tmp_path / "killed") as killed, ClauseIndex.create(tmp_path / "whole") as whole:
        whole.sync(laws)
        assert held(killed) == held(whole)
        for query in ("登记", "样本3号", "许可 施行"):
            assert answers(killed, query) == answers(whole, query)


def test_watching_follows_changes(index, folder: Path) -> None:
    from threading import Event, Timer

    pytest.importorskip("watchfiles")
    stop = Event()
    reports = index.watch(folder, wait=0.1, stop=stop)
    assert len(next(reports).added) == 8
    guard = Timer(20, stop.set)
    guard.start()
    Timer(0.5, write, (folder / "new.md", law(9))).start()
    assert next(reports).added == ("new.md",)
    stop.set()
    assert list(reports) == []
    guard.cancel()
