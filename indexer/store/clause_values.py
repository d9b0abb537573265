"""What an index keeps of a clause for showing it: two stored values that all its paragraphs share.

They are divided so that clauses of other documents have the same `unit` (第十条) and others of the document the same
`section`. Each is a line of parts with `SEPARATOR` between them.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from indexer.structure import Clause

SEPARATOR = "\x1f"
"""ASCII's unit separator."""

_AS_DOCUMENT = "="
"""Stands for a title a clause is cited with that is the document's."""


class Unit(NamedTuple):
    """What a clause says of itself.

    Attributes:
        key: its id within the document.
        label: as written.
        heading: its own.
        crumb: the last part of its breadcrumb, if that is its own; else "".
        place: its citation after the title.
    """

    key: str
    label: str
    heading: str
    crumb: str
    place: str

    @classmethod
    def read(cls, stored: str) -> "Unit":
        """Return what a stored value says."""
        return cls._make(stored.split(SEPARATOR))


class Section(NamedTuple):
    """What a clause shares with its neighbours: the title it is cited with, and the breadcrumb above it."""

    cited_title: str
    path: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=4096)
    def read(cls, stored: str) -> "Section":
        """Return what a stored value says."""
        title, *path = stored.split(SEPARATOR)
        return cls(f"《{path[0]}》" if title == _AS_DOCUMENT else title, tuple(path))


def clause_values(clause: "Clause") -> dict[str, str]:
    """Return the stored values of a clause: `unit` and `section`."""
    path, crumb = (clause.breadcrumb[:-1], clause.breadcrumb[-1]) if clause.label else (clause.breadcrumb, "")
    title, mark, place = clause.citation.rpartition("》")
    title += mark
    if path and title == f"《{path[0]}》":
        title = _AS_DOCUMENT
    return {
        "unit": _line(clause.key, clause.label, clause.heading, crumb, place),
        "section": _line(title, *path),
    }


def _line(*parts: str) -> str:
    return SEPARATOR.join(part.replace(SEPARATOR, " ") for part in parts)
