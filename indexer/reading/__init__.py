"""Reading answers: here is a file, what are its title, metadata and paragraphs.

`find_sources` finds the files in a folder; `unpack` gives the sources of the documents in each, which is the file
itself but for archives and JSON Lines; `read` makes a `Document` of the bytes of one, or raises a `SourceError` that
says why not. On the way:

- ``sources``: files and folders → `Source` → bytes
- ``unpack``: `Source` → a `Source` for each document in it; ``json_lines`` for a kind of container
- ``decode``: bytes → text
- ``front_matter``: text → metadata, and the rest of the text
- ``formats``: text → the name of its format, and the one table from format to reader
- ``text``, ``markdown``, ``html``, ``json_record``: a reader each, text → `Content`; ``page``: what a whole HTML page
  says of itself; ``pdf``: bytes → `Content`
- ``paragraphs``: pieces of visible text → `Paragraph`, for all readers
- ``metadata``, ``dates``: what sources say of themselves → the fields of a `Document`

What is known of HTML elements, metadata keys and file signatures stands in the data files beside the code.
"""

from indexer.reading.document import note_of_losses, read, read_source
from indexer.reading.json_record import source_of_record
from indexer.reading.sources import Source, find_sources
from indexer.reading.unpack import unpack

__all__ = ["Source", "find_sources", "note_of_losses", "read", "read_source", "source_of_record", "unpack"]
