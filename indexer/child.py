"""A child interpreter with which pickles are exchanged: how work is put on the other cores.

A child is a fresh interpreter: no fork, which a host with threads could not bear, and no re-import of the host's main
module, which ``multiprocessing`` would do. Parent and child read pickles only from each other.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Server = TypeVar("Server", bound="Child")


class ChildEndedError(Exception):
    """The child process ended instead of answering."""


class Child:
    """One child process; it is started by the first call, and again if it has ended.

    Args:
        serve: what the child runs, such as ``indexer.batch.pool:serve``: a function that calls `answer_parent`.
        setting: the first thing that the child is told.
    """

    def __init__(self, serve: str, setting: Any) -> None:
        self._serve = serve
        self._setting = setting
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def ask(self, task: Any) -> Any:
        """Send a task and return the answer; raise ChildEndedError if the process ends instead."""
        try:
            process = self._process = self._process or self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            _send(task, process.stdin)
            return pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.stop()
            raise ChildEndedError from error

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        module, _, function = self._serve.partition(":")
        command = [sys.executable, "-c", f"from {module} import {function}; {function}()"]
        path = os.pathsep.join(entry or os.curdir for entry in sys.path)
        # There is a child for each core: threads for multiplying matrices would only be started, or be in the way.
        environment = {"OPENBLAS_NUM_THREADS": "1"} | os.environ | {"PYTHONPATH": path}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        assert process.stdin is not None
        _send(self._setting, process.stdin)
        return process


def answer_parent(prepare: Callable[[Any], Callable[[Any], Any]]) -> None:
    """Be a child: answer the tasks on standard input on standard output until the input ends.

    Args:
        prepare: is given the setting, and gives the function that answers tasks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends the pipes
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up between the pickles
    answer = prepare(pickle.load(tasks))
    while True:
        try:
            task = pickle.load(tasks)
        except (EOFError, pickle.UnpicklingError):  # the parent has ended, or was killed while it wrote
            return
        try:
            _send(answer(task), answers)
        except BrokenPipeError:
            os._exit(1)  # nobody reads it; a plain exit would try to write once more


def _send(value: Any, pipe: BinaryIO | Any) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def in_order(
    servers: Sequence[Server], call: Callable[[Server, Task], Answer], tasks: Iterable[Task], ahead: int = 2
) -> Generator[Answer, None, None]:
    """Yield the answer to each task, in order, while every server works on a task of its own.

    Args:
        servers: each is in one call at a time; they are stopped at the end.
        call: gives a task to a server and returns the answer.
        tasks: taken only as far ahead as the servers need.
        ahead: how many tasks wait for each server.
    """
    idle: SimpleQueue[Server] = SimpleQueue()
    for server in servers:
        idle.put(server)
    threads = ThreadPoolExecutor(len(servers), thread_name_prefix="indexer-child")

    def served(task: Task) -> Answer:
        server = idle.get()
        try:
            return call(server, task)
        finally:
            idle.put(server)

    try:
        waiting: deque[Future[Answer]] = deque()
        for task in tasks:
            waiting.append(threads.submit(served, task))
            if len(waiting) > ahead * len(servers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for server in servers:
            server.stop()
        threads.shutdown()
