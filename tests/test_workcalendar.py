"""Working days of mainland China, and a company's own."""

import datetime

import pytest

from checker.workcalendar import CalendarRange, calendar, official


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2025-03-04", True),
        ("2025-03-08", False),  # a Saturday
        ("2025-01-26", True),  # a Sunday worked before the Spring Festival
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-05-05", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2024-02-09", True),  # only recommended as a day off
        ("2024-02-18", True),
        ("2024-10-07", False),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
    ],
)
def test_workday(text: str, worked: bool) -> None:
    assert official().is_workday(day(text)) is worked


@pytest.mark.parametrize(("year", "working"), [(2024, 251), (2025, 248), (2026, 248)])
def test_days_of_a_year(year: int, working: int) -> None:
    first = datetime.date(year, 1, 1)
    days = [first + datetime.timedelta(n) for n in range(366)]
    assert sum(official().is_workday(d) for d in days if d.year == year) == working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-01-26", 3, "2025-02-06"),
        ("2025-04-03", 3, "2025-04-09"),
        ("2025-09-26", 3, "2025-09-30"),
        ("2025-04-30", 3, "2025-05-08"),
        ("2025-04-11", 3, "2025-04-16"),
        ("2025-04-11", 0, "2025-04-11"),
        ("2026-02-12", 3, "2026-02-24"),
    ],
)
def test_add_workdays(start: str, count: int, end: str) -> None:
    assert official().add_workdays(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-04-02", 3, "2025-04-07"),
        ("2025-05-16", 3, "2025-05-19"),
        ("2025-09-30", 3, "2025-10-09"),
        ("2025-03-04", 30, "2025-04-03"),
    ],
)
def test_last_day_rolls_on(start: str, count: int, end: str) -> None:
    assert official().add_days(day(start), count) == day(end)


@pytest.mark.parametrize("text", ["2023-12-29", "2027-01-04"])
def test_outside_the_covered_years(text: str) -> None:
    with pytest.raises(CalendarRange, match=text[:4]):
        official().is_workday(day(text))


def test_own_days() -> None:
    own = calendar({"calendar": {"holidays": ["2025-03-05"], "workdays": ["2025-03-08", "2025-01-28"], "years": [2027]}})
    assert not own.is_workday(day("2025-03-05"))
    assert own.is_workday(day("2025-03-08"))
    assert own.is_workday(day("2025-01-28"))
    assert own.is_workday(day("2027-01-04"))
    assert calendar({"calendar": {"holidays": [], "workdays": [], "years": []}}) is official()
    assert calendar({}) is official()
