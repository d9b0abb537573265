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
        keep: is given what makes the places, gives them, and says whether they are on a shelf; None if there is none.

    Attributes:
        count: how many places there are.
        nbytes: the memory it takes now.
    """

    __slots__ = ("_charge", "_dtype", "_keep", "_parts", "_places", "count", "nbytes")

    def __init__(
        self,
        parts: Sequence[tuple[PlacedArrays, int, int]],
        dtype: np.dtype[np.signedinteger],
        charge: Callable[[int], None],
        keep: Callable[[Callable[[], Sequence[Array]]], tuple[Sequence[Array], bool]] | None = None,
    ) -> None:
        self.count = sum(arrays.cf(number) for arrays, number, _ in parts)
        self._parts = parts
        self._dtype = dtype
        self._charge = charge
        self._keep = keep
        self._places: Array | None = None
        self.nbytes = 0

    @classmethod
    def of(cls, places: Array) -> "TermPlaces":
        """Return places that are at hand, on a shelf."""
        found = cls((), places.dtype, lambda _: None)
        found.count = len(places)
        found._places = places
        return found

    @property
    def places(self) -> Array:
        """int32[count] or int64[count], ascending; it does not change."""
        if self._places is None:
            if self._keep is None:
                places, shelved = self._decoded(), False
            else:
                (places,), shelved = self._keep(lambda: (self._decoded(),))
            if not shelved:
                self.nbytes = places.nbytes
                self._charge(self.nbytes)
            self._places = places
        return self._places

    def _decoded(self) -> Array:
        pieces = [arrays.places(number) + base for arrays, number, base in self._parts]
        decoded: Array = joined(pieces).astype(self._dtype, copy=False)
        return decoded
