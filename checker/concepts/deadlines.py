"""Points in time that are named rather than counted (明天下午六点前, 本周五前, 月底前, 6月20号之前), and their date."""

from __future__ import annotations

import calendar
import datetime
import re

from checker.concepts.dates import CLOCK, DATE_REGEX, clock_hour, date_parts
from checker.concepts.numbers import DIGIT, HAN, chinese_number
from checker.concepts.typed import Value, ValueType, compiled

_DAYS = {"今": 0, "当": 0, "明": 1, "次": 1, "后": 2, "大": 3}
_PARTS = {"上午": 12, "中午": 12, "下午": 18, "下班": 18, "傍晚": 19, "晚": 24, "夜": 24, "凌晨": 6, "上班": 9, "早": 10}
_WEEKDAY = {
    char: day
    for chars, day in (("一1", 1), ("二2", 2), ("三3", 3), ("四4", 4), ("五5", 5), ("六6", 6), ("日天末", 7))
    for char in chars
}

_DAY = (
    "(?:今[天日晚早]|今儿个?|明[天日晚早]|明儿个?|(?<![明先以天大])后天(?![气性天])|大后天|后儿个?"
    "|(?<![充相])当[天日](?!期)|次日)"
)
_WEEK_WORD = "(?:周|星期|礼拜)"
_WEEK_STEP = "(?:下下个?|下个?|本|这个?)"
_DOW = rf"(?:[一二三四五六日天末]|[1-6](?!\d))(?![次趟个般到至~\-—些种]|回(?![复电您你话访给])|{_WEEK_WORD})"
_WEEK = (
    rf"(?:{_WEEK_STEP}{_WEEK_WORD}(?:{_DOW}|(?![一二三四五六日天末1-6期])[之以]?内?)"
    rf"|(?<![上每个下至到~\-—{HAN}\d]){_WEEK_WORD}{_DOW})"
)
_END_OF = "(?:底|末|初|中旬|上旬|下旬)"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = (
    rf"(?:(?:(?:本|当|这个?)月(?:{_END_OF}|[之以]?内(?!科|容|部)|(?=之?前|以前))|下个?月(?:{_END_OF}|[之以]?内(?!科|容|部))?)(?!\d|[{DIGIT}十])"
    rf"|(?:(?<!\d)20\d{{2}}年|[今明]年)?(?<![年\d{DIGIT}十])(?:{_M} ?月(?:份)?){_END_OF}"
    rf"|(?<!\d)20\d{{2}}年(?:{_M} ?月(?:份)?){_END_OF}|[今明]年(?:{_M} ?月(?:份)?){_END_OF}"
    rf"|(?<![上个每月\d{DIGIT}十])月[底末]|[今本明]年年?[底末]|(?<![去前往每历年\d{DIGIT}])年[底末])"
)
_TIME = (
    rf"(?: ?的?(?:{CLOCK}|(?:上午|中午|下午|傍晚|晚上|早上|早晨|一早|凌晨|夜里)(?: ?\d{{1,2}} ?点|[{DIGIT}十]{{1,3}}点|下班)?"
    rf"|下班|上班|\d{{1,2}} ?点|[{DIGIT}十]{{1,3}}点))?"
)
_END = "(?: ?(?:之前|以前|以内|之内|前(?![面天年头边期后台往来去提者])|内(?!科|容|部)))?"
_MUST = "(?: ?(?:之前|以前|前(?![面天年头边期后台往来去提者])|截止|为止))"
_BY_DAY = r"(?<![\d.第月\-/{DIGIT}十百千零])(?:3[01]|[12]\d|[1-9]|[二三]?十[一二三四五六七八九]?) ?日".replace("{DIGIT}", DIGIT)
_NEAR = "(?:本|当|这个?|下个?)月 ?(?:3[01]|[12]\\d|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]) ?[号日]"
REGEX = (
    rf"(?:(?:{_DAY}|{_NEAR}|{_WEEK}){_TIME}{_END}|(?:{DATE_REGEX}|{_BY_DAY}){_TIME}{_MUST}|{_MONTH}{_END}"
    rf"|(?:{CLOCK}|(?:上午|中午|下午)?下班|(?<![\d{HAN}天])(?:中午|晚上|下午)|\d{{1,2}} ?点){_MUST})"
)
LITERALS = (
    "今",
    "明",
    "后天",
    "后儿",
    "当天",
    "当日",
    "次日",
    "周",
    "星期",
    "礼拜",
    "月",
    "年",
    "号",
    "日",
    "前",
    "截止",
    "为止",
)

_TAIL_WORDS = r" ?(?:之前|以前|以内|之内|前|内|截止|为止)$"
_DAY_PART = r"(大?)(今|明|后|当|次)[天日晚早儿]个?"
_WEEK_PART = r"(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])?"
_MONTH_PART = (
    r"(?:(20\d\d)年|([今明])年)?(?:(本|当|这|下)个?月|(\d{1,2}|[一二三四五六七八九十]{1,2}) ?月份?|月)"
    r"(底|末|初|中旬|上旬|下旬)?[之以]?内?"
)
_DATE_PART = DATE_REGEX
_LAST_DAY = {"初": 10, "上旬": 10, "中旬": 20}


def parse(text: str) -> Value | None:
    """A named point in time.

    ``number`` is the hour of the day it ends with, or None; ``extra`` holds ``before`` where 前 is said.
    ``norm``: ``day+1``, ``week+0-5`` (Friday of this week), ``week?-5`` (the next Friday), ``month+0-end``, ``month+1-15``,
    ``---20``, ``--06-20``, ``2025-06-12``, ``--06-end``, ``2025-06-end``, ``year+0-end``; :func:`resolve` makes a date of it.
    """
    said = text.strip()
    bare = compiled(_TAIL_WORDS).sub("", said)
    norm = _norm(bare)
    if norm is None:
        return None
    return Value("deadline", norm, _hour(bare), "hour", ("before",) if said.endswith(("前", "截止", "为止")) else ())


def _norm(said: str) -> str | None:
    day = compiled(_DAY_PART).match(said)
    if day:
        return f"day+{_DAYS[day[1] or day[2]]}"
    week = compiled(_WEEK_PART).match(said)
    if week:
        step = {"下下": "+2", "下": "+1", None: "?"}.get(week[1], "+0")
        weekday = _WEEKDAY[week[2]] if week[2] else 7
        return None if step == "?" and not week[2] else f"week{step}-{weekday}"
    if re.fullmatch("(?:[今本明]年)?年?[底末]", said):
        return f"year+{int(said.startswith('明'))}-end"
    date = compiled(_DATE_PART).match(said)
    month = compiled(_MONTH_PART).match(said)
    if month and (not date or date.end() <= month.end()):
        return _month(month)
    if date:
        return date_parts(date.group())
    only = re.match(r"([\d一二三四五六七八九十]{1,3}) ?日", said)
    if only:
        return date_parts(only.group())
    return "day+0" if re.search("[点时:]|下班|中午|晚上|下午", said) else None


def _month(match: re.Match[str]) -> str | None:
    year, year_word, near, month, part = match.groups()
    last = f"{_LAST_DAY[part]:02d}" if part in _LAST_DAY else "end"
    if month:
        number = chinese_number(month) or 0
        if not 1 <= number <= 12:
            return None
        head = f"{year}-" if year else f"year+{int(year_word == '明')}-" if year_word else "--"
        return f"{head}{number:02.0f}-{last}"
    if near is None and part is None:
        return None
    return f"month{1 if near == '下' else 0:+d}-{last}"


def _hour(said: str) -> float | None:
    hour = clock_hour(said)
    if hour is not None:
        if hour < 12 and re.match("[今明]晚", said):
            hour += 12
        return hour
    for word, end in sorted(_PARTS.items(), key=lambda item: said.rfind(item[0]), reverse=True):
        if word in said:
            return float(end)
    return None


_ISO = r"(\d{4})-(\d\d)-(\d\d|end)"
_STEPS = r"(day|week|month|year)([+-]\d+|\?)(?:-(\d\d?|end))?(?:-(\d\d|end))?"


def resolve(value: Value, base: datetime.date) -> datetime.date | None:
    """The date a ``deadline`` or ``date`` names when said on ``base``; None where it names none (a month without a day).

    What is left unsaid is taken nearest to ``base``: a weekday or day of the month alone from ``base`` on (a ``date``: nearest
    on either side), a month and day within half a year on either side.
    """
    norm = value.norm
    full = compiled(_ISO).fullmatch(norm)
    if full:
        return _day(int(full[1]), int(full[2]), full[3])
    steps = compiled(_STEPS).fullmatch(norm)
    if steps:
        return _step(steps, base)
    if norm.startswith("---"):
        months = [_shift(base, by) for by in (-1, 0, 1, 2)]
        days = [day for year, month in months if (day := _day(year, month, norm[3:])) and (value.type == "date" or day >= base)]
        return min(days, key=lambda day: abs((day - base).days), default=None)
    if norm.startswith("--"):
        days = [day for year in (base.year - 1, base.year, base.year + 1) if (day := _day(year, int(norm[2:4]), norm[5:]))]
        return min(days, key=lambda day: abs((day - base).days), default=None)
    return None


def _step(match: re.Match[str], base: datetime.date) -> datetime.date | None:
    kind, by, one, two = match.groups()
    if kind == "day":
        return base + datetime.timedelta(days=int(by))
    if kind == "week":
        monday = base - datetime.timedelta(days=base.weekday())
        day = monday + datetime.timedelta(days=int(one) - 1, weeks=0 if by == "?" else int(by))
        return day + datetime.timedelta(weeks=1) if by == "?" and day < base else day
    if kind == "month":
        return _day(*_shift(base, int(by)), one)
    return _day(base.year + int(by), 12 if one == "end" else int(one), two or "end")


def _shift(base: datetime.date, by: int) -> tuple[int, int]:
    months = base.year * 12 + base.month - 1 + by
    return months // 12, months % 12 + 1


def _day(year: int, month: int, day: str) -> datetime.date | None:
    last = calendar.monthrange(year, month)[1]
    number = last if day == "end" else int(day)
    return datetime.date(year, month, number) if 1 <= number <= last else None


DEADLINE = ValueType("deadline", REGEX, LITERALS, parse)
