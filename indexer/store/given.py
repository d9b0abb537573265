"""Sources that stand in no file."""

from pathlib import Path
from typing import BinaryIO

from indexer.errors import UsageError
from indexer.reading import Source
from indexer.reading.sources import read_stream
from indexer.reading.unpack import formats


def given_source(data: bytes | BinaryIO, name: str, format: str = "") -> Source:
    """Return the source of bytes under a name; see `ClauseIndex.add_bytes`.

    Raises:
        UsageError: there is no such format.
        SourceError: they are more than any file that is read has.
    """
    if format and format not in formats():
        raise UsageError(f"there is no format {format}", remedy=f"The formats are {', '.join(formats())}.")
    return Source(Path(), name, data if isinstance(data, bytes) else read_stream(data, name), format)
