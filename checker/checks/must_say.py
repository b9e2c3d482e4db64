"""must-say: something has to be said (existence). Passes if ``say`` holds, unless ``spoiled-by`` holds too.

Where the written wordings find nothing, turns that resemble labelled examples count too, if the rule names a ``similar`` model.
"""

from __future__ import annotations

from checker.checks.context import Context, absent, passed
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "say": ("condition", True, "满足要求的说法"),
    "spoiled-by": ("condition", False, "同时出现则仍算未做到"),
    "show": ("condition", False, "满足时先列为证据的说法（不影响判定）"),
    "similar": ("word", False, "写明的说法都没有时，问这个由例子训练的模型（similar/名称.json）"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass with the words said, fail with the nearest near-miss and the trigger."""
    said = context.holds(rule.params["say"])
    if said is None:
        alike = context.alike(rule.params.get("similar", ""), context.cancelled(rule.params["say"]))
        return Verdict(rule.id, "pass", evidence=alike) if alike else absent(context, rule, trigger)
    spoiled = context.holds(rule.params["spoiled-by"]) if "spoiled-by" in rule.params else None
    if spoiled is not None:
        return Verdict(rule.id, "fail", message=rule.message, evidence=context.proofs(spoiled), nearest=context.proofs(said))
    first = context.holds(rule.params["show"]) if "show" in rule.params else None
    return passed(context, rule, (*(first or ()), *said))
