"""Days as people write them."""

from datetime import date

import pytest

from indexer.store.dates import parse_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-01-06", date(2022, 1, 6), date(2022, 1, 6)),
        ("2022/1/6", date(2022, 1, 6), date(2022, 1, 6)),
        ("2022年1月6日", date(2022, 1, 6), date(2022, 1, 6)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2022 ", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022年", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_month_or_year_stands_for_its_first_or_last_day(text: str, first: date, last: date) -> None:
    assert parse_day(text) == first
    assert parse_day(text, last=True) == last


@pytest.mark.parametrize("text", ["", "去年", "22-1-6", "2022-13", "2022-02-30", "2022-1-6-1"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None
