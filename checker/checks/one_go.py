"""one-go: what is asked for is asked for in one go; nothing new is added once the list is done and the talk has moved on."""

from __future__ import annotations

from checker.checks.context import Context, na
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "items": ("concept", True, "客服要求的东西（每样一个命中）"),
    "closed": ("concept", False, "清单已说完的说法（就这些吗、没有别的了）"),
    "counted": ("concept", False, "数出来的清单（就这四样、就差这一个）：也算说完；即使没认出其中的东西，也当作清单"),
    "excused": ("concept", False, "客户说出新情况的说法：紧接着由此增加的不算追加"),
    "not-added": ("concept", False, "替代件、解释、重复等说法：与它重叠的那一样不算追加"),
    "named": ("concept", False, "客户自己提起的东西：客服随后要它不算追加"),
    "generic": ("concept", False, "名称里的通用字（证明、报告、原件）：只有它们相同不算同一样东西"),
    "same-thing": ("concept", False, "各种说法都指同一样东西（银行卡、卡号、开户行）"),
    "same-topic": ("concept", False, "仍在谈清单的说法：中间只有它，不算话题已转走"),
    "similar": ("word", False, "由例子训练的模型：完全不像要材料的发言里，提到的东西不算要"),
    "sure": ("number", False, "至少多像（0 到 1）"),
}
SHORT = 6  # an agent turn of at most so many characters is an acknowledgement and moves the talk nowhere
SAME_THING = "="  # the one name of everything that ``same-thing`` covers


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the turn of the addition, then that of the first list."""
    lists = {name: context.events(rule.params.get(name, "")) for name, (kind, _, _) in PARAMS.items() if kind == "concept"}
    spared = lists["not-added"]
    items = [hit for hit in lists["items"] if not any(overlap(hit, other) for other in spared)]
    items = context.resembling(items, rule.params.get("similar", ""), rule.params.get("sure"))
    if not items:
        return na(rule)
    excused = {hit.turn for hit in lists["excused"]}
    closings = sorted([*lists["closed"], *lists["counted"]], key=lambda hit: (hit.turn, hit.at))
    last: Hit | None = None
    asked: list[str] = []

    def named(hit: Hit) -> str:
        alike = any(overlap(hit, other) for other in lists["same-thing"])
        return SAME_THING if alike else core(context, hit, lists["generic"])

    names = [(hit, named(hit)) for hit in lists["named"]]
    for turn in sorted({hit.turn for hit in items}):
        here = [hit for hit in items if hit.turn == turn]
        known = [*asked, *(name for hit, name in names if hit.turn < turn)]
        if last is None:
            last = next((hit for hit in lists["counted"] if hit.turn < turn), None)
        new = [hit for hit in here if not any(same(named(hit), old) for old in known)]
        if last is not None and new and not _customer_before(context, turn) & excused:
            closed = any((last.turn, last.at) < (hit.turn, hit.at) < (turn, new[0].at) for hit in closings)
            closed |= last.turn < turn and last in lists["counted"]
            if closed or _moved_on(context, last.turn, turn, lists["same-topic"]):
                return Verdict(rule.id, "fail", message=rule.message, evidence=context.proofs([new[0], last]))
        asked.extend(named(hit) for hit in here)
        last = here[0]
    return Verdict(rule.id, "pass", evidence=context.proofs(items))


def overlap(one: Hit, other: Hit) -> bool:
    """Whether two hits of one record share a character."""
    return one.turn == other.turn and one.at < other.to and other.at < one.to


def core(context: Context, hit: Hit, generic: list[Hit]) -> str:
    """The words of a hit without its generic parts; all of them if too little would be left."""
    text = context.text(hit)
    kept = "".join(
        " " if any(g.turn == hit.turn and g.at <= hit.at + i < g.to for g in generic) else char for i, char in enumerate(text)
    )
    return kept if any(len(part) > 1 for part in kept.split()) else text


def same(name: str, old: str) -> bool:
    """One name within the other, or two characters in a row in common."""
    if name in old or old in name:
        return True
    return any(name[i : i + 2] in old for i in range(len(name) - 1) if " " not in name[i : i + 2])


def _moved_on(context: Context, last: int, turn: int, topic: list[Hit]) -> bool:
    """Between the two turns the customer spoke and another agent turn was about something else."""
    turns = context.record.turns
    between = range(last + 1, turn)
    if not any(turns[i].role == "customer" for i in between):
        return False
    on_topic = {hit.turn for hit in topic}
    return any(turns[i].role == "agent" and i not in on_topic and len(context.folded.turns[i]) > SHORT for i in between)


def _customer_before(context: Context, turn: int) -> set[int]:
    """The customer turns directly before the run of agent turns that ``turn`` belongs to."""
    turns = context.record.turns
    at = turn - 1
    while at >= 0 and turns[at].role != "customer":
        at -= 1
    out = set()
    while at >= 0 and turns[at].role != "agent":
        out.add(at)
        at -= 1
    return out
