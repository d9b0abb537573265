"""Citations in text: a table of texts, and what holds for any text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.structure.numerals import format_numeral
from indexer.structure.pinpoint import Pinpoint, Reference, write_span
from indexer.structure.references import find_abbreviations, find_references

CASES = yaml.safe_load((Path(__file__).parent / "references.yaml").read_text("utf-8"))
PIECES = (
    *"第条款项目章节编本前该同上之至和或、，。（）()〔〕[]《》〈〉“”\n 　一二三四五六七八九十百千两01289",
    *("民法典", "方案", "条例", "国办发", "〔2018〕", "123号", "本法", "前两款", "以下简称", "或者", "令第", "公告"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def _told(reference: Reference) -> list[Any]:
    provisions = [write_span(span) for span in reference.provisions]
    told: list[Any] = [reference.text, reference.named, reference.document, provisions, reference.number]
    while not told[-1]:
        told.pop()
    return told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_text_has_the_citations_of_the_table(case: list[Any]) -> None:
    _, text, expected = case
    assert [_told(reference) for reference in find_references(text)] == expected


@given(st.text() | TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_citations_stand_where_they_say_in_order(text: str) -> None:
    end = 0
    for reference in find_references(text):
        assert reference.text == text[reference.start : reference.end]
        assert "\n" not in reference.text
        assert reference.start >= end
        assert reference.end > reference.start
        assert reference.document in reference.text or reference.text.startswith(("《", "〈"))
        assert reference.relative == (reference.named in ("self", "that", "here"))
        end = reference.end


@given(st.text() | TEXTS)
@settings(max_examples=200, deadline=None)
def test_lines_do_not_know_of_each_other(text: str) -> None:
    """What is found in a text is what is found in its lines one by one."""
    lines = text.split("\n")
    alone = [reference.text for line in lines for reference in find_references(line)]
    assert [reference.text for reference in find_references(text)] == alone


PINPOINTS = st.builds(
    Pinpoint,
    article=st.integers(1, 1260),
    inserted=st.integers(0, 20),
    paragraph=st.integers(0, 20),
    item=st.integers(1, 30),
    subitem=st.integers(0, 20),
)


@given(PINPOINTS, PINPOINTS)
@settings(max_examples=200, deadline=None)
def test_the_standard_writing_of_a_provision_is_read_back(one: Pinpoint, other: Pinpoint) -> None:
    (reference,) = find_references(f"《甲》{one}、{other}")
    assert reference.provisions == ((one, one), (other, other))


@given(st.integers(1, 1260), st.sampled_from(["第{}条", "第{}条第一款", "{}条"]))
def test_chinese_numerals_and_digits_cite_the_same(number: int, form: str) -> None:
    written = [find_references("民法典" + form.format(each)) for each in (number, format_numeral(number))]
    assert written[0][0].provisions == written[1][0].provisions


def test_the_steps_are_linear_in_the_length_of_any_text(steps: Callable[[Callable[[], object]], int]) -> None:
    """Ten times the text takes at most twelve times the steps, however it is made."""

    def count(text: str) -> int:
        return steps(lambda: (find_references(text), find_abbreviations(text)))

    for piece in (
        "第一、",
        "《",
        "〔2018〕",
        "第一条",
        "前款",
        "（以下简称",
        "本法第十条、",
        "依照和国法",
        "〈甲〉的",
        "1",
    ):
        count(piece)
        assert count(piece * 5_000) < 12 * count(piece * 500), piece


def test_a_title_that_is_known_is_taken_where_it_would_be_guessed_wrong() -> None:
    text = "法院受理海岛观测条例第三条规定的案件"
    assert find_references(text)[0].document == "法院受理海岛观测条例"
    assert find_references(text, {"海岛观测条例"})[0].document == "海岛观测条例"


def test_a_known_title_is_not_taken_out_of_a_longer_word() -> None:
    assert find_references("高速公路条例第三条", {"公路条例"})[0].document == "高速公路条例"


@pytest.mark.parametrize(
    ("text", "given_names"),
    [
        ("《中华人民共和国商标法》（以下简称商标法）", {"商标法": "中华人民共和国商标法"}),
        ("《关于甲的方案》(下称《方案》)", {"方案": "关于甲的方案"}),
        ("《甲办法》（国发〔2018〕1号，以下简称《办法》）", {"办法": "甲办法"}),
        ("《关于适用〈乙法〉的解释》（以下简称“解释”）", {"解释": "关于适用〈乙法〉的解释"}),
        ("依照中华人民共和国民法典（以下简称民法典）", {"民法典": "中华人民共和国民法典"}),
        ("北京市甲局（以下简称甲局）", {}),
    ],
)
def test_the_short_names_a_text_gives_are_found(text: str, given_names: dict[str, str]) -> None:
    assert find_abbreviations(text) == given_names


def test_a_reference_gives_itself_as_plain_values() -> None:
    (reference,) = find_references("刑法第三条至第五条")
    told = reference.to_dict()
    assert told["document"] == "刑法"
    assert [end["article"] for end in told["provisions"][0]] == [3, 5]
