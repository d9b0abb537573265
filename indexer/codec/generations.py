"""A cache of immutable values with a budget in bytes, read and written by any number of threads without a lock."""

from collections.abc import Hashable
from typing import Any, Final

ABSENT: Final = object()
"""What `Generations.get` returns for a key it does not have (None may be a value)."""

_ENTRY = 512
"""Bytes an entry is taken to cost besides its arrays."""


class Generations:
    """Keeps what was used lately, in two generations.

    New values go into the young generation, and so does an old one that is asked for again; when the young generation
    has its half of the budget it becomes the old one, and the old one is forgotten.

    Threads share it without a lock because nothing is ever changed but by single operations on dicts and by assigning
    attributes, each of which CPython does at once. Two threads that miss the same key both make the value and the
    second replaces the first; two that are at the end of a generation together may forget one too early, or count
    a few bytes wrongly. Either costs time, never a wrong answer, as long as the values of a key are all alike.

    Args:
        budget: how many bytes both generations may take together, about.
    """

    __slots__ = ("_limit", "_old", "_size", "_young")

    def __init__(self, budget: int) -> None:
        self._limit = budget // 2
        self._size = 0
        self._young: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable) -> Any:
        """Return the value of a key, `ABSENT` if it is not kept (any more)."""
        value = self._young.get(key, ABSENT)
        if value is ABSENT:
            value = self._old.get(key, ABSENT)
            if value is not ABSENT:
                self.put(key, value)
        return value

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value; its size is what its attribute `nbytes` says, if it has one."""
        self._young[key] = value
        self.charge(_ENTRY + getattr(value, "nbytes", 0))

    def charge(self, size: int) -> None:
        """Count `size` bytes more: a value that is kept here has grown by them, or has lost some if it is negative."""
        self._size = max(0, self._size + size)
        if self._size > self._limit:
            self._old = self._young
            self._young = {}
            self._size = 0
