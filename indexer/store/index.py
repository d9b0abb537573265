"""An index folder: making and opening it, changing it, and the view of it that a search reads.

What only a change needs is imported when one is made: a process that opens an index and asks it should start fast.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO

from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.opened import open_index
from indexer.codec.snapshot import CACHE_BYTES, Snapshot
from indexer.errors import ForeignIndexError, IndexLockedError, UsageError
from indexer.store.passport import PASSPORT_NAME, Passport, checked_cutter, read_passport, write_passport
from indexer.store.view import View

if TYPE_CHECKING:
    from indexer.analysis.cutter import Cutter
    from indexer.codec.index import ArrayIndex
    from indexer.codec.shelf import Shelf
    from indexer.reading import Source
    from indexer.reports import AddReport, DictionaryLine, Optimized, Progress, Status, SyncReport, SynonymLine
    from indexer.store.sharing import Share
    from indexer.store.sync import SyncOptions

ALONE_BYTES = 2 << 20
"""Fewer bytes that are new or changed are digested in the caller's own process: starting others would take longer."""

MEMORY = CACHE_BYTES
"""How many bytes may be taken by what is kept between queries, if nothing else is said."""

INDEX_NAME = "MAIN"
"""The name Whoosh gives to an index that is the only one in its folder."""

_ANALYZERS = ("ChineseAnalyzer", "WordAnalyzer", "GramAnalyzer")
_ADMITTED = tuple(("indexer.analysis.analyzer", name) for name in _ANALYZERS)
"""What our schema names beside Whoosh's own classes."""


class Store:
    """The index in one folder; `create` and `open` make one.

    Attributes:
        folder: where it is.
        passport: what it says of itself.
        memory: how many bytes may be taken by what is kept between queries.
        view: what the last commit held when the store was opened, refreshed, or written to from here.
        tokenizer: cuts as the index was cut; loads its dictionary when it first has to.
    """

    def __init__(
        self,
        folder: Path,
        passport: Passport,
        timeout: float,
        *,
        read_only: bool = False,
        memory: int = MEMORY,
        alone: bool = False,
        share: "Share | None" = None,
    ) -> None:
        self.folder = folder
        self._alone = alone
        self.memory = memory
        self.passport = passport
        self.tokenizer = Tokenizer(self._cutter)
        self._timeout = timeout
        self._read_only = read_only
        self._see(None if share is None else share.open())

    def _cutter(self) -> "Cutter":
        from indexer.analysis.userdict import teach
        from indexer.store.dictionary import kept_words

        words = kept_words(self.folder)
        cutter = checked_cutter(self.passport, self.folder, own=bool(words) or not self._alone)
        teach(cutter, words)
        return cutter

    @cached_property
    def synonyms(self) -> str:
        """The synonyms it keeps, as they stand in the file."""
        from indexer.store.synonyms import kept_synonyms

        return kept_synonyms(self.folder)

    def use_synonyms(self, path: Path) -> "tuple[SynonymLine, ...]":
        """Keep the synonyms in a file as the index's, in the place of those before; tell what each line says.

        Raises:
            SourceError: the file cannot be read.
        """
        from indexer.analysis.synonyms import read_synonyms
        from indexer.reports import SynonymLine
        from indexer.store.synonyms import keep_synonyms, read_file

        self._may_change()
        text = read_file(path)
        keep_synonyms(self.folder, text)
        self.__dict__.pop("synonyms", None)
        told = read_synonyms(text)
        return tuple(SynonymLine(one.number, one.line, one.reason, tuple(one.rules.items())) for one in told)

    def use_dictionary(self, path: Path) -> "tuple[DictionaryLine, ...]":
        """Keep the dictionary in a file as the index's, and cut with it from now on; tell line by line what it does.

        Raises:
            SourceError: the file cannot be read.
        """
        from indexer.store.dictionary import check_dictionary, keep_words

        self._may_change()
        words, lines = check_dictionary(path)
        keep_words(self.folder, words)
        self.tokenizer = Tokenizer(self._cutter)
        return lines

    @classmethod
    def create(cls, folder: Path, *, exist_ok: bool, timeout: float, alone: bool = False) -> "Store":
        """Make an index in a folder, which is made if it is not there.

        Args:
            folder: where.
            exist_ok: open the index that is there already, if there is one.
            timeout: how many seconds a change waits for another writer.
            alone: as of `open`.

        Raises:
            ForeignIndexError: the folder holds an index (and `exist_ok` is false), or something else.
        """
        from indexer.analysis.cutter import load_cutter
        from indexer.codec.index import create_in
        from indexer.store.schema import schema

        folder.mkdir(parents=True, exist_ok=True)
        held = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
        if held - {PASSPORT_NAME}:
            if exist_ok:
                return cls.open(folder, timeout=timeout, alone=alone)
            remedy = "Open it, pass exist_ok=True, or name another folder"
            raise ForeignIndexError("the folder is not empty", place=str(folder), remedy=remedy)
        tokenizer = Tokenizer(partial(load_cutter, own=not alone))
        passport = write_passport(folder, tokenizer)  # first: what was interrupted here can be taken up again
        create_in(folder, schema(), admitted=_ADMITTED).close()
        store = cls(folder, passport, timeout, alone=alone)
        store.tokenizer = tokenizer
        return store

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        timeout: float,
        read_only: bool = False,
        memory: int = MEMORY,
        alone: bool = False,
        share: "Share | None" = None,
    ) -> "Store":
        """Open the index in a folder; see `indexer.store.passport.read_passport` for what is raised.

        `alone` says that nothing else adds words to the dictionary that rjieba has for the process: then it cuts with
        that, unless the index keeps words of its own, and it is ready in half the time. `share` is its part in what
        several processes make of the index and share.
        """
        return cls(folder, read_passport(folder), timeout, read_only=read_only, memory=memory, alone=alone, share=share)

    @cached_property
    def _index(self) -> "ArrayIndex":
        """The index as Whoosh has it, for changing it."""
        from indexer.codec.index import open_dir

        return open_dir(self.folder, admitted=_ADMITTED)

    @property
    def generation(self) -> int:
        """How many commits the view has seen."""
        return self.view.snapshot.generation

    def refresh(self) -> None:
        """See what has been committed since, here or by others."""
        self._see()

    def _see(self, shelf: "Shelf | None" = None) -> None:
        """See the last commit; on a shelf is what processes have made of one, so no other view has it."""
        opened = open_index(self.folder, INDEX_NAME, _ADMITTED)
        self.view = View(Snapshot(opened or self._index.reader(), self.memory, shelf), self.folder)

    def close(self) -> None:
        """Let go of the index's files; those that a search still reads are let go when it ends."""
        self.view.snapshot.close()

    def status(self) -> "Status":
        """Return what the index is and how much the view of it holds."""
        from indexer.reports import Status

        entries = self.view.entries.values()
        return Status(
            path=str(self.folder),
            format=self.passport.format,
            analyzer=f"{self.passport.analyzer}-{self.passport.words}",
            generation=self.generation,
            segments=len(self.view.snapshot.leaves),
            documents=len(entries),
            clauses=sum(entry.clauses for entry in entries),
            paragraphs=sum(entry.paragraphs for entry in entries),
            bytes=sum(file.stat().st_size for file in self.folder.iterdir() if file.is_file()),
        )

    def check(self) -> tuple[str, ...]:
        """Compare every file with its checksums and return their names; raise DamagedIndexError if one differs."""
        from indexer.store.associations import verified

        return (*self._index.verify(), *verified(self.folder))

    # --- changing -------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, **options: Any) -> Iterator[Any]:
        """Give a writer; commit at the end unless it was cancelled, or cancel if anything was raised."""
        from whoosh.index import LockError

        self._may_change()
        try:
            writer = self._index.writer(timeout=self._timeout, **options)
        except LockError:
            what = f"another writer holds the index (waited {self._timeout:g} s)"
            raise IndexLockedError(what, place=str(self.folder), remedy="Try again when it has finished") from None
        try:
            self.refresh()  # what others committed before the lock was ours
            yield writer
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        if not writer.is_closed:
            writer.commit()
            self.refresh()

    def add(
        self,
        paths: "Iterable[str | Path | Source]",
        *,
        removed: Iterable[str] = (),
        workers: int | None = None,
        memory: int = 256 << 20,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "AddReport":
        """Add files and folders: all that can be read are committed together, at the end.

        Args:
            paths: the files and folders, and sources whose bytes are given.
            removed: the ids of documents that go in the same commit.
            workers: how many processes digest; None for as many as the machine has, or none for a little work.
            memory: how many bytes a batch may take before it is written out.
            progress: is told how far the work has come.

        Raises:
            NotInIndexError: one that is to be removed is not there.
            IndexLockedError: another writer held the index for too long.
        """
        from indexer.store.catalogue import Catalogue
        from indexer.store.dictionary import kept_words
        from indexer.store.ingest import Intake, measured
        from indexer.store.worker import digests

        with self.writing(memory=memory) as writer:
            gone = self._delete(writer, removed)
            known = (entry.identity for entry in self.view.entries.values() if entry.identity.id not in gone)
            intake = Intake(paths, Catalogue(known), progress)
            groups, least = measured(intake.groups(), ALONE_BYTES)
            if workers is None:
                workers = 0 if least < ALONE_BYTES else os.cpu_count() or 1
            for digest in digests(groups, workers, self.tokenizer, kept_words(self.folder)):
                intake.settle(digest)
                for id in filter(intake.replaces, digest.ids):
                    writer.delete_by_term("document", id)
                for batch in digest.batches:
                    writer.add_batch(batch)
            if not (intake.changed or gone):
                writer.cancel()
        return intake.report()

    def add_bytes(self, data: bytes | BinaryIO, name: str, format: str = "") -> "AddReport":
        """Add bytes under a name, see `ClauseIndex.add_bytes`."""
        from indexer.store.given import given_source

        return self.add([given_source(data, name, format)])

    def add_documents(self, documents: "Iterable[Mapping[str, Any]]") -> "AddReport":
        """Add documents that stand in no file, see `ClauseIndex.add_documents`.

        Raises:
            UsageError: a document has no id, or holds what is no JSON.
        """
        from indexer.reading import source_of_record

        return self.add([source_of_record(document) for document in documents])

    def _may_change(self) -> None:
        if self._read_only:
            what = "the index was opened for reading only"
            raise UsageError(what, place=str(self.folder), remedy="Open it without read_only=True")

    def sync(self, folders: "Iterable[str | Path]", options: "SyncOptions") -> "SyncReport":
        """Make the index equal to folders, see `ClauseIndex.sync`."""
        from indexer.store.dictionary import kept_words
        from indexer.store.sync import sync

        self._may_change()
        return sync(self, folders, options, kept_words(self.folder))

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Remove documents, all or none, and return their ids.

        Raises:
            NotInIndexError: one of them is not there.
            IndexLockedError: another writer held the index for too long.
        """
        with self.writing() as writer:
            return self._delete(writer, ids)

    def _delete(self, writer: Any, ids: Iterable[str]) -> tuple[str, ...]:
        removed = tuple(dict.fromkeys(self.view.entry(id).identity.id for id in ids))
        for id in removed:
            writer.delete_by_term("document", id)
        return removed

    def optimize(self) -> "Optimized":
        """Make one segment of all, without what was removed, and learn from it what words go together."""
        from indexer.reports import Optimized
        from indexer.store.associations import learn

        began = perf_counter()
        with self.writing() as writer:
            writer.optimize = True
        joined = perf_counter()
        words, clauses = learn(self.view, self._index.storage)
        self.refresh()
        return Optimized(words, clauses, round(joined - began, 3), round(perf_counter() - joined, 3))
