"""Days as people write them in a filter: 2022-01-06, 2022-01, 2022, 2022年1月6日."""

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")


def parse_day(text: str, *, last: bool = False) -> date | None:
    """Return the day that `text` names, None if it names none.

    Args:
        text: a day, a month or a year.
        last: give the last day of a month or year instead of the first.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None
