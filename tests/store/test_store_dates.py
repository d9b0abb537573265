"""Days as people write them."""

from datetime import date, datetime
from typing import Any

import pytest

from indexer.errors import UsageError
from indexer.store.dates import as_day, parse_day


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


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (None, None),
        (date(2020, 2, 3), date(2020, 2, 3)),
        (datetime(2020, 2, 3, 12), date(2020, 2, 3)),
        ("2020-02-03", date(2020, 2, 3)),
        ("2020", date(2020, 12, 31)),
    ],
)
def test_a_caller_gives_a_day_as_date_time_or_text(given: date | str | None, day: date | None) -> None:
    assert as_day(given, last=True) == day


@pytest.mark.parametrize("given", ["", "去年", 2020, b"2020"])
def test_anything_else_is_an_error_of_usage_that_says_how_days_are_written(given: Any) -> None:
    with pytest.raises(UsageError, match="2022-01-06"):
        as_day(given)
