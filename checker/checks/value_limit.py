"""value-limit: a length of time has to be named, and may not be longer than allowed."""

from __future__ import annotations

from checker.checks.context import Context, absent
from checker.concepts.values import hours, workdays
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "value": ("concept", True, "带时长或期限的说法（<duration>）"),
    "at-most": ("number", True, "最长多少"),
    "unit": ("word", True, "workdays 或 hours"),
    "also": ("condition", False, "不带时长也算按时的说法（今天、明天 …）"),
}
MEASURE = {"workdays": workdays, "hours": hours}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass with a value in time; fail with the one that is too long, or with what is absent."""
    most = float(context.param(rule.params["at-most"]))
    measure = MEASURE[rule.params["unit"]]
    named = [hit for hit in context.events(rule.params["value"]) if hit.value is not None]
    good = [hit for hit in named if measure(hit.value) <= most]
    if good:
        return Verdict(rule.id, "pass", evidence=context.proofs(good))
    also = context.holds(rule.params["also"]) if "also" in rule.params else None
    if also is not None:
        return Verdict(rule.id, "pass", evidence=context.proofs(also))
    if named:
        return Verdict(rule.id, "fail", message=rule.message, kind="超过时限", evidence=context.proofs(named))
    return absent(context, rule, trigger)
