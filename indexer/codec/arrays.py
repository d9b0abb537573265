"""The file that everything in a segment is made of: named arrays with checksums, found by a directory at the end.

Layout, all numbers little-endian:

    header      64 bytes: MAGIC (8), format version (uint32), zeros
    blocks      the arrays, each begun at a multiple of 64 bytes and padded with zeros to the next
    directory   JSON: {"about": {…}, "arrays": {name: [dtype, shape, offset, checksum of the padded block]}}
    footer      28 bytes: offset and length of the directory (uint64 each), checksum of header, directory and
                those two numbers (uint32), MAGIC

Checksums are CRC-32 (zlib). Opening checks the footer and the directory; `ArrayFile.verify` reads all blocks.
Versions: 1, the first.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.errors import DamagedIndexError, FormatVersionError

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]
else:  # numpy.typing takes longer to import than to do without
    Array = np.ndarray

MAGIC = b"\x93ARRAYS\n"
FORMAT_VERSION = 1
ALIGNMENT = 64
DTYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8"})
_HEADER = struct.Struct("<8sI52x")
_FOOTER = struct.Struct("<QQI8s")
_EXTENT = struct.Struct("<QQ")
_REMEDY = "Build the index anew from its sources"


def smallest_unsigned(highest: int) -> "npt.DTypeLike":
    """Return the narrowest of uint8, uint16, uint32, uint64 that holds all numbers up to `highest`."""
    return np.min_scalar_type(highest)


class ArrayFileWriter:
    """Writes an array file: arrays one after the other, then `close`.

    Args:
        storage: the Whoosh storage to create the file in.
        name: the file's name in it.
    """

    def __init__(self, storage: Any, name: str) -> None:
        self.about: dict[str, Any] = {}
        """Plain JSON values about the content, kept in the directory."""
        self._file = storage.create_file(name)
        self._file.write(_HEADER.pack(MAGIC, FORMAT_VERSION))
        self._end = _HEADER.size
        self._arrays: dict[str, list[Any]] = {}

    def put(self, name: str, array: Array) -> None:
        """Write an array under a name that is not yet taken."""
        self.put_pieces(name, array.dtype, (array,), array.shape)

    def put_pieces(
        self, name: str, dtype: "npt.DTypeLike", pieces: Iterable[Array], shape: tuple[int, ...] | None = None
    ) -> None:
        """Write an array that comes in pieces, so that it need not be in memory as a whole.

        Args:
            name: the array's name, not yet taken.
            dtype: what the pieces are converted to.
            pieces: the consecutive parts of the array.
            shape: of the whole; None for one dimension.
        """
        kept = np.dtype(dtype).newbyteorder("<")
        if name in self._arrays or kept.str not in DTYPES:
            raise ValueError(f"array {name!r} of {kept} is there already, or of a type the file does not keep")
        start, checksum = self._end, 0
        for piece in pieces:
            data = np.ascontiguousarray(piece, dtype=kept).data.cast("B") if piece.size else b""
            checksum = zlib.crc32(data, checksum)
            self._write(data)
        count = (self._end - start) // kept.itemsize
        padding = bytes(-self._end % ALIGNMENT)
        self._write(padding)
        self._arrays[name] = [kept.str, list(shape or (count,)), start, zlib.crc32(padding, checksum)]

    def close(self) -> None:
        """Write the directory and close the file. Nothing is there to be read before this."""
        content = {"about": self.about, "arrays": self._arrays}
        directory = json.dumps(content, separators=(",", ":")).encode()
        extent = _EXTENT.pack(self._end, len(directory))
        checksum = zlib.crc32(extent, zlib.crc32(directory, zlib.crc32(_HEADER.pack(MAGIC, FORMAT_VERSION))))
        self._write(directory)
        self._write(extent + struct.pack("<I", checksum) + MAGIC)
        self._file.close()

    def abandon(self) -> None:
        """Close the file unfinished; it cannot be opened and is left to be cleaned up."""
        self._file.close()

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._end += len(data)


class ArrayFile:
    """An array file opened for reading: one memory map, whose arrays are views that copy nothing.

    The map lives as long as a view of it does: closing forgets the arrays handed out from here, and the file is let go
    when the last of them is gone.

    Args:
        storage: the Whoosh storage the file is in, or the folder.
        name: the file's name in it.

    Raises:
        DamagedIndexError: the file is not an array file, cut short, or its directory is not as it was written.
        FormatVersionError: it was written in a later format.
        OSError, NameError: it is not there (Whoosh's storages raise the one or the other).
    """

    def __init__(self, storage: Any, name: str) -> None:
        self.name = name
        self._data = _contents(storage, name)
        try:
            self._open()
        except (ValueError, KeyError, TypeError, struct.error) as error:
            raise self._damaged("its directory cannot be read") from error

    def _open(self) -> None:
        data = self._data
        if len(data) < _HEADER.size + _FOOTER.size:
            raise self._damaged("it is cut short")
        magic, version = _HEADER.unpack_from(data)
        if magic != MAGIC:
            raise self._damaged("it does not begin as an array file")
        offset, length, checksum, end = _FOOTER.unpack_from(data, len(data) - _FOOTER.size)
        if end != MAGIC or offset + length + _FOOTER.size != len(data):
            raise self._damaged("it is cut short or has something after its end")
        content = data[offset : offset + length]
        if zlib.crc32(_EXTENT.pack(offset, length), zlib.crc32(content, zlib.crc32(data[: _HEADER.size]))) != checksum:
            raise self._damaged("the checksum of its directory does not match")
        if version > FORMAT_VERSION:
            what = f"it has format version {version}, this program reads up to {FORMAT_VERSION}"
            raise FormatVersionError(what, place=self.name, remedy="Update this program")
        directory = json.loads(content)
        self.about: dict[str, Any] = directory["about"]
        self._arrays: dict[str, list[Any]] = directory["arrays"]

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def names(self) -> list[str]:
        """Return the names of all arrays, in the order they were written."""
        return list(self._arrays)

    def __getitem__(self, name: str) -> Array:
        dtype, shape, offset, _ = self._arrays[name]
        kept = np.dtype(dtype)
        count = shape[0] if len(shape) == 1 else int(np.prod(shape))
        if dtype not in DTYPES or offset + count * kept.itemsize > len(self._data):
            raise self._damaged(f"array {name!r} does not lie within it")
        array: Array = np.frombuffer(self._data, kept, count, offset).reshape(shape)
        return array

    def get(self, name: str) -> Array | None:
        """Return an array, None if the file has none of this name."""
        return self[name] if name in self._arrays else None

    def verify(self) -> None:
        """Read every block and compare its checksum.

        Raises:
            DamagedIndexError: a block is not as it was written.
        """
        for name, (dtype, shape, offset, checksum) in self._arrays.items():
            size = np.dtype(dtype).itemsize * int(np.prod(shape))
            with memoryview(self._data) as view:
                if zlib.crc32(view[offset : offset + size + -size % ALIGNMENT]) != checksum:
                    raise self._damaged(f"the checksum of array {name!r} does not match")

    def close(self) -> None:
        """Let go of the file; arrays handed out stay valid."""
        self._data = b""
        self._arrays = {}

    def _damaged(self, what: str) -> DamagedIndexError:
        return DamagedIndexError(what, place=self.name, remedy=_REMEDY)


def _contents(storage: Any, name: str) -> bytes | mmap.mmap:
    """Return the file's bytes, mapped where it is a real file."""
    opened: Any = (storage / name).open("rb") if isinstance(storage, Path) else storage.open_file(name)
    with opened as file:
        if not getattr(file, "is_real", True):
            content: bytes = file.get(0, storage.file_length(name))
            return content
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file cannot be mapped
            return b""
