"""Formats that are no text, told by how their files begin and what is in them: ``signatures.txt``."""

import os
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

_LONGEST_DIRECTORY = 8 << 20
"""Bytes, in a ZIP archive: some eighty thousand files."""
_OLE_BYTES = 32 << 20


class BinaryFormat(NamedTuple):
    """A format that is no text: its name and what to call it, such as ``pdf`` and "a PDF document"."""

    name: str
    called: str


class GuardedStream:
    """A file that is read in moderate pieces: a ZIP archive whose directory would fill the memory is refused.

    Args:
        stream: the open file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        """Return the next `size` bytes; raise BadZipFile if that is more than a directory may have."""
        if size > _LONGEST_DIRECTORY:
            raise BadZipFile("its directory is too long")
        return self._stream.read(size)

    def close(self) -> None:
        """Leave the file open: it is another's to close."""


def open_zip(stream: BinaryIO) -> ZipFile:
    """Open a ZIP archive without reading more of it than a directory may have.

    Raises:
        BadZipFile: it is none, or cut short, or its directory is too long.
    """
    try:
        return ZipFile(GuardedStream(stream))
    except (ValueError, OSError, NotImplementedError, UnicodeError) as error:
        raise BadZipFile(str(error)) from error


def tell_binary(stream: BinaryIO) -> BinaryFormat | None:
    """Tell the format of a file that is no text.

    Args:
        stream: the open file; it is left at its start.

    Returns:
        The format, None if it does not begin as any that is known. Of archives and OLE files, that of the document
        they are, where they are one.
    """
    head = stream.read(16)
    found = next((format for start, format in _beginnings().items() if head.startswith(start)), None)
    if found is not None and found.name == "zip":
        found = _in_zip(stream) or found
    elif found is not None and found.name == "ole":
        found = _in_ole(stream) or found
    stream.seek(0)
    return found


def _in_zip(stream: BinaryIO) -> BinaryFormat | None:
    try:
        with open_zip(stream) as archive:
            names = archive.namelist()
    except BadZipFile:
        stream.seek(0)
        # Cut short, it has no directory; the names of its files stand before each of them all the same.
        names = ["[Content_Types].xml", "word/"] if b"word/document.xml" in stream.read(_LONGEST_DIRECTORY) else []
    for inside, format in _contents("zip").items():
        if all(_holds(names, part) for part in inside.split("+")):
            return format
    return None


def _holds(names: list[str], part: str) -> bool:
    return any(name.startswith(part) for name in names) if part.endswith("/") else part in names


def _in_ole(stream: BinaryIO) -> BinaryFormat | None:
    stream.seek(0, os.SEEK_SET)
    data = stream.read(_OLE_BYTES)
    streams = _contents("ole").items()
    return next((format for name, format in streams if name.replace("_", " ").encode("utf-16-le") in data), None)


@cache
def _rows() -> tuple[tuple[str, BinaryFormat], ...]:
    lines = Path(__file__).with_name("signatures.txt").read_text("utf-8").splitlines()
    rows = (line.split(maxsplit=2) for line in lines if not line.startswith("#"))
    return tuple((sign, BinaryFormat(name, called)) for sign, name, called in rows)


@cache
def _beginnings() -> dict[bytes, BinaryFormat]:
    return {bytes.fromhex(sign): format for sign, format in _rows() if ":" not in sign}


@cache
def _contents(of: str) -> dict[str, BinaryFormat]:
    pairs = ((sign.partition(":"), format) for sign, format in _rows())
    return {inside: format for (archive, _, inside), format in pairs if archive == of and inside}
