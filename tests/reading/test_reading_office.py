"""Documents that LibreOffice converts; its program is played by a script, but in the round trip test."""

import os
import sys
import time
from pathlib import Path

import pytest
from docx_writer import docx, paragraph

from indexer.errors import SourceError
from indexer.reading import office, read

DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is one for a Unix shell")


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Make a program of a shell script, the only one that is found; its last argument is the source."""
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "_PROGRAMS", (str(path),))

    def make(script):
        path.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\nwhile [ $# -gt 2 ]; do shift; done\n{script}\n')
        path.chmod(0o755)
        return tmp_path / "arguments"

    return make


@pytest.mark.parametrize(
    ("data", "suffix", "filter"),
    [(DOC, ".doc", "MS Word 97"), (rb"{\rtf1 x}", ".rtf", "Rich Text Format")],
)
def test_a_document_is_converted_with_a_profile_of_its_own_and_read(program, tmp_path, data, suffix, filter):
    (tmp_path / "good.docx").write_bytes(docx(paragraph("第一条　甲。")))
    arguments = program(f'mkdir -p "$1" && cp {tmp_path}/good.docx "$1/in.docx"')
    document = read(data, f"某{suffix}")
    assert (document.source, [p.text for p in document.paragraphs]) == (f"某{suffix}", ["第一条　甲。"])
    told = arguments.read_text("utf-8")
    assert f"--infilter={filter}" in told
    assert "-env:UserInstallation=file:///" in told
    assert not Path(told.split()[-1]).exists(), "what was written for the conversion is gone"


def test_where_it_is_not_installed_the_failure_says_what_to_install(monkeypatch):
    monkeypatch.setattr(office, "_PROGRAMS", ())
    with pytest.raises(SourceError, match=r"not installed\. Install LibreOffice Writer") as caught:
        read(DOC, "a.doc")
    assert caught.value.place == "a.doc"


def test_a_document_it_cannot_read_is_a_failure(program):
    program("exit 1")
    with pytest.raises(SourceError, match="LibreOffice cannot read it"):
        read(DOC, "a.doc")


def test_a_conversion_without_end_is_ended_with_all_its_processes(program, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "TIME_LIMIT", 0.5)
    program(f"sleep 600 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(SourceError, match=r"did not read it in 0.5 seconds"):
        read(DOC, "a.doc")
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # One that ended and was not waited for by its parent is still listed.
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_a_program_that_does_not_start_is_a_failure(tmp_path, monkeypatch):
    (tmp_path / "soffice").write_bytes(b"\x7fELF")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setattr(office, "_PROGRAMS", (str(tmp_path / "soffice"),))
    with pytest.raises(SourceError, match="LibreOffice does not start"):
        read(DOC, "a.doc")
