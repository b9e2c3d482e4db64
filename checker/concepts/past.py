"""Days that are over, named from today: 昨天, 前天下午, 大前天, 上周五, 上个礼拜三; and today, as in 今天上午办好的."""

from __future__ import annotations

import re

from checker.concepts.typed import Value, ValueType, compiled

_DAYS = {"今": 0, "昨": -1, "前": -2, "大前": -3}
_WEEKDAY = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7} | {str(day): day for day in range(1, 7)}
_PART = "(?: ?(?:一大早|大清早|大早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间))?"
REGEX = (
    rf"(?:(?<!大)(?:大前[天日]|(?<![以之目提先当])前[天晚](?!面)|昨[天日晚早]|昨儿个?|今[天日早晚]|今儿个?){_PART}"
    rf"|上个?(?:周|星期|礼拜)[一二三四五六日天1-6](?![次回趟个]){_PART})"
)
_SAID = r"(?:(大前|前|昨|今)[天日晚早儿]个?|上个?(?:周|星期|礼拜)([一二三四五六日天1-6]))"


def parse(text: str) -> Value | None:
    """A day up to today; ``norm`` is ``day-1`` (yesterday), ``day+0``, ``week-1-5`` (last Friday): see deadlines.resolve."""
    match = compiled(_SAID).match(re.sub(r"\s", "", text))
    if not match:
        return None
    norm = f"day{_DAYS[match[1]]:+d}" if match[1] else f"week-1-{_WEEKDAY[match[2]]}"
    return Value("past", norm)


LITERALS = ("前天", "前日", "前晚", "昨", "今天", "今日", "今早", "今晚", "今儿", "上周", "上个周", "星期", "礼拜")
PAST = ValueType("past", REGEX, LITERALS, parse)
