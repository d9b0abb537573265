"""One query of a batch, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.errors import UsageError
from indexer.search.request import Request
from indexer.store.dates import as_day

_DEFAULTS = Request("")
_DAYS = {"since": False, "until": True, "as_of": False}
"""The options that are days, and whether a month or year stands for its last."""
_NOT_TOLD = ("query", "reranker")
"""What is no option: the query itself, and a function, which no text can be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a batch.

    Attributes:
        id: what the answer is found again by; its number where the input gives none.
        request: what to search.
        error: why it cannot be searched; "" if it can.
    """

    id: str
    request: Request
    error: str = ""


def asked_with(id: str, query: str, options: Mapping[str, Any], defaults: Mapping[str, Any]) -> Asked:
    """Return a query with options of its own.

    Args:
        id: of the query.
        query: what to look for.
        options: what the input says beside it, by the names of `Request`; other names are the caller's own affair.
        defaults: what holds where the input says nothing.
    """
    told = {name: options[name] for name in Request.__slots__ if name in options and name not in _NOT_TOLD}
    try:
        return Asked(id, Request(query, **dict(defaults) | {name: _value(name, told[name]) for name in told}))
    except UsageError as error:
        return Asked(id, Request(query), str(error))


def _value(name: str, told: Any) -> Any:
    """Return the value of an option from JSON; raise UsageError if it makes no sense."""
    default = getattr(_DEFAULTS, name)
    if told is None or told == default:
        return default
    if name in _DAYS:
        return as_day(told if isinstance(told, date) else str(told), last=_DAYS[name])
    kind: type = str if default is None else type(default)
    if kind is tuple and isinstance(told, str | list):
        return tuple(map(str.strip, told.split(",") if isinstance(told, str) else map(str, told)))
    least = 1 if name == "limit" else 0
    if type(told) is not kind or (isinstance(told, int) and told < least):
        wanted = {int: f"a number from {least}", bool: "true or false", str: "text"}.get(kind, "names, commas between")
        raise UsageError(f"{told!r} should be {wanted}", place=name)
    return told
