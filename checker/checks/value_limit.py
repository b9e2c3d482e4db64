"""value-limit: a length of time has to be named, and may not be longer than allowed."""

from __future__ import annotations

import datetime

from checker.checks.context import Context, absent
from checker.concepts.values import Value, hours, resolve, workdays
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "value": ("concept", True, "带时长或期限的说法（<duration>）"),
    "at-most": ("number", True, "最长多少"),
    "unit": ("word", True, "workdays 或 hours"),
    "also": ("condition", False, "不带时长也算按时的说法（今天、明天 …）"),
    "dates": ("concept", False, "带日期或时点的说法（<deadline>、<date>），从 base 算起"),
    "base": ("concept", False, "起算日期的说法（<date>）；没有则取记录的 started_at"),
}
MEASURE = {"workdays": workdays, "hours": hours}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass with a value in time; fail with the one that is too long, or with what is absent."""
    most = float(context.param(rule.params["at-most"]))
    measure = MEASURE[rule.params["unit"]]
    named = [hit for hit in context.events(rule.params["value"]) if hit.value is not None]
    good = [hit for hit in named if measure(hit.value) <= most]
    for hit in context.events(rule.params.get("dates", "")):
        if hit.value is not None and hit.value.type in ("deadline", "date"):
            span = _span(context, rule, hit.value)
            (good if span is None or span <= most else named).append(hit)
    if good:
        return Verdict(rule.id, "pass", evidence=context.proofs(good))
    also = context.holds(rule.params["also"]) if "also" in rule.params else None
    if also is not None:
        return Verdict(rule.id, "pass", evidence=context.proofs(also))
    if named:
        return Verdict(rule.id, "fail", message=rule.message, kind="超过时限", evidence=context.proofs(named))
    return absent(context, rule, trigger)


def _span(context: Context, rule: Rule, value: Value) -> float | None:
    """From the base date to the point in time ``value``, in the unit of the rule (holidays left aside); None if unknown."""
    base = _base(context, rule)
    day = resolve(value, base) if base else None
    if base is None or day is None:
        return None
    days = (day - base).days
    if rule.params["unit"] == "hours":
        return days * 24.0
    return float(sum((base + datetime.timedelta(days=n)).weekday() < 5 for n in range(1, days + 1)))


def _base(context: Context, rule: Rule) -> datetime.date | None:
    """The last date of the concept ``base``, else the day on which the record began."""
    full = [hit.value.norm for hit in context.events(rule.params.get("base", "")) if hit.value is not None]
    for text in (*reversed(full), str(context.record.meta.get("started_at", ""))[:10]):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            continue
    return None
