"""From the bytes of a source to a `Document`: decode, part the front matter, tell the format, read."""

from indexer.errors import SourceError
from indexer.reading.decode import decode
from indexer.reading.formats import READERS, check_signature, tell_format
from indexer.reading.front_matter import split_front_matter
from indexer.reading.metadata import read_fields
from indexer.reading.sources import Source, check_size, load
from indexer.records import Document


def read(data: bytes, name: str) -> Document:
    """Read the bytes of a source.

    Its encoding is found by the rule in `indexer.reading.decode`, its format by `tell_format`, its metadata in YAML
    front matter (see `split_front_matter` for front matter that is broken), in the head of an HTML page, and in the
    table of information above the text of one.

    Args:
        data: all of its bytes.
        name: the path it is known by: `Document.source`, and the place named in errors.

    Returns:
        The document, with one paragraph at least.

    Raises:
        SourceError: it is empty, binary, too large, damaged, of no encoding that is known, or there is no text in it.
    """
    check_size(len(data), name)
    check_signature(data, name)
    front_matter, text = split_front_matter(decode(data, name))
    try:
        content = READERS[tell_format(text, name)](text)
    except SourceError as error:
        raise SourceError(error.what, place=name, remedy=error.remedy) from error
    if not content.paragraphs:
        raise SourceError("there is no text in it", place=name, remedy="If its text is a picture, convert it by OCR.")
    fields = read_fields(front_matter, *content.metadata)
    return Document(
        source=name,
        title=fields.title or content.title,
        number=fields.number,
        issuer=fields.issuer,
        author=fields.author,
        date=fields.date,
        categories=fields.categories,
        links=fields.links,
        metadata=fields.metadata,
        paragraphs=content.paragraphs,
    )


def read_source(source: Source) -> Document:
    """Read a source that `find_sources` found.

    Args:
        source: the file.

    Returns:
        The document; its `Document.source` is the source's name.

    Raises:
        SourceError: it cannot be reached, or read: see `read`.
    """
    return read(load(source), source.name)
