"""Worker processes that digest sources, fed through pipes.

A worker is a fresh interpreter that runs `serve`: no fork, which a host with threads could not bear, and no re-import
of the host's main module, which ``multiprocessing`` would do. Parent and worker exchange pickles, each only from its
other half.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from types import TracebackType

from indexer.analysis.tokenizer import Tokenizer
from indexer.analysis.userdict import Entry
from indexer.reports import Failure
from indexer.store.dictionary import taught
from indexer.store.digest import Digest, Task, digest


class Worker:
    """One worker process; a call sends tasks and waits for their digest.

    Args:
        words: of the user dictionary.
    """

    def __init__(self, words: Sequence[Entry]) -> None:
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

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
            return self._exchange(tasks)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._stop()
            return None

    def _exchange(self, tasks: list[Task]) -> Digest:
        process = self._process = self._process or _start(self._words)
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump(tasks, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        answer = pickle.load(process.stdout)
        assert isinstance(answer, Digest)
        return answer

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _start(words: Sequence[Entry]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from indexer.store.worker import serve; serve()"]
    path = os.pathsep.join(entry or os.curdir for entry in sys.path)
    environment = os.environ | {"PYTHONPATH": path}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    pickle.dump(words, process.stdin, pickle.HIGHEST_PROTOCOL)
    return process


def serve() -> None:
    """Be a worker process: answer tasks on standard input with digests on standard output until the input ends.

    The first thing on standard input are the words of the user dictionary.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends the pipes
    tasks_in, digests_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up between the pickles
    gc.disable()  # a group of sources makes millions of objects and few cycles: those go between the groups
    words = pickle.load(tasks_in)
    tokenizer = Tokenizer(lambda: taught(words))
    while True:
        try:
            tasks = pickle.load(tasks_in)
        except EOFError:
            return
        pickle.dump(digest(tasks, tokenizer), digests_out, pickle.HIGHEST_PROTOCOL)
        digests_out.flush()
        gc.collect()


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
        yield from (digest(group, tokenizer) for group in groups)
        return
    with ExitStack() as stack:
        idle: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(workers):
            idle.put(stack.enter_context(Worker(words)))
        threads = stack.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="indexer-worker"))
        waiting: deque[Future[Digest]] = deque()
        for group in groups:
            waiting.append(threads.submit(_call, idle, group))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _call(idle: "SimpleQueue[Worker]", group: list[Task]) -> Digest:
    worker = idle.get()
    try:
        return worker.digest(group)
    finally:
        idle.put(worker)
