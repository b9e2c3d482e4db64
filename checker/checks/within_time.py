"""within-time: no gap longer than allowed where it was the agent's turn to speak. Times are seconds.

A gap counts between the customer's (or system's) last word and the agent's first, and between two agent turns,
unless the agent had just asked something or the customer had asked to wait. A gap that was announced may be longer.
A customer who only asks whether somebody is there (``nags``) does not end the gap; an agent who asks that after his own
words (``checks-presence``) was waiting for the customer. A call without end times: speech is taken as 4 characters a second.
"""

from __future__ import annotations

from checker.checks.context import Context, na, unknown
from checker.language import Rule
from checker.model import Evidence, Hit, Turn, Verdict

SPEECH = 0.25  # seconds a character, where a call does not say when a turn ends

PARAMS = {
    "limit": ("numbers", True, "最长空白（秒），按 call、chat 分"),
    "told-limit": ("numbers", True, "事先告知后的最长空白（秒），按 call、chat 分"),
    "told": ("concept", True, "请客户稍等的说法"),
    "asked": ("concept", True, "客服提问或请客户操作的说法"),
    "customer-waits": ("concept", True, "客户要求等待的说法"),
    "nags": ("concept", False, "客户问还在不在：不算打断空白"),
    "checks-presence": ("concept", False, "客服问客户还在不在：之前等的是客户"),
}


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the turn after the longest breach; unknown if only part of the turns has times."""
    turns = context.record.turns
    kind = "chat" if context.record.kind == "chat" else "call"
    limit = float(context.param(rule.params["limit"][kind]))
    told_limit = float(context.param(rule.params["told-limit"][kind]))
    named = {name: context.events(rule.params[name]) if name in rule.params else [] for name in list(PARAMS)[2:]}
    said = {name: {hit.turn for hit in hits} for name, hits in named.items()}
    breaches: list[tuple[float, int]] = []
    announced: list[int] = []
    blind = 0
    for i in range(1, len(turns)):
        if turns[i].role != "agent":
            continue
        last = i - 1
        while last > 0 and last in said["nags"] and (turns[last - 1].role == "customer" or last - 1 in said["told"]):
            last -= 1
        speaker = next((j for j in range(last, -1, -1) if turns[j].role in ("agent", "customer")), -1)
        if speaker >= 0 and _others_turn(turns, speaker, i, said):
            continue
        start, ended = turns[i].start, _end(turns[last], kind)
        if start is None or ended is None:
            blind += 1
            continue
        gap = start - ended
        if gap <= limit:
            continue
        last_agent = next((j for j in range(i - 1, -1, -1) if turns[j].role == "agent"), -1)
        if last_agent in said["told"] and gap <= told_limit:
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


def _others_turn(turns: tuple[Turn, ...], speaker: int, now: int, said: dict[str, set[int]]) -> bool:
    """Whether the agent was right to keep silent between the words of ``speaker`` and the turn ``now``."""
    if turns[speaker].role == "customer":
        return speaker in said["customer-waits"]
    if speaker in said["told"]:
        return False
    asked_to_wait = speaker > 0 and turns[speaker - 1].role == "customer" and speaker - 1 in said["customer-waits"]
    return speaker in said["asked"] or now in said["checks-presence"] or asked_to_wait


def _end(turn: Turn, kind: str) -> float | None:
    if turn.end is not None or turn.start is None:
        return turn.end
    return turn.start + (len(turn.text) * SPEECH if kind == "call" else 0)
