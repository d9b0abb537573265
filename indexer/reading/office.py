"""Documents of word processors that only LibreOffice reads here (DOC, WPS, RTF, ODT): converted to DOCX, then read."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from indexer.errors import SourceError
from indexer.reading.content import Content

TIME_LIMIT = 120.0
"""Seconds for one document. A start takes three; the longest statute one more."""

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".odt": "writer8"}
"""What LibreOffice must read a file as; left to itself it takes a damaged one for text in some encoding."""
_REMEDY = "Open it in a word processor and save it as DOCX."


def read_office(data: bytes, suffix: str) -> Content:
    """Read a document by way of LibreOffice.

    Args:
        data: the bytes of the document.
        suffix: what files of its format are called by: ``.doc`` (also for WPS), ``.rtf`` or ``.odt``.

    Returns:
        What DOCX gives, see `indexer.reading.docx.read_docx`.

    Raises:
        SourceError: LibreOffice is not installed, cannot read it, or takes longer than `TIME_LIMIT`.
    """
    from indexer.reading.docx import read_docx

    return read_docx(convert(data, suffix))


def convert(data: bytes, suffix: str) -> bytes:
    """Return a document as DOCX, converted by LibreOffice in a folder and with a profile of its own.

    Raises:
        SourceError: as of `read_office`.
    """
    program = find_program()
    if not program:
        what = f"a document of this kind ({suffix}) is read by way of LibreOffice, which is not installed"
        raise SourceError(what, remedy=f"Install LibreOffice Writer (its command is soffice). Or: {_REMEDY}")
    with tempfile.TemporaryDirectory(prefix="indexer-office-") as folder:
        source, target = Path(folder, f"in{suffix}"), Path(folder, "out", "in.docx")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            f"--infilter={_FILTERS[suffix]}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(target.parent), str(source)),
        ]
        _run(command)
        if not target.is_file():
            raise SourceError("LibreOffice cannot read it: it is damaged or encrypted", remedy=_REMEDY)
        return target.read_bytes()


def find_program() -> str:
    """Return the path of LibreOffice's program, "" if it is not installed."""
    return next((found for found in map(shutil.which, _PROGRAMS) if found), "")


def _run(command: list[str]) -> None:
    """Run a command in a process group of its own, and end the whole group when its time is up."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(f"LibreOffice does not start: {error.strerror}", remedy=_REMEDY) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"LibreOffice did not read it in {TIME_LIMIT:g} seconds", remedy=_REMEDY) from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
