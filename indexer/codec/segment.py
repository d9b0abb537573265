"""The codec and the segment as Whoosh knows them.

A table of contents names `ArraySegment` by its import path, so the path ``indexer.codec.segment.ArraySegment`` is part
of the file format and stays. A segment on disk is two array files: ``<segment id>.npd`` (what is kept of each document)
and ``<segment id>.npx`` (the postings).
"""

from typing import Any

import numpy as np
from whoosh.codec.base import Codec, Segment

from indexer.codec.arrays import Array
from indexer.codec.documents import ArrayPerDocumentReader, ArrayPerDocumentWriter
from indexer.codec.terms import ArrayFieldWriter, ArrayTermsReader


class ArrayCodec(Codec):  # type: ignore[misc]
    """Makes the readers and writers of a segment's files."""

    length_stats = False

    def __init__(self) -> None:
        self._documents: ArrayPerDocumentReader | None = None

    def per_document_writer(self, storage: Any, segment: "ArraySegment") -> ArrayPerDocumentWriter:
        """Return a writer for what is kept of each document."""
        return ArrayPerDocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: "ArraySegment") -> ArrayFieldWriter:
        """Return a writer for the postings."""
        return ArrayFieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: "ArraySegment") -> ArrayPerDocumentReader:
        """Return a reader of what is kept of each document."""
        opened, self._documents = self._documents, None
        return opened if opened is not None and opened.segment is segment else ArrayPerDocumentReader(storage, segment)

    def terms_reader(self, storage: Any, segment: "ArraySegment") -> ArrayTermsReader:
        """Return a reader of the postings; with the documents' that it needs, for which Whoosh asks next."""
        self._documents = ArrayPerDocumentReader(storage, segment)
        return ArrayTermsReader(storage, segment, self._documents)

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":  # noqa: ARG002 - Whoosh's signature
        """Return a segment with a fresh id and no documents."""
        return ArraySegment(indexname)


class ArraySegment(Segment):  # type: ignore[misc]
    """What the table of contents keeps of a segment: its id, its number of documents, and which are deleted.

    Args:
        indexname: the name of the index it belongs to.
    """

    def __init__(self, indexname: str) -> None:
        Segment.__init__(self, indexname)
        self._count = 0
        self._deleted: set[int] = set()

    def __getstate__(self) -> dict[str, Any]:
        deleted = np.array(sorted(self._deleted), dtype="<u4").tobytes()
        return {"indexname": self.indexname, "segid": self.segid, "count": self._count, "deleted": deleted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid, self.compound = state["indexname"], state["segid"], False
        self._count = state["count"]
        self._deleted = set(np.frombuffer(state["deleted"], dtype="<u4").tolist())

    def codec(self) -> ArrayCodec:
        """Return the codec that reads this segment."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Return False: files that are mapped into memory are not packed into one."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents, deleted ones included."""
        self._count = doccount

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._count

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> set[int]:
        """Return the numbers of the deleted documents."""
        return self._deleted

    def kept(self) -> Array | None:
        """Return bool[documents], which are not deleted; None where none is."""
        if not self._deleted:
            return None
        keep = np.ones(self._count, dtype=bool)
        keep[list(self._deleted)] = False
        return keep

    def is_deleted(self, docnum: int) -> bool:
        """Return whether this document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document; or with `delete` False take that back.

        Raises:
            IndexError: the segment has no document of this number.
        """
        if not 0 <= docnum < self._count:
            raise IndexError(f"no document {docnum} in a segment of {self._count}")
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)
