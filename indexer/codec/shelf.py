"""A shelf: arrays that several processes make and share, in mapped files (`indexer.store.sharing` deletes them).

What one process has made of an index the others need not make, and all of them hold it once: memory that is a mapped
file's counts for none of them, and the operating system may take it back. Each process writes a file of its own and
reads those of all. An array is announced in another file when it is there as a whole, so that nobody sees half of one.
"""

import mmap
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import Final

import numpy as np

from indexer.codec.arrays import Array

SEGMENT: Final = 16 << 20
"""A file grows by so many bytes; no record is larger."""

LARGEST: Final = 1 << 30
"""No file has more bytes."""

MOST_ARRAYS: Final = 5
"""A record has no more arrays."""

_KINDS = "fdilq"
"""The types of arrays, as numpy has them in one character."""

_KEY_BYTES = 16
_HEADER = Struct(f"={_KEY_BYTES}s{MOST_ARRAYS}s3x{MOST_ARRAYS}I4x")
_ANNOUNCEMENT = Struct("=Qq")
_ALIGNED = 8
_NUMBERS = 1 << 48

_LATELY = 4096
"""So many places are kept as Python's objects, which take ten times the bytes, before they go into arrays."""


class Shelf:
    """Keeps records of a few arrays (int32, int64, float32, float64) under keys, for one thread of each process.

    Args:
        folder: where `prepare` has made the files.
        number: of this process, from 0.
        count: how many processes there are.

    Raises:
        OSError: a file cannot be opened.
    """

    def __init__(self, folder: Path, number: int, count: int) -> None:
        self._number = number
        with ExitStack() as files:
            opened = [
                files.enter_context((folder / f"{name}-{each}").open("r+b" if each == number else "rb", 0))
                for name in ("arrays", "keys")
                for each in range(count)
            ]
            self._files = files.pop_all()
        self._arrays, self._told = opened[:count], opened[count:]
        self._rests = [b""] * count
        self._known = _Places()
        self._mapped: dict[tuple[int, int], mmap.mmap] = {}
        self._views: dict[tuple[int, int], dict[int, Array]] = {}
        self._segments = 0
        self._free = SEGMENT
        self._full = False

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        self._files.close()

    def release(self) -> None:
        """Let go of the pages that were read: they are the files', but count as memory of the process until then."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for mapped in self._mapped.values():
                mapped.madvise(mmap.MADV_DONTNEED)

    @staticmethod
    def prepare(folder: Path, count: int) -> None:
        """Make the empty files of so many processes in a folder."""
        for each in range(count):
            (folder / f"arrays-{each}").touch()
            (folder / f"keys-{each}").touch()

    def get(self, key: str) -> tuple[Array, ...] | None:
        """Return the arrays under a key, not to be written to; None if no process has put any."""
        digest = _digest(key)
        short = _short(digest)
        place = self._known.get(short)
        if place is None:
            self._listen()
            place = self._known.get(short)
            if place is None:
                return None
        number, offset = divmod(place, _NUMBERS)
        return self._read(digest, number, *divmod(offset, SEGMENT))

    def kept(self, key: str, make: Callable[[], Sequence[Array]]) -> tuple[Sequence[Array], bool]:
        """Return the arrays under a key, made and put there if nobody has; and whether they are on the shelf."""
        found = self.get(key)
        if found is not None:
            return found, True
        made = make()
        put = self.put(key, made)
        return (made, False) if put is None else (put, True)

    def put(self, key: str, arrays: Sequence[Array]) -> tuple[Array, ...] | None:
        """Copy arrays to the shelf, for all to read; None if there is no room.

        Args:
            key: none is put twice by a process; of two that put the same, each goes on with its own.
            arrays: `MOST_ARRAYS` at most, of one dimension.

        Returns:
            What `get` gives for the key.
        """
        size = _HEADER.size + sum(array.nbytes + -array.nbytes % _ALIGNED for array in arrays)
        if size > SEGMENT - self._free and not self._grow(size):
            return None
        segment, begin = self._segments - 1, self._free
        counts = [len(array) for array in arrays] + [0] * (MOST_ARRAYS - len(arrays))
        kinds = b"".join([array.dtype.char.encode() for array in arrays])
        digest = _digest(key)
        _HEADER.pack_into(self._mapped[self._number, segment], begin, digest, kinds, *counts)
        put = self._read(digest, self._number, segment, begin)
        assert put is not None
        for array, copy in zip(arrays, put, strict=True):
            copy[:] = array
            copy.flags.writeable = False
        self._free += size
        offset = segment * SEGMENT + begin
        self._announce(_short(digest), offset)
        return put

    def _announce(self, short: int, offset: int) -> None:
        """Tell all that a record is there; if the disk has no room for that, none is put any more."""
        self._known.add(short, self._number * _NUMBERS + offset)
        try:
            whole = self._told[self._number].write(_ANNOUNCEMENT.pack(short, offset)) == _ANNOUNCEMENT.size
        except OSError:
            whole = False
        if not whole:
            self._free, self._full = SEGMENT, True

    def _grow(self, size: int) -> bool:
        """Add a segment to this process's file, if a record of `size` bytes fits one and the disk has room."""
        if self._full or size > SEGMENT or self._segments * SEGMENT >= LARGEST:
            return False
        file, begin = self._arrays[self._number], self._segments * SEGMENT
        try:
            file.seek(begin)
            if file.write(bytes(SEGMENT)) < SEGMENT:  # room merely promised may be missing when the mapping is written
                return False
            mapped = mmap.mmap(file.fileno(), SEGMENT, access=mmap.ACCESS_WRITE, offset=begin)
        except (OSError, ValueError):
            return False
        self._mapped[self._number, self._segments] = mapped
        self._segments += 1
        self._free = 0
        return True

    def _listen(self) -> None:
        """Read what the others have announced since."""
        for number, file in enumerate(self._told):
            if number == self._number:
                continue
            while heard := file.read(1 << 16):
                heard = self._rests[number] + heard
                whole = len(heard) // _ANNOUNCEMENT.size * _ANNOUNCEMENT.size
                self._rests[number] = heard[whole:]
                for short, offset in _ANNOUNCEMENT.iter_unpack(heard[:whole]):
                    self._known.add(short, number * _NUMBERS + offset)

    def _read(self, digest: bytes, number: int, segment: int, begin: int) -> tuple[Array, ...] | None:
        """Return the arrays of a record, None if it is that of another key."""
        views = self._views.get((number, segment))
        if views is None:
            views = self._views[number, segment] = self._viewed(number, segment)
        told, kinds, *counts = _HEADER.unpack_from(self._mapped[number, segment], begin)
        if told != digest:
            return None
        at = begin + _HEADER.size
        arrays = []
        for kind, count in zip(kinds, counts, strict=False):
            if not kind:
                break
            view = views[kind]
            size = count * view.itemsize
            first = at // view.itemsize
            arrays.append(view[first : first + count])
            at += size + -size % _ALIGNED
        return tuple(arrays)

    def _viewed(self, number: int, segment: int) -> dict[int, Array]:
        """Return a segment as an array of each type."""
        buffer = self._mapped.get((number, segment))
        if buffer is None:
            handle = self._arrays[number].fileno()
            begin = segment * SEGMENT
            buffer = self._mapped[number, segment] = mmap.mmap(handle, SEGMENT, access=mmap.ACCESS_READ, offset=begin)
        return {ord(kind): np.frombuffer(buffer, kind) for kind in _KINDS}


class _Places:
    """From keys of 64 bits to places; of two places for a key the first stays."""

    def __init__(self) -> None:
        self._lately: dict[int, int] = {}
        self._keys = np.zeros(0, dtype=np.uint64)
        self._places = np.zeros(0, dtype=np.int64)

    def get(self, key: int) -> int | None:
        """Return the place of a key, None if it has none."""
        found = self._lately.get(key)
        if found is None:
            keys = self._keys.data
            at = bisect_left(keys, key)
            if at < len(keys) and keys[at] == key:
                found = self._places.data[at]
        return found

    def add(self, key: int, place: int) -> None:
        """Give a key a place, unless it has one."""
        if self.get(key) is not None:
            return
        self._lately[key] = place
        if len(self._lately) == _LATELY:
            keys = np.append(self._keys, np.fromiter(self._lately, dtype=np.uint64))
            order = keys.argsort()
            self._keys = keys[order]
            self._places = np.append(self._places, np.fromiter(self._lately.values(), dtype=np.int64))[order]
            self._lately = {}


def _short(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "little")


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=_KEY_BYTES).digest()
