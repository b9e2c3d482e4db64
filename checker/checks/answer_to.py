"""answer-to: each time ``each`` is said, ``answer`` must follow within a number of turns (response)."""

from __future__ import annotations

import datetime
from typing import Any

from checker.checks.context import Context, na
from checker.concepts.values import Value, hours, resolve
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "each": ("concept", True, "引出义务的说法"),
    "answer": ("concept", True, "应有的回应"),
    "within": ("number", True, "在同一发言或其后几次同角色发言之内"),
    "before-counts": ("number", False, "之前几次同角色发言内的也算"),
    "once": ("word", False, "same-words：同样的词只看第一次"),
    "chars": ("number", False, "回应与引出的词最多相隔几个字（0：重叠或紧接；只看同一发言）"),
    "answer-for": ("conditions", False, "某些词各自的回应：{词: 概念}，与 answer 任一即可"),
    "at-most": ("number", False, "回应里带的时间最长多少小时（今天、明天算在 24 小时内）"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the first occasions left unanswered; na if there was no occasion."""
    occasions = context.events(rule.params["each"])
    if rule.params.get("once") == "same-words":
        seen: set[str] = set()
        occasions = [hit for hit in occasions if not (context.text(hit) in seen or seen.add(context.text(hit)))]  # type: ignore[func-returns-value]
    if not occasions:
        return na(rule)
    answers = [hit for hit in context.events(rule.params["answer"]) if _in_time(context, rule, hit)]
    special = {word: context.holds(condition) or () for word, condition in rule.params.get("answer-for", {}).items()}
    reach = int(context.param(rule.params["within"]))
    back = int(context.param(rule.params.get("before-counts", 0)))
    chars = int(context.param(rule.params.get("chars", -1)))
    open_: list[Hit] = []
    met: list[Hit] = []
    for hit in occasions:
        order = context.turns_by(context.record.turns[hit.turn].role)
        at = order.index(hit.turn)
        first, last = order[max(0, at - back)], order[min(len(order) - 1, at + reach)]
        own = [a for word, found in special.items() if word in context.text(hit) for a in found]
        answer = next((a for a in (*own, *answers) if first <= a.turn <= last and _close(hit, a, chars)), None)
        if answer is None:
            open_.append(hit)
        else:
            met.extend((answer, hit))
    if not open_:
        return Verdict(rule.id, "pass", evidence=context.proofs(met))
    words = "、".join(dict.fromkeys(context.text(hit) for hit in open_))
    message = rule.message.replace("{words}", words)
    return Verdict(rule.id, "fail", message=message, evidence=context.proofs(open_))


def _in_time(context: Context, rule: Rule, hit: Hit) -> bool:
    """Whether the time named in ``hit`` is within ``at-most`` hours; a hit without a time is."""
    if "at-most" not in rule.params or hit.value is None:
        return True
    return size_hours(hit.value, context.record.meta.get("started_at")) <= float(context.param(rule.params["at-most"]))


def size_hours(value: Value, started_at: Any) -> float:
    """Hours until the time that ``value`` names: a duration, or a date or deadline seen from ``started_at`` (ISO text).

    Today and tomorrow count as 24 hours, each further day as 24 more (weekends left aside where a day of the week is named);
    infinite where the date cannot be told.
    """
    if value.type == "duration":
        return hours(value)
    if value.type == "clock":
        return 24.0
    try:
        base = datetime.date.fromisoformat(str(started_at)[:10])
    except ValueError:
        step = value.norm.removeprefix("day+")
        return 24.0 * max(1, int(step)) if step.isdigit() and value.norm.startswith("day+") else float("inf")
    day = resolve(value, base)
    if day is None:
        return float("inf")
    days = [base + datetime.timedelta(days=n) for n in range(1, min((day - base).days, 400) + 1)]
    return 24.0 * max(1, sum(date.weekday() < 5 for date in days) if value.norm.startswith("week") else len(days))


def _close(hit: Hit, answer: Hit, chars: int) -> bool:
    """No bound (``chars`` < 0), or in the same turn and at most ``chars`` characters away."""
    return chars < 0 or (hit.turn == answer.turn and max(answer.at - hit.to, hit.at - answer.to) <= chars)
