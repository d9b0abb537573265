"""The library's face: one class, a method for each thing an index does; other faces are thin shells over it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

# First, and not where it is needed: deep in a chain of imports its many small calls cross the end of a piece of
# Python's stack, which is taken from the system and given back each time (some 900 times, with Python 3.11).
import numpy as _numpy  # noqa: F401

from indexer.analysis.tokenizer import Tokenizer
from indexer.errors import UsageError
from indexer.index_changes import IndexChanges
from indexer.records import Results, Snippet
from indexer.search import Request, Searcher
from indexer.store.dates import as_day
from indexer.store.index import MEMORY, Store

if TYPE_CHECKING:
    from indexer.batch.asked import Asked
    from indexer.batch.run import Output
    from indexer.reports import (
        BatchReport,
        CheckReport,
        CitedReference,
        Difference,
        Evaluation,
        ListedDocument,
        QueryFailure,
        ShownClause,
        SimilarClause,
        Status,
        Suggestion,
    )
    from indexer.search.references import References
    from indexer.search.reranking import Reranker
    from indexer.store.comparison import ComparedText

DEFAULT_TIMEOUT = 10.0
"""How many seconds a change waits for another writer before it gives up."""


class ClauseIndex(IndexChanges):
    """A full-text index of Chinese policies and statutes in one folder.

    Make or open one with `create` or `open`; use it as a context manager, or `close` it. Any number of threads may
    search one `ClauseIndex`, and any number of processes may open the folder; a change waits for the one before it.
    A search sees the commit that was the last when the index was opened, refreshed, or changed through this object.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._made: tuple[Searcher, Tokenizer, str] | None = None

    @classmethod
    def create(
        cls,
        path: str | Path = "index_data",
        *,
        exist_ok: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        alone: bool = False,
    ) -> "ClauseIndex":
        """Make an index in a folder, which is made if it is not there.

        Args:
            path: the folder.
            exist_ok: open the index that is there, if there is one.
            timeout: how many seconds a change waits for another writer.
            alone: as of `open`.

        Raises:
            ForeignIndexError: the folder holds something else, or an index and `exist_ok` is false.
        """
        return cls(Store.create(Path(path), exist_ok=exist_ok, timeout=timeout, alone=alone))

    @classmethod
    def open(
        cls,
        path: str | Path = "index_data",
        *,
        timeout: float = DEFAULT_TIMEOUT,
        read_only: bool = False,
        memory: int = MEMORY,
        alone: bool = False,
    ) -> "ClauseIndex":
        """Open the index in a folder.

        Args:
            path: the folder.
            timeout: how many seconds a change waits for another writer.
            read_only: refuse every change with a UsageError.
            memory: how many bytes may be taken by what is kept between queries, in each process that answers them.
            alone: nothing else in this process adds words to rjieba's dictionary: then words are cut with that one,
                and not with a second one that takes as long again to load when the first query is cut.

        Raises:
            IndexMissingError: there is none.
            ForeignIndexError: the folder holds something else.
            FormatVersionError: it was made by a version with another format or analyzer.
            DamagedIndexError: a file of it cannot be what was written.
        """
        return cls(Store.open(Path(path), timeout=timeout, read_only=read_only, memory=memory, alone=alone))

    def __enter__(self) -> "ClauseIndex":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files."""
        self._made = None
        self._store.close()

    def refresh(self) -> None:
        """See what other processes have committed since."""
        self._store.refresh()

    # --- reading --------------------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        context: int = 1,
        document: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        explain: bool = False,
        as_of: date | str | None = None,
        all_versions: bool = False,
        facets: str | Sequence[str] = (),
        sort: str = "relevance",
        fold: bool = True,
        reranker: "Reranker | None" = None,
    ) -> Results:
        """Return the clauses that hold all words of a query, best first; if there is none, those that hold the most.

        Args:
            query: what to look for (docs/query.md).
            limit: how many hits.
            offset: how many of the best to pass over.
            context: how many paragraphs to give before and after each clause.
            document: only the document with this id, or those with this in their title.
            since, until: only documents of these days and between; as text (2022-01-06) too, where a month or a year
                alone is its first day, or as `until` its last.
            explain: give the query tree, what each part adds to each score, and which parts no clause has.
            as_of: only what was in force on this day (docs/versions.md), which may be text; None for today.
            all_versions: also what is superseded, repealed or not yet in force.
            facets: count all clauses found by these, or by this one: document, issuer, year, section, kind.
            sort: relevance, date (the newest first) or document (the order of the index).
            fold: clauses that say the same are one hit, which lists the others as its `repeats`; `total` counts them
                all.
            reranker: puts the best 50 hits in another order: given the query and the hits, it returns a score for
                each (docs/ranking.md has an example).

        Raises:
            UsageError: the query is empty, a number is below 0, a text is no day, there is no such facet or order, or
                the reranker gives no scores.
            NotInIndexError: there is no such document.
        """
        return self._searcher().search(
            Request(
                query,
                limit,
                offset,
                context,
                document=document,
                since=as_day(since),
                until=as_day(until, last=True),
                explain=explain,
                facets=(facets,) if isinstance(facets, str) else tuple(facets),
                sort=sort,
                fold=fold,
                reranker=reranker,
                as_of=as_day(as_of),
                all_versions=all_versions,
            )
        )

    def other_snippets(self, results: Results) -> "tuple[tuple[Snippet, ...], ...]":
        """Return for each hit of a search what else of its clause has terms of the query, where the hit lacks some.

        Args:
            results: of `search`.

        Returns:
            For each hit snippets of other paragraphs, each with its highlights; mostly none. None for relaxed results.
        """
        return self._searcher().other_snippets(results)

    def literal(self, text: str, *, limit: int = 10, offset: int = 0, context: int = 1) -> Results:
        """Return the clauses in which a text stands as it is typed; no mark in it is an operator.

        Args:
            text: any text, found whatever its width, script or way of writing numbers.
            limit, offset, context: as of `search`.

        Raises:
            UsageError: there is nothing in the text.
        """
        from indexer.query import Literal, to_query

        query = to_query(Literal(text)) if text.strip() else ""
        return self.search(query, limit=limit, offset=offset, context=context)

    def _searcher(self) -> Searcher:
        """Return the searcher of the view of now; two threads may both make one, and either serves."""
        view, tokenizer, synonyms = self._store.view, self._store.tokenizer, self._store.synonyms
        made = self._made
        if made is None or made[0].view is not view or made[1] is not tokenizer or made[2] is not synonyms:
            made = self._made = Searcher(view, tokenizer, synonyms), tokenizer, synonyms
        return made[0]

    def batch(
        self, queries: "Iterable[str | Request]", *, limit: int = 10, context: int = 1, workers: int | None = 0
    ) -> "Iterator[Results | QueryFailure]":
        """Yield the answer to each query, in order; a query that cannot be answered is a record that says why.

        Args:
            queries: what to look for, as text or with options of its own; taken one by one, or with workers some
                hundreds ahead.
            limit: how many hits for each text.
            context: how many paragraphs to give before and after each clause of a text's hits.
            workers: how many processes answer: 0 for this one, None for as many as the machine has processors.
        """
        from indexer.batch.asked import Asked
        from indexer.batch.pool import Setting, answer_all, answers_alone

        asked = (
            Asked("", Request(query, limit, context=context) if isinstance(query, str) else query) for query in queries
        )
        setting = Setting(self._store.folder, self._store.generation, answers_alone, self._store.memory)
        for answers in answer_all(self._searcher().search_abreast, asked, setting, _processes(workers)):
            yield from answers

    def write_batch(
        self,
        queries: "Iterable[Asked]",
        output: "Output",
        *,
        workers: int | None = None,
        progress: "Callable[[BatchReport], None] | None" = None,
    ) -> "BatchReport":
        """Answer queries and write the answers into a file or stream, in order; an interrupted run can be resumed.

        Args:
            queries: as `indexer.batch.inputs.read_queries` gives them; taken some hundreds ahead.
            output: where and how the answers go.
            workers: how many processes answer: 0 for this one, None for as many as the machine has processors.
            progress: is told the totals so far.

        Raises:
            UsageError: the output cannot be resumed: the queries, the form or the index are other than they were.
            SourceError: the output cannot be written.
        """
        from indexer.batch.pool import Setting
        from indexer.batch.run import run_batch

        return run_batch(
            self._searcher().search_abreast,
            queries,
            Setting(self._store.folder, self._store.generation, output.form, self._store.memory),
            output,
            workers=_processes(workers),
            progress=progress,
        )

    def show(self, id: str, *, context: int = 0, as_of: date | str | None = None) -> "tuple[ShownClause, ...]":
        """Return the clause with this id, or all clauses of the document with this id.

        Args:
            id: of a clause or a document; or a citation (公司法第十条, 公司法(2018)第十条), or a title.
            context: how many paragraphs to give before and after each clause.
            as_of: titles and citations mean the version in force on this day; None for today.

        Raises:
            NotInIndexError: there is no such clause or document.
        """
        references = self._references(as_of)
        return tuple(references.shown(first, context) for first in references.named(id))

    def clauses(self, document: str | None = None) -> "Iterator[ShownClause]":
        """Yield the clauses in the order of their documents.

        Args:
            document: only those of the document with this id.

        Raises:
            NotInIndexError: there is no such document.
        """
        ids = [listed.id for listed in self.documents()] if document is None else [document]
        for id in ids:
            yield from self.show(id)

    def suggest(self, prefix: str, limit: int = 10) -> "tuple[Suggestion, ...]":
        """Return what somebody may be about to type: what begins so in the index, the most frequent first.

        Args:
            prefix: the beginning of a word, heading or title, or of its pinyin: whole (huji), or initials (hj).
            limit: how many.
        """
        return self._searcher().aids.suggester.suggest(prefix, limit)

    def similar(self, id: str, limit: int = 10) -> "tuple[SimilarClause, ...]":
        """Return the clauses most like one: those that say the same first, then those that are about the same.

        Args:
            id: of the clause; or a citation of it (公司法第十条), or its title.
            limit: how many.

        Raises:
            NotInIndexError: there is no such clause.
            UsageError: several clauses are meant, as by the id of a document.
        """
        first, *others = self._references(None).named(id)
        if others:
            raise UsageError("this is several clauses", place=id, remedy=f"List them with: indexer show {id}")
        return self._searcher().aids.similar.similar(first, limit)

    def cite(self, text: str, *, as_of: date | str | None = None) -> "tuple[CitedReference, ...]":
        """Return every citation in a text, each with the clauses it leads to, or why it leads to none.

        Args:
            text: any text.
            as_of: citations mean the version in force on this day; None for today.
        """
        return self._references(as_of).cite(text)

    def _references(self, as_of: date | str | None) -> "References":
        return self._searcher().references_on(as_day(as_of) or date.today())

    def evaluate(
        self,
        queries: str | Path,
        *,
        qrels: str | Path | None = None,
        run: str | Path | None = None,
        compare: str | Path | None = None,
        write_run: str | Path | None = None,
        limit: int | None = None,
        seed: int = 0,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> "Evaluation":
        """Return how well judged queries are answered (docs/evaluation.md).

        Args:
            queries: a file of judged queries, or of TREC topics whose judgements are in `qrels`.
            qrels: a file of TREC judgements.
            run: measure the run in this file instead of searching.
            compare: compare with the run in this file.
            write_run: write what the searches give to this file.
            limit: only the first so many queries.
            seed: of the resampling behind intervals and p-values.
            progress: is told how many of all queries are done.

        Raises:
            SourceError: a file cannot be read or written, or is not as it should be.
        """
        from indexer.evaluation.ranked import evaluate

        files = {"qrels": qrels, "run": run, "compare": compare, "write": write_run}
        paths = {name: None if path is None else Path(path) for name, path in files.items()}

        def search(query: str, limit: int) -> Results:
            # Judgements name versions, and repeats by their own names.
            return self.search(query, limit=limit, context=0, all_versions=True, fold=False)

        view = self._store.view
        return evaluate(view, search, Path(queries), **paths, limit=limit, seed=seed, progress=progress)

    def diff(self, before: str, after: str, *, as_of: date | str | None = None) -> "Difference":
        """Return clause by clause what changed from one document to another.

        Args:
            before, after: each the id of a document, the path of a file (which needs not be in the index), or a title,
                with its year or date if another version than the one in force is meant: 公司法(2018).
            as_of: titles mean the version in force on this day; None for today.

        Raises:
            NotInIndexError: there is no such document.
            UsageError: a title means several documents.
            SourceError: the file cannot be read, or holds several documents.
        """
        from indexer.store.comparison import compare

        return compare(self._compared(before, as_of), self._compared(after, as_of))

    def _compared(self, name: str, as_of: date | str | None) -> "ComparedText":
        from indexer.store.comparison import text_of_entry, text_of_file

        view = self._store.view
        if name not in view.entries and Path(name).is_file():
            return text_of_file(Path(name))
        return text_of_entry(view, view.entry(self._references(as_of).document_named(name)))

    @staticmethod
    def diff_files(before: str | Path, after: str | Path) -> "Difference":
        """Return what `diff` does for two files, without an index.

        Raises:
            SourceError: a file cannot be read, or holds several documents.
        """
        from indexer.store.comparison import compare, text_of_file

        return compare(text_of_file(Path(before)), text_of_file(Path(after)))

    def documents(self, *, as_of: date | str | None = None) -> "Iterator[ListedDocument]":
        """Yield the documents in the order they were added, each with what it is on a day (None: today)."""
        return self._store.view.listed(as_day(as_of))

    def status(self) -> "Status":
        """Return what the index is and how much it holds."""
        return self._store.status()

    def check(
        self,
        *,
        literals: int = 0,
        seed: int = 0,
        outline: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> "CheckReport":
        """Compare every file of the index with its checksums; and, if asked, look for random strings, audit outlines.

        Args:
            literals: how many strings, cut at random from the text and typed in several ways, to look for; what is
                found is compared with a scan of the whole text.
            seed: of the random choices.
            outline: find where the numbering of a document leaps, repeats or falls back, and the like
                (docs/structure.md): a fault of the source, or a label misread.
            progress: is told how many strings are done.

        Raises:
            DamagedIndexError: a file is not as it was written.
        """
        from indexer.reports import CheckReport
        from indexer.store.outline_check import check_outline

        files = self._store.check()
        looked = self._searcher().check_literals(literals, seed, progress) if literals else None
        return CheckReport(files, looked, check_outline(self._store.view) if outline else None)


def _processes(workers: int | None) -> int:
    return (os.cpu_count() or 1) if workers is None else workers
