"""Numbers and quantities: the table of cases, and what holds for any text."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers, is_canonical, parse_token, read_numbers
from indexer.structure.numerals import format_numeral

TABLE = yaml.safe_load(Path(__file__).with_name("numbers.yaml").read_text("utf-8"))
SPELLINGS = [(spelling, token) for token, spellings in TABLE["same"].items() for spelling in spellings]
KINDS = {"ordinal", "year", "date", "percent", "fraction", "money", "period", "quantity", "plain"}

PIECES = [
    *"第条之一二三十百千万亿〇零两几数年月日元倍%‰点分至到-.,0123456789a(（)）、壹拾万圆",
    "以上",
    "以下",
    "个月",
    "小时",
    "百分之",
]
texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=25).map("".join)


def only_number(text):
    """Return the one number found in the normal form of `text`, which is all of it."""
    normal = normalise(text).text
    (number,) = find_numbers(normal)
    assert (number.start, number.end) == (0, len(normal))
    return number


@pytest.mark.parametrize(("spelling", "token"), SPELLINGS, ids=[spelling for spelling, _ in SPELLINGS])
def test_spellings_of_a_number_have_one_token(spelling, token):
    """All spellings of a number have the same canonical token, value and unit, alone and in a sentence."""
    number = only_number(spelling)
    same = only_number(TABLE["same"][token][0])
    assert number.token == token
    assert (number.kind, number.value, number.unit) == (same.kind, same.value, same.unit)
    assert [found.token for found in find_numbers(normalise(f"应当{spelling}，的").text)] == [token]


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["rule"] for case in TABLE["cases"]])
def test_case_of_the_table(case):
    """Each case of the table has the stated numbers."""
    normal = normalise(case["text"]).text
    found = [(normal[number.start : number.end], number.token) for number in find_numbers(normal)]
    assert found == list(case["numbers"].items())


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "unit"),
    [
        ("第十条", "ordinal", 10, 10, "条"),
        ("2025年", "year", 2025, 2025, "年"),
        ("3年", "period", 3, 3, "年"),
        ("六月", "date", 6, 6, "月"),
        ("1.5亿元", "money", 150_000_000, 150_000_000, "元"),
        ("12.5%", "percent", 12.5, 12.5, "%"),
        ("四分之三", "fraction", 0.75, 0.75, ""),
        ("五倍", "quantity", 5, 5, "倍"),
        ("二十一", "plain", 21, 21, ""),
    ],
)
def test_kinds_and_values(text, kind, low, high, unit):
    """A number tells its kind, its value and its unit; whole values are ints."""
    number = only_number(text)
    assert (number.kind, number.low, number.high, number.value, number.unit) == (kind, low, high, low, unit)
    assert isinstance(number.value, float) == (low != int(low))


def test_range_has_both_ends():
    """A range tells its lowest and its highest number."""
    whole = find_numbers("2021-2025年")[1]
    assert (whole.kind, whole.low, whole.high, whole.unit) == ("year", 2021, 2025, "年")


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_and_digits_are_the_same(number):
    """A number in Chinese numerals has the token it has in digits, as an article and as an amount."""
    chinese = format_numeral(number)
    assert only_number(f"第{chinese}条").token == only_number(f"第{number}条").token == f"#第{number}条"
    assert only_number(f"{chinese}元").token == only_number(f"{number:,}元").token == f"#{number}元"


@given(st.integers(1, 9_999), st.sampled_from(["万元", "亿元"]))
def test_myriads_are_multiplied_out(number, unit):
    """万 and 亿 belong to the number, whichever way it is written."""
    worth = {"万元": 10_000, "亿元": 100_000_000}[unit]
    tokens = {only_number(f"{spelling}{unit}").token for spelling in (number, format_numeral(number))}
    assert tokens == {f"#{number * worth}元"}


@given(texts)
def test_any_text_has_numbers_in_order(text):
    """Nothing raises; numbers lie in the text, in order, and overlap only in ranges; tokens are like no word."""
    text = normalise(text).text
    found = find_numbers(text)
    ends = [number for number in found if ".." not in number.token]
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(before.end <= after.start for before, after in pairwise(ends))
    assert [number.start for number in found] == sorted(number.start for number in found)
    for number in found:
        assert number.kind in KINDS
        assert number.low <= number.high
        assert (number.low < number.high) == (".." in number.token)
        assert number.token.startswith("#")
        assert not set(number.token) & set(" \0")


@given(texts)
def test_token_is_its_own_spelling(text):
    """What a canonical token says, read again, has the same token."""
    for number in find_numbers(normalise(text).text):
        written = number.token[1:]
        if (
            ".." not in written
            and number.kind not in {"fraction", "date"}
            and not (number.kind == "plain" and "第" in written)
        ):
            assert [again.token for again in find_numbers(written)] == [number.token]


@given(texts)
def test_tokens_are_read_back(text):
    """What a number's token says is the number's kind, value and unit."""
    for number in find_numbers(normalise(text).text):
        assert is_canonical(number.token)
        assert parse_token(number.token) == (number.kind, number.low, number.high, number.unit)


@pytest.mark.parametrize("token", [token for token, _ in TABLE["same"].items()])
def test_tokens_of_the_table_are_read_back(token):
    """The tokens of the table, too, say what their spellings do."""
    number = only_number(TABLE["same"][token][0])
    assert parse_token(token) == (number.kind, number.low, number.high, number.unit)


@pytest.mark.parametrize("token", ["", "#", "5元", "#元", "#5台", "#5..3元", "#1/0", "#..5元", "#第", "#1月日"])
def test_what_is_no_token_is_not_read(token):
    """Other strings, and ranges downwards, say nothing."""
    assert parse_token(token) is None


@given(st.lists(texts))
def test_texts_joined_have_the_numbers_they_have_alone(told):
    """Many texts with U+0000 between them have the numbers of each, at its place."""
    normals = [normalise(text).text for text in told]
    expected, at = [], 0
    for normal in normals:
        expected += [(start + at, end + at, reading) for start, end, reading in read_numbers(normal)]
        at += len(normal) + 1
    assert read_numbers("\0".join(normals)) == expected


@pytest.mark.parametrize(
    "text", ["5" + "亿" * 1000, "一" * 10_000, "5" * 10_000, "5," * 5000, "1万" * 5000, "第" * 5000]
)
def test_monstrous_numbers_do_no_harm(text):
    """Numbers of any length neither raise nor take long."""
    assert all(len(number.token) < 60 for number in find_numbers(text))


def test_numbers_need_nothing_else():
    """A query with numbers loads neither numpy nor YAML nor what finds the structure of documents."""
    program = "import sys; from indexer.analysis.numbers import find_numbers as f; f('五万元5%'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "indexer.structure.numerals" in loaded
    assert not {"numpy", "yaml", "jieba", "whoosh", "indexer.structure.outline", "indexer.structure.clause"} & loaded
