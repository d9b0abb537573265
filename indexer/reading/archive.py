"""ZIP archives: the files in one as sources, within bounds.

Nothing is written to disk, so a name such as ``../../etc/passwd`` is a name and leads nowhere.
"""

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from indexer.errors import SourceError
from indexer.reading.signatures import open_zip
from indexer.reading.sources import LARGEST_BINARY, Source

MOST_FILES = 50_000
DEEPEST_ARCHIVE = 3
"""Archives one in the other."""
HIGHEST_RATIO = 100
"""How many bytes may come out of one: text gives ten, rarely twenty; a bomb a thousand and more."""
ALWAYS_ALLOWED = 64 << 20
"""Bytes that may come out whatever the ratio."""

_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _IN_UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075
_REMEDY = "Unpack it, and add the folder."


@dataclass
class Allowance:
    """How much may still be unpacked: shared by an archive and those in it.

    Attributes:
        bytes: how many.
        depth: how many archives deep the next one is.
    """

    bytes: int
    depth: int = 1

    @classmethod
    def for_archive(cls, size: int) -> "Allowance":
        """Return the allowance for an archive of so many bytes."""
        return cls(max(size * HIGHEST_RATIO, ALWAYS_ALLOWED))


Unpack = Callable[[Source, Allowance], Iterator[Source | SourceError]]


def files_in(stream: BinaryIO, source: Source, allowance: Allowance, unpack: Unpack) -> Iterator[Source | SourceError]:
    """Yield the sources in an archive, in the order of their names; hidden files are left out, as in folders.

    Args:
        stream: its bytes.
        source: the archive; what is in it is named by it, ``/``, and its own name.
        allowance: what may be unpacked.
        unpack: gives the sources in one of its files, which may be an archive itself.

    Yields:
        The sources, and a `SourceError` for each file that cannot be unpacked. What goes beyond the bounds ends it.
    """
    if allowance.depth > DEEPEST_ARCHIVE:
        raise SourceError(f"archives are nested over {DEEPEST_ARCHIVE} deep", place=source.name, remedy=_REMEDY)
    try:
        archive = open_zip(stream)
    except BadZipFile as error:
        what = "the archive is cut short or damaged, or has too many files"
        raise SourceError(what, place=source.name, remedy="Get it anew.") from error
    with archive:
        files = sorted(_files(archive))
        if len(files) > MOST_FILES:
            raise SourceError(f"it holds over {MOST_FILES:,} files", place=source.name, remedy=_REMEDY)
        if not files:
            raise SourceError("there is no file in the archive", place=source.name, remedy="Leave it out.")
        locked = sum(bool(info.flag_bits & _ENCRYPTED) for _, _, info in files)
        if locked:
            what = f"{locked} of its {len(files)} files are encrypted"
            yield SourceError(what, place=source.name, remedy="Unpack it with its password, and add the folder.")
        taken: dict[str, int] = {}
        for name, _, info in files:
            if not info.flag_bits & _ENCRYPTED:
                count = taken[name] = taken.get(name, 0) + 1
                told = f"{source.name}/{name}" + (f"~{count}" if count > 1 else "")
                yield from _file(archive, info, replace(source, name=told, data=None, format=""), allowance, unpack)


def _file(
    archive: ZipFile, info: ZipInfo, source: Source, allowance: Allowance, unpack: Unpack
) -> Iterator[Source | SourceError]:
    try:
        data = _read(archive, info, source.name, allowance)
    except (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        what = f"it is damaged in the archive ({error})"
        yield SourceError(what, place=source.name, remedy="Get the archive anew.")
        return
    except _TooLargeError as error:
        yield SourceError(error.what, place=source.name, remedy=error.remedy)
        return
    inner = Allowance(allowance.bytes, allowance.depth + 1)
    yield from unpack(replace(source, data=data), inner)
    allowance.bytes = inner.bytes


class _TooLargeError(SourceError):
    """One file of an archive is too large by itself."""


def _read(archive: ZipFile, info: ZipInfo, name: str, allowance: Allowance) -> bytes:
    """Return the bytes of a file, and take them from the allowance."""
    if info.compress_type not in (_STORED, _DEFLATED):
        what = f"it is compressed by a method that is not read ({info.compress_type})"
        raise _TooLargeError(what, remedy=_REMEDY)
    most = min(LARGEST_BINARY, allowance.bytes)
    with archive.open(info) as stream:
        data = stream.read(most + 1)
    if len(data) > allowance.bytes:
        what = f"more comes out of the archive than {HIGHEST_RATIO} times its size"
        raise SourceError(what, place=name, remedy="If it is no bomb, unpack it and add the folder.")
    if len(data) > most:
        raise _TooLargeError(f"it has more than {LARGEST_BINARY >> 20} MiB", remedy=_REMEDY)
    allowance.bytes -= len(data)
    return data


def _files(archive: ZipFile) -> Iterator[tuple[str, int, ZipInfo]]:
    """Yield the name of each file that is not hidden, the number of its entry, and the entry."""
    for number, info in enumerate(archive.infolist()):
        parts = [part for part in _name(info).replace("\\", "/").split("/") if part not in ("", ".", "..")]
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        if parts and not (info.is_dir() or is_link or hidden):
            yield "/".join(parts), number, info


def _name(info: ZipInfo) -> str:
    """Return the name of an entry, in Unicode: archives made in China before 2015 have GBK and do not say so.

    What is not marked as UTF-8 is UTF-8 where it can be, else GB18030 where it can be, else code page 437, which the
    standard names (APPNOTE.TXT, appendix D); a Unicode Path field (4.6.9) wins over all of these.
    """
    if info.flag_bits & _IN_UTF8:
        return info.filename
    try:
        written = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    candidates = [(extra, "utf-8") for extra in _unicode_paths(info.extra, written)]
    for data, encoding in [*candidates, (written, "utf-8"), (written, "gb18030")]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_paths(extra: bytes, written: bytes) -> Iterator[bytes]:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(value) > 5 and value[0] == 1:
            (checksum,) = struct.unpack_from("<I", value, 1)
            if checksum == zlib.crc32(written):
                yield value[5:]
