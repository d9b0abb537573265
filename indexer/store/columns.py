"""Reading the columns that say something of clauses (`indexer.store.schema.COLUMNS`)."""

import numpy as np

from indexer.codec.arrays import Array
from indexer.codec.columns import NumberColumn
from indexer.store.view import View


def numbered(view: View) -> Array:
    """Return bool[D]: whether the clause of each paragraph has a label, such as 第十条."""
    return _values(view, "numbered") > 0


def likeness(view: View) -> Array:
    """Return int32[D]: a number that is the same for clauses with the same text, whatever their labels."""
    return _values(view, "likeness")


def _values(view: View, name: str) -> Array:
    column = view.snapshot.column(name)
    return column.values if isinstance(column, NumberColumn) else np.zeros(view.snapshot.count, dtype=np.int32)
