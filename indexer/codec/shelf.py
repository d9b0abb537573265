"""A shelf: arrays that several processes make and share, in files that are mapped and deleted with the last of them.

What one process has made of an index the others need not make, and all of them hold it once: memory that is a mapped
file's counts for none of them, and the operating system may take it back. Each process writes a file of its own and
reads those of all. An array is announced in another file when it is there as a whole, so that nobody sees half of one.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from mmap import ACCESS_READ, ACCESS_WRITE, mmap
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

_HEADER = Struct(f"={MOST_ARRAYS}s3x{MOST_ARRAYS}I4x")
_ANNOUNCEMENT = Struct("=16sq")
_KEY_BYTES = 16
_ALIGNED = 8
_NUMBERS = 1 << 48


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
        self._known: dict[bytes, int] = {}
        self._mapped: dict[tuple[int, int], mmap] = {}
        self._views: dict[tuple[int, int], dict[int, Array]] = {}
        self._segments = 0
        self._free = SEGMENT

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; arrays handed out stay valid."""
        self._files.close()

    @staticmethod
    def prepare(folder: Path, count: int) -> None:
        """Make the empty files of so many processes in a folder."""
        for each in range(count):
            (folder / f"arrays-{each}").touch()
            (folder / f"keys-{each}").touch()

    def get(self, key: str) -> tuple[Array, ...] | None:
        """Return the arrays under a key, not to be written to; None if no process has put any."""
        digest = _digest(key)
        place = self._known.get(digest)
        if place is None:
            self._listen()
            place = self._known.get(digest)
            if place is None:
                return None
        number, offset = divmod(place, _NUMBERS)
        return self._read(number, *divmod(offset, SEGMENT))

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
        _HEADER.pack_into(self._mapped[self._number, segment], begin, kinds, *counts)
        put = self._read(self._number, segment, begin)
        for array, copy in zip(arrays, put, strict=True):
            copy[:] = array
            copy.flags.writeable = False
        self._free += size
        offset = segment * SEGMENT + begin
        digest = _digest(key)
        self._told[self._number].write(_ANNOUNCEMENT.pack(digest, offset))
        self._known[digest] = self._number * _NUMBERS + offset
        return put

    def _grow(self, size: int) -> bool:
        """Add a segment to this process's file, if a record of `size` bytes fits one and the disk has room."""
        if size > SEGMENT or self._segments * SEGMENT >= LARGEST:
            return False
        file, begin = self._arrays[self._number], self._segments * SEGMENT
        try:
            file.seek(begin)
            file.write(bytes(SEGMENT))  # room that is merely promised might be missing when the mapping is written to
            self._mapped[self._number, self._segments] = mmap(file.fileno(), SEGMENT, access=ACCESS_WRITE, offset=begin)
        except (OSError, ValueError):
            return False
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
                for digest, offset in _ANNOUNCEMENT.iter_unpack(heard[:whole]):
                    self._known.setdefault(digest, number * _NUMBERS + offset)

    def _read(self, number: int, segment: int, begin: int) -> tuple[Array, ...]:
        views = self._views.get((number, segment))
        if views is None:
            views = self._views[number, segment] = self._viewed(number, segment)
        kinds, *counts = _HEADER.unpack_from(self._mapped[number, segment], begin)
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
            buffer = self._mapped[number, segment] = mmap(handle, SEGMENT, access=ACCESS_READ, offset=segment * SEGMENT)
        return {ord(kind): np.frombuffer(buffer, kind) for kind in _KINDS}


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=_KEY_BYTES).digest()
