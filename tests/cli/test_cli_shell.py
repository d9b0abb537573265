"""How the command line behaves among others: pipes, interruption, completion, pagers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from interruptible import INTERRUPTIBLE

from indexer import ClauseIndex
from indexer.cli import output
from indexer.cli.commands import cli

COMMAND = [sys.executable, "-m", "indexer"]
PATIENCE = 60
"""Seconds after which a command that should have ended is killed."""


def test_a_pipe_that_closes_ends_the_command_without_a_word(seeded: ClauseIndex) -> None:
    show = [*COMMAND, "-i", seeded.status().path, "batch", "-", "--workers", "0"]
    with subprocess.Popen(show, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            process.stdin.write("数据\n".encode() * 2000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdin = process.stdout = None
        assert process.communicate(timeout=PATIENCE)[1] == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
def test_an_interrupted_command_ends_without_a_word(seeded: ClauseIndex) -> None:
    batch = [*INTERRUPTIBLE, "-i", seeded.status().path, "batch", "-", "--workers", "0"]
    with subprocess.Popen(batch, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("数据\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE)[1] == b""
    assert process.returncode == 130


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_gives_the_script_of_a_shell(shell: str) -> None:
    told = CliRunner().invoke(cli, ["completion", shell])
    assert told.exit_code == 0
    assert f"_INDEXER_COMPLETE={shell}_complete" in told.stdout


def completed(words: str, path: str) -> list[str]:
    environment = os.environ | {"COMP_WORDS": words, "COMP_CWORD": "2", "_INDEXER_COMPLETE": "bash_complete"}
    environment["INDEXER_INDEX"] = path
    told = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'indexer'; from indexer.cli import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition(",")[2] for line in told.stdout.splitlines()]


def test_documents_are_completed_by_the_beginning_of_their_id(seeded: ClauseIndex, tmp_path: Path) -> None:
    id = next(iter(seeded.documents())).id
    assert completed(f"indexer show {id[:5]}", seeded.status().path) == [id]
    assert completed("indexer show 户籍", seeded.status().path) == [id]  # a part of its title
    assert completed("indexer show x", str(tmp_path)) == [""]  # nothing


def test_only_a_terminal_gets_a_pager(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    paged = []
    monkeypatch.setattr("click.echo_via_pager", lambda lines, color: paged.append((list(lines), color)))
    output.show_pages(["甲"] * 1000)
    assert len(capsys.readouterr().out.splitlines()) == 1000
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("LINES", "20")
    output.show_pages(["甲"] * 19)
    assert not paged
    output.show_pages(["甲"] * 20)
    assert len(paged[0][0]) == 20
