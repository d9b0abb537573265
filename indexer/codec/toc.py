"""The table of contents (TOC) of an index, read without trusting it.

The file is Whoosh's: numbers, the pickled schema, the pickled list of segments. Here it is unpickled by `_Unpickler`,
which admits only what an index is made of. Behind Whoosh's content stand a summary and a trailer that stock Whoosh does
not read (`indexer.codec.contents`). A table that stock Whoosh wrote has none, and is not checked.
"""

import io
import pickle
import struct
import zlib
from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache
from typing import Any

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from indexer.codec.contents import TRAILER, summary
from indexer.codec.durability import make_durable, sync_folder
from indexer.errors import DamagedIndexError, ForeignIndexError, FormatVersionError, IndexMissingError

Admitted = Collection[tuple[str, str]]
"""Classes and functions of the caller that a schema may name, such as its analyzer: (module, name) pairs."""

STOCK_SEGMENTS: Admitted = (("whoosh.codec.whoosh3", "W3Codec"), ("whoosh.codec.whoosh3", "W3Segment"))
"""To be admitted to read segments that stock Whoosh wrote. Their files hold pickles that stock Whoosh trusts."""

SEGMENT_CLASS = ("indexer.codec.segment", "ArraySegment")
PLACES_CLASS = ("indexer.codec.formats", "Places")
_PLAIN = frozenset(
    {
        ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "object"), ("builtins", "int"),
        ("builtins", "float"),
        ("__builtin__", "set"), ("__builtin__", "frozenset"), ("__builtin__", "object"), ("__builtin__", "int"),
        ("__builtin__", "float"), ("__builtin__", "long"), ("copy_reg", "_reconstructor"),
        ("copyreg", "_reconstructor"), ("collections", "OrderedDict"), ("collections", "defaultdict"),
        ("datetime", "datetime"), ("datetime", "date"), ("decimal", "Decimal"),
        ("re", "_compile"), ("_codecs", "encode"), ("whoosh.lang.porter", "stem"), SEGMENT_CLASS, PLACES_CLASS,
    }
)  # fmt: skip


@lru_cache(maxsize=256)
def _is_schema_class(module: str, name: str) -> bool:
    """Return whether this names a class of Whoosh for fields, formats, columns or analyzers."""
    plain = module in ("whoosh.fields", "whoosh.formats", "whoosh.columns", "whoosh.analysis")
    if not (plain or module.startswith("whoosh.analysis.")) or "." in name:
        return False
    from importlib import import_module

    from whoosh import analysis, columns, fields, formats

    bases = fields.FieldType, fields.Schema, formats.Format, columns.Column, analysis.Composable
    with suppress(ImportError):
        named = getattr(import_module(module), name, None)
        return isinstance(named, type) and issubclass(named, bases) and named.__module__.startswith("whoosh.")
    return False


class _Unpickler(pickle.Unpickler):
    """Admits what an index is made of, and what the caller admits besides."""

    def __init__(self, stream: Any, filename: str, admitted: Admitted) -> None:
        super().__init__(stream, encoding="utf-8")
        self._filename = filename
        self._admitted = admitted

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or (module, name) in self._admitted or _is_schema_class(module, name):
            return super().find_class(module, name)
        remedy = "Open only indexes made by this program; if the class is yours, admit it when opening"
        if (module, name) in STOCK_SEGMENTS:
            remedy = "Stock Whoosh wrote to it; if you trust that, admit STOCK_SEGMENTS when opening, and optimize"
        raise ForeignIndexError(
            f"it names {module}.{name}, which is no part of an index", place=self._filename, remedy=remedy
        )


def read_toc(storage: Any, indexname: str, schema: Any = None, admitted: Admitted = ()) -> TOC:
    """Return the latest table of contents of an index.

    Args:
        storage: the Whoosh storage the index is in.
        indexname: the name of the index.
        schema: the schema to use instead of the one that is kept.
        admitted: what else of the caller's classes the table may name.

    Raises:
        IndexMissingError: there is no table of contents.
        ForeignIndexError: it names something that is no part of an index.
        DamagedIndexError: it is cut short or was changed.
        FormatVersionError: it is of a later version of Whoosh.
    """
    generation = TOC._latest_generation(storage, indexname)
    if generation < 0:
        place = str(getattr(storage, "folder", "") or storage)
        raise IndexMissingError("there is no index", place=place, remedy="Create one first")
    filename = TOC._filename(indexname, generation)
    try:
        with storage.open_file(filename) as file:
            content = file.read()
    except (OSError, NameError) as error:
        if TOC._latest_generation(storage, indexname) > generation:  # a commit came between
            return read_toc(storage, indexname, schema, admitted)
        raise _damaged(filename, "it cannot be opened") from error
    return parse_toc(content, filename, generation, admitted, schema)


def parse_toc(content: bytes, filename: str, generation: int, admitted: Admitted, schema: Any = None) -> TOC:
    """Return a table of contents from its bytes; see `read_toc`."""
    try:
        return _parse(content, filename, generation, schema, admitted)
    except (ForeignIndexError, DamagedIndexError, FormatVersionError):
        raise
    except Exception as error:  # a pickle cut short or changed can raise anything
        raise _damaged(filename, "it cannot be read") from error


def _parse(content: bytes, filename: str, generation: int, schema: Any, admitted: Admitted) -> TOC:
    """Read the table as Whoosh's `TOC.write` wrote it."""
    raw = io.BytesIO(content)
    stream = StructFile(raw)
    sizes = [stream.read_varint() for _ in range(3)]
    if sizes != _sizes() or stream.read_int() != -12345:
        raise _damaged(filename, "it does not begin as a table of contents")
    version = stream.read_int()
    release = tuple(stream.read_varint() for _ in range(3))
    has_trailer = _check_trailer(content, filename)
    if version != _version():
        what = f"it has Whoosh's format {version}, this program reads {_version()}"
        raise FormatVersionError(what, place=filename, remedy="Build the index anew")
    pickled = stream.read_string()
    kept = schema or _Unpickler(io.BytesIO(pickled), filename, admitted).load()
    if stream.read_int() != generation:
        raise _damaged(filename, "it is of another generation than its name says")
    stream.read_int()
    segments = _Unpickler(raw, filename, admitted).load()
    if not has_trailer and raw.read(1):  # stock Whoosh writes nothing behind them: this was cut within what we do
        raise _damaged(filename, "it is cut short")
    if not isinstance(segments, list):
        raise _damaged(filename, "it has no list of segments")
    return TOC(kept, segments, generation, version=version, release=release)


def _check_trailer(content: bytes, filename: str) -> bool:
    """Tell whether a table has a trailer with its checksum; stock Whoosh writes none."""
    has_trailer = content[-8:-4] == TRAILER
    if has_trailer:
        if struct.unpack("<I", content[-4:])[0] != zlib.crc32(content[:-8]):
            raise _damaged(filename, "its checksum does not match")
    elif not content.endswith(pickle.STOP):
        raise _damaged(filename, "it is cut short")
    return has_trailer


def _sizes() -> list[int]:
    from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

    return [_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE]


def _version() -> int:
    from whoosh.index import _CURRENT_TOC_VERSION

    version: int = _CURRENT_TOC_VERSION
    return version


def _damaged(filename: str, what: str) -> DamagedIndexError:
    return DamagedIndexError(what, place=filename, remedy="Build the index anew from its sources")


def write_toc(storage: Any, indexname: str, toc: TOC) -> None:
    """Put a table of contents in place, at once and for good: after a crash the index has this one or the one before.

    Args:
        storage: the Whoosh storage the index is in; all files of the new segments are durable already.
        indexname: the name of the index.
        toc: what to write; its generation is the next.
    """
    drawer = RamStorage()
    toc.write(drawer, indexname)
    filename = TOC._filename(indexname, toc.generation)
    with drawer.open_file(filename) as file:
        content = file.read() + summary(toc.generation, toc.schema, toc.segments)
    temporary = f"{filename}.new"
    with storage.create_file(temporary) as file:
        file.write(content + TRAILER + struct.pack("<I", zlib.crc32(content)))
        make_durable(file)
    storage.rename_file(temporary, filename, safe=True)
    sync_folder(storage)
