"""Which paragraphs a search may find at all: those of some documents, of some days."""

from datetime import date

import numpy as np

from indexer.analysis.normal import normalise
from indexer.codec.arrays import Array
from indexer.errors import NotInIndexError
from indexer.store.dates import NO_DAY, day_number
from indexer.store.view import View


def allowed(view: View, document: str | None, since: date | None, until: date | None) -> Array | None:
    """Return bool[D], the paragraphs that a search may find; None if it may find all.

    Args:
        view: of the index.
        document: the id of a document, or a part of the titles of some.
        since, until: the first and the last day; a document without a date is of none.

    Raises:
        NotInIndexError: no document has this id or title.
    """
    masks = []
    if document is not None:
        masks.append(_of_document(view, document))
    if since is not None or until is not None:
        masks.append(of_days(view, since, until))
    return np.logical_and.reduce(masks) if masks else None


def combined(mask: Array | None, other: Array | None) -> Array | None:
    """Return what two masks both let through; None is a mask that lets everything through."""
    if mask is None or other is None:
        return other if mask is None else mask
    both: Array = mask & other
    return both


def of_days(view: View, since: date | None, until: date | None) -> Array:
    """Return bool[D], the paragraphs of the documents of these days and between; None is an open end."""
    mask: Array = view.days != NO_DAY
    if since is not None:
        mask &= view.days >= day_number(since)
    if until is not None:
        mask &= view.days <= day_number(until)
    return mask


def _of_document(view: View, document: str) -> Array:
    entry = view.entries.get(document)
    if entry is not None:
        entries = [entry]
    else:
        sought = normalise(document).text
        entries = [one for one in view.entries.values() if sought in normalise(view.stored("title", one.first)).text]
    if not entries:
        what, remedy = "no document has this id or title", "List them with: indexer list"
        raise NotInIndexError(what, place=document, remedy=remedy)
    mask = np.zeros(view.snapshot.count, dtype=np.bool_)
    for one in entries:
        mask[one.first : one.first + one.paragraphs] = True
    return mask
