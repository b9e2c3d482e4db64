"""Hours until a named time: what counts as within the limit of a promised reply."""

import pytest

from checker.checks.answer_to import size_hours
from checker.concepts.values import find

THURSDAY = "2025-03-20T10:00:00"


@pytest.mark.parametrize(
    ("kind", "text", "started", "wanted"),
    [
        ("duration", "半个小时", None, 0.5),
        ("duration", "一个工作日", None, 24),
        ("duration", "三天", None, 72),
        ("deadline", "今天下班前", None, 24),
        ("deadline", "明天上午十点", None, 24),
        ("deadline", "后天", None, 48),
        ("deadline", "后天", THURSDAY, 48),
        ("deadline", "下周一", "2025-03-21T10:00:00", 24),
        ("deadline", "下周一", THURSDAY, 48),
        ("deadline", "下周一", None, float("inf")),
        ("date", "3月21日", THURSDAY, 24),
        ("date", "3月25日", THURSDAY, 120),
        ("clock", "下午三点", None, 24),
    ],
)
def test_size_hours(kind: str, text: str, started: str | None, wanted: float) -> None:
    value = next(v for _, _, v in find(kind, text))
    assert size_hours(value, started) == wanted
