"""The commands about versions and folders: diff, sync, watch, --as-of."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from interruptible import INTERRUPTIBLE

from indexer.cli.commands import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _laws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INDEXER_INDEX", raising=False)
    for day, years in (("2018-10-26", "三"), ("2023-12-29", "五")):
        file = tmp_path / "laws" / f"样本法({day}).md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"# 样本法\n\n第一条 出资应当在{years}年内缴足。\n\n第二条 本法自公布之日起施行。\n", "utf-8")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, result.output


def test_diff_ends_as_the_program_of_its_name() -> None:
    old, new = (f"laws/样本法({day}).md" for day in ("2018-10-26", "2023-12-29"))
    assert run("diff", old, old)[0] == 0  # files need no index
    code, told = run("diff", old, new)
    assert code == 1
    assert "出资应当在[-三-]{+五+}年内缴足。" in told
    assert "第二条" not in told
    assert run("diff", old, "没有的法")[0] == 5
    run("add", "laws")
    assert "第二条" in run("diff", "样本法(2018)", "样本法", "--unchanged")[1]
    assert run("diff", "样本法", "没有的法")[0] == 2
    told = json.loads(run("diff", "样本法(2018)", "样本法", "--json")[1])
    assert [change["change"] for change in told["changes"]] == ["unchanged", "changed", "unchanged"]


def test_diff_shows_that_the_name_of_a_clause_without_label_is_cut() -> None:
    for name, word in (("a.md", "甲"), ("b.md", "乙")):
        Path(name).write_text(
            f"# 样本法\n\n为了规范样本的采集、保存、运输、使用和销毁，根据{word}法，制定本法。\n", "utf-8"
        )
    assert "~ 为了规范样本的采集、保存、运输、使用和销毁，根据…  changed" in run("diff", "a.md", "b.md")[1]


def test_the_status_is_shown_where_it_matters() -> None:
    run("add", "laws")
    assert "[superseded, from 2023-12-29]" in run("search", "缴足", "--all-versions")[1]
    assert "superseded" not in run("search", "缴足")[1]
    assert "三年" in run("search", "缴足", "--as-of", "2020")[1]
    assert "三年" in run("show", "样本法第一条", "--as-of", "2020")[1]
    assert "2018" in run("cite", "样本法第一条", "--as-of", "2020")[1]
    assert run("list")[1].splitlines()[0].split("\t")[2] == "superseded"


def test_sync_tells_what_it_did_and_what_failed() -> None:
    assert run("sync", "laws") == (0, "2 added, 0 updated, 0 moved, 0 removed, 0 unchanged, 0 failed\n")
    Path("laws/样本法(2018-10-26).md").unlink()
    Path("laws/bad.md").write_bytes(b"\0\1" * 40)
    code, told = run("sync", "laws", "--dry-run")
    assert "removed: 样本法(2018-10-26).md" in told
    code, told = run("sync", "laws")
    assert code == 4
    assert "failed: bad.md" in told
    assert json.loads(run("sync", "laws", "--exclude", "bad.md", "--json")[1])["unchanged"] == ["样本法(2023-12-29).md"]
    assert run("sync", "nowhere")[0] == 4
    assert run("sync", "laws", "--exclude", "/")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_watch_ends_quietly_at_ctrl_c(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    command = [*INTERRUPTIBLE, "watch", "laws", "--wait", "0.1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("2 added")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(20) == 0
        finally:
            process.kill()
        assert process.stderr.read() == ""
