"""Sources in, rows out: what one process does with a handful of files, in a worker or in the caller itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.batch import Batch
from indexer.errors import SourceError
from indexer.reading import note_of_losses, read
from indexer.records import Document
from indexer.reports import Failure
from indexer.store.catalogue import Identity
from indexer.store.rows import Rows
from indexer.structure import Outline, outline
from indexer.structure.history import History, read_history
from indexer.structure.links import Link, find_links


@dataclass(frozen=True, slots=True)
class Task:
    """One source to be read: its bytes, the name it is read under, and the identity its document gets.

    `format` names the format of the bytes; "" to have it told.
    """

    name: str
    data: bytes
    identity: Identity
    format: str = ""


@dataclass
class Digest:
    """What a few sources gave: the ids of the documents, their paragraphs, and the sources that could not be read.

    `notes` are on documents that could be, though something in them is lost.
    """

    ids: list[str] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)

    def __iadd__(self, other: "Digest") -> "Digest":
        self.ids += other.ids
        self.batches += other.batches
        self.failures += other.failures
        self.notes += other.notes
        return self


def digest(tasks: Sequence[Task], tokenizer: Tokenizer) -> Digest:
    """Read sources, find their clauses, cut them into terms.

    All sources go through one stage before any goes through the next: the code of a stage and what it looks up stay in
    the processor's caches, as in a batch of queries (`indexer.search.executor.steps`).

    Args:
        tasks: the sources.
        tokenizer: cuts their text.

    Returns:
        All of it; a source that cannot be read is a failure with its reason, and the others are not touched by it.
    """
    rows, told = Rows(), Digest()
    works = [_Work(task) for task in tasks]
    for stage in (_Work.read, _Work.outline, _Work.find_links, _Work.read_history):
        for work in works:
            work.take(stage)
    for work in works:
        id = work.task.identity.id
        if work.failed:
            told.failures.append(Failure(id, work.failed))
            continue
        rows.add(work.document, work.clauses, work.links, work.history, work.task.identity)
        told.ids.append(id)
        if note := note_of_losses(work.document):
            told.notes.append(Failure(id, note))
    told.batches.append(rows.batch(tokenizer))
    return told


class _Work:
    """One source on its way; `failed` says why it could not be read."""

    document: Document
    clauses: Outline
    links: Sequence[Sequence[Link]]
    history: History

    def __init__(self, task: Task) -> None:
        self.task = task
        self.failed = ""

    def take(self, stage: "Callable[[_Work], None]") -> None:
        """Take a stage, unless one before has failed."""
        if self.failed:
            return
        try:
            stage(self)
        except SourceError as error:
            self.failed = error.reason
        except Exception as error:  # whatever a source sets off must not cost the others
            self.failed = f"reading it failed, which is a fault of the program: {type(error).__name__}: {error}"

    def read(self) -> None:
        self.document = read(self.task.data, self.task.name, self.task.format)

    def outline(self) -> None:
        self.clauses = outline(self.document)

    def find_links(self) -> None:
        self.links = find_links(self.clauses, [paragraph.text for paragraph in self.document.paragraphs])

    def read_history(self) -> None:
        self.history = read_history(self.document, self.clauses)
