"""Records laid out as rows; a column is a dotted path into a record's plain form, such as ``document.title``."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from indexer.errors import UsageError


def record_kind(name: str) -> type:
    """Return the kind of record with this name."""
    from indexer import records, reports

    kind: type = getattr(records, name, None) or getattr(reports, name)
    return kind


@cache
def columns_of(kind: type) -> tuple[str, ...]:
    """Return the columns of a kind of record, those of the records within it by their paths."""
    import indexer.reports  # whose records are named in annotations alone

    types = get_type_hints(kind, {**vars(indexer.reports)})
    columns: list[str] = []
    for field in fields(kind):
        inner = types[field.name]
        columns += (
            [f"{field.name}.{name}" for name in columns_of(inner)]
            if isinstance(inner, type) and is_dataclass(inner)
            else [field.name]
        )
    return tuple(columns)


def chosen(names: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the columns in a list such as ``rank, citation``.

    Raises:
        UsageError: one of them is not known.
    """
    columns = tuple(name.strip() for name in names.split(",") if name.strip())
    for name in columns:
        if name not in known:
            raise UsageError(f"there is no column {name}", remedy=f"The columns are {', '.join(known)}")
    return columns


def value(plain: Mapping[str, Any], column: str) -> Any:
    """Return what a record's plain form has in a column; None if it has nothing there."""
    found: Any = plain
    for name in column.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def cell(plain: Mapping[str, Any], column: str) -> Any:
    """Return what a table has in a column: lists as text, None as ""."""
    found = value(plain, column)
    if isinstance(found, list):
        return _joined(column.rpartition(".")[2], found)
    return "" if found is None else found


def _joined(name: str, values: list[Any]) -> str:
    if name == "highlights":
        return " ".join(f"{start}-{end}" for start, end in values)
    return (" > " if name == "breadcrumb" else "\n").join(map(str, values))
