"""Days that are over, named from today."""

import datetime

import pytest

from checker.concepts.values import find, resolve

TUESDAY = datetime.date(2025, 3, 11)


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("昨天下午打的款", "昨天下午", "2025-03-10"),
        ("昨儿个到的", "昨儿个", "2025-03-10"),
        ("前天汇的", "前天", "2025-03-09"),
        ("大前天收齐", "大前天", "2025-03-08"),
        ("今天上午十点打到卡上", "今天上午", "2025-03-11"),
        ("上周五核定的", "上周五", "2025-03-07"),
        ("上个礼拜三批的", "上个礼拜三", "2025-03-05"),
    ],
)
def test_past(text: str, said: str, day: str) -> None:
    [(start, end, value)] = find("past", text)
    assert text[start:end] == said
    assert resolve(value, TUESDAY) == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["明天下午", "以前天天来", "目前", "上周", "提前天数", "三天前"])
def test_no_past(text: str) -> None:
    assert not list(find("past", text))
