"""Dates as sources write them."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.dates import parse_date

CASES = yaml.safe_load((Path(__file__).parent / "dates.yaml").read_text("utf-8"))
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=ZONES).map(
    lambda moment: moment.replace(microsecond=0)
)


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[repr(case[0]) for case in CASES])
def test_dates_in_the_forms_that_occur(written, expected):
    date = parse_date(written)
    assert (date and date.isoformat()) == expected


@given(MOMENTS)
def test_a_date_and_time_comes_back_from_each_form(moment):
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.isoformat(" ")) == moment
    assert parse_date(format_datetime(moment)) == moment


@given(st.text(st.sampled_from("0123456789-/.年月日时分:： TZ+GMTJanThu,")) | st.text())
def test_anything_else_is_no_date(written):
    assert parse_date(written) is None or isinstance(parse_date(written), datetime)
