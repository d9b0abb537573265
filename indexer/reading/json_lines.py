"""JSON Lines, and a JSON array: many documents in one file, a line or an item each."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from indexer.errors import NoDocumentError, SourceError
from indexer.reading.decode import decode
from indexer.reading.json_record import REMEDY, has_text, identity_of, parse_json
from indexer.reading.sources import LARGEST_SOURCE, Source, read_all

MOST_FAILURES = 100
"""Bad lines that are named, each by itself, before the rest of a file is given up."""

_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
_SUFFIXES = (".json", *_LINES_SUFFIXES)
_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*(?:"|\}|$)')
_WITHOUT_TEXT = "this JSON has no text of a document in it"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Record = tuple[str, bytes, Any]
"""Where a record stands (``laws.jsonl:3``), its bytes, and what they say: a plain JSON value or a `SourceError`."""


def is_json(head: bytes, name: str) -> bool:
    """Tell whether a source is JSON: by the suffix of its name, or because it begins with a JSON object.

    Args:
        head: its first bytes.
        name: its name.
    """
    return name.lower().endswith(_SUFFIXES) or _OPENING.match(head) is not None


def documents_in(stream: BinaryIO, source: Source) -> Iterator[Source | SourceError]:
    """Yield the documents in a file of JSON.

    Each line of JSON Lines, and each item of an array, is a document of its own, named by the file, ``/``, and its id;
    by the number of its line or item if it gives none; a second one of that name gets ``~2``. A file that is one object
    is one document and has the file's name.

    Args:
        stream: its bytes.
        source: the file.

    Yields:
        A `Source` in the format "json" for each document; a `SourceError` for each line that is not one; or one
        `NoDocumentError` for all, if there is not one text in them.
    """
    if _is_lines(stream, source.name):
        records = _lines(stream, source.name)
    else:
        data = read_all(stream, source.name)
        whole = _tried_line(data, source.name)
        if isinstance(whole, SourceError) and not source.format and not source.name.lower().endswith(_SUFFIXES):
            yield replace(source, data=data)  # it only begins like JSON
            return
        records = _items(data, whole, source.name)
    yield from _with_text(records, source)


def _is_lines(stream: BinaryIO, name: str) -> bool:
    """Tell whether a file is read line by line: named so, or its first line is a whole object and not the only one."""
    if name.lower().endswith(_LINES_SUFFIXES):
        return True
    first, second = stream.readline(LARGEST_SOURCE), stream.readline(2)
    stream.seek(0)
    try:
        return bool(second) and isinstance(parse_json(decode(first, name)), dict)
    except SourceError:
        return False


def _lines(stream: BinaryIO, name: str) -> Iterator[Record]:
    if stream.read(2) in _MARKS_OF_UTF16:
        stream.seek(0)
        numbered = enumerate(decode(stream.read(LARGEST_SOURCE), name).encode().splitlines(), 1)
    else:
        stream.seek(0)
        numbered = enumerate(_bounded_lines(stream), 1)
    for number, line in numbered:
        if line.isspace() or not line:
            continue
        place = f"{name}:{number}"
        yield place, line.strip(), _tried_line(line, place)


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one that is longer than a source may be, so much that this is seen."""
    while line := stream.readline(LARGEST_SOURCE + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(1 << 20)
        yield line


def _tried_line(line: bytes, place: str) -> Any:
    """Return what a line says, or the `SourceError` that says why nothing can be made of it."""
    try:
        if len(line) > LARGEST_SOURCE:
            what = f"it has more than the {LARGEST_SOURCE / 2**20:g} MiB read as one document"
            raise SourceError(what, place=place, remedy="Split it into its documents.")
        return parse_json(decode(line, place))
    except SourceError as error:
        return SourceError(error.what, place=place, remedy=error.remedy)


def _items(data: bytes, whole: Any, name: str) -> Iterator[Record]:
    """Yield the items of an array; anything else by itself, with the file's name and bytes."""
    if not isinstance(whole, list):
        yield name, data, whole
        return
    for number, item in enumerate(whole, 1):
        yield f"{name}:{number}", json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass"), item


def _with_text(records: Iterable[Record], source: Source) -> Iterator[Source | SourceError]:
    """Yield the sources of the records that hold text, and what is wrong with each of the others."""
    taken: dict[str, int] = {}
    without_text: list[SourceError] = []
    failures = empty = 0
    for place, data, record in records:
        if isinstance(record, SourceError):
            failures += 1
            yield record
        elif isinstance(record, dict) and has_text(record):
            yield from without_text
            without_text.clear()
            yield replace(source, name=_name(place, record, source.name, taken), data=data, format="json")
        else:
            empty += 1
            failure = SourceError(_WITHOUT_TEXT, place=place, remedy=REMEDY)
            failures += bool(taken)
            if taken:
                yield failure
            elif len(without_text) < MOST_FAILURES:
                without_text.append(failure)
        if failures > MOST_FAILURES:
            what = f"over {MOST_FAILURES} of its lines cannot be read; those from here on were left out"
            yield SourceError(what, place=place, remedy="Mend the file.")
            return
    if not taken and empty:
        what = f"none of its {empty} JSON objects has a text" if empty > 1 else _WITHOUT_TEXT
        yield NoDocumentError(what, place=source.name, remedy=REMEDY)
    elif not taken and not failures:
        yield SourceError("the file is empty", place=source.name, remedy="Give a file with text in it.")


def _name(place: str, record: dict[str, Any], file: str, taken: dict[str, int]) -> str:
    """Return the name of a record's source, which no other of the file has."""
    name = file if place == file else f"{file}/{identity_of(record) or place.rpartition(':')[2]}"
    count = taken[name] = taken.get(name, 0) + 1
    return name if count == 1 else f"{name}~{count}"
