"""A cache of immutable values with a budget in bytes, read and written by any number of threads without a lock."""

from collections.abc import Hashable
from typing import Any, Final

ABSENT: Final = object()
"""What `Generations.get` returns for a key it does not have (None may be a value)."""

_ENTRY = 512
"""Bytes an entry is taken to cost besides its arrays."""

_PARTS, _MOST = 8, 16
"""A generation ends when it has this part of the budget; before there are so many of them, the oldest become one."""


class _Generation:
    """The values that were put, or asked for again, during one period, and about how many bytes they take."""

    __slots__ = ("size", "values")

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}
        self.size = 0

    @classmethod
    def of(cls, younger: "_Generation", older: "_Generation") -> "_Generation":
        """Return two as one."""
        both = cls()
        both.values = {**older.values, **younger.values}
        both.size = older.size + younger.size
        return both


class Generations:
    """Keeps what was used lately.

    New values go into the youngest generation, and an old one that is asked for again moves there; when that has its
    part of the budget another begins, and the oldest are forgotten as far as the budget wants it.

    Threads share it without a lock because nothing is ever changed but by single operations on dicts and by assigning
    attributes, each of which CPython does at once. Two threads that miss the same key both make the value and the
    second replaces the first; two that are at the end of a generation together may forget one too early, or count
    a few bytes wrongly. Either costs time, never a wrong answer, as long as the values of a key are all alike.

    Args:
        budget: how many bytes all generations may take together, about.
    """

    __slots__ = ("_limit", "_older", "_young")

    def __init__(self, budget: int) -> None:
        self._limit = budget // _PARTS
        self._young = _Generation()
        self._older: tuple[_Generation, ...] = ()

    def get(self, key: Hashable) -> Any:
        """Return the value of a key, `ABSENT` if it is not kept (any more)."""
        value = self._young.values.get(key, ABSENT)
        if value is ABSENT:
            for generation in self._older:
                value = generation.values.pop(key, ABSENT)
                if value is not ABSENT:
                    generation.size -= _size(value)
                    self.put(key, value)
                    break
        return value

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value; its size is what its attribute `nbytes` says, if it has one."""
        self._young.values[key] = value
        self.charge(_size(value))

    def charge(self, size: int) -> None:
        """Count `size` bytes more: a value that is kept here has grown by them, or has lost some if it is negative."""
        young = self._young
        young.size += size
        if young.size > self._limit:
            older = (young, *self._older)
            while sum(one.size for one in older) > self._limit * (_PARTS - 1):
                older = older[:-1]
            self._older = older if len(older) < _MOST else (*older[:-2], _Generation.of(*older[-2:]))
            self._young = _Generation()


def _size(value: Any) -> int:
    return _ENTRY + getattr(value, "nbytes", 0)
