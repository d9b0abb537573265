"""What the table of contents says in plain JSON, for those who open an index without Whoosh.

The table is Whoosh's and holds pickles. Behind them stand the same facts once more, in a form that needs neither Whoosh
nor trust: a summary, its length, and the trailer of `indexer.codec.toc`. Stock Whoosh reads neither; a table that it
wrote has no summary.
"""

import json
import struct
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from indexer.codec.arrays import Array
from indexer.errors import DamagedIndexError, FormatVersionError, IndexMissingError

TRAILER = b"CRC\n"
"""Stands, with the CRC-32 of all before it (uint32, little-endian), at the end of a table of ours."""

SUMMARY = b"SUM\n"
"""Stands, with the length of the summary (uint32), between the summary and the trailer."""

SUMMARY_VERSION = 1

_REMEDY = "Build the index anew from its sources"
_ENDING = struct.Struct("<I4s4sI")


class FieldKind(NamedTuple):
    """How a field is searched: whether its terms are scored, and whether they are text as UTF-8."""

    scored: bool
    text: bool


class SegmentEntry(NamedTuple):
    """A segment: the name its files begin with, how many documents it has, and int64[…], which of them are deleted."""

    name: str
    documents: int
    deleted: Array


class Contents(NamedTuple):
    """The table of contents of one generation.

    Attributes:
        filename, content: the table's file and all of its bytes.
        generation: counts the commits.
        fields: the indexed fields by name, without dynamic ones.
        segments: in order; None if there is no summary.
    """

    filename: str
    content: bytes
    generation: int
    fields: dict[str, FieldKind]
    segments: tuple[SegmentEntry, ...] | None


def summary(generation: int, schema: Any, segments: Any) -> bytes:
    """Return the summary of a table of contents that is about to be written, with what marks it.

    Args:
        generation: of the table.
        schema: the Whoosh schema.
        segments: the segments. If one is not an `ArraySegment`, there is no summary: b"".
    """
    from whoosh.fields import FieldType

    if any(not hasattr(segment, "kept") for segment in segments):
        return b""
    told = {
        "version": SUMMARY_VERSION,
        "generation": generation,
        "fields": {
            name: (bool(field.scorable), type(field).to_bytes is FieldType.to_bytes)
            for name, field in schema.items()
            if field.indexed
        },
        "segments": [(one.segment_id(), one.doc_count_all(), _packed(sorted(one.deleted_docs()))) for one in segments],
    }
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return content + struct.pack("<I", len(content)) + SUMMARY


def _packed(deleted: list[int]) -> str:
    steps = np.diff(np.array(deleted, dtype="<i8"), prepend=0).astype("<u4")
    return b64encode(zlib.compress(steps.tobytes(), 1)).decode() if deleted else ""


def _unpacked(deleted: str) -> Array:
    return np.cumsum(
        np.frombuffer(zlib.decompress(b64decode(deleted)) if deleted else b"", dtype="<u4"), dtype=np.int64
    )


def read_contents(folder: Path, indexname: str) -> Contents:
    """Return the latest table of contents of the index in a folder.

    Raises:
        IndexMissingError: there is no table of contents.
        DamagedIndexError: it is cut short or was changed.
        FormatVersionError: its summary is of a later version.
    """
    generation = latest_generation(folder, indexname)
    if generation < 0:
        raise IndexMissingError("there is no index", place=str(folder), remedy="Create one first")
    filename = f"_{indexname}_{generation}.toc"
    try:
        content = (folder / filename).read_bytes()
    except OSError as error:
        if latest_generation(folder, indexname) > generation:  # a commit came between
            return read_contents(folder, indexname)
        raise DamagedIndexError("it cannot be opened", place=filename, remedy=_REMEDY) from error
    try:
        return _parse(filename, content, generation)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise DamagedIndexError("its summary cannot be read", place=filename, remedy=_REMEDY) from error


def latest_generation(folder: Path, indexname: str) -> int:
    """Return the generation of the latest table of contents in a folder, -1 if there is none."""
    start, end = f"_{indexname}_", ".toc"
    try:
        tables = (entry.name for entry in folder.iterdir() if entry.name.startswith(start) and entry.name.endswith(end))
        numbers = (name.removeprefix(start).removesuffix(end) for name in tables)
        return max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=-1)
    except OSError:
        return -1


def _parse(filename: str, content: bytes, generation: int) -> Contents:
    if len(content) < _ENDING.size:
        return Contents(filename, content, generation, {}, None)
    length, mark, trailer, checksum = _ENDING.unpack_from(content, len(content) - _ENDING.size)
    if (mark, trailer) != (SUMMARY, TRAILER):
        return Contents(filename, content, generation, {}, None)
    if checksum != zlib.crc32(content[:-8]):
        raise DamagedIndexError("its checksum does not match", place=filename, remedy=_REMEDY)
    end = len(content) - _ENDING.size
    told = json.loads(content[end - length : end])
    if told["version"] > SUMMARY_VERSION:
        what = f"its summary has version {told['version']}, this program reads up to {SUMMARY_VERSION}"
        raise FormatVersionError(what, place=filename, remedy="Update this program")
    if told["generation"] != generation:
        what = "it is of another generation than its name says"
        raise DamagedIndexError(what, place=filename, remedy=_REMEDY)
    fields = {name: FieldKind(*kind) for name, kind in told["fields"].items()}
    segments = tuple(SegmentEntry(name, count, _unpacked(deleted)) for name, count, deleted in told["segments"])
    return Contents(filename, content, generation, fields, segments)
