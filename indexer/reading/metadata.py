"""From the keys a source uses to the fields of a `Document`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from indexer.reading.data import load_data
from indexer.reading.dates import parse_date
from indexer.reading.paragraphs import clean
from indexer.records import Paragraph

_OPENING, _CLOSING = r"[【\[]?", r"[】\]]?"
_NUMBER_WITHIN = 12
_LONGEST_NUMBER = 40


class Fields(NamedTuple):
    """The fields of a `Document` that metadata fills, and the metadata that is left."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    author: str = ""
    date: datetime | None = None
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    effective: datetime | None = None
    expired: datetime | None = None
    status: str = ""
    metadata: Mapping[str, Any] = {}


def read_fields(*sources: Mapping[str, Any]) -> Fields:
    """Fill the fields of a document from what its source says of itself.

    Which keys give which field stands in ``metadata.yaml``. Links are taken from all of their keys, each once; any
    other field from the first key, in the first of `sources`, whose value can be read as that field. Every key that
    fills no field is kept as it is.

    Args:
        sources: keys and plain JSON values, the best source first.

    Returns:
        The fields.
    """
    pairs = [pair for source in sources for pair in source.items()]
    if not pairs:
        return Fields()
    found: dict[str, Any] = {}
    used: set[int] = set()
    for field, reader in _READERS.items():
        for place in _places(field, sources):
            value = reader(pairs[place][1])
            if value and field == "links":
                found[field] = tuple(dict.fromkeys([*found.get(field, ()), *value]))
                used.add(place)
            elif value:
                found[field] = value
                used.add(place)
                break
    rest: dict[str, Any] = {}
    for place, (key, value) in enumerate(pairs):
        if place not in used:
            rest.setdefault(_storable(key), _storable(value))
    return Fields(**found, metadata=rest)


def _places(field: str, sources: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """Yield which pairs of key and value, counted over all sources, may give a field, best first."""
    order = {key: rank for rank, key in enumerate(_vocabulary()["fields"][field])}
    start = 0
    for source in sources:
        ranked = [(order[plain_key(key)], start + i) for i, key in enumerate(source) if plain_key(key) in order]
        # Links keep the order of the source; for the others the order of the table decides.
        yield from (place for _, place in (ranked if field == "links" else sorted(ranked)))
        start += len(source)


def plain_key(key: str) -> str:
    """Return a key as ``metadata.yaml`` lists it: 索 引 号： is 索引号, Publish_Date is publish-date."""
    return "".join(key.split()).rstrip(":：").replace("_", "-").lower()


def is_label(text: str) -> bool:
    """Tell whether a cell of a table is the label of a known piece of information, such as 发文字号：."""
    vocabulary = _vocabulary()
    key = plain_key(text)
    return key in vocabulary["other_labels"] or any(key in keys for keys in vocabulary["fields"].values())


@cache
def label_pattern() -> re.Pattern[str]:
    """Return what finds the label, as group 1, of a piece of information within a line: 索 引 号：."""
    vocabulary = _vocabulary()
    keys = {key for keys in vocabulary["fields"].values() for key in keys} | set(vocabulary["other_labels"])
    labels = sorted((key for key in keys if not key.isascii()), key=len, reverse=True)
    spread = "|".join(r"[\s\u3000]*".join(label) for label in labels)
    return re.compile(rf"(?<![\u4e00-\u9fff]){_OPENING}({spread}){_CLOSING}[\s\u3000]*[:：][\s\u3000]*")


@cache
def site_pattern() -> re.Pattern[str]:
    """Return what finds the name of a site or of a column of it at the end of a title."""
    return re.compile(_vocabulary()["site"])


def number_line(paragraphs: Iterable[Paragraph]) -> str:
    """Return the document number that stands by itself near the top of a text: 国办发〔2018〕126号; "" if none does."""
    pattern = re.compile(_vocabulary()["number_line"])
    for paragraph in islice(paragraphs, _NUMBER_WITHIN):
        found = pattern.fullmatch(paragraph.text) if len(paragraph.text) <= _LONGEST_NUMBER else None
        if found:
            return "".join(found[1].split())
    return ""


def issuer_of_title(title: str) -> str:
    """Return the issuer a title begins with: 国务院办公厅 of 国务院办公厅关于……的通知; "" if it names none."""
    found = re.match(_vocabulary()["issuer_of_title"], "、".join(title.split()))
    return found[1] if found else ""


@cache
def _vocabulary() -> dict[str, Any]:
    vocabulary: dict[str, Any] = load_data("metadata.yaml")
    return vocabulary


def _strings(value: Any) -> Iterator[str]:
    """Yield the strings and numbers in a value and in lists in it, cleaned, those that are not empty."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            yield from _strings(item)
        elif isinstance(item, str | int | float) and not isinstance(item, bool) and clean(str(item)):
            yield clean(str(item))


def _string(value: Any) -> str:
    return "、".join(_strings(value))


def _categories(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_strings(value)))


def _links(value: Any) -> tuple[str, ...]:
    """Return the addresses in a value: what has a slash or dot and no blank in it."""
    return tuple(link for link in _categories(value) if ("/" in link or "." in link) and len(link.split()) == 1)


def _status(value: Any) -> str:
    """Return what a value says of the document being in force, in the words of `indexer.records.STATUSES`."""
    said = plain_key(_string(value))
    statuses: dict[str, list[str]] = _vocabulary()["statuses"]
    return next((status for status, words in statuses.items() if said in words), "")


def _storable(value: Any) -> Any:
    """Return a JSON value without lone surrogates and zero bytes, which no file takes."""
    match value:
        case str():
            return value.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")
        case list():
            return [_storable(item) for item in value]
        case dict():
            return {_storable(key): _storable(item) for key, item in value.items()}
        case _:
            return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _string,
    "number": _string,
    "issuer": _string,
    "author": _string,
    "date": parse_date,
    "categories": _categories,
    "links": _links,
    "effective": parse_date,
    "expired": parse_date,
    "status": _status,
}
