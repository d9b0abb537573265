"""From a source to the documents in it: most files hold one, archives and JSON Lines hold many."""

from collections.abc import Iterator
from dataclasses import replace

from indexer.errors import SourceError
from indexer.reading.archive import Allowance, files_in
from indexer.reading.formats import BINARY_READERS, TEXT_READERS
from indexer.reading.json_lines import documents_in, is_json
from indexer.reading.signatures import tell_binary
from indexer.reading.sources import LARGEST_ARCHIVE, LARGEST_BINARY, Source, check_size, open_source, read_all

_HEAD_BYTES = 512
_ARCHIVE = "zip"


def formats() -> tuple[str, ...]:
    """Return the names of all formats, those that `read` reads and those that are unpacked."""
    return tuple(sorted({*TEXT_READERS, *BINARY_READERS, _ARCHIVE}))


def unpack(source: Source, allowance: Allowance | None = None) -> Iterator[Source | SourceError]:
    """Yield the sources of the documents in a source, each with its bytes.

    Args:
        source: from `find_sources`, or bytes.
        allowance: how much may be unpacked; None for as much as an archive of its size gives.

    Yields:
        A `Source` with `Source.data` for each document, which `read` makes a `Document` of: the file itself, or what
        was unpacked from it, whose names no two share; a `SourceError` in the place of what cannot be reached or
        unpacked; a `NoDocumentError` where there is nothing to unpack though all is in order.
    """
    try:
        with open_source(source) as stream:
            head = stream.read(_HEAD_BYTES)
            stream.seek(0)
            binary = source.format if source.format == _ARCHIVE else None
            if not source.format:
                format = tell_binary(stream)
                binary = format.name if format is not None else None
            if binary == _ARCHIVE:
                size = stream.seek(0, 2)
                check_size(size, source.name, LARGEST_ARCHIVE)
                yield from files_in(stream, source, allowance or Allowance.for_archive(size), unpack)
                return
            if source.format == "json" or (not source.format and binary is None and is_json(head, source.name)):
                check_size(stream.seek(0, 2), source.name, LARGEST_ARCHIVE)
                stream.seek(0)
                yield from documents_in(stream, source)
                return
            largest = LARGEST_BINARY if binary or source.format in BINARY_READERS else None
            data = read_all(stream, source.name, largest)
        yield replace(source, data=data)
    except SourceError as error:
        yield error
