"""What an index keeps of a clause for showing it: two stored values that all its paragraphs share.

They are divided so that clauses of other documents have the same `unit` (第十条) and others of the document the same
`section`. Each is a line of parts with `SEPARATOR` between them.
"""

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
    def read(cls, stored: str) -> "Section":
        """Return what a stored value says."""
        title, *path = stored.split(SEPARATOR)
        return cls(f"《{path[0]}》" if title == _AS_DOCUMENT else title, tuple(path))


def unit_value(clause: "Clause") -> str:
    """Return the stored value `unit` of a clause: see `Unit`."""
    crumb = clause.breadcrumb[-1] if clause.label else ""
    return _line(clause.key, clause.label, clause.heading, crumb, clause.citation.rpartition("》")[2])


def section_value(clause: "Clause") -> str:
    """Return the stored value `section` of a clause: see `Section`."""
    path = clause.breadcrumb[:-1] if clause.label else clause.breadcrumb
    title, mark, _ = clause.citation.rpartition("》")
    title += mark
    if path and title == f"《{path[0]}》":
        title = _AS_DOCUMENT
    return _line(title, *path)


def _line(*parts: str) -> str:
    line = SEPARATOR.join(parts)
    if line.count(SEPARATOR) < len(parts):
        return line
    return SEPARATOR.join(part.replace(SEPARATOR, " ") for part in parts)
