"""Numbers for what is met again and again: terms, stored values."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np

from indexer.codec.arrays import Array

Key = TypeVar("Key")


class Numbering(dict[Key, int]):
    """Numbers things from 0 on, in the order in which they are first asked for."""

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self)
        return number

    def of(self, keys: Iterable[Key]) -> Array:
        """Return int32[…]: the number of each of some things."""
        return np.fromiter(map(self.__getitem__, keys), dtype=np.int32)
