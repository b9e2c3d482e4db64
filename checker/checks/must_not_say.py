"""must-not-say: something must not be said (absence). ``forbid`` maps the sort of breach to its condition."""

from __future__ import annotations

from checker.checks.context import Context
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {"forbid": ("conditions", True, "违反的种类及其说法")}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with every sort found (the first in the order of the rule gives ``kind``) and its words."""
    kinds: list[str] = []
    hits: list[Hit] = []
    for kind, condition in rule.params["forbid"].items():
        found = context.holds(condition)
        if found is not None:
            kinds.append(kind)
            hits.extend(found)
    if not kinds:
        return Verdict(rule.id, "pass", searched=(0, len(context.record.turns)))
    hits.sort(key=lambda hit: (hit.turn, hit.at))
    message = rule.message.replace("{kind}", "、".join(kinds))
    return Verdict(rule.id, "fail", message=message, kind=kinds[0], evidence=context.proofs(hits))
