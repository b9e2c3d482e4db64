"""case-gaps: from the first contact of a case to its end, no stretch longer than allowed goes by without a ``touch``."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.checks.timeline import Event, case_calendar, covered, day, due, events, judged, proofs, started
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "touch": ("condition", True, "哪种往来算主动联系"),
    "ends": ("condition", True, "何事算案件了结"),
    "within": ("number", True, "最长多久"),
    "unit": ("word", True, "workdays（工作日）、days（自然日）或 hours"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the contacts before and after the first gap; na if the whole case took no longer than one gap may."""
    return judged(_judge, context, rule)


def _judge(context: Context, rule: Rule) -> Verdict:
    if not context.contacts:
        return na(rule)
    calendar, unit, most = case_calendar(context), rule.params["unit"], float(context.param(rule.params["within"]))
    begin = Event(started(context.contacts[0]), 0)
    closed = events(context, rule.params["ends"])
    end = max(closed[0].at, begin.at) if closed else covered(context)
    if end <= due(begin.at, most, unit, calendar):
        return na(rule)
    touches = [Event(started(context.contacts[e.contact]), e.contact, e.hit) for e in events(context, rule.params["touch"])]
    known = sorted((t for t in touches if t.contact > 0 and t.at <= end), key=lambda event: event.at)
    for last, following in zip([begin, *known], [*known, None], strict=True):
        limit = due(last.at, most, unit, calendar)
        if (following.at if following else end) > limit:
            until = following.at if following else end
            message = rule.message.replace("{from}", day(last.at)).replace("{to}", day(until))
            shown = [last, following] if following else [last]
            return Verdict(rule.id, "fail", message=message, evidence=proofs(context, *filter(None, shown)))
    return Verdict(rule.id, "pass", evidence=proofs(context, *known))
