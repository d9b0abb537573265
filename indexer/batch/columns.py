"""Records laid out as rows; columns are dotted paths into a record's plain form, such as ``document.title``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexer.errors import UsageError
from indexer.records import Results
from indexer.reports import QueryFailure

HIT_COLUMNS = (
    "rank",
    "score",
    "citation",
    "breadcrumb",
    "text",
    "snippet",
    "highlights",
    "clause.id",
    "clause.label",
    "clause.heading",
    "clause.text",
    "document.id",
    "document.title",
    "document.number",
    "document.issuer",
    "document.date",
    "document.source",
    "context.before",
    "context.after",
)
"""The columns of a hit."""

QUERY_COLUMNS = ("id", "query", "total", "relaxed", "understood", "error")
"""The columns of a query and its answer."""

DEFAULT_COLUMNS = ("id", "query", "rank", "score", "citation", "text", "clause.id", "error")
"""What a table of answers has unless other columns are named."""


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


def cell(record: Mapping[str, Any], column: str) -> Any:
    """Return what a record has under a dotted path: lists joined, None as ""."""
    value: Any = record
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return _joined(column, value)
    return "" if value is None else value


def _joined(column: str, values: list[Any]) -> str:
    if column == "highlights":
        return " ".join(f"{start}-{end}" for start, end in values)
    return (" > " if column == "breadcrumb" else "\n").join(map(str, values))


def rows(id: str, answer: Results | QueryFailure, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each hit of an answer; one without a hit gives one row, so that no query is lost."""
    told = answer.to_dict() | {"id": id}
    for hit in told.get("hits") or [{}]:
        yield tuple(cell(told if column in QUERY_COLUMNS else hit, column) for column in columns)
