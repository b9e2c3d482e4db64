"""checklist: every slot has to be filled, by a question of the agent or by words of the customer."""

from __future__ import annotations

from checker.checks.context import Context, absent
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {"slots": ("conditions", True, "各要素及其说法")}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass with one proof a slot (at most three shown); fail with ``missing``, the slots in the order of the rule."""
    missing, proofs = [], []
    for slot, condition in rule.params["slots"].items():
        found = context.holds(condition)
        if found is None:
            missing.append(slot)
        elif found:
            proofs.append(found[0])
    if not missing:
        return Verdict(rule.id, "pass", evidence=context.proofs(proofs))
    verdict = absent(context, rule, trigger, missing=tuple(missing))
    return verdict._replace(message=rule.message.replace("{missing}", "、".join(missing)))
