"""Chinese numerals: both ways, in every writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.numerals import LARGEST, format_numeral, parse_numeral

NUMBERS = st.one_of(st.integers(0, 2000), st.integers(0, LARGEST))


@given(NUMBERS)
def test_every_number_is_read_back_from_its_numeral(number: int) -> None:
    assert parse_numeral(format_numeral(number)) == number


@given(NUMBERS)
def test_digit_by_digit_and_full_width_digits_are_read(number: int) -> None:
    written = str(number)
    assert parse_numeral(written) == number
    assert parse_numeral(written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == number
    assert parse_numeral(written.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))) == number
    assert parse_numeral(written.translate(str.maketrans("0123456789", "零一二三四五六七八九"))) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("一十", 10),
        ("百", 100),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百○五", 105),
        ("一千二百五十四", 1254),
        ("二〇二五", 2025),
        ("一九八〇", 1980),
        ("两千", 2000),
        ("廿一", 21),
        ("卅", 30),
        ("一百廿五", 125),
        ("壹佰贰拾叁", 123),
        ("十万零五百", 100_500),
        ("两万", 20_000),
    ],
)
def test_other_writings_are_read(written: str, number: int) -> None:
    assert parse_numeral(written) == number


@pytest.mark.parametrize(
    "written", ["", "甲", "十十", "百千", "一百五", "一万五", "五十六百", "万", "一二十", "1二", "-1", "²"]
)
def test_what_is_no_numeral_or_says_two_things_is_refused(written: str) -> None:
    assert parse_numeral(written) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (11, "十一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1010, "一千零一十"),
        (100_000, "十万"),
    ],
)
def test_numbers_are_written_as_laws_number_their_articles(number: int, written: str) -> None:
    assert format_numeral(number) == written


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        format_numeral(number)
    assert parse_numeral(str(LARGEST + 1)) is None


@given(st.text(alphabet="零〇一二两十廿百千万亿0９a", max_size=12))
def test_any_text_gives_a_number_in_range_or_none(text: str) -> None:
    number = parse_numeral(text)
    assert number is None or 0 <= number <= LARGEST
