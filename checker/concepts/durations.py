"""Lengths of time: 三到五个工作日, 72小时, 半个月, T+3; and their size in hours and in working days."""

from __future__ import annotations

import re

from checker.concepts.numbers import BEFORE, COUNT, RANGE, number_range
from checker.concepts.typed import Value, ValueType, compiled

_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "workday": 1440, "week": 10080, "month": 43200, "year": 525600}
_WORDS = {
    "秒": "second", "秒钟": "second", "分钟": "minute", "分": "minute", "刻钟": "quarter",
    "小时": "hour", "钟头": "hour", "钟": "hour", "h": "hour",
    "天": "day", "日": "day", "自然日": "day", "日历日": "day", "日历天": "day", "工作日": "workday", "工作天": "workday",
    "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year", "周年": "year",
}  # fmt: skip
_UNIT = (
    "(?:工作[日天]|自然日|日历[日天]|分钟|刻钟|小时|钟头|(?<=[个半])钟(?!头)|秒钟?|h(?![a-z0-9])"
    "|天(?!气|然|津|天|到晚|平|猫|河|花)|日(?!之?前|以前|三餐|游|常|期|元|报|之计)|周年|周(?![岁某末边围]|先生|女士|小姐|经理|律师|师傅)"
    "|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|(?<=[个半多俩仨两把])月(?!板|饼|嫂)"
    r"|年(?![纪龄轻级度底初末终检审货代款份薪息会前]| ?\d{1,2} ?月|[一二三四五六七八九十]{1,2}月))"
)
_COUNTED = f"(?:{COUNT}|半|个把)"
_PIECE = rf"{_COUNTED} ?(?:个多?|多个?|来个)?半? ?{_UNIT}(?:半(?![天个年小夜])|多)?"
_NOT_ONE = (  # 有一天, 下一周, 一天天
    "(?!(?:(?<=[某那哪])|(?<=有)(?<![还只才就]有))一[天日])"
    "(?!(?<=[上下])(?<!马上)(?<!晚上)(?<!以上)(?<!加上)一个?(?:周|年|月|星期|礼拜))"
)
_TAIL = "(?:左右|上下)?(?:以内|之内|内(?!科|容|部|存)|里头?|以上|之后|以后|后(?![天面]))?"
_NO_MONTH = "(?<![0-9一二三四五六七八九十]月)(?<![0-9一二三四五六七八九十]月 )(?<![0-9] 月)"
_T_PLUS = r"(?<![a-z0-9])t ?(?:\+|加) ?(?:\d{1,2}|[零一二两三四五六七八九十]{1,2})(?:个?工作日)?"
REGEX = (
    rf"(?:{_T_PLUS}|{BEFORE}(?<![x×*周])(?<!星期)(?<!礼拜){_NO_MONTH}{_NOT_ONE}"
    rf"(?:{_COUNTED}(?: ?个?{_UNIT})?{RANGE})?{_PIECE}"
    rf"(?:(?:[零又]|{RANGE})?{_PIECE}|(?<=[时头])[零又]?{COUNT} ?分(?![之钟]))?{_TAIL})"
)
LITERALS = (*tuple("天日周月年秒钟h"), "分钟", "小时", "钟头", "星期", "礼拜", "刻钟", "工作日", "t+", "t +", "t加", "t 加")

_PART = (
    rf"(?P<count>(?:{_COUNTED} ?个?{RANGE})?{_COUNTED}) ?(?P<mid>(?:个多?|多个?|来个)?半?) ?"
    rf"(?P<unit>{_UNIT}|分(?!之))(?P<end>半(?![天个年小夜])|多)?"
)
_SEPARATOR = RANGE


def parse(text: str) -> Value | None:
    """A length of time; ``number`` is its upper bound in ``unit`` (minute, hour, day, workday, week, month or year).

    ``extra``: ``low=N`` for a range, ``approx`` (左右, 来, 多), ``within`` (内), ``after`` (后), ``min`` (以上),
    ``loose`` (半天, which may mean just long).
    """
    said = text.lower().strip()
    if said.startswith("t"):
        days = number_range(re.sub(r"^t ?(?:\+|加) ?|个?工作日$", "", said))
        return None if days is None else Value("duration", f"{days[1]:g} workday", days[1], "workday")
    parts = list(compiled(_PART).finditer(said))
    if not parts or parts[0].start():
        return None
    sizes = [_size(part) for part in parts[:2]]
    first = sizes[0]
    if first is None:
        return None
    low, high, unit, approx = first
    if len(sizes) == 2:
        second = sizes[1]
        if second is None:
            return None
        joined = compiled(_SEPARATOR).fullmatch(said[parts[0].end() : parts[1].start()]) is not None
        low, high, unit = _join((low, high, unit), second[:3], joined)
        approx = approx or second[3]
    end = said[parts[min(len(parts), 2) - 1].end() :]
    flags = [f"low={low:g}"] if low < high else []
    if approx or "左右" in end or "上下" in end:
        flags.append("approx")
    if end.endswith(("内", "里", "里头")):
        flags.append("within")
    if end.endswith("后"):
        flags.append("after")
    if end.endswith("以上"):
        flags.append("min")
    if said.startswith("半天"):
        flags.append("loose")
    return Value("duration", f"{high:g} {unit}", high, unit, tuple(flags))


def _size(part: re.Match[str]) -> tuple[float, float, str, bool] | None:
    count, mid, unit = part["count"], part["mid"], _WORDS[part["unit"]]
    bounds = number_range(count)
    if bounds is None or (
        unit == "year" and (bounds[1] > 60 or (re.fullmatch("[零〇一二三四五六七八九]{2}", count) and not bounds[2]))
    ):
        return None
    low, high, approx = bounds
    if "半" in mid or part["end"] == "半":
        low, high = low + 0.5, high + 0.5
    if "多" in mid or part["end"] == "多":
        place = 10 if high >= 10 and high % 10 == 0 and "个多" not in mid and part["end"] is None else 1
        high, approx = high + (9 if place == 10 else 0.5 if high == 0.5 else 1), True
    if "来" in mid:
        approx = True
    if unit == "second":
        low, high, unit = low / 60, high / 60, "minute"
    elif unit == "quarter":
        low, high, unit = low * 15, high * 15, "minute"
    return low, high, unit, approx


def _join(one: tuple[float, float, str], two: tuple[float, float, str], joined: bool) -> tuple[float, float, str]:
    """Two lengths in a row: a sum where the second has the smaller unit (一年零三个月), else a range (十天半个月)."""
    ratio = _MINUTES[one[2]] / _MINUTES[two[2]]
    if (one[2], two[2]) == ("year", "month"):
        ratio = 12
    if ratio > 1 and not joined:
        return round(one[0] * ratio + two[0], 6), round(one[1] * ratio + two[1], 6), two[2]
    if one[1] * ratio > two[1]:
        return two[0] / ratio, one[1], one[2]
    return round(one[0] * ratio, 6), two[1], two[2]


def hours(value: Value) -> float:
    """Upper bound of a duration in hours; a working day counts 24, a month 31 days, a year 366 days.

    Raises ValueError for a value of another type.
    """
    number = _number(value)
    return number * {"minute": 1 / 60, "hour": 1, "day": 24, "workday": 24, "week": 168, "month": 744, "year": 8784}[value.unit]


def workdays(value: Value) -> float:
    """Upper bound of a duration in working days, holidays left aside: 72小时 → 3, 7天 → 5, 一周 → 5, 一个月 → 23, 一年 → 262.

    Raises ValueError for a value of another type.
    """
    number = _number(value)
    if value.unit in ("workday", "week", "month", "year"):
        return number * {"workday": 1, "week": 5, "month": 23, "year": 262}[value.unit]
    days = hours(value) / 24
    return days // 7 * 5 + min(days % 7, 5)


def _number(value: Value) -> float:
    if value.type != "duration" or value.number is None:
        raise ValueError(f"不是时长: {value.norm}")
    return value.number


DURATION = ValueType("duration", REGEX, LITERALS, parse)
