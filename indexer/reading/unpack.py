"""From a source to the documents in it: most files hold one, archives and JSON Lines hold many."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from indexer.errors import SourceError
from indexer.reading.formats import BINARY_READERS, TEXT_READERS
from indexer.reading.json_lines import documents_in, is_json
from indexer.reading.sources import Source, open_source, read_all

Unpacker = Callable[[BinaryIO, Source], Iterator[Source | SourceError]]

_HEAD_BYTES = 512


def unpack(source: Source) -> Iterator[Source | SourceError]:
    """Yield the sources of the documents in a source, each with its bytes.

    Args:
        source: from `find_sources`, or bytes.

    Yields:
        A `Source` with `Source.data` for each document, which `read` makes a `Document` of: the file itself, or what
        was unpacked from it, whose names no two share; a `SourceError` in the place of what cannot be reached or
        unpacked; a `NoDocumentError` where there is nothing to unpack though all is in order.
    """
    try:
        with open_source(source) as stream:
            head = stream.read(_HEAD_BYTES)
            stream.seek(0)
            container = _tell_container(head, source)
            if container is not None:
                yield from container(stream, source)
                return
            data = read_all(stream, source.name)
        yield replace(source, data=data)
    except SourceError as error:
        yield error


def formats() -> tuple[str, ...]:
    """Return the names of all formats, those that `read` reads and those that are unpacked."""
    return tuple(sorted({*TEXT_READERS, *BINARY_READERS, *_CONTAINERS}))


def _tell_container(head: bytes, source: Source) -> Unpacker | None:
    """Return what unpacks a source, None if it is a document itself."""
    if source.format == "json" or (not source.format and is_json(head, source.name)):
        return _CONTAINERS["json"]
    return None


_CONTAINERS: dict[str, Unpacker] = {"json": documents_in}
