"""one-go: what is asked for is asked for in one go; nothing new is added once the list is done and the talk has moved on."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "items": ("concept", True, "客服要求的东西（每样一个命中）"),
    "closed": ("concept", False, "清单已说完的说法（就这些吗、就这几样）"),
    "excused": ("concept", False, "客户主动问起或说出新情况的说法：由此增加的不算追加"),
    "not-added": ("concept", False, "替代件、解释、重复等不算追加的说法"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the turn of the addition, then that of the first list."""
    items = context.events(rule.params["items"])
    if not items:
        return na(rule)
    asked: list[str] = []
    by_turn: dict[int, list[Hit]] = {}
    for hit in items:
        by_turn.setdefault(hit.turn, []).append(hit)
    closed = {hit.turn for hit in context.events(rule.params.get("closed", ""))}
    excused = {hit.turn for hit in context.events(rule.params.get("excused", ""))}
    not_added = {hit.turn for hit in context.events(rule.params.get("not-added", ""))}
    last = -1
    for turn, hits in by_turn.items():
        new = [hit for hit in hits if not _known(context.text(hit), asked)]
        between = range(last + 1, turn)
        if last >= 0 and new and turn not in not_added:
            moved = _moved_on(context, last, turn) or any(i in closed for i in (last, *between))
            if moved and not any(i in excused for i in _customer_before(context, turn)):
                return Verdict(rule.id, "fail", message=rule.message, evidence=context.proofs([new[0], items[0]]))
        asked.extend(context.text(hit) for hit in hits)
        last = turn
    return Verdict(rule.id, "pass", evidence=context.proofs(items))


def _known(name: str, asked: list[str]) -> bool:
    """Asked for before, under this or a shorter or longer name."""
    return any(name in old or old in name for old in asked)


def _moved_on(context: Context, last: int, turn: int) -> bool:
    """Another agent turn lies between: the talk went on to something else."""
    return any(context.record.turns[i].role == "agent" and len(context.folded.turns[i]) > 4 for i in range(last + 1, turn))


def _customer_before(context: Context, turn: int) -> list[int]:
    """The customer turns directly before ``turn``."""
    out = []
    for i in range(turn - 1, -1, -1):
        if context.record.turns[i].role == "agent":
            break
        out.append(i)
    return out
