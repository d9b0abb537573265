"""The commands: what they print, and how they end."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import ClauseIndex
from indexer.cli.commands import cli

ROOT = Path(__file__).parent.parent.parent
SEED = "000_bb073862d974fbb5.txt"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INDEXER_INDEX", raising=False)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result


def test_the_index_is_the_option_else_the_variable_else_index_data(monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "seeds")
    assert Path("index_data").is_dir()
    monkeypatch.setenv("INDEXER_INDEX", "other")
    run("add", "seeds")
    run("-i", "third", "add", "seeds")
    assert Path("other").is_dir()
    assert Path("third").is_dir()


def test_add_counts_what_became_of_the_sources_and_ends_with_4_if_one_failed() -> None:
    assert "1 added, 0 updated, 0 unchanged, 0 failed" in run("add", "seeds").output
    Path("seeds/empty.txt").write_bytes(b"")
    told = run("add", "seeds", code=4).output
    assert "0 added, 0 updated, 1 unchanged, 1 failed" in told
    assert "failed: empty.txt: " in told


def test_json_is_what_the_library_gives() -> None:
    run("add", "seeds")
    with ClauseIndex.open() as index:
        told = json.loads(run("search", "户籍", "准入年限", "--json").output)
        expected = json.loads(json.dumps(index.search("户籍 准入年限").to_dict()))
        assert told | {"took_ms": 0} == expected | {"took_ms": 0}
        assert json.loads(run("list", "--json").output) == {"documents": [d.to_dict() for d in index.documents()]}
        assert json.loads(run("status", "--json").output) == index.status().to_dict()
        shown = json.loads(run("show", f"{SEED}#（十）", "--json").output)
        assert shown["clauses"][0]["clause"]["heading"] == "进一步深化户籍制度改革"
        assert list(told["hits"][0]) == [
            "rank", "score", "citation", "breadcrumb", "text", "snippet", "highlights", "clause", "document", "context",
            "page", "header", "repeats",
        ]  # fmt: skip


def test_json_keeps_chinese_readable() -> None:
    run("add", "seeds")
    assert "户籍" in run("search", "户籍", "--json").output


def test_exit_codes() -> None:
    run("search", "户籍", code=5)  # no index
    run("add", "seeds")
    run("search", "户籍")
    run("search", "火星", "殖民", code=1)
    run("search", "", code=2)
    run("search", "户籍", "--since", "昨天", code=2)
    run("search", "户籍", "--document", "没有的文件", code=1)
    run("show", "没有", code=1)
    run("remove", "没有", code=1)
    run("-i", "seeds", "search", "户籍", code=9)
    run("-i", "seeds", "add", "seeds", code=9)


def test_nothing_found_is_said() -> None:
    run("add", "seeds")
    assert "Nothing found for 火星 殖民" in run("search", "火星", "殖民", code=1).output


def test_a_relaxed_answer_is_said() -> None:
    run("add", "seeds")
    assert "No clause holds all of 火星 海域" in run("search", "火星", "海域").output


def test_of_a_question_it_is_said_how_it_is_answered() -> None:
    run("add", "seeds")
    told = run("search", "户籍准入年限在试点地区城市群内应当怎样累计互认才可以落户").output
    assert told.startswith("note: taken as a question")
    assert "No clause holds all" not in told


def test_queries_that_cannot_be_read_are_told_with_a_remedy() -> None:
    run("add", "seeds")
    for command in ("batch", "eval"):
        assert "Name a file" in run(command, "nope.jsonl", code=4).stderr


def test_a_note_says_how_a_query_was_understood() -> None:
    run("add", "seeds")
    assert "note: " in run("search", '"户籍').output


def test_explain_shows_the_query_the_parts_of_scores_and_what_nothing_has() -> None:
    run("add", "seeds")
    told = run("search", "户藉", "准入", "--explain").output
    assert "understood as: 户藉 准入" in told
    assert "no clause has 户藉; the nearest words are 户口 户籍" in told
    assert "= words " in told
    assert "+ prior " in told
    assert "= 户籍 " in run("search", "户籍", "准入", "--explain").output


def test_filters_and_pages() -> None:
    run("add", "seeds")
    assert json.loads(run("search", "试点", "--since", "2022", "--until", "2022-01", "--json").output)["total"]
    run("search", "试点", "--since", "2023", code=1)
    second = json.loads(run("search", "试点", "--limit", "1", "--offset", "1", "--json").output)
    assert [hit["rank"] for hit in second["hits"]] == [2]


def test_remove_says_how_many() -> None:
    run("add", "seeds")
    assert "1 removed" in run("remove", SEED).output
    run("search", "户籍", code=1)


def test_check_says_that_files_are_whole_and_ends_with_7_if_one_is_not() -> None:
    run("add", "seeds")
    assert "files are as they were written" in run("check").output
    file = next(Path("index_data").glob("*.npx"))
    damaged = bytearray(file.read_bytes())
    damaged[200] ^= 1
    file.write_bytes(damaged)
    assert file.name in run("check", code=7).output


def test_a_user_dictionary_is_told_line_by_line_and_kept() -> None:
    Path("words.txt").write_bytes("\ufeff户籍准入年限\r\n户籍准入年限\r\nC级 5\r\n# 注释\r\n".encode())
    told = run("add", "seeds", "--userdict", "words.txt").output
    assert "userdict line 1: 户籍 准入 年限 → 户籍准入年限" in told
    assert "userdict line 2: 户籍准入年限: ignored: the word stands on a line before" in told
    assert "userdict line 3: C级 5: ignored: only words of Han characters" in told
    assert Path("index_data/userdict.txt").exists()


def test_a_word_added_to_the_dictionary_later_hides_nothing() -> None:
    run("add", "seeds")
    before = json.loads(run("search", "准入年限同城化", "--limit", "50", "--json").output)
    Path("words.txt").write_text("准入年限同城化 100000\n", "utf-8")
    run("add", "seeds", "--userdict", "words.txt")
    after = json.loads(run("search", "准入年限同城化", "--limit", "50", "--json").output)
    assert {hit["clause"]["id"] for hit in after["hits"]} == {hit["clause"]["id"] for hit in before["hits"]}


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk"}], ids=str
)
def test_output_is_utf8_whatever_the_locale(locale: dict[str, str]) -> None:
    Path("seeds/rare.md").write_text("# 𠮷野家办法\n\n第一条 𠮷野家✓\n", "utf-8")
    for arguments in (["add", "seeds"], ["search", "𠮷野家"], ["search", "𠮷野家", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "indexer", *arguments], env=os.environ | locale, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
    assert "𠮷野家✓" in done.stdout.decode("utf-8")
    assert b"\x1b[" not in done.stdout


def test_messages_name_the_place_and_the_remedy() -> None:
    told = run("search", "户籍", code=5).output
    assert "index_data" in told
    assert "indexer add" in told


def _given(data: bytes, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["add", "-", *arguments], input=data)
    assert result.exit_code == code, result.output
    return result.output


def test_standard_input_is_added_under_a_name_in_a_format() -> None:
    assert "1 added" in _given("# 第一条　甲。".encode(), "--name", "某/甲", "--format", "text")
    assert "1 added" in _given(b'{"id": "x", "text": "\xe4\xb9\x99"}\n{"id": "y", "title": "z"}\n', code=4)
    with ClauseIndex.open() as index:
        assert [document.id for document in index.documents()] == ["某/甲", "standard-input/x"]
        assert index.show("某/甲")[0].clause.text == "# 第一条　甲。"
    assert "1 updated" in _given("第一条　乙。".encode(), "--name", "某/甲")
    told = _given(b"", "--format", "docs", code=2)
    assert "there is no format docs. The formats are doc, docx, html, json, " in told


@pytest.mark.parametrize("arguments", [("-", "seeds"), ("seeds", "--name", "a"), ("seeds", "--format", "text")])
def test_standard_input_goes_alone(arguments: tuple[str, ...]) -> None:
    assert "standard input" in run("add", *arguments, code=2).output


def test_what_is_skipped_and_what_is_lost_is_told() -> None:
    Path("seeds/metadata.jsonl").write_text('{"file": "a.html"}\n', encoding="utf-8")
    Path("seeds/lost.txt").write_text("第一条　为了管理海域，制定本法。\n" * 9 + "甲\ufffd乙", encoding="utf-8")
    told = run("add", "seeds").output
    assert "skipped: metadata.jsonl: this JSON has no text of a document in it. Give the text under" in told
    assert "note: lost.txt: characters in it were lost before it was read (1), the first in: 甲\ufffd乙" in told


def test_what_the_pinned_paragraph_lacks_is_shown_of_another() -> None:
    text = "# 租房办法\n\n第一条 月租金如下：\n\n月租金由双方商定，月租金不得上调。\n\n西城区每平方米五十元。\n"
    Path("办法.md").write_text(text, "utf-8")
    run("add", "办法.md")
    told = run("search", "月租金", "西城区").output
    assert "月租金由双方商定" in told or "月租金如下" in told
    assert "西城区每平方米五十元" in told
    assert "西城区每平方米五十元" not in run("search", "月租金", "--context", "0").output
