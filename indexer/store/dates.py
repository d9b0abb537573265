"""Days as people write them in a filter (2022-01-06, 2022-01, 2022, 2022年1月6日), and as the index keeps them."""

import re
from datetime import date, datetime

from indexer.errors import UsageError

NO_DAY = -(2**31)
"""The day of a document without a date."""

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?"


def parse_day(text: str, *, last: bool = False) -> date | None:
    """Return the day that `text` names, None if it names none.

    Args:
        text: a day, a month or a year.
        last: give the last day of a month or year instead of the first.
    """
    match = re.fullmatch(_DAY, text.strip())
    if match is None:
        return None
    from calendar import monthrange

    year, month, day = (int(part) if part else 0 for part in match.groups())
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None


def as_day(given: date | str | None, *, last: bool = False) -> date | None:
    """Return the day that a caller gave as a date, a time or a text; None for None.

    Args:
        given: as text: as `parse_day` takes it.
        last: give the last day of a month or year instead of the first.

    Raises:
        UsageError: it is no day.
    """
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    day = given.date() if isinstance(given, datetime) else parse_day(given, last=last) if _is_text(given) else None
    if day is None:
        raise UsageError("this is not a date", place=repr(given), remedy="Write it as 2022-01-06, 2022-01 or 2022")
    return day


def _is_text(given: object) -> bool:
    return isinstance(given, str)


def day_number(day: date | None) -> int:
    """Return a date, or a time's date in its own zone, as days since 1970-01-01; `NO_DAY` for None."""
    return NO_DAY if day is None else day.toordinal() - _EPOCH


def written_date(moment: date | None) -> str:
    """Return a date in ISO 8601: the day alone where no time is known, else with time and zone; "" for None."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.isoformat()
