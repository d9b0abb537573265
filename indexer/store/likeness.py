"""Which clauses say the same: a hash of what each says, kept for folding repeats of one provision."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from indexer.analysis.normal import normal_forms
from indexer.codec.arrays import Array


def likeness(forms: Sequence[str], labels: Sequence[str], ordinals: Array, clauses: Array) -> Array:
    """Return int32[n]: for each paragraph a CRC-32 of its clause's text without blanks and without the label before it.

    Args:
        forms: the paragraphs in their normal form.
        labels: the label of its clause for the first paragraph of each clause, as written; "" for the others.
        ordinals: int32[n], the number of each paragraph in its document.
        clauses: int32[n], that of the first paragraph of its clause there.
    """
    hashes: list[int] = []
    current = 0
    for form, label, own, first in zip(forms, normal_forms(labels), ordinals.tolist(), clauses.tolist(), strict=True):
        if own == first:
            current = 0
            form = form.removeprefix(label)
        current = crc32(form.replace(" ", "").encode(), current)
        hashes.append(current)
    told = np.array(hashes, dtype=np.uint32).view(np.int32)
    if not len(told):
        return told
    ends = np.append((ordinals == clauses).nonzero()[0][1:], len(told)) - 1
    of_clause: Array = told[ends].repeat(np.diff(ends, prepend=-1))
    return of_clause
