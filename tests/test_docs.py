"""Every example in the README files and in docs/ is run: what a reader copies works, and prints what it says.

A ``python`` block is executed. In a ``console`` block each line after ``$ `` is a command; ``indexer`` commands are
run, in a folder with a copy of `seeds/` and an index of it, and their output must be the lines below, where ``...``
stands for any text; ``printf`` commands make files for them. All blocks of a page share one folder, in their order.
"""

import doctest
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.commands import cli

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INDEXER_INDEX", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    CliRunner().invoke(cli, ["add", "seeds"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_run_and_print_what_it_says(page: Path) -> None:
    for language, block in _BLOCK.findall(page.read_text("utf-8")):
        if language == "python":
            exec(compile(block, f"{page.name} (example)", "exec"), {"__name__": "example"})
        elif language == "console":
            for command, expected in _exchanges(block):
                if command.startswith("printf "):
                    subprocess.run(command, shell=True, check=True)
                if command.startswith("indexer "):
                    _check(command, expected)


def _exchanges(block: str) -> Iterator[tuple[str, str]]:
    for exchange in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = exchange.partition("\n")
        yield command, expected


def _check(command: str, expected: str) -> None:
    said = command.partition(" # ")[0]
    result = CliRunner().invoke(cli, shlex.split(said)[1:])
    assert result.exception is None or isinstance(result.exception, SystemExit), f"$ {said}\n{result.exception!r}"
    told = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
    if expected.strip():
        same = doctest.OutputChecker().check_output(expected.strip() + "\n", told + "\n", doctest.ELLIPSIS)
        assert same, f"$ {said}\n{told}"


def test_the_chinese_readme_has_the_same_examples() -> None:
    pages = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]
    english, chinese = ([_commands(language, block) for language, block in _BLOCK.findall(page)] for page in pages)
    assert english == chinese


def _commands(language: str, block: str) -> list[str]:
    lines = block.splitlines()
    kept = [line for line in lines if line.startswith("$ ")] if language == "console" else lines
    return [line.partition(" # ")[0].rstrip() for line in kept]


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    assert [name for name in cli.commands if f"`{name}" not in page] == []
    assert [name for name, command in cli.commands.items() if not command.help] == []
