"""Reading a PDF in a process of its own, within bounds of time and memory.

PDFium is C++ that runs to its end once called: a hostile file can make one call last for hours, take all memory, or
end the process. So parent and child are two interpreters: the child gets the bytes on standard input and answers with
JSON on standard output. It takes about 0.15 s to start.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.records import Paragraph

LONGEST_READING = 120.0
"""Seconds. A page takes about 0.03 of them."""
MOST_MEMORY = 1024**3
"""Bytes of address space, where the system can bound them (Linux)."""

_CHILD = "from indexer.reading.pdf.apart import serve; serve()"
_SPLIT = "Split it, or print it anew to PDF, and add the result."


def read_pdf(data: bytes) -> Content:
    """Read the bytes of a PDF.

    Args:
        data: all of them.

    Returns:
        Its paragraphs, each with its page; its title and metadata: see `indexer.reading.pdf.content.read_content`.

    Raises:
        SourceError: pypdfium2 is not installed; it is encrypted, damaged, scanned without text, too large, or it took
            more than `LONGEST_READING` or `MOST_MEMORY`.
    """
    if find_spec("pypdfium2") is None:
        remedy = 'Install what reads it: pip install "clause-indexer[pdf]".'
        raise SourceError("this is a PDF document, and pypdfium2 is not installed", remedy=remedy)
    path = os.pathsep.join(entry or os.curdir for entry in sys.path)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
            timeout=LONGEST_READING,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"reading it took more than {LONGEST_READING:g} seconds", remedy=_SPLIT) from error
    if done.returncode or not done.stdout:
        what = f"reading it ended the process that read it, or took more than {MOST_MEMORY // 2**30} GiB of memory"
        raise SourceError(what, remedy=_SPLIT)
    return _received(json.loads(done.stdout))


def _received(answer: Any) -> Content:
    if "failed" in answer:
        raise SourceError(answer["failed"], remedy=answer["remedy"])
    paragraphs = tuple(Paragraph(*fields) for fields in answer["paragraphs"])
    return Content(paragraphs, answer["title"], tuple(answer["metadata"]))


def serve() -> None:
    """Be the child: read the PDF on standard input, answer on standard output."""
    _bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up in the answer
    answers.write(json.dumps(_answer(sys.stdin.buffer.read())).encode())
    answers.flush()
    os._exit(0)  # the system frees faster what a large file has left


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _answer(data: bytes) -> dict[str, Any]:
    from indexer.reading.pdf.content import read_content
    from indexer.reading.pdf.file import open_file

    try:
        with open_file(data) as file:
            content = read_content(file)
    except SourceError as error:
        return {"failed": error.what, "remedy": error.remedy}
    paragraphs = [(p.text, p.level, p.bold, p.centred, p.row, p.page) for p in content.paragraphs]
    return {"paragraphs": paragraphs, "title": content.title, "metadata": content.metadata}
