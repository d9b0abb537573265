"""Worker processes that digest sources."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.analysis.tokenizer import Tokenizer
from indexer.analysis.userdict import Entry
from indexer.child import Child, ChildEndedError, answer_parent, in_order
from indexer.reports import Failure
from indexer.store.dictionary import taught
from indexer.store.digest import Digest, Task, digest


class Worker(Child):
    """One worker process; a call sends tasks and waits for their digest.

    Args:
        words: of the user dictionary.
    """

    def __init__(self, words: Sequence[Entry]) -> None:
        super().__init__("indexer.store.worker:serve", words)

    def digest(self, tasks: list[Task]) -> Digest:
        """Return the digest of `tasks`.

        A source that ends the process (memory, a fault in a library) is found by trying each alone in a new process,
        and is a failure if it ends that too.
        """
        told = self._tried(tasks)
        if told is None:
            told = Digest()
            for task in tasks:
                failure = Failure(task.identity.id, "reading it ended the process that read it")
                told += self._tried([task]) or Digest(failures=[failure])
        return told

    def _tried(self, tasks: list[Task]) -> Digest | None:
        """Return the digest of `tasks`; None if the process ended instead."""
        try:
            told = self.ask(tasks)
        except ChildEndedError:
            return None
        assert isinstance(told, Digest)
        return told


def serve() -> None:
    """Be a worker process."""
    answer_parent(_prepared)


def _prepared(words: Sequence[Entry]) -> Callable[[list[Task]], Digest]:
    gc.disable()  # a group of sources makes millions of objects and few cycles: those go between the groups
    tokenizer = Tokenizer(lambda: taught(words, own=False))

    def answer(tasks: list[Task]) -> Digest:
        gc.collect()
        gc.freeze()  # what is left is rules and words met, which stay: they are not gone through again
        return digest(tasks, tokenizer)

    return answer


def digests(
    groups: Iterable[list[Task]], workers: int, tokenizer: Tokenizer, words: Sequence[Entry]
) -> Iterator[Digest]:
    """Yield the digest of each group of tasks, in order, while `workers` processes work ahead.

    Args:
        groups: what each call of a worker gets; taken from the iterable only as far ahead as the workers need.
        workers: how many processes; 0 digests in this process.
        tokenizer: cuts the text, where this process does so itself.
        words: of the user dictionary that the tokenizer has.
    """
    if workers == 0:
        return (digest(group, tokenizer) for group in groups)
    return in_order([Worker(words) for _ in range(workers)], Worker.digest, groups)
