"""Reading answers: here is a file, what are its title, metadata and paragraphs.

`find_sources` finds the files in a folder; `read_source`, or `read` for bytes, makes a `Document` of one or raises a
`SourceError` that says why not. On the way:

- ``sources``: files and folders → `Source` → bytes
- ``decode``: bytes → text
- ``front_matter``: text → metadata, and the rest of the text
- ``formats``: text → the name of its format, and the one table from format to reader
- ``text``, ``markdown``, ``html``: a reader each, text → `Content`; ``page``: what a whole HTML page says of itself
- ``paragraphs``: pieces of visible text → `Paragraph`, for all readers
- ``metadata``, ``dates``: what sources say of themselves → the fields of a `Document`

What is known of HTML elements, metadata keys and file signatures stands in the data files beside the code.
"""

from indexer.reading.document import read, read_source
from indexer.reading.sources import Source, find_sources

__all__ = ["Source", "find_sources", "read", "read_source"]
