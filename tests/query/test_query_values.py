"""Dates, years and numbers as typed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import Quantity, Range
from indexer.query.language import language
from indexer.query.values import read_quantity, read_range


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020年2月3日", "2020-02-03", "2020-02-03"),
        ("20200203", "2020-02-03", "2020-02-03"),
        ("2020..2021-06", "2020-01-01", "2021-06-30"),
        ("2020——2021", "2020-01-01", "2021-12-31"),
        ("..2020", None, "2020-12-31"),
        (">2020-02", "2020-03-01", None),
        ("<2020-03-01", None, "2020-02-29"),
    ],
)
def test_a_date_goes_from_its_first_day_to_its_last(text: str, low: str | None, high: str | None) -> None:
    ends = (date.fromisoformat(end) if end else None for end in (low, high))
    assert read_range(language().fields["date"], text) == Range("date", *ends)


@pytest.mark.parametrize(
    "text", ["", "..", "2020-02-30", "2021..2020", "20", "2020..x", "x..2020", "0000", ">9999", "2020..2021..2022"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_range(language().fields["date"], text) is None


@pytest.mark.parametrize("text", ["", "二〇二三", "23", "2025..2023", ">9999", "<0000"])
def test_what_is_no_year_is_none(text: str) -> None:
    assert read_range(language().fields["year"], text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50000", "50000"),
        ("50,000", "50000"),
        ("0.5", "0.5"),
        ("1.5万", "15000"),
        ("5百万", "5000000"),
        ("1亿5000万", "150000000"),
        ("3万5千", "35000"),
        ("〇", "0"),
        ("十", "10"),
        ("二十三", "23"),
        ("两百零五", "205"),
        ("二〇二五", "2025"),
        ("一千二百五十四", "1254"),
        ("一亿五千万", "150000000"),
        ("一万亿", "1000000000000"),
    ],
)
def test_a_number_is_read_in_digits_and_in_chinese(text: str, value: str) -> None:
    assert read_quantity(f"罚款>={text}元", 0) == (Quantity("罚款", "元", Decimal(value)), len(text) + 5)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5..10万元", 50_000, 100_000),
        ("5千..10万元", 5_000, 100_000),
        ("五..十万元", 50_000, 100_000),
        ("十..二十万元", 100_000, 200_000),
        ("5..10千元", 5_000, 10_000),
        ("500元..1万元", 500, 10_000),
    ],
)
def test_a_low_end_without_unit_shares_that_of_the_high_one(text: str, low: int, high: int) -> None:
    assert read_quantity(f"罚款={text}", 0) == (Quantity("罚款", "元", Decimal(low), Decimal(high)), len(text) + 3)


@pytest.mark.parametrize(
    "text",
    [
        "罚款",
        "罚款>",
        "罚款>很多",
        "罚款>=5元..10元",
        "罚款=10元..5元",
        "罚款=5元..10日",
        "罚款:5元",
        "罚款>五5元",
        "9=5",
    ],
)
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert read_quantity(text, 0) is None


@given(st.integers(0, 99_999_999))
def test_a_number_written_with_multipliers_is_that_number(number: int) -> None:
    """12345678 is 1234万5千6百7十8, whatever the digits."""
    places = [(10**7, "千万"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")][1:]
    written, rest = "", number
    for place, sign in places:
        if rest >= place:
            written += f"{rest // place}{sign}"
            rest %= place
    found = read_quantity(f"罚款>={written or '0'}元", 0)
    assert found
    assert found[0] == Quantity("罚款", "元", Decimal(number))
