"""Working days of mainland China: weekends, official days off, make-up working days (data/calendar.txt), a company's own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data" / "calendar.txt"
ONE_DAY = datetime.timedelta(days=1)


class CalendarRange(Exception):
    """A day lies in a year that the calendar does not cover; the message is Chinese."""


class Calendar(NamedTuple):
    """``off`` are days off beside the weekends, ``on`` weekend days worked, ``years`` the years that are covered."""

    off: frozenset[datetime.date]
    on: frozenset[datetime.date]
    years: frozenset[int]

    def is_workday(self, day: datetime.date) -> bool:
        """Whether ``day`` is worked. Raises CalendarRange."""
        if day.year not in self.years:
            known = "、".join(str(year) for year in sorted(self.years))
            raise CalendarRange(f"放假安排不含 {day.year} 年（已有 {known}），请在 calendar 参数里补上")
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def roll(self, day: datetime.date) -> datetime.date:
        """``day``, or the first working day after it if it is not worked. Raises CalendarRange."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, day: datetime.date, count: int) -> datetime.date:
        """The ``count``-th working day after ``day``, which is not counted itself. Raises CalendarRange."""
        for _ in range(count):
            day = self.roll(day + ONE_DAY)
        return day

    def add_days(self, day: datetime.date, count: int) -> datetime.date:
        """``count`` natural days after ``day``; from a day off on to the first working day after it. Raises CalendarRange."""
        return self.roll(day + count * ONE_DAY)

    def extended(self, more: Mapping[str, Any]) -> Calendar:
        """With a company's own ``holidays`` and ``workdays`` (ISO dates) and further covered ``years``. Raises ValueError."""
        off, on = frozenset(_days(more.get("holidays", ()))), frozenset(_days(more.get("workdays", ())))
        years = frozenset(int(year) for year in more.get("years", ()))
        return Calendar((self.off - on) | off, (self.on - off) | on, self.years | years)


@cache
def official() -> Calendar:
    """The calendar of the official notices."""
    off: set[datetime.date] = set()
    on: set[datetime.date] = set()
    years: set[int] = set()
    for line in DATA.read_text(encoding="utf-8").splitlines():
        word, *rest = line.split()
        if word == "year":
            years.add(int(rest[0]))
        elif word == "on":
            on.update(_days(rest))
        elif word == "off":
            first, last = (datetime.date.fromisoformat(text) for text in (rest[0], rest[1] if rest[1][:1].isdigit() else rest[0]))
            off.update(first + n * ONE_DAY for n in range((last - first).days + 1))
    return Calendar(frozenset(off), frozenset(on), frozenset(years))


def calendar(params: Mapping[str, Any]) -> Calendar:
    """The official calendar under the parameter ``calendar``: {holidays: […], workdays: […], years: […]}."""
    more = params.get("calendar") or {}
    return official().extended(more) if any(more.values()) else official()


def _days(texts: Iterable[object]) -> Iterable[datetime.date]:
    return (datetime.date.fromisoformat(str(text)) for text in texts)
