"""case-interval: after ``from`` has happened in a case, ``to`` has to happen within so many working days, days or hours."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.checks.timeline import Event, case_calendar, covered, day, due, events, judged, proofs
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "from": ("condition", True, "从何事起算（在某次往来里成立）"),
    "to": ("condition", True, "何事应已发生"),
    "within": ("number", True, "多久之内"),
    "unit": ("word", True, "workdays（工作日）、days（自然日）或 hours"),
    "void": ("condition", False, "之后的往来里成立则此前的 from 不算（如客户不同意）"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass in time; fail late, or overdue when the record ends; na without ``from`` or not due yet."""
    return judged(_judge, context, rule)


def _judge(context: Context, rule: Rule) -> Verdict:
    begins = _standing(context, rule)
    if not begins:
        return na(rule)
    begin = begins[0]
    ends = [event for event in events(context, rule.params["to"]) if event.at.date() >= begin.at.date()]
    end = ends[0] if ends else None
    limit = due(begin.at, float(context.param(rule.params["within"])), rule.params["unit"], case_calendar(context))
    if end is not None and end.at <= limit:
        return Verdict(rule.id, "pass", evidence=proofs(context, end, begin))
    if end is None and covered(context) <= limit:
        return na(rule)
    happened = f"实际 {day(end.at)}" if end is not None else f"到 {day(covered(context))} 仍没有"
    message = rule.message.replace("{from}", day(begin.at)).replace("{due}", day(limit)).replace("{to}", happened)
    return Verdict(rule.id, "fail", message=message, evidence=proofs(context, *filter(None, (end, begin))))


def _standing(context: Context, rule: Rule) -> list[Event]:
    """The beginnings that nothing later made void."""
    begins = events(context, rule.params["from"])
    if "void" not in rule.params:
        return begins
    voids = [event.contact for event in events(context, rule.params["void"])]
    return [event for event in begins if not any(event.contact < at for at in voids)]
