"""Calendar dates and clock times: 2025年3月11日, 二〇二五年五月二十日, 十一号, 晚上八点半, 17:30."""

from __future__ import annotations

import datetime
import re

from checker.concepts.numbers import DIGIT, chinese_number
from checker.concepts.typed import Value, ValueType, compiled

_Y4 = rf"(?:(?:19|20)\d{{2}}|[一二][零〇九][{DIGIT}]{{2}})"
_YEAR = rf"(?:(?<!\d){_Y4} ?年|(?<![\d{DIGIT}十百千])(?:\d{{2}}|[零〇一二三九][{DIGIT}]) ?年|(?:今|去|前|明)年 ?的?)"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|正)"
_D = r"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_ALONE = rf"(?<![\d.第月路街道巷弄工院栋幢座车床机组客员专柜 {DIGIT}十百千])"
_HAO = r"号(?![楼线院码牌床房门柜窗店铺文令桌台机坐座席客专柱库桥车泵厂井仓理调员馆站口出登航段])"
_BARE_DAY = rf"{_ALONE}{_D} ?{_HAO}"
_UNSAID = rf"(?![\d{DIGIT}十百千万个天日号点块元几多来份分周岁年半])"
_MONTH_DAY = (
    rf"{_M} ?月 ?(?:{_D} ?(?:日|{_HAO})|[二三]?十[一二三四五六七八九]?{_UNSAID}|[一二三四五六七八九]{_UNSAID}|\d{{1,2}}{_UNSAID})"
)
_NUMERIC = "|".join(
    rf"(?<![\d.\-/])(?:19|20)\d{{2}}{sep}(?:1[0-2]|0?[1-9]){sep}(?:3[01]|[12]\d|0?[1-9])(?![\d\-/]|\.\d)"
    for sep in ("-", "/", r"\.")
)
_MONTH_WORD = r"(?:本|当|上个?|下个?|这个?)月 ?(?:的)?"
DATE_REGEX = (
    rf"(?:{_NUMERIC}|{_YEAR} ?{_MONTH_DAY}|(?<!\d){_Y4} ?年 ?{_M} ?月(?!份?\d)|{_MONTH_WORD}{_D} ?(?:日|{_HAO})"
    rf"|(?<![\d{DIGIT}十个])(?<!\d年){_MONTH_DAY}|{_BARE_DAY})"
)
_NUMERIC_PART = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
_SAID = (
    rf"(?:(?P<word>今|去|前|明)年 ?的?|(?P<year>{_Y4}|[\d{DIGIT}]{{2}}) ?年)? ?"
    rf"(?:(?P<near>本|当|上个?|下个?|这个?)月 ?的?|(?P<month>{_M}) ?月)? ?(?P<day>{_D})? ?(?:日|号)?"
)
_YEARS = {"今": 0, "去": -1, "前": -2, "明": 1}


def date_parts(text: str) -> str | None:
    """Canonical form of a date in words, or None where there is no such day.

    ``2025-03-11``, ``2025-03``, ``--03-11``, ``---11``, ``year-1-03-11`` (last year), ``month+1-15`` (the 15th of next month).
    """
    said = text.strip()
    numeric = compiled(_NUMERIC_PART).fullmatch(said)
    if numeric:
        return _full(int(numeric[1]), int(numeric[2]), int(numeric[3]))
    match = compiled(_SAID).fullmatch(said)
    if not match:
        return None
    day = int(chinese_number(match["day"]) or 0) if match["day"] else 0
    if match["near"]:
        step = {"上": -1, "下": 1}.get(match["near"][0], 0)
        return f"month{step:+d}-{day:02d}" if 1 <= day <= 31 else None
    month = int(chinese_number(match["month"].replace("正", "一")) or 0) if match["month"] else 0
    if not month:
        return f"---{day:02d}" if 1 <= day <= 31 and not match["year"] and not match["word"] else None
    if match["year"]:
        year = int(chinese_number(match["year"]) or 0)
        year += 0 if year > 99 else 2000 if year < 80 else 1900
        if not day:
            return f"{year}-{month:02d}"
        return _full(year, month, day)
    if not day or _full(2000, month, day) is None:
        return None
    if match["word"]:
        return f"year{_YEARS[match['word']]:+d}-{month:02d}-{day:02d}"
    return f"--{month:02d}-{day:02d}"


def _full(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_date(text: str) -> Value | None:
    """A calendar date; ``norm`` is that of :func:`date_parts`; ``extra`` holds ``partial`` where a part is left unsaid."""
    norm = date_parts(text)
    if norm is None:
        return None
    return Value("date", norm, None, "", () if re.fullmatch(r"\d{4}-\d\d-\d\d", norm) else ("partial",))


_PERIOD = (
    "(?:凌晨|清晨|清早|大早|一早|早上|早晨|今早|明早|昨早|上午|中午|晌午|下午|午后|傍晚"
    "|晚上|今晚|明晚|昨晚|当晚|夜里|夜晚|晚间|深夜|半夜)"
)
_H = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_MIN = r"(?:[0-5]?\d|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
_BAD = r"(?![%\d{DIGIT}十个万元块倍折成点][%万元块倍折成]?)".replace("{DIGIT}", DIGIT)
_COLON = r"(?<![\d:.])(?:2[0-4]|[01]?\d):[0-5]\d(?::[0-5]\d)?(?![\d:])"
_POINT = "(?:点钟?|时(?![候间效段刻常])) ?"
_FINE = rf"(?:半|[一三]刻|整|{_MIN} ?分?(?!钟){_BAD})"
_NO_POINT = r"(?![儿点\d{DIGIT}十原建意要说注问需材内请诉都也就的不没吧了])".replace("{DIGIT}", DIGIT)
_BEFORE_HOUR = rf"(?<![\d.第有这那快早晚差几百{DIGIT}十])"
CLOCK = (
    rf"(?:{_PERIOD} ?{_H} ?(?:{_POINT}{_FINE}|{_POINT}(?!{_MIN} ?分?{_BAD}))|(?:{_PERIOD} ?)?{_COLON}"
    rf"|{_BEFORE_HOUR}{_H} ?{_POINT}(?:{_FINE})"
    rf"|{_BEFORE_HOUR}(?:2[0-4]|1\d|0?[4-9]|二十[一二三四]?|十[一二三四五六七八九]?|[四五六七八九]) ?点钟?{_NO_POINT}"
    rf"|{_BEFORE_HOUR}{_H} ?点(?:钟|(?=之前|以前|前|左右|以后|之后|来钟|多钟)))"
)
_CLOCK_PART = (
    rf"(?P<period>{_PERIOD})? ?(?P<hour>{_H}) ?"
    rf"(?::(?P<mm>\d\d)(?::\d\d)?|(?:点钟?|时) ?(?:(?P<fine>半|[一三]刻)|整|(?P<minute>{_MIN}))? ?分?)"
)
_FINES = {"半": 30, "一刻": 15, "三刻": 45}


def clock_hour(text: str) -> float | None:
    """The hour of the day, 0–24 with minutes as a fraction, that ``text`` contains (晚上八点半 → 20.5), or None."""
    match = compiled(_CLOCK_PART).search(text)
    if not match:
        return None
    hour = chinese_number(match["hour"])
    if hour is None:
        return None
    minute: float = 0
    if match["fine"]:
        minute = _FINES[match["fine"]]
    elif match["mm"] or match["minute"]:
        minute = chinese_number((match["mm"] or match["minute"]).removeprefix("零").removeprefix("〇")) or 0
    period = match["period"] or ""
    if hour < 12 and period and period[-1] in "午后晚间夜上里" and not period.startswith(("上午", "早上", "今早")):
        if not (period in ("半夜", "深夜", "夜里") and hour <= 5) and not (period in ("中午", "晌午") and hour >= 9):
            hour += 12
    elif hour == 12 and period in ("晚上", "今晚", "明晚", "昨晚", "当晚", "夜里", "半夜", "深夜"):
        hour = 24
    elif hour == 12 and period == "凌晨":
        hour = 0
    total = round(hour + minute / 60, 4)
    return total if total <= 24 else None


def parse_clock(text: str) -> Value | None:
    """A time of day; ``norm`` is HH:MM, from 00:00 to 24:00, ``number`` the hour with minutes as a fraction."""
    hour = clock_hour(text)
    if hour is None:
        return None
    minutes = round(hour * 60)
    return Value("clock", f"{minutes // 60:02d}:{minutes % 60:02d}", hour, "hour")


DATE = ValueType("date", DATE_REGEX, ("年", "月", "号", "-", "/", "."), parse_date)
CLOCK_TIME = ValueType("clock", CLOCK, ("点", "时", ":"), parse_clock)
