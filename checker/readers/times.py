"""Times as people write them: ISO date-times, clock times, seconds."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from checker.regexes import regex

SHANGHAI = timezone(timedelta(hours=8))

ISO = regex(r"(?a)(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)?")
LOOSE = regex(
    r"(?a)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[Tt\s]*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?"
)
CLOCK = regex(r"(?a)(?:(\d{1,3}):)?(\d{1,3}):(\d\d(?:[.,]\d{1,6})?)")
NUMBER = regex(r"(?a)\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|\.\d+")


def moment(text: str, loose: bool = False) -> datetime | None:
    """The date-time that ``text`` writes in ISO form, or None. A naive time is Asia/Shanghai.

    ``loose`` also takes what exports write: ``2025/3/4 9:12``, ``2025年3月4日 9:12:33``.
    """
    match = LOOSE.fullmatch(_narrow(text)) if loose else ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro, tzinfo=_zone(zone))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone:
    if text is None:
        return SHANGHAI
    if text in "Zz":
        return timezone.utc
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _narrow(text: str) -> str:
    return text.strip().replace("\uff1a", ":")


def is_date(text: str) -> bool:
    """Whether ``text`` is an ISO date without a time."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def iso(text: str) -> str:
    """The ISO form of a date-time, else "": ``2025/3/4 9:12`` is ``2025-03-04T09:12:00``. An offset is kept."""
    when = moment(text, loose=True)
    if when is None:
        return ""
    if when.tzinfo is SHANGHAI:
        when = when.replace(tzinfo=None)
    return when.isoformat()


def clock(text: str) -> float | None:
    """Seconds of ``00:12``, ``00:01:02`` or ``00:01:02,350``, else None. Seconds past 59 are no clock time."""
    match = CLOCK.fullmatch(_narrow(text))
    if not match:
        return None
    seconds = float(match[3].replace(",", "."))
    minutes = int(match[2])
    if seconds >= 60 or (match[1] and minutes >= 60):
        return None
    return int(match[1] or 0) * 3600 + minutes * 60 + seconds


def stamp(text: str) -> tuple[float, str] | None:
    """Value and form of a time: ``number`` (unit unknown), ``clock`` (seconds), ``moment`` (seconds since 1970)."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return float(text), "number"
    seconds = clock(text)
    if seconds is not None:
        return seconds, "clock"
    when = moment(text, loose=True)
    if when is not None:
        return when.timestamp(), "moment"
    return None


def rebase(starts: list[float | None], ends: list[float | None], clocks: bool) -> None:
    """Make times of day or since 1970 count from the first one, in place; with ``clocks``, midnight may pass.

    Clock times that begin within the first hour already count from the beginning of the record and stay.
    """
    first = next((value for value in starts if value is not None), None)
    if first is None or first < 3600:
        return
    before, days = first, 0.0
    for index, value in enumerate(starts):
        if value is None:
            continue
        if clocks and value + days < before - 43200:
            days += 86400
        before = value + days
        starts[index] = round(before - first, 6)
        end = ends[index]
        if end is not None:
            late = 86400 if clocks and end + days < before - 43200 else 0
            ends[index] = round(end + days + late - first, 6)
