"""in-order: the first ``first`` must not come in a later turn than the first ``then`` (precedence).

Both are counted from the first ``since`` on. Not applicable if ``first`` never comes.
"""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "first": ("concept", True, "应先出现的说法"),
    "then": ("concept", True, "应后出现的说法"),
    "since": ("concept", False, "从何时算起"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the premature turn and the late one."""
    since = context.events(rule.params["since"]) if "since" in rule.params else []
    start = since[0].turn if since else 0
    first = context.events(rule.params["first"])
    then = [hit for hit in context.events(rule.params["then"]) if hit.turn >= start]
    if not first:
        return na(rule)
    if not then or first[0].turn <= then[0].turn:
        return Verdict(rule.id, "pass", evidence=context.proofs(first[:1] + then[:1]))
    return Verdict(rule.id, "fail", message=rule.message, evidence=context.proofs([then[0], first[0]]))
