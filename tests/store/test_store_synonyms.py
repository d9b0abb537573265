"""Synonyms: the file, what each line says, and what a search finds by them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import ClauseIndex
from indexer.analysis.synonyms import read_synonyms, united
from indexer.cli.commands import cli

LAW = (
    "# 劳动条例\n\n第一条 用人单位应当支付劳动报酬。\n\n第二条 彩礼应当返还。\n\n"
    "第三条 个人独资企业（以下简称企业）应当登记。\n\n第四条 《劳动争议处理办法》（以下简称《办法》）有规定的除外。\n"
)


@pytest.fixture
def index(tmp_path: Path) -> ClauseIndex:
    (tmp_path / "law.md").write_text(LAW, "utf-8")
    made = ClauseIndex.create(tmp_path / "index")
    made.add(tmp_path / "law.md")
    return made


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("彩礼, 聘礼", {"彩礼": ("聘礼",), "聘礼": ("彩礼",)}),
        ("老板 => 用人单位、雇主", {"老板": ("用人单位", "雇主")}),
        ("老闆 → 用人單位", {"老板": ("用人单位",)}),
        ("彩礼", {}),
        ("a => b => c", {}),
        (" => b", {}),
        ("字" * 41 + ", b", {}),
    ],
)
def test_a_line_is_a_group_or_a_rule_or_says_why_not(line: str, rules: dict[str, tuple[str, ...]]) -> None:
    (verdict,) = read_synonyms(line)
    assert dict(verdict.rules) == rules
    assert bool(verdict.reason) == (not rules)


def test_lines_about_one_word_add_up_and_comments_say_nothing() -> None:
    told = united(read_synonyms("\ufeff# 说明\r\n\r\n老板 => 雇主\r\n老板 => 用人单位\r\n"))
    assert told == {"老板": ("雇主", "用人单位")}


def test_a_word_also_finds_what_it_stands_for_and_not_the_other_way_round(index: ClauseIndex, tmp_path: Path) -> None:
    assert index.search("老板 报酬").relaxed
    (tmp_path / "synonyms.txt").write_text("老板 => 用人单位\n", "utf-8")
    (line,) = index.use_synonyms(tmp_path / "synonyms.txt")
    assert (line.reason, line.rules) == ("", (("老板", ("用人单位",)),))
    results = index.search("老板 报酬")
    assert (results.total, results.relaxed, results.hits[0].clause.label) == (1, False, "第一条")
    assert "用人单位" in [results.hits[0].text[start:end] for start, end in results.hits[0].highlights]
    assert index.search("用人单位").total == 1


def test_words_together_have_synonyms_too(index: ClauseIndex, tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("结婚的钱, 彩礼\n", "utf-8")
    index.use_synonyms(tmp_path / "synonyms.txt")
    assert [hit.clause.label for hit in index.search("结婚的钱").hits] == ["第二条"]


def test_synonyms_stay_with_the_index_until_others_are_given(index: ClauseIndex, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("聘礼, 彩礼\n", "utf-8")
    index.use_synonyms(file)
    with ClauseIndex.open(tmp_path / "index") as again:
        assert again.synonyms == "聘礼, 彩礼\n"
        assert again.search("聘礼").total == 1
        file.write_text("", "utf-8")
        again.use_synonyms(file)
        assert again.search("聘礼").total == 0


def test_the_documents_define_short_names(tmp_path: Path) -> None:
    text = "# 办法\n\n第一条 国家卫生行政部门（以下简称卫生部门）和《劳动争议处理办法》（以下称处理办法）另有规定。\n"
    (tmp_path / "rules.md").write_text(text, "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "rules.md")
        defined = list(index.defined_synonyms())
    assert defined == ["卫生部门 => 卫生行政部门", "处理办法 => 劳动争议处理办法"]


def test_the_command_keeps_prints_and_drafts(index: ClauseIndex, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("聘礼, 彩礼\n彩礼\n", "utf-8")
    base = ["-i", str(tmp_path / "index"), "synonyms"]
    told = CliRunner().invoke(cli, [*base, str(file)]).output
    assert "line 2: 彩礼  left out: a group has two words or more" in told
    assert "1 lines kept" in told
    assert CliRunner().invoke(cli, base).output == "聘礼, 彩礼\n彩礼\n"
    assert CliRunner().invoke(cli, [*base, "--defined"]).exit_code == 0
    assert index.synonyms is not None
