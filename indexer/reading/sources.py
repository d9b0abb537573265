"""Finding sources below a file or folder, and getting their bytes."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from indexer.errors import SourceError

LARGEST_SOURCE = 32 * 1024 * 1024
"""Bytes of text. The longest statute has under one million; what is larger is not one document."""
LARGEST_ARCHIVE = 1024 * 1024 * 1024
"""Bytes of a file of many documents."""
LARGEST_BINARY = 128 * 1024 * 1024
"""Bytes of a file that is no text: pictures take most of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, or bytes that were given or unpacked from one.

    Attributes:
        path: where it is; of bytes that were unpacked, where the file is that held them; ``Path()`` of bytes given.
        name: its path below the folder that was given, with ``/``; the file's name if a file was given. Of bytes that
            were unpacked, the file's name, ``/``, and their own.
        data: the bytes; None where they are to be read from `path`.
        format: the name of the format they are in (a key of `indexer.reading.formats.FORMATS`); "" to have it told.
    """

    path: Path
    name: str
    data: bytes | None = None
    format: str = ""

    @property
    def origin(self) -> str:
        """Where it was read from: an absolute path, "" for bytes that were given."""
        return "" if self.path == Path() else os.path.realpath(self.path)


def find_sources(path: Path) -> Iterator[Source]:
    """Find what there is to read in a file or folder.

    A folder is walked to any depth, names in the order of their code points; hidden files and folders (``.name``) are
    left out. Every other regular file is a source, whatever is in it. So is what cannot be reached, a folder that
    cannot be opened or a link that leads nowhere: it fails when it is read, and is thereby reported. Links to folders
    come last and each real folder is walked once, so loops end.

    Args:
        path: a file or a folder.

    Returns:
        An iterator over the sources; a file gives itself, hidden or not.

    Raises:
        SourceError: there is nothing at `path`, or it cannot be reached.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise _unreachable(error, str(path)) from error
    return _walk(path) if is_folder else iter([Source(path, _printable(path.name))])


def load(source: Source) -> bytes:
    """Return the bytes of a source.

    Args:
        source: from `find_sources`.

    Returns:
        All of its bytes.

    Raises:
        SourceError: it is missing, not permitted, not a regular file, or larger than `LARGEST_BINARY`.
    """
    with open_source(source) as stream:
        return read_all(stream, source.name, LARGEST_BINARY)


def read_all(stream: BinaryIO, name: str, largest: int | None = None) -> bytes:
    """Return the bytes of an open file; raise a `SourceError` if they are more than is read as one document."""
    check_size(stream.seek(0, os.SEEK_END), name, largest)
    stream.seek(0)
    return stream.read()


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """Return all bytes of a stream that may have no end, such as standard input.

    Raises:
        SourceError: they are more than `LARGEST_ARCHIVE`, or cannot be read.
    """
    data = bytearray()
    try:
        while len(data) <= LARGEST_ARCHIVE and (piece := stream.read(1 << 20)):
            data += piece
    except OSError as error:
        raise _unreachable(error, name) from error
    check_size(len(data), name, LARGEST_ARCHIVE)
    return bytes(data)


@contextmanager
def open_source(source: Source) -> Iterator[BinaryIO]:
    """Open a source, whatever its size.

    Args:
        source: from `find_sources`, or bytes.

    Yields:
        Its bytes, from the first.

    Raises:
        SourceError: it is missing, not permitted, or not a regular file; also while it is read.
    """
    if source.data is not None:
        yield BytesIO(source.data)
        return
    try:
        mode = _mode(source.path)
        if stat.S_ISDIR(mode):
            os.scandir(source.path).close()
        if not stat.S_ISREG(mode):
            raise SourceError("this is not a file", place=source.name, remedy="Name the files in it instead.")
        with source.path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise _unreachable(error, source.name) from error


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except ValueError as error:  # a zero byte in the path
        raise FileNotFoundError(str(path)) from error


def check_size(size: int, name: str, largest: int | None = None) -> None:
    """Raise a `SourceError` if `size`, in bytes, is more than is read as one document: `largest`, or LARGEST_SOURCE."""
    largest = LARGEST_SOURCE if largest is None else largest
    if size > largest:
        what = f"the file has {size / 2**20:.0f} MiB, more than the {largest / 2**20:g} MiB read as one document"
        raise SourceError(what, place=name, remedy="Split it into its documents.")


def _walk(folder: Path) -> Iterator[Source]:
    """Yield the sources below `folder`: without recursion, for folders may be nested deeper than Python's stack."""
    links: list[tuple[str, str]] = []
    walked: set[tuple[int, int]] = set()
    waiting = [("", str(folder), True)]
    while waiting or links:
        if not waiting:
            name, path = links.pop(0)
            waiting.append((name, path, True))
        name, path, is_folder = waiting.pop()
        below = _open_folder(path, walked) if is_folder else None
        if below is None:
            yield Source(Path(path), _printable(name))
            continue
        prefix = f"{name}/" if name else ""
        found = [(prefix + entry.name, entry.path, _kind(entry)) for entry in below]
        links += [(name, path) for name, path, kind in found if kind == "link"]
        waiting += [
            (name, path, kind == "folder") for name, path, kind in reversed(found) if kind in ("folder", "file")
        ]


def _open_folder(path: str, walked: set[tuple[int, int]]) -> list[os.DirEntry[str]] | None:
    """Return the entries of a folder in order, none if it was walked before; None if it cannot be opened."""
    try:
        status = os.stat(path)  # noqa: PTH116 - as bare strings: this runs once a folder
        if (status.st_dev, status.st_ino) in walked:
            return []
        walked.add((status.st_dev, status.st_ino))
        with os.scandir(path) as entries:
            return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return None


def _kind(entry: os.DirEntry[str]) -> str:
    """Return "folder", "link" (to a folder), "file" (also what leads nowhere), or "other" (pipes, devices)."""
    try:
        if entry.is_dir():
            return "link" if entry.is_symlink() else "folder"
        return "file" if entry.is_file() or entry.is_symlink() else "other"
    except OSError:
        return "file"


def _printable(name: str) -> str:
    """Return a file name with what is not Unicode in it written out, so that it can be printed and stored."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace(os.sep, "/")


def _unreachable(error: Exception, place: str) -> SourceError:
    """Say why the operating system refused."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return SourceError("there is no such file or folder", place=place, remedy="Check the path.")
        case PermissionError():
            return SourceError("permission denied", place=place, remedy="Allow reading it, or run as its owner.")
        case OSError(strerror=str(reason)):
            return SourceError(f"it cannot be read: {reason.lower()}", place=place, remedy="Check the path.")
        case _:
            return SourceError(f"it cannot be read: {error}", place=place, remedy="Check the path.")
