"""answer-to: each time ``each`` is said, ``answer`` must follow within a number of turns (response)."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "each": ("concept", True, "引出义务的说法"),
    "answer": ("concept", True, "应有的回应"),
    "within": ("number", True, "在同一发言或其后几次同角色发言之内"),
    "before-counts": ("number", False, "之前几次同角色发言内的也算"),
    "once": ("word", False, "same-words：同样的词只看第一次"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the first occasions left unanswered; na if there was no occasion."""
    occasions = context.events(rule.params["each"])
    if rule.params.get("once") == "same-words":
        seen: set[str] = set()
        occasions = [hit for hit in occasions if not (context.text(hit) in seen or seen.add(context.text(hit)))]  # type: ignore[func-returns-value]
    if not occasions:
        return na(rule)
    answers = context.events(rule.params["answer"])
    reach = int(context.param(rule.params["within"]))
    back = int(context.param(rule.params.get("before-counts", 0)))
    open_: list[Hit] = []
    met: list[Hit] = []
    for hit in occasions:
        order = context.turns_by(context.record.turns[hit.turn].role)
        at = order.index(hit.turn)
        first, last = order[max(0, at - back)], order[min(len(order) - 1, at + reach)]
        answer = next((a for a in answers if first <= a.turn <= last), None)
        if answer is None:
            open_.append(hit)
        else:
            met.extend((hit, answer))
    if not open_:
        return Verdict(rule.id, "pass", evidence=context.proofs(met))
    words = "、".join(dict.fromkeys(context.text(hit) for hit in open_))
    message = rule.message.replace("{words}", words)
    return Verdict(rule.id, "fail", message=message, evidence=context.proofs(open_))
