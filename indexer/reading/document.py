"""From the bytes of a source to a `Document`: decode, part the front matter, tell the format, read."""

from typing import Any

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.decode import decode, is_mangled, lost_characters
from indexer.reading.formats import BINARY_READERS, TEXT_READERS, tell_binary_format, tell_format
from indexer.reading.front_matter import split_front_matter
from indexer.reading.metadata import issuer_of_title, number_line, read_fields
from indexer.reading.sources import LARGEST_BINARY, LARGEST_SOURCE, Source, check_size, load
from indexer.records import Document


def read(data: bytes, name: str, format: str = "") -> Document:
    """Read the bytes of a source.

    Its format is told by how it begins (`tell_binary_format`); of text, the encoding is found by the rule in
    `indexer.reading.decode`, the format by `tell_format`, metadata in YAML front matter (see `split_front_matter` for
    front matter that is broken), in the head of an HTML page, and in the table of information above the text of one.
    Where these say nothing, a number that stands by itself near the top of the text is the document's, and the body
    that its title begins with is its issuer.

    Args:
        data: all of its bytes.
        name: the path it is known by: `Document.source`, and the place named in errors.
        format: the name of its format, a key of `TEXT_READERS` or `BINARY_READERS`; "" to have it told.

    Returns:
        The document, with one paragraph at least.

    Raises:
        SourceError: it is empty, binary, too large, damaged, of no encoding that is known, or there is no text in it.
    """
    front_matter, content = _read_content(data, name, format)
    if not content.paragraphs:
        raise SourceError("there is no text in it", place=name, remedy="If its text is a picture, convert it by OCR.")
    fields = read_fields(front_matter, *content.metadata)
    title = fields.title or content.title
    return Document(
        source=name,
        title=title,
        number=fields.number or number_line(content.paragraphs),
        issuer=fields.issuer or issuer_of_title(title),
        author=fields.author,
        date=fields.date,
        categories=fields.categories,
        links=fields.links,
        effective=fields.effective,
        expired=fields.expired,
        status=fields.status,
        metadata=fields.metadata,
        paragraphs=content.paragraphs,
    )


def _read_content(data: bytes, name: str, format: str) -> tuple[dict[str, Any], Content]:
    """Return the front matter and the content of a source; errors of the readers are given its name as place."""
    binary = format if format in BINARY_READERS else ""
    if not format:
        binary = tell_binary_format(data, name)
    check_size(len(data), name, LARGEST_BINARY if binary else LARGEST_SOURCE)
    try:
        if binary:
            return {}, _checked(BINARY_READERS[binary](data))
        front_matter, text = split_front_matter(decode(data, name))
        return front_matter, TEXT_READERS[format or tell_format(text, name)](text)
    except SourceError as error:
        raise type(error)(error.what, place=name, remedy=error.remedy) from error


def note_of_losses(document: Document) -> str:
    """Return what to tell of a document in which characters are lost, though it is readable; "" where none is."""
    losses = [lost_characters(paragraph.text) for paragraph in document.paragraphs]
    if not any(losses):
        return ""
    text = next(paragraph.text for paragraph, lost in zip(document.paragraphs, losses, strict=True) if lost)
    at = max(0, min(place for place in (text.find("\ufffd"), text.find("锟斤拷")) if place >= 0) - 10)
    return f"characters in it were lost before it was read ({sum(losses)}), the first in: {text[at : at + 30]}"


def _checked(content: Content) -> Content:
    """Return the content of a source that is no text; raise a `SourceError` if what its letters stand for is lost."""
    if is_mangled("\n".join(paragraph.text for paragraph in content.paragraphs)):
        what = "its text is mojibake: its characters do not stand for what is seen"
        raise SourceError(what, remedy="Get it anew, or convert it by OCR.")
    return content


def read_source(source: Source) -> Document:
    """Read a source that `find_sources` found.

    Args:
        source: the file.

    Returns:
        The document; its `Document.source` is the source's name.

    Raises:
        SourceError: it cannot be reached, or read: see `read`.
    """
    return read(load(source), source.name, source.format)
