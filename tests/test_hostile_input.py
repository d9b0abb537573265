"""Hostile and broken sources: each ends soon, in a failure that is reported or in a document; the rest is indexed."""

import io
import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.reading import archive, sources

TEXT = "第一条　甲。\n"
DOCUMENT_TYPE = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in files.items():
            written.writestr(name, data)
    return buffer.getvalue()


def _docx(document: bytes) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


FILES = {
    "truncated.docx": (_docx(b"<w:document/>" * 500)[:200], "cut short"),
    "entities.docx": (_docx(f"<!DOCTYPE x [{DOCUMENT_TYPE}]><x>&e11;</x>".encode()), "document type"),
    "inflating.docx": (_docx(b"<x>" + b" " * (2 << 20) + b"</x>"), "MiB"),
    "deep.docx": (_docx(b"<x>" * 100_000), "damaged XML"),
    "bomb.zip": (_zip({"a.txt": b"0" * (8 << 20)}), "times its size"),
    "deep.html": (b"<div>" * 100_000 + TEXT.encode(), "nested"),
    "attributes.html": (b"<p " + b"a=1 " * 100_000 + b">", "attributes"),
    "zeros.txt": (TEXT.encode() + b"\0" * 1000, "binary"),
    "line.txt": (("甲" * (2 << 20)).encode(), "MiB"),
    "deep.json": (b"[" * 100_000, "nested"),
    "mangled.txt": ("国务院办公厅关于印发方案的通知".encode().decode("gbk", "replace").encode(), "mojibake"),
    "replaced.txt": ("锟斤拷锟斤拷锟斤拷".encode(), "mojibake"),
    "private.txt": (("甲" + "\ue123\ue456" * 9).encode(), "mojibake"),
    "random.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9, "Office"),
    "random.gz": (b"\x1f\x8b" + bytes(range(256)), "gzip"),
}
"""Each file with a part of the reason that is told; the bounds are lowered to 1 MiB in the test."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module, name in ((sources, "LARGEST_SOURCE"), (archive, "ALWAYS_ALLOWED")):
        monkeypatch.setattr(module, name, 1 << 20)
    monkeypatch.setattr("indexer.reading.docx.package.LARGEST_SOURCE", 1 << 20)
    monkeypatch.setattr("indexer.reading.document.LARGEST_SOURCE", 1 << 20)
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "z.txt").write_text(TEXT, encoding="utf-8")
    return folder


def _added(folder: Path) -> tuple[list[str], dict[str, str]]:
    with ClauseIndex.create(folder.parent / "index") as index:
        report = index.add(folder, workers=0)
        assert {document.id for document in index.documents()} == set(report.added)
    return list(report.added), {failure.source: failure.reason for failure in report.failed}


def test_each_hostile_file_is_a_failure_with_its_reason_and_the_others_are_indexed(folder: Path) -> None:
    for name, (data, _) in FILES.items():
        (folder / name).write_bytes(data)
    added, failed = _added(folder)
    assert added == ["a.txt", "z.txt"]
    told = {name.partition(".zip/")[0] + (".zip" if ".zip/" in name else ""): reason for name, reason in failed.items()}
    assert {name: reason for name, (_, reason) in FILES.items() if reason not in told.get(name, "")} == {}


@pytest.mark.parametrize("name", ["bomb.zip", "inflating.docx", "entities.docx", "deep.html"])
def test_a_bomb_takes_little_memory(folder: Path, name: str) -> None:
    (folder / name).write_bytes(FILES[name][0])
    with ClauseIndex.create(folder.parent / "index") as index:
        tracemalloc.start()
        try:
            index.add(folder / name, workers=0)
            assert tracemalloc.get_traced_memory()[1] < 32 << 20
        finally:
            tracemalloc.stop()


def test_links_in_circles_and_pipes(folder: Path) -> None:
    (folder / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "x").symlink_to(folder / "y")
    (folder / "y").symlink_to(folder / "x")
    (folder / "gone").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe")
    added, failed = _added(folder)
    assert added == ["a.txt", "z.txt"]
    assert set(failed) == {"self", "x", "y", "gone"}


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made by descriptor")
@pytest.mark.parametrize(("name", "is_read"), [("d", True), ("一个很长的名字", False)])
def test_a_thousand_levels_of_folders(folder: Path, name: str, is_read: bool) -> None:
    """Their path may be longer than the system can open: that is a failure which is told."""
    above = os.open(folder, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir(name, dir_fd=above)
        below = os.open(name, os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = below
    deepest = os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=above)
    os.write(deepest, TEXT.encode())
    os.close(deepest)
    os.close(above)
    added, failed = _added(folder)
    _remove_levels(folder / name)
    assert {"a.txt", "z.txt"} <= set(added)
    assert (len(added), len(failed)) == ((3, 0) if is_read else (2, 1))
    assert all("too long" in reason for reason in failed.values())


def _remove_levels(top: Path) -> None:
    """Remove folders one in the other, which are nested deeper than `shutil.rmtree` can go, from the top."""
    below, kept = top / top.name, top.with_name("kept")
    while below.exists():
        below.rename(kept)
        top.rmdir()
        kept.rename(top)
    (top / "deep.txt").unlink()
    top.rmdir()
