"""Dates as sources write them."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

_NUMERIC = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s-]\s*(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})(?:[:：分](?P<second>\d{1,2})(?:[.,]\d+)?秒?|分)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<zone_hours>\d{1,2})(?::?(?P<zone_minutes>\d{2}))?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_MAIL = re.compile(
    r"(?:[a-z]{3,9},?\s+)?\d{1,2}\s+[a-z]{3,9}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+[a-z0-9+-]+)?", re.IGNORECASE
)


def parse_date(value: Any) -> datetime | None:
    """Read a date.

    The forms: ISO 8601 (``2022-01-06``, ``20220106``, ``2022-01-06T17:00:10+08:00``, a blank for the ``T``), the same
    with ``/`` or ``.``, ``2022年1月6日`` with or without ``17:00`` or ``17时00分``, and that of mail and HTTP, RFC 5322
    (``Thu, 06 Jan 2022 17:00:10 GMT``). Full-width digits are digits.

    Args:
        value: a string; anything else is no date, but an integer may be one in the compact form.

    Returns:
        The date and time, at midnight where there is no time, with a zone only where one is written; None if `value` is
        none of these.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    written = str(value).strip()
    if len(written) > 60:
        return None
    match = _NUMERIC.fullmatch(written) or _COMPACT.fullmatch(written)
    try:
        if match is not None:
            return _from_parts(match.groupdict())
        return _from_mail(written) if _MAIL.fullmatch(written) else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_parts(parts: dict[str, str | None]) -> datetime:
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(parts.get(name) or 0) for name in names)
    zone = None
    if parts.get("zone"):
        offset = timedelta(hours=int(parts["zone_hours"] or 0), minutes=int(parts["zone_minutes"] or 0))
        zone = timezone(-offset if parts["sign"] == "-" else offset)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _from_mail(written: str) -> datetime:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(written)
