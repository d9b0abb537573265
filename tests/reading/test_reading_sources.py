"""Finding sources and getting their bytes."""

import io
import os
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.reading import Source, find_sources, read_source
from indexer.reading import sources as sources_module
from indexer.reading.sources import LARGEST_BINARY, load, read_all


def _names(path):
    return [source.name for source in find_sources(path)]


def _write(path, text="正文"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_named_by_its_name(tmp_path):
    path = _write(tmp_path / "甲" / "乙.txt")
    assert list(find_sources(path)) == [Source(path, "乙.txt")]


def test_a_file_that_is_named_is_taken_though_hidden(tmp_path):
    assert _names(_write(tmp_path / ".甲")) == [".甲"]


def test_a_folder_gives_its_files_at_any_depth_in_order_by_their_path_below_it(tmp_path):
    for name in ("b/2.md", "b/10.md", "a.txt", "c", "b/a/丙.html", "b.txt"):
        _write(tmp_path / name)
    found = list(find_sources(tmp_path))
    assert [source.name for source in found] == ["a.txt", "b/10.md", "b/2.md", "b/a/丙.html", "b.txt", "c"]
    assert all(source.path == tmp_path / source.name for source in found)


def test_hidden_files_and_folders_are_left_out(tmp_path):
    _write(tmp_path / ".git" / "config")
    _write(tmp_path / "a" / ".x")
    _write(tmp_path / "a" / "y")
    assert _names(tmp_path) == ["a/y"]


def test_an_empty_folder_has_no_sources(tmp_path):
    assert _names(tmp_path) == []


@pytest.mark.parametrize("name", ["nothing", "nothing/below", "file/below", "a\0b"])
def test_a_path_that_does_not_exist_is_an_error_at_once(tmp_path, name):
    _write(tmp_path / "file")
    with pytest.raises(SourceError) as caught:
        find_sources(tmp_path / name)
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.remedy


def test_loops_of_links_end_and_real_names_win(tmp_path):
    _write(tmp_path / "b" / "x")
    (tmp_path / "a").symlink_to(tmp_path / "b", target_is_directory=True)
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert _names(tmp_path) == ["b/x"]


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path):
    _write(tmp_path / "elsewhere" / "x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    _write(tmp_path / "in" / "z")
    assert _names(tmp_path / "in") == ["z", "link/x"]


def test_links_that_lead_nowhere_or_to_themselves_fail_when_read(tmp_path):
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = list(find_sources(tmp_path))
    assert [source.name for source in found] == ["gone", "self"]
    for source in found:
        with pytest.raises(SourceError) as caught:
            read_source(source)
        assert caught.value.place == source.name


def test_a_folder_that_cannot_be_opened_fails_when_read_and_the_rest_goes_on(tmp_path, monkeypatch):
    for name in ("a", "locked/x", "z"):
        _write(tmp_path / name)
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(sources_module.os, "scandir", refuse)
    found = list(find_sources(tmp_path))
    assert [source.name for source in found] == ["a", "locked", "z"]
    with pytest.raises(SourceError, match="permission denied"):
        read_source(found[1])


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    source = Source(_write(tmp_path / "a"), "a")

    def refuse(self, _mode):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="a: permission denied"):
        read_source(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    _write(tmp_path / "x")
    assert _names(tmp_path) == ["x"]
    with pytest.raises(SourceError, match="not a file"):
        load(next(find_sources(tmp_path / "pipe")))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SourceError, match="not a file"):
        load(Source(tmp_path, "a"))


def test_a_file_that_is_too_large_is_a_failure(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(LARGEST_BINARY + 1)
    with pytest.raises(SourceError, match="MiB"):
        load(Source(path, "large"))


class _Unread(io.BytesIO):
    def read(self, *_):
        raise AssertionError("it was read")


def test_a_file_that_is_too_large_is_not_even_read():
    with pytest.raises(SourceError, match="MiB"):
        read_all(_Unread(b"12345"), "large", largest=4)


@pytest.fixture
def thousand_levels(tmp_path, monkeypatch):
    """A file below 1,000 folders; made and removed step by step, as shutil recurses and paths have a longest length."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1000):
        Path("d").mkdir()
        os.chdir("d")
    _write(Path("x"))
    yield tmp_path
    Path("x").unlink()
    for _ in range(1000):
        os.chdir("..")
        Path("d").rmdir()


def test_a_thousand_levels_of_folders(thousand_levels):
    assert _names(thousand_levels) == ["d/" * 1000 + "x"]


def test_a_name_that_is_not_unicode_can_be_printed(tmp_path):
    try:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xfa.txt"))
        path.write_text("正文", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in Unicode")
    (source,) = find_sources(tmp_path)
    assert source.name == "\\udcb9\\udcfa.txt"
    assert read_source(source).source == source.name
