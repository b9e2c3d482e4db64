"""The contacts of a case on a time line: when each began, what happened in it, until when something was due."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple

from checker.checks.context import MOST_EVIDENCE, Context, unknown
from checker.concepts.values import Value, resolve
from checker.language import Condition, Rule
from checker.model import Evidence, Hit, Verdict
from checker.readers import times
from checker.workcalendar import Calendar, CalendarRange, calendar

END_OF_DAY = datetime.time(23, 59, 59)
UNITS = ("workdays", "days", "hours")
PAST = ("date", "past", "deadline")  # types of values that may say when something happened


class NoTime(Exception):
    """A contact does not say when it began; the message is Chinese."""


class Event(NamedTuple):
    """Something that happened: ``at`` is its time, ``contact`` the contact that tells of it, ``hit`` the words (or None)."""

    at: datetime.datetime
    contact: int
    hit: Hit | None = None


def judged(judge: Callable[[Context, Rule], Verdict], context: Context, rule: Rule) -> Verdict:
    """The verdict of ``judge``; unknown where a contact has no time or the calendar does not reach."""
    try:
        return judge(context, rule)
    except CalendarRange as error:
        return unknown(rule, "calendar-range", str(error))
    except NoTime as error:
        return unknown(rule, "contact-times", str(error))


def moment(text: object) -> datetime.datetime:
    """An ISO date or date-time as naive Beijing time; a bare date is its beginning. Raises NoTime."""
    said = str(text)
    if times.is_date(said):
        return datetime.datetime.fromisoformat(said)
    when = times.moment(said)
    if when is None:
        raise NoTime(f"时间“{said}”读不懂，应如 2025-03-04T09:12")
    return when.astimezone(times.SHANGHAI).replace(tzinfo=None)


def started(contact: Context) -> datetime.datetime:
    """When a contact began. Raises NoTime."""
    return moment(contact.record.meta.get("started_at"))


def covered(case: Context) -> datetime.datetime:
    """Until when the case is recorded: the end of ``covers_until``, else the begin of the last contact. Raises NoTime."""
    until = case.record.meta.get("covers_until")
    if until is None:
        return started(case.contacts[-1])
    when = moment(until)
    return end_of(when.date()) if len(str(until)) <= 10 else when


def end_of(day: datetime.date) -> datetime.datetime:
    """The last second of a day."""
    return datetime.datetime.combine(day, END_OF_DAY)


def events(case: Context, condition: Condition) -> list[Event]:
    """One event for every contact in which ``condition`` holds, in the order of time.

    The event's time is the day that the words say it happened on (已于6月11日…, 昨天…), if that is not after the contact,
    else the begin of the contact. Raises NoTime.
    """
    out = []
    for index, contact in enumerate(case.contacts):
        found = contact.holds(condition)
        if found is None:
            continue
        begin = started(contact)
        said = [(day, hit) for hit in found if (day := _said(hit, begin.date()))]
        if said:
            day, hit = min(said, key=lambda pair: pair[0])
            at = begin if day == begin.date() else datetime.datetime.combine(day, datetime.time())
            out.append(Event(at, index, hit))
        else:
            out.append(Event(begin, index, found[0] if found else None))
    return sorted(out, key=lambda event: event.at)


def _said(hit: Hit, base: datetime.date) -> datetime.date | None:
    """The day that a hit's value names, no later than ``base`` and within the year before it."""
    if hit.value is None or hit.value.type not in PAST:
        return None
    day = resolve(hit.value, base)
    return day if day and datetime.timedelta() <= base - day < datetime.timedelta(days=366) else None


def due(start: datetime.datetime, length: float, unit: str, days: Calendar) -> datetime.datetime:
    """When ``length`` ends that begins at ``start``: G13 for days (the first day is not counted, a last day off rolls on).

    Raises CalendarRange.
    """
    if unit not in UNITS:
        raise ValueError(f"unit 不能是“{unit}”，可用：{'、'.join(UNITS)}")
    if unit == "hours":
        return start + datetime.timedelta(hours=length)
    count = int(length)
    return end_of(days.add_workdays(start.date(), count) if unit == "workdays" else days.add_days(start.date(), count))


def promised(value: Value, said: str, base: datetime.datetime, days: Calendar) -> datetime.datetime | None:
    """The latest moment that a promise made at ``base`` allows; ``said`` are its words. None where it names no time
    (当天 is the day of something else, the date of ``base`` itself says what day it is).

    An hour without a part of the day that cannot be in the morning (三点前 said at ten) is one of the afternoon.
    Raises CalendarRange.
    """
    if value.type == "duration":
        return _after(value, base, days)
    if said.startswith(("当天", "当日")):
        return None
    day = base.date() if value.type == "clock" else resolve(value, base.date())
    if day is None or (value.type == "date" and day == base.date()):
        return None
    hour = value.number
    if hour is None:
        return end_of(day)
    at = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(hours=hour)
    morning = any(word in said for word in ("早", "上午", "凌晨", "清晨"))
    if not morning and 0 < hour < 12 and (at <= base or hour < 8):
        at += datetime.timedelta(hours=12)
    return at


def _after(value: Value, base: datetime.datetime, days: Calendar) -> datetime.datetime | None:
    if value.number is None:
        return None
    if value.unit in ("minute", "hour"):
        return due(base, value.number / (60 if value.unit == "minute" else 1), "hours", days)
    if value.unit == "workday":
        return due(base, max(1, value.number), "workdays", days)
    count = value.number * {"day": 1, "week": 7, "month": 30, "year": 365}[value.unit]
    return due(base, count, "days", days) if count >= 1 else end_of(base.date())


def proof(case: Context, event: Event, note: str = "") -> Evidence:
    """The words of an event; the first words of its contact where no words stand for it."""
    contact = case.contacts[event.contact]
    if event.hit is not None:
        return contact.evidence(event.hit, note)._replace(contact=event.contact)
    turn = next((i for i, turn in enumerate(contact.record.turns) if turn.text.strip()), 0)
    return contact.whole_turn(turn, note)._replace(contact=event.contact)


def proofs(case: Context, *found: Event) -> tuple[Evidence, ...]:
    """Evidence of the first events, each place once."""
    return tuple(dict.fromkeys(proof(case, event) for event in found))[:MOST_EVIDENCE]


def day(when: datetime.datetime) -> str:
    """A day for a message: 3月7日."""
    return f"{when.month}月{when.day}日"


def case_calendar(case: Context) -> Calendar:
    """The working-day calendar under the company's parameters."""
    return calendar(case.params)
