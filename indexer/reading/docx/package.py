"""The parts of an Office Open XML package (ECMA-376 part 2): a ZIP archive of XML, read with bounds."""

import posixpath
import re
import zlib
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile

from indexer.errors import SourceError
from indexer.reading.signatures import open_zip
from indexer.reading.sources import LARGEST_SOURCE

MOST_TAGS = 2_000_000
"""In one part: a megabyte of text has some ten thousand paragraphs of a few dozen tags each."""

Element = ElementTree.Element

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _NAMESPACES["w"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _NAMESPACES["r"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _NAMESPACES["m"].encode()),
)
_PREFIXED = {f"{{{uri}}}": f"{prefix}:" for prefix, uri in _NAMESPACES.items()}
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = "Get the file anew, or open it in a word processor and save it again."


@lru_cache(1024)
def qn(name: str) -> str:
    """Return the name of a tag or attribute as ElementTree has it, for one with a prefix: ``w:p``."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def kind(element: Element) -> str:
    """Return the name of an element with its usual prefix, ``w:p``; "" if its namespace is none that is read here."""
    return _kind(str(element.tag))


@lru_cache(1024)
def _kind(tag: str) -> str:
    uri, brace, local = tag.rpartition("}")
    prefix = _PREFIXED.get(uri + brace)
    return prefix + local if prefix else ""


def value_of(element: Element | None, name: str = "w:val") -> str:
    """Return an attribute of an element, "" if there is no element or no such attribute."""
    return "" if element is None else element.get(qn(name), "")


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off, such as ``<w:b w:val="0"/>``, is there and on."""
    return element is not None and value_of(element).lower() not in ("0", "false", "off", "none")


class Package:
    """The parts of a DOCX file.

    Args:
        data: its bytes.

    Raises:
        SourceError: it is cut short or damaged; also by the methods, for the part they read.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = open_zip(BytesIO(data))
        except BadZipFile as error:
            raise SourceError("the file is cut short or damaged", remedy=_REMEDY) from error
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def find(self, ending: str, of: str = "", otherwise: str = "") -> str:
        """Return the path of a part by its relationship.

        Args:
            ending: the last word of the relationship's type, such as ``footnotes``.
            of: the path of the part that has the relationship; "" for the package itself.
            otherwise: the path to return if there is no such relationship, and such a part.

        Returns:
            The path; "" if there is none.
        """
        for type_, target in self.relationships(of).values():
            if type_.rpartition("/")[2] == ending and self.has(target):
                return target
        return otherwise if self.has(otherwise) else ""

    def relationships(self, of: str = "") -> dict[str, tuple[str, str]]:
        """Return the type of each relationship of a part and the path it leads to, by its id."""
        folder, name = posixpath.split(of)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return {}
        found = {}
        for element in self.xml(path).iter(qn("pr:Relationship")):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            found[element.get("Id", "")] = element.get("Type", ""), target
        return found

    def has(self, path: str) -> bool:
        """Tell whether there is such a part; names of parts are the same in capitals and small letters."""
        return path.lower() in self._names

    def read(self, path: str) -> bytes:
        """Return the bytes of a part."""
        try:
            info = self._archive.getinfo(self._names[path.lower()])
            if info.compress_type not in (0, 8):
                raise BadZipFile(f"compressed by method {info.compress_type}")
            with self._archive.open(info) as stream:
                data = stream.read(LARGEST_SOURCE + 1)
        except (BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise SourceError(f"{path} in it is cut short or damaged", remedy=_REMEDY) from error
        except RuntimeError as error:
            raise SourceError("the file is encrypted", remedy="Save it without a password.") from error
        if len(data) > LARGEST_SOURCE:
            what = f"{path} in it has more than the {LARGEST_SOURCE >> 20} MiB read as one document"
            raise SourceError(what, remedy="Split it into its documents.")
        return data

    def xml(self, path: str) -> Element:
        """Return the root of a part that is XML, without a document type: the standard forbids one (part 2, 8.2.5)."""
        data = self.read(path)
        if data.startswith(_UTF16):
            data = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-16", "replace")).encode("utf-8", "replace")
        if _DOCTYPE.search(data):
            raise SourceError(f"{path} in it declares a document type, which no DOCX file does", remedy=_REMEDY)
        if data.count(b"<") > MOST_TAGS:
            raise SourceError(f"{path} in it has over {MOST_TAGS:,} tags", remedy="Split it into its documents.")
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise SourceError(f"{path} in it is damaged XML ({error})", remedy=_REMEDY) from error
