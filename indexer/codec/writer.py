"""The writer: documents and batches in, segments out, and a commit that is all or nothing."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.index import TOC, clean_files
from whoosh.writing import NO_MERGE, OPTIMIZE, SegmentWriter

from indexer.codec import concatenation, documents, terms
from indexer.codec.arrays import Array
from indexer.codec.batch import Batch, FieldTokens, PlacedTokens
from indexer.codec.concatenation import FieldPart
from indexer.codec.documents import DocumentArrays, write_documents
from indexer.codec.durability import make_files_durable
from indexer.codec.inversion import TokenBuffer, encoded_terms, scored_lengths
from indexer.codec.merging import merge_tiers
from indexer.codec.placed import AnyArrays
from indexer.codec.placing import PlacedBuffer
from indexer.codec.segment import ArrayCodec, ArraySegment
from indexer.codec.toc import write_toc
from indexer.errors import UsageError

MEMORY = 256 * 2**20
"""How many bytes of documents are collected, unless told otherwise, before they become a segment."""

_ALONE_BYTES = 8 * 2**20
"""Fewer bytes of tokens are inverted one field after the other: starting threads would take longer."""


@dataclass
class _Part:
    """Consecutive documents of the segment being written: collected ones, or those of a segment merged in."""

    documents: DocumentArrays
    fields: dict[str, AnyArrays | None]
    keep: Array | None = None


class ArraySegmentWriter(SegmentWriter):  # type: ignore[misc]
    """Writes to an index whose segments are arrays. It has all of Whoosh's writer, and `add_batch`.

    Args:
        index: the index.
        memory: how many bytes the documents collected may take, about; beyond it they become a segment of their own. A
            commit takes about as much again.
        timeout: how many seconds to wait for another writer to finish.
        options: the other arguments of Whoosh's SegmentWriter.

    Raises:
        whoosh.index.LockError: another writer did not finish in time.
    """

    def __init__(self, index: Any, memory: int = MEMORY, timeout: float = 0.0, **options: Any) -> None:
        options.pop("codec", None)
        SegmentWriter.__init__(self, index, codec=ArrayCodec(), timeout=timeout, **options)
        self.docnum: int
        self._memory = memory
        self._tokens: dict[str, TokenBuffer | PlacedBuffer] = {}
        self._parts: list[_Part] = []
        self._flushed: list[ArraySegment] = []
        self.pool = _Pool(self)

    # --- documents in ---

    def add_batch(self, batch: Batch) -> None:
        """Add a batch of documents.

        Raises:
            UsageError: its parts do not fit each other or the schema; nothing of it is added.
            whoosh.fields.UnknownFieldError: the schema has no field of some name.
        """
        self._check_state()
        self._check_batch(batch)
        first = self.perdocwriter.count
        terms_ = {name: encoded_terms(t.vocabulary) for name, t in batch.fields.items() if isinstance(t, FieldTokens)}
        lengths = {name: scored_lengths(t) for name, t in batch.fields.items() if self.schema[name].scorable}
        self.perdocwriter.add_documents(batch.count, lengths, batch.stored, batch.columns, self.schema)
        for name, tokens in batch.fields.items():
            buffer = self._buffer(name)
            if isinstance(buffer, PlacedBuffer) and isinstance(tokens, PlacedTokens):
                buffer.extend(tokens, first)
            elif isinstance(buffer, TokenBuffer) and isinstance(tokens, FieldTokens):
                buffer.extend(tokens, terms_[name], first)
        self._added_documents(batch.count)

    def _check_batch(self, batch: Batch) -> None:
        self._check_fields(self.schema, [*batch.fields, *batch.stored, *batch.columns])
        for name, tokens in batch.fields.items():
            if len(tokens.lengths) != batch.count or int(tokens.lengths.sum()) != tokens.count:
                raise UsageError(f"the lengths of field {name!r} do not fit its documents and tokens")
            if not self.schema[name].indexed:
                raise UsageError(f"field {name!r} has tokens but is not indexed")
            placed, with_values = isinstance(tokens, PlacedTokens), getattr(tokens, "values", None) is not None
            if (placed, with_values) != (terms.is_placed(self.schema[name]), terms.has_values(self.schema[name])):
                raise UsageError(f"the tokens of field {name!r} do not fit its format {self.schema[name].format}")
        for name, values in (*batch.stored.items(), *batch.columns.items()):
            if len(values) != batch.count:
                raise UsageError(f"{len(values)} values of {name!r} for {batch.count} documents")
        for name in batch.columns:
            if not self.schema[name].column_type:
                raise UsageError(f"field {name!r} has column values but no column; make it sortable")

    def add_document(self, **fields: Any) -> None:
        """Add a document as Whoosh's writer does: the keyword arguments are the values of its fields."""
        self._check_state()
        names = sorted(name for name in fields if not name.startswith("_"))
        self._check_fields(self.schema, names)
        postings: list[tuple[str, tuple[bytes, float, bytes]]] = []
        self.perdocwriter.start_doc(self.docnum)
        try:
            for name in names:
                if fields[name] is not None:
                    self._add_value(name, fields, postings)
        except BaseException:
            self.perdocwriter.cancel_doc()
            raise
        for name, posting in postings:
            format_ = self.schema[name].format
            terms.add_posting(self._buffer(name), self.perdocwriter.count, posting, format_)
        self.perdocwriter.finish_doc()
        self._added_documents(1)

    def _add_value(self, name: str, fields: dict[str, Any], postings: list[tuple[str, Any]]) -> None:
        """Keep what the schema wants of one value of the current document, and add its postings to the list."""
        field, value, length = self.schema[name], fields[name], 0
        if field.indexed:
            boost = self._field_boost(fields, name, self._doc_boost(fields))
            for term, frequency, weight, encoded in field.index(value):
                length += frequency if field.scorable else 0
                postings.append((name, (term, weight * boost, encoded)))
        if field.separate_spelling():
            spelling = field.spelling_fieldname(name)
            postings.extend((spelling, (word.encode(), 1.0, b"")) for word in field.spellable_words(value))
        if field.vector:
            self.perdocwriter.add_vector_items(name, field, ())
        kept = fields.get(f"_stored_{name}", value)
        self.perdocwriter.add_field(name, field, kept if field.stored else None, length)
        if field.column_type and kept is not None:
            self.perdocwriter.add_column_value(name, field.column_type, field.to_column_value(kept))

    def add_reader(self, reader: Any) -> None:
        """Add the documents of another reader that are not deleted."""
        self._check_state()
        if not isinstance(reader.codec(), ArrayCodec):
            for leaf, _ in reader.leaf_readers() if not reader.is_atomic() else ():
                self.add_reader(leaf)
            if reader.is_atomic():
                SegmentWriter.add_reader(self, reader)
            return
        self._take_collected()
        stored = reader._perdoc.arrays()
        keep = reader.segment().kept()
        found = {name: reader._terms.arrays(name) for name in reader.indexed_field_names()}
        self._parts.append(_Part(stored, found, keep))
        self.docnum += stored.count if keep is None else int(np.count_nonzero(keep))
        self.perdocwriter.first = self.docnum
        self._added = self.docnum > self.docbase

    def _buffer(self, name: str) -> TokenBuffer | PlacedBuffer:
        if name not in self._tokens:
            self._tokens[name] = terms.token_buffer(self.schema[name])
        return self._tokens[name]

    def _added_documents(self, count: int) -> None:
        self._added = True
        self.docnum += count
        if self.perdocwriter.nbytes + sum(buffer.nbytes for buffer in self._tokens.values()) > self._memory:
            self.flush()

    # --- segments out ---

    def flush(self) -> None:
        """Make the documents collected so far a segment of their own, to be part of the index after `commit`."""
        self._check_state()
        if self.docnum == self.docbase:
            return
        self._flushed.append(self._finalize_segment())
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.docnum = self.docbase
        self._added = False

    def _take_collected(self) -> None:
        """Invert the documents collected, so that others can follow."""
        if self.perdocwriter.count:
            self._parts.append(self._inverted())
        self._tokens = {}

    def _inverted(self) -> _Part:
        """Return the documents and their postings; of many tokens two fields at a time: numpy lets threads run."""
        documents, lengths = self.perdocwriter, self.perdocwriter.lengths()
        none = np.zeros(documents.count, dtype=np.uint8)

        def invert(name: str) -> AnyArrays | None:
            return self._tokens[name].invert(lengths.get(name, none))

        if sum(buffer.nbytes for buffer in self._tokens.values()) < _ALONE_BYTES:
            return _Part(documents.take(), {name: invert(name) for name in self._tokens})
        largest_first = sorted(self._tokens, key=lambda name: -self._tokens[name].nbytes)
        with ThreadPoolExecutor(2, thread_name_prefix="indexer-invert") as threads:
            fields = {name: threads.submit(invert, name) for name in largest_first}
            return _Part(documents.take(), {name: field.result() for name, field in fields.items()})

    def _flush_segment(self) -> None:
        self._take_collected()
        filename = self.newsegment.make_filename(documents.EXTENSION)
        stored = [(part.documents, part.keep) for part in self._parts]
        lengths = write_documents(self.storage, filename, stored, self.schema)
        none = np.zeros(self.docnum - self.docbase, dtype=np.uint8)
        for name in sorted({name for part in self._parts for name in part.fields if name in self.schema}):
            parts = [FieldPart(part.fields.pop(name, None), part.documents.count, part.keep) for part in self._parts]
            merged = concatenation.concatenate(parts, lengths.get(name, none))
            if merged is not None:
                self.fieldwriter.write_field(name, merged)
        self.fieldwriter.close()
        self._parts = []

    def _close_segment(self) -> None:
        self.perdocwriter.discard()
        self.fieldwriter.discard()

    def _merge_segments(self, mergetype: Any, optimize: bool | None, merge: bool | None) -> list[Any]:
        mergetype = mergetype if mergetype is not None else self.mergetype
        optimize = optimize if optimize is not None else self.optimize
        merge = merge if merge is not None else self.merge
        chosen = mergetype or (OPTIMIZE if optimize else merge_tiers if merge else NO_MERGE)
        segments: list[Any] = [*self.segments, *self._flushed]
        if chosen is OPTIMIZE and not self._added and len(segments) == 1 and not segments[0].has_deletions():
            return segments
        return list(chosen(self, segments))

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        old = {segment.segment_id() for segment in self.segments}
        new = [segment for segment in segments if segment.segment_id() not in old]
        make_files_durable(self.storage, [name for segment in new for name in segment.list_files(self.storage)])
        write_toc(self.storage, self.indexname, TOC(self.schema, segments, self.generation))
        clean_files(self.storage, self.indexname, self.generation, segments)
        self._clean_unfinished()

    def _clean_unfinished(self) -> None:
        """Remove tables of contents that a crash left unfinished."""
        for name in list(self.storage.list()):
            if name.startswith(f"_{self.indexname}_") and ".toc." in name:
                with suppress(OSError):  # open in another process, where the system minds
                    self.storage.delete_file(name)

    def commit(self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None) -> None:
        """Write everything, and make it the index: all of it, or if this fails nothing of it.

        Args:
            mergetype: a merge policy instead of `merge_tiers`.
            optimize: merge all segments into one.
            merge: False for no merging.
        """
        try:
            SegmentWriter.commit(self, mergetype, optimize, merge)
        except BaseException:
            if not self.is_closed:
                self.cancel()
            self._remove_unnamed()
            raise

    def cancel(self) -> None:
        """Forget everything added and deleted through this writer."""
        self._check_state()
        self._close_segment()
        self._remove_unnamed()
        self._finish()

    def _remove_unnamed(self) -> None:
        """Remove the segments written, unless the table of contents names them already."""
        if TOC._latest_generation(self.storage, self.indexname) < self.generation:
            for segment in [*self._flushed, self.newsegment]:
                for name in segment.list_files(self.storage):
                    self.storage.delete_file(name)


class _Pool:
    """Takes the postings that Whoosh's own methods hand to a pool to be sorted; ours are buffered by field."""

    def __init__(self, writer: ArraySegmentWriter) -> None:
        self._writer = writer

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Add a posting: field name, term, document, weight, value."""
        name, term, docnum, weight, value = item
        field = self._writer.schema[name]
        first = self._writer.perdocwriter.first
        terms.add_posting(self._writer._buffer(name), docnum - first, (term, weight, value or b""), field.format)

    def cleanup(self) -> None:
        """Do nothing; there are no files."""
