"""The places of one term of a placed field over all segments of an index, put together to one list."""

from collections.abc import Callable, Sequence

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.placed import PlacedArrays
from indexer.codec.postings import joined


class TermPlaces:
    """Where one term of a placed field stands in the texts of the whole index, laid end to end.

    The places are decoded when they are first asked for, and then kept. Those in deleted documents are there too.

    Args:
        parts: of each segment that has the term its places of the field, the number of the term there, and the place
            its texts begin at.
        dtype: int32 or int64, of places.
        charge: is told how many bytes are taken by what is kept.

    Attributes:
        count: how many places there are.
    """

    __slots__ = ("_charge", "_dtype", "_parts", "_places", "count")

    def __init__(
        self,
        parts: Sequence[tuple[PlacedArrays, int, int]],
        dtype: np.dtype[np.signedinteger],
        charge: Callable[[int], None],
    ) -> None:
        self.count = sum(arrays.cf(number) for arrays, number, _ in parts)
        self._parts = parts
        self._dtype = dtype
        self._charge = charge
        self._places: Array | None = None

    @property
    def places(self) -> Array:
        """int32[count] or int64[count], ascending; it does not change."""
        if self._places is None:
            pieces = [arrays.places(number) + base for arrays, number, base in self._parts]
            self._places = joined(pieces).astype(self._dtype, copy=False)
            self._charge(self._places.nbytes)
        return self._places

    @property
    def nbytes(self) -> int:
        """The memory it takes now."""
        return 0 if self._places is None else int(self._places.nbytes)
