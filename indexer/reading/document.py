"""From the bytes of a source to a `Document`: decode, part the front matter, tell the format, read."""

from typing import Any

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.decode import decode
from indexer.reading.formats import BINARY_READERS, TEXT_READERS, tell_binary_format, tell_format
from indexer.reading.front_matter import split_front_matter
from indexer.reading.metadata import issuer_of_title, number_line, read_fields
from indexer.reading.sources import Source, check_size, load
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
    check_size(len(data), name)
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
        metadata=fields.metadata,
        paragraphs=content.paragraphs,
    )


def _read_content(data: bytes, name: str, format: str) -> tuple[dict[str, Any], Content]:
    """Return the front matter and the content of a source; errors of the readers are given its name as place."""
    binary = tell_binary_format(data, name) if format not in TEXT_READERS else ""
    try:
        if binary:
            return {}, BINARY_READERS[binary](data)
        front_matter, text = split_front_matter(decode(data, name))
        return front_matter, TEXT_READERS[format or tell_format(text, name)](text)
    except SourceError as error:
        raise type(error)(error.what, place=name, remedy=error.remedy) from error


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
