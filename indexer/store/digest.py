"""Sources in, rows out: what one process does with a handful of files, in a worker or in the caller itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.analysis.tokenizer import Tokenizer
from indexer.codec.batch import Batch
from indexer.errors import SourceError
from indexer.reading import note_of_losses, read
from indexer.reports import Failure
from indexer.store.catalogue import Identity
from indexer.store.rows import Rows
from indexer.structure import outline
from indexer.structure.history import read_history
from indexer.structure.links import find_links


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


def digest(tasks: Iterable[Task], tokenizer: Tokenizer) -> Digest:
    """Read sources, find their clauses, cut them into terms.

    Args:
        tasks: the sources.
        tokenizer: cuts their text.

    Returns:
        All of it; a source that cannot be read is a failure with its reason, and the others are not touched by it.
    """
    rows, told = Rows(), Digest()
    for task in tasks:
        try:
            document = read(task.data, task.name, task.format)
            clauses = outline(document)
            history = read_history(document, clauses)
            links = find_links(clauses, [paragraph.text for paragraph in document.paragraphs])
        except SourceError as error:
            told.failures.append(Failure(task.identity.id, error.reason))
        except Exception as error:  # whatever a source sets off must not cost the others
            reason = f"reading it failed, which is a fault of the program: {type(error).__name__}: {error}"
            told.failures.append(Failure(task.identity.id, reason))
        else:
            rows.add(document, clauses, links, history, task.identity)
            told.ids.append(task.identity.id)
            if note := note_of_losses(document):
                told.notes.append(Failure(task.identity.id, note))
    told.batches.append(rows.batch(tokenizer))
    return told
