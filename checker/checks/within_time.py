"""within-time: no gap longer than allowed where it was the agent's turn to speak. Times are seconds.

A gap counts between the customer's (or system's) last word and the agent's first, and between two agent turns,
unless the agent had just asked something or the customer had asked to wait. A gap that was announced may be longer.
"""

from __future__ import annotations

from checker.checks.context import Context, na, unknown
from checker.language import Rule
from checker.model import Evidence, Hit, Verdict

PARAMS = {
    "limit": ("numbers", True, "最长空白（秒），按 call、chat 分"),
    "told-limit": ("numbers", True, "事先告知后的最长空白（秒），按 call、chat 分"),
    "told": ("concept", True, "请客户稍等的说法"),
    "asked": ("concept", True, "客服提问或请客户操作的说法"),
    "customer-waits": ("concept", True, "客户要求等待的说法"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the turn after the longest breach; unknown if only part of the turns has times."""
    turns = context.record.turns
    kind = "chat" if context.record.kind == "chat" else "call"
    limit = float(context.param(rule.params["limit"][kind]))
    told_limit = float(context.param(rule.params["told-limit"][kind]))
    told, asked, waits = ({hit.turn for hit in context.events(rule.params[name])} for name in ("told", "asked", "customer-waits"))
    breaches: list[tuple[float, int]] = []
    announced: list[int] = []
    blind = 0
    for i in range(1, len(turns)):
        turn, before = turns[i], turns[i - 1]
        if turn.role != "agent" or i - 1 in waits or (before.role == "agent" and i - 1 in asked):
            continue
        ended = before.end if before.end is not None else before.start
        if turn.start is None or ended is None:
            blind += 1
            continue
        gap = turn.start - ended
        if gap <= limit:
            continue
        last_agent = next((j for j in range(i - 1, -1, -1) if turns[j].role == "agent"), -1)
        if last_agent in told and gap <= told_limit:
            announced.append(i)
        else:
            breaches.append((gap, i))
    if breaches:
        proofs = tuple(
            context.whole_turn(i, f"此前空白 {gap:.0f} 秒") for gap, i in sorted(breaches, key=lambda b: (-b[0], b[1]))[:3]
        )
        message = rule.message.replace("{seconds}", f"{max(gap for gap, _ in breaches):.0f}")
        return Verdict(rule.id, "fail", message=message, evidence=proofs)
    if blind:
        if all(turn.start is None for turn in turns):
            return na(rule)
        return unknown(rule, "partial-times", f"有 {blind} 处轮到客服说话的地方没有时间，无法判断等待时长")
    shown: tuple[Evidence, ...] = tuple(context.whole_turn(i, "已事先告知稍等") for i in announced[:3])
    return Verdict(rule.id, "pass", evidence=shown, searched=(0, len(turns)))
