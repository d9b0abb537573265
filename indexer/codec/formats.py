"""The formats that the fields of a schema may have beside Whoosh's own."""

from whoosh.formats import Positions


class Places(Positions):  # type: ignore[misc]
    """The format of a field of short terms that fill the text: positions below the length of the field in its document.

    Its class path is part of the format of an index. See `indexer.codec.placed`.
    """
