"""What the stored values of a column say, read once for all paragraphs that share one."""

from collections.abc import Callable
from typing import Generic, TypeVar

from indexer.codec.snapshot import Snapshot

_T = TypeVar("_T")

_KEPT = 4096
"""What so many values say is kept: for the numbers of clauses, which documents share, mostly all."""


class ValueReader(Generic[_T]):
    """Reads the values of one column; threads may share it.

    Args:
        snapshot: of the index.
        name: the stored field.
        read: what a value says; "" stands for none.
    """

    __slots__ = ("_column", "_kept", "_read")

    def __init__(self, snapshot: Snapshot, name: str, read: Callable[[str], _T]) -> None:
        self._column = snapshot.stored(name)
        self._read = read
        self._kept: dict[int, _T] = {}

    def __call__(self, paragraph: int) -> _T:
        """Return what the value of a paragraph says."""
        column = self._column
        if column is None:
            return self._read("")
        number = column.number(paragraph)
        said = self._kept.get(number)
        if said is None:
            if len(self._kept) >= _KEPT:
                self._kept = {}
            said = self._kept[number] = self._read(column.text(paragraph))
        return said
