"""One document as a JSON object, as scripts write them: ``{"id", "title", "text" or "paragraphs", "date", …}``.

Which keys hold the text stands in ``json.yaml``, which give the fields of a document in ``metadata.yaml``; every other
key is metadata.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from indexer.errors import NoDocumentError, SourceError, UsageError
from indexer.reading.content import Content
from indexer.reading.data import load_data
from indexer.reading.metadata import plain_key
from indexer.reading.paragraphs import clean
from indexer.reading.sources import Source
from indexer.records import Paragraph

REMEDY = 'Give the text under the key "text" or "paragraphs".'
"""For JSON without one."""

_HIGHEST_LEVEL = 9


def source_of_record(record: Mapping[str, Any]) -> Source:
    """Return the source of a document that stands in no file, named by the id it gives itself.

    Raises:
        UsageError: it has no id, or holds what is no JSON.
    """
    id = identity_of(record)
    if not id:
        raise UsageError("a document has no id", remedy='Give each an "id" of its own')
    try:
        data = json.dumps(dict(record), ensure_ascii=False, default=_iso).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(
            f"this is no JSON: {error}", place=id, remedy="Give plain values: text, numbers, lists"
        ) from None
    return Source(Path(), id, data, "json")


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def parse_json(text: str) -> Any:
    """Return what a JSON text says, with None for NaN and the infinities, which are no JSON.

    Args:
        text: the text.

    Returns:
        A plain JSON value.

    Raises:
        SourceError: it is not JSON, or nested too deep.
    """
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise SourceError(f"this is not JSON: {error.msg} ({where})", remedy="Write one JSON object a line.") from error
    except (RecursionError, ValueError) as error:
        what = "its JSON is nested too deep, or a number in it is too long"
        raise SourceError(what, remedy="Write one flat JSON object for a document.") from error


def identity_of(record: Mapping[str, Any]) -> str:
    """Return the id a record gives itself, on one line; "" if it gives none."""
    value = _value(record, "id")
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return clean(str(value)).encode("utf-8", "ignore").decode() if is_id else ""


def has_text(record: Mapping[str, Any]) -> bool:
    """Tell whether a record holds any text of a document."""
    text = _value(record, "text")
    return bool(isinstance(text, str) and clean(text)) or any(_paragraphs(_value(record, "paragraphs")))


def read_record(text: str) -> Content:
    """Read a JSON object that is a document.

    ``text`` is read as a file with that text would be: as Markdown or HTML where it is, else a paragraph a line. Where
    there is a list of ``paragraphs``, it is the text, and each line of each is a paragraph; an object in the list has
    the keys ``text`` and, if it is a heading, ``level``.

    Args:
        text: the object.

    Returns:
        The paragraphs, the title the text itself gives, and as metadata the other keys.

    Raises:
        SourceError: it is no JSON object.
        NoDocumentError: it is one without text.
    """
    from indexer.reading.formats import TEXT_READERS, tell_format
    from indexer.reading.text import title_line

    record = parse_json(text)
    if not isinstance(record, dict):
        raise NoDocumentError("it is JSON, but no object with a text", remedy=REMEDY)
    if not has_text(record):
        raise NoDocumentError("it is a JSON object without a text", remedy=REMEDY)
    keys = _keys()
    metadata = {key: value for key, value in record.items() if plain_key(key) not in keys["text"] + keys["paragraphs"]}
    paragraphs = tuple(_paragraphs(_value(record, "paragraphs")))
    if paragraphs:
        return Content(paragraphs, title_line(paragraphs), (metadata,))
    whole = _value(record, "text")
    form = tell_format(whole, "")
    content = TEXT_READERS[form](whole)
    return Content(content.paragraphs, content.title, (metadata, *content.metadata))


@cache
def _keys() -> dict[str, list[str]]:
    keys: dict[str, list[str]] = load_data("json.yaml")
    return keys


def _value(record: Mapping[str, Any], field: str) -> Any:
    """Return the value of the first key for a field that has one, None if none has."""
    plain = {plain_key(key): value for key, value in record.items() if value not in (None, "", [])}
    return next((plain[key] for key in _keys()[field] if key in plain), None)


def _paragraphs(value: Any) -> Iterator[Paragraph]:
    for item in value if isinstance(value, list) else []:
        text, level = item, 0
        if isinstance(item, dict):
            text, level = _value(item, "text"), item.get("level", 0)
        if isinstance(text, str):
            level = level if isinstance(level, int) and 0 <= level <= _HIGHEST_LEVEL else 0
            yield from (Paragraph(line, int(level)) for line in map(clean, text.splitlines()) if line)
