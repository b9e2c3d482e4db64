"""must-say: something has to be said (existence). Passes if ``say`` holds, unless ``spoiled-by`` holds too."""

from __future__ import annotations

from checker.checks.context import Context, absent, passed
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "say": ("condition", True, "满足要求的说法"),
    "spoiled-by": ("condition", False, "同时出现则仍算未做到"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """pass with the words said, fail with the nearest near-miss and the trigger."""
    said = context.holds(rule.params["say"])
    if said is None:
        return absent(context, rule, trigger)
    spoiled = context.holds(rule.params["spoiled-by"]) if "spoiled-by" in rule.params else None
    if spoiled is not None:
        return Verdict(rule.id, "fail", message=rule.message, evidence=context.proofs(spoiled), nearest=context.proofs(said))
    return passed(context, rule, said)
