"""case-sets: what is asked for in the first contact with a list is the list; later contacts may add to it only so often."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.checks.one_go import SAME_THING, core, overlap, same
from checker.checks.timeline import Event, proofs, started
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "items": ("concept", True, "客服要求的东西（每样一个命中）"),
    "most": ("number", True, "首次清单之后，最多几次往来可以要求新的东西"),
    "not-added": ("concept", False, "与它重叠的那一样不算要求（替代件、说明）"),
    "named": ("concept", False, "客户说起、交来的东西：客服随后要它不算新的"),
    "same-thing": ("concept", False, "各种说法都指同一样东西（银行卡、卡号、开户行）"),
    "generic": ("concept", False, "名称里的通用字（证明、报告）：只有它们相同不算同一样东西"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the first new item of each adding contact, the last one first; na if nothing was asked for."""
    known: list[str] = []
    added: list[Event] = []
    first: Event | None = None
    for index, contact in enumerate(context.contacts):
        spared = contact.events(rule.params.get("not-added", ""))
        items = [hit for hit in contact.events(rule.params["items"]) if not any(overlap(hit, other) for other in spared)]
        if not items:
            known += [_name(contact, rule, hit) for hit in contact.events(rule.params.get("named", ""))] if first else []
            continue
        new = [hit for hit in items if not any(same(_name(contact, rule, hit), old) for old in known)]
        if first is None:
            first = Event(started(contact), index, items[0])
        elif new:
            added.append(Event(started(contact), index, new[0]))
        known += [_name(contact, rule, hit) for hit in items]
    if first is None:
        return na(rule)
    if len(added) <= int(context.param(rule.params["most"])):
        return Verdict(rule.id, "pass", evidence=proofs(context, first, *added))
    words = "、".join(context.contacts[event.contact].text(event.hit) for event in added if event.hit)
    message = rule.message.replace("{count}", str(len(added))).replace("{words}", words)
    return Verdict(rule.id, "fail", message=message, evidence=proofs(context, *reversed(added), first))


def _name(contact: Context, rule: Rule, hit: Hit) -> str:
    """What a hit asks for, in few words that two wordings of one thing have in common."""
    if any(overlap(hit, other) for other in contact.events(rule.params.get("same-thing", ""))):
        return SAME_THING
    return core(contact, hit, contact.events(rule.params.get("generic", "")))
