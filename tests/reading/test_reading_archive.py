"""ZIP archives: the files in one as sources, within bounds."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from docx_writer import docx, paragraph
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NoDocumentError, SourceError
from indexer.reading import Source, read, unpack
from indexer.reading import archive as archive_module
from indexer.reading.archive import DEEPEST_ARCHIVE

TEXT = "第一条　甲。\n"


def _zip(files, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return buffer.getvalue()


def _unpacked(data, name="a.zip"):
    return list(unpack(Source(Path("x", name), name, data)))


def _told(data, name="a.zip"):
    return [
        f"{part.place}: {part.what}" if isinstance(part, SourceError) else part.name for part in _unpacked(data, name)
    ]


def test_files_are_named_by_the_archive_and_their_path_in_it_in_order():
    data = _zip(
        {
            "乙/b.txt": TEXT,
            "乙/a.md": "# 甲",
            "c.docx": docx(paragraph("丙")),
            "d/": "",
            "e.jsonl": '{"id":"x","text":"甲"}',
        }
    )
    parts = _unpacked(data)
    assert [part.name for part in parts] == ["a.zip/c.docx", "a.zip/e.jsonl/x", "a.zip/乙/a.md", "a.zip/乙/b.txt"]
    assert all(part.path == Path("x", "a.zip") for part in parts)
    documents = [read(part.data, part.name, part.format) for part in parts]
    assert [document.paragraphs[0].text for document in documents] == ["丙", "甲", "甲", "第一条　甲。"]


def test_an_archive_is_told_by_its_bytes_and_read_from_a_file(tmp_path):
    (tmp_path / "a.dat").write_bytes(_zip({"a.txt": TEXT}))
    (part,) = unpack(Source(tmp_path / "a.dat", "a.dat"))
    assert (part.name, part.data) == ("a.dat/a.txt", TEXT.encode())


def test_hidden_files_folders_and_links_are_left_out():
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    files = [(".git/config", "x"), ("__MACOSX/._a", "x"), ("a/.DS_Store", "x"), (link, "/etc/passwd"), ("b.txt", TEXT)]
    assert _told(_zip(files)) == ["a.zip/b.txt"]


def test_a_name_that_leads_out_of_the_archive_leads_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["../../../a.txt", "/etc/b.txt", "C:\\d\\c.txt", "x/../../d.txt"]
    told = _told(_zip(dict.fromkeys(names, TEXT)))
    assert sorted(told) == ["a.zip/C:/d/c.txt", "a.zip/a.txt", "a.zip/etc/b.txt", "a.zip/x/d.txt"]
    assert list(tmp_path.iterdir()) == []


def test_two_files_of_one_name_are_two_sources():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = _zip([("a.txt", "甲"), ("a.txt", "乙"), ("./a.txt", "丙")])
    assert _told(data) == ["a.zip/a.txt", "a.zip/a.txt~2", "a.zip/a.txt~3"]


def _with_raw_name(raw, extra=b""):
    """Return an archive whose one file has these bytes as its name, not marked as UTF-8."""
    data = TEXT.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(raw), len(extra))
    local = b"PK\3\4" + common + raw + extra + data
    directory = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    return local + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(local), 0)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "gb18030"])
def test_names_that_do_not_say_their_encoding_are_read_as_chinese(encoding):
    assert _told(_with_raw_name("国务院/办法.txt".encode(encoding))) == ["a.zip/国务院/办法.txt"]


def test_a_unicode_path_wins_where_it_belongs_to_the_name():
    raw, path = b"???.txt", "办法.txt".encode()
    extra = struct.pack("<HHBI", 0x7075, 5 + len(path), 1, zlib.crc32(raw)) + path
    assert _told(_with_raw_name(raw, extra)) == ["a.zip/办法.txt"]
    assert _told(_with_raw_name(b"x.txt", extra)) == ["a.zip/x.txt"]


def test_archives_in_archives_are_read_but_not_without_end():
    data = _zip({"b.txt": TEXT})
    for _ in range(DEEPEST_ARCHIVE - 1):
        data = _zip({"a.zip": data})
    assert _told(data) == ["a.zip/" * DEEPEST_ARCHIVE + "b.txt"]
    (told,) = _told(_zip({"a.zip": data}))
    assert told == "a.zip/" * DEEPEST_ARCHIVE + f"a.zip: archives are nested over {DEEPEST_ARCHIVE} deep"


def test_a_bomb_ends_at_the_bound_and_what_came_before_is_read(monkeypatch):
    monkeypatch.setattr(archive_module, "ALWAYS_ALLOWED", 1 << 20)
    bomb = _zip({"a.txt": TEXT, "b.txt": b"0" * (4 << 20), "c.txt": TEXT})
    told = _told(bomb)
    assert told[0] == "a.zip/a.txt"
    assert told[1].startswith("a.zip/b.txt: more comes out of the archive than 100 times its size")
    assert len(told) == 2


def test_the_bound_holds_over_archives_in_archives(monkeypatch):
    monkeypatch.setattr(archive_module, "ALWAYS_ALLOWED", 1 << 20)
    inner = _zip({f"{number}.txt": b"0" * (1 << 18) for number in range(4)})
    told = _told(_zip({f"{number}.zip": inner for number in range(4)}))
    assert sum(": " not in name for name in told) < 5
    assert "100 times" in told[-1]


def test_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archive_module, "MOST_FILES", 3)
    assert _told(_zip({f"{number}.txt": TEXT for number in range(4)})) == ["a.zip: it holds over 3 files"]


def test_an_encrypted_archive_is_one_failure_and_the_rest_of_it_is_read():
    data = bytearray(_zip({"a.txt": TEXT, "b.txt": TEXT}))
    data[data.index(b"PK\3\4") + 6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert _told(bytes(data)) == ["a.zip: 1 of its 2 files are encrypted", "a.zip/b.txt"]


def test_a_damaged_file_costs_only_itself():
    data = bytearray(_zip({"a.txt": TEXT * 9, "b.txt": TEXT}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    told = _told(bytes(data))
    assert told[0].startswith("a.zip/a.txt: it is damaged in the archive (")
    assert told[1] == "a.zip/b.txt"


def test_a_method_that_is_not_read_is_named():
    (told,) = _told(_zip({"a.txt": TEXT * 9}, zipfile.ZIP_LZMA))
    assert told == "a.zip/a.txt: it is compressed by a method that is not read (14)"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_zip({"a.txt": TEXT})[:40], "cut short or damaged"),
        (_zip({}), "no file in the archive"),
        (_zip({".x": ""}), "no file in the archive"),
        (b"PK\3\4" + b"\0" * 100, "cut short or damaged"),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(data, reason):
    (part,) = _unpacked(data)
    assert reason in part.what
    assert part.place == "a.zip"
    assert part.remedy


def test_a_directory_that_would_fill_the_memory_is_not_read():
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 100 << 20, 4, 0)
    (told,) = _told(b"PK\3\4" + b"\0" * (101 << 20) + end)
    assert "cut short or damaged" in told


def test_a_table_of_metadata_in_an_archive_is_passed_over():
    (first, second) = _unpacked(_zip({"a.txt": TEXT, "metadata.jsonl": '{"file": "a.txt"}'}))
    assert (first.name, type(second)) == ("a.zip/a.txt", NoDocumentError)


GOOD = _zip({"a.txt": TEXT * 9, "b/c.docx": docx(paragraph("丙")), "d.zip": _zip({"e.txt": TEXT})})


@given(st.data())
def test_an_archive_with_bytes_changed_is_sources_and_source_errors(data):
    changed = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(4, len(changed) - 1))] = data.draw(st.integers(0, 255))
    for part in _unpacked(bytes(changed)):
        assert isinstance(part, Source | SourceError)


@given(st.binary(max_size=200))
def test_any_bytes_behind_the_signature_are_sources_and_source_errors(data):
    for part in _unpacked(b"PK\3\4" + data):
        assert isinstance(part, Source | SourceError)
