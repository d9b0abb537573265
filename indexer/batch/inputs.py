"""Queries as people keep them: one a line, TSV, CSV, JSON Lines, TREC topics; told apart, or said."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

from indexer.batch.asked import Asked, asked_with
from indexer.errors import UsageError
from indexer.search.request import Request

LONGEST_LINE = 1 << 20
"""A line of more bytes is no query; it is not read into memory whole."""

_UNREADABLE = "\ufffe"
"""Begins the place of a line that could not be decoded: no text has this code point."""

Defaults = Mapping[str, Any]
"""Options of `Request` for the queries that have none of their own."""


def read_queries(
    stream: BinaryIO, form: str = "auto", *, encoding: str = "utf-8", defaults: Defaults | None = None
) -> Iterator[Asked]:
    """Yield the queries of a file or pipe, one by one; what is wrong with one costs only that one.

    Args:
        stream: bytes.
        form: a name in `FORMS`, or ``auto``: told by the first line that is not blank.
        encoding: of the text; a byte order mark is passed over.
        defaults: options for the queries that have none of their own.

    Raises:
        UsageError: the form or the encoding is not known, or a CSV file has no column ``query``.
    """
    try:
        lines = _lines(stream, "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
        first = next((line for line in lines if line.strip()), "")
    except LookupError:
        raise UsageError(f"no encoding is called {encoding}", remedy="Say utf-8, gb18030 or utf-16") from None
    if form == "auto":
        form = recognise(first)
    if form not in FORMS:
        raise UsageError(f"no form of queries is called {form}", remedy=f"Say one of {', '.join(FORMS)}")
    return FORMS[form](chain((first,), lines), defaults or {})


def recognise(line: str) -> str:
    """Return the form of queries that begin with this line."""
    start = line.lstrip()
    if start.startswith("{"):
        return "jsonl"
    if re.match(r"<top\b", start, re.IGNORECASE):
        return "trec"
    if "\t" in line:
        return "tsv"
    return "csv" if "query" in [cell.strip().lower() for cell in start.split(",")] and "," in start else "lines"


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield decoded lines; one that cannot be decoded, or is too long, as its reason after `_UNREADABLE`."""
    if encoding.lower().replace("-", "").replace("_", "") in {"utf16", "utf16le", "utf16be", "utf32"}:
        import codecs

        yield from codecs.getreader(encoding)(stream, "replace")
        return
    "".encode(encoding)
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield f"{_UNREADABLE}the line is longer than {LONGEST_LINE >> 20} MB\n"
            continue
        try:
            yield line.decode(encoding)
            encoding = encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            yield f"{_UNREADABLE}the line is not {encoding.removesuffix('-sig').upper()}; say --encoding gb18030\n"


def _unreadable(id: str, line: str) -> Asked | None:
    return Asked(id, Request(""), line.rstrip("\r\n")[1:]) if line.startswith(_UNREADABLE) else None


def _plain(lines: Iterable[str], defaults: Defaults) -> Iterator[Asked]:
    """One query a line; blank lines are passed over."""
    texts = (line.rstrip("\r\n") for line in lines)
    for number, text in enumerate((text for text in texts if text.strip()), 1):
        yield _unreadable(str(number), text) or Asked(str(number), Request(text, **defaults))


def _tsv(lines: Iterable[str], defaults: Defaults) -> Iterator[Asked]:
    """``id<TAB>query``; a line without a tab is a query without an id."""
    for number, asked in enumerate(_plain(lines, defaults), 1):
        id, tab, query = asked.request.query.partition("\t")
        yield replace(asked, id=id or str(number), request=replace(asked.request, query=query)) if tab else asked


def _csv(lines: Iterable[str], defaults: Defaults) -> Iterator[Asked]:
    """A header with ``query``, and if you like ``id`` and the options of a search."""
    rows = _csv_rows(lines)
    header = [name.strip().lower() for name in next(rows, [])]
    if "query" not in header:
        raise UsageError("the CSV file has no column called query", remedy="Give it a header such as id,query")
    for number, row in enumerate((row for row in rows if any(row)), 1):
        cells = {name: cell for name, cell in zip(header, row, strict=False) if cell}
        options = {name: int(cell) if cell.isdecimal() else cell for name, cell in cells.items() if name != "document"}
        options |= {"document": cells["document"]} if "document" in cells else {}
        wrong = next(filter(None, (_unreadable(str(number), cell) for cell in row)), None)
        yield wrong or asked_with(cells.get("id") or str(number), cells.get("query", ""), options, defaults)


def _csv_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of CSV; one that is none (a carriage return by itself, too long a cell) as its reason."""
    rows = csv.reader(lines)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            row = [f"{_UNREADABLE}no row of CSV: {error}"]
        if row is None:
            return
        yield row


def _jsonl(lines: Iterable[str], defaults: Defaults) -> Iterator[Asked]:
    """An object a line: ``query``, and if you like ``id`` and the options of a search; other keys are left alone."""
    for number, line in enumerate((line for line in lines if line.strip()), 1):
        yield _unreadable(str(number), line) or _from_json(str(number), line, defaults)


def _from_json(number: str, line: str, defaults: Defaults) -> Asked:
    try:
        told = json.loads(line)
        if "\\u" in line:  # what is escaped may be half a character
            told = json.loads(_mended(json.dumps(told, ensure_ascii=False)))
    except (ValueError, RecursionError) as error:
        return Asked(number, Request(line.strip()), f"not JSON: {error}")
    if isinstance(told, str):
        return Asked(number, Request(told, **defaults))
    if not isinstance(told, dict) or not isinstance(told.get("query"), str):
        return Asked(number, Request(line.strip()), 'not an object with a text under "query"')
    return asked_with(str(told.get("id", number)), told["query"], told, defaults)


def _mended(text: str) -> str:
    """Return a text with surrogates that make a pair as their character, and others as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_TAG = re.compile(r"<(\w+)>([^<]*)")
_LEADS = re.compile(r"^\s*(?:number|topic|description)\s*:\s*", re.IGNORECASE)


def _trec(lines: Iterable[str], defaults: Defaults) -> Iterator[Asked]:
    """TREC topics (https://trec.nist.gov/data/topics_eng/): the title is the query, or else the description."""
    topic: list[str] = []
    number = 0
    for line in lines:
        topic.append(line)
        if "</top>" not in line.lower():
            continue
        number += 1
        parts = {name.lower(): _LEADS.sub("", text).strip() for name, text in _TAG.findall("".join(topic))}
        query = " ".join((parts.get("title") or parts.get("desc") or "").split())
        yield Asked(parts.get("num") or str(number), Request(query, **defaults))
        topic = []
    if "".join(topic).strip():
        yield Asked(str(number + 1), Request(""), "the topic is not closed by </top>")


FORMS: dict[str, Callable[[Iterable[str], Defaults], Iterator[Asked]]] = {
    "lines": _plain,
    "tsv": _tsv,
    "csv": _csv,
    "jsonl": _jsonl,
    "trec": _trec,
}
"""The forms queries are read in."""
