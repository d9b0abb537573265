"""A cache of immutable values with a budget in bytes, read and written by threads that never wait."""

from collections.abc import Hashable
from threading import Lock
from typing import Any, Final

ABSENT: Final = object()
"""What `Generations.get` returns for a key it does not have (None may be a value)."""

_ENTRY = 900
"""Bytes an entry is taken to cost besides its arrays."""

_PARTS, _MOST = 8, 64
"""A generation ends when it has this part of the budget; and there are never more of them than so many."""

_FRESH = 2
"""What is asked for again moves to the youngest generation from one that is so many older: to move costs as well."""


class _Generation:
    """The keys of what was put, or asked for again, during one period, and about how many bytes that takes."""

    __slots__ = ("keys", "number", "size")

    def __init__(self, number: int) -> None:
        self.number = number
        self.keys: list[Hashable] = []
        self.size = 0


class Generations:
    """Keeps what was used lately.

    New values go into the youngest generation, and one of an old generation that is asked for again moves there; when
    the youngest has its part of the budget another begins, and the oldest are forgotten as far as the budget wants it.

    Threads share it and none waits for another, because nothing is ever changed but by single operations on dicts and
    lists and by assigning attributes, each of which CPython does at once; one thread ends a generation while the others
    go on. Two threads that miss the same key both make the value and the second replaces the first, and a few bytes may
    be counted wrongly: that costs time, never a wrong answer, as long as the values of a key are all alike.

    Args:
        budget: how many bytes all generations may take together, about.
    """

    __slots__ = ("_ending", "_limit", "_older", "_values", "_young")

    def __init__(self, budget: int) -> None:
        self._limit = budget // _PARTS
        self._ending = Lock()
        self._values: dict[Hashable, tuple[Any, _Generation]] = {}
        self._young = _Generation(0)
        self._older: tuple[_Generation, ...] = ()

    def get(self, key: Hashable) -> Any:
        """Return the value of a key, `ABSENT` if it is not kept (any more)."""
        found = self._values.get(key)
        if found is None:
            return ABSENT
        value, generation = found
        if self._young.number - generation.number >= _FRESH:
            generation.size -= _size(value)
            self.put(key, value)
        return value

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value; its size is what its attribute `nbytes` says, if it has one."""
        young = self._young
        self._values[key] = value, young
        young.keys.append(key)
        self.charge(_size(value))

    def charge(self, size: int) -> None:
        """Count `size` bytes more: a value that is kept here has grown by them, or has lost some if it is negative."""
        self._young.size += size
        if self._young.size > self._limit and self._ending.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._ending.release()

    def _end(self) -> None:
        """End the youngest generation, if it has not been ended in the meantime."""
        if self._young.size <= self._limit:
            return
        self._older = (self._young, *self._older)
        self._young = _Generation(self._young.number + 1)
        while len(self._older) > _MOST or sum(one.size for one in self._older) > self._limit * (_PARTS - 1):
            self._forget(self._older[-1])
            self._older = self._older[:-1]

    def _forget(self, generation: _Generation) -> None:
        for key in generation.keys:
            found = self._values.get(key)
            if found is not None and found[1] is generation:
                self._values.pop(key, None)


def _size(value: Any) -> int:
    return _ENTRY + getattr(value, "nbytes", 0)
