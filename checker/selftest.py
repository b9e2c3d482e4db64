"""Run the examples inside every concept and rule; name what contradicts its own examples, never fires, or never stays silent."""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.engine import Engine
from checker.language import Concept, Example, Rule, Ruleset
from checker.model import Record, Turn
from checker.normalize import fold
from checker.ruleset.conditions import mentioned

LABEL = re.compile(r"^(客服|客户|系统|机器人|其他)(?:\[(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\])?[:：]\s?(.*)$")
CONTACT = re.compile(r"^== *(\S+) +(call|chat|letter)(?: +(\S+))? *== *$", re.MULTILINE)
COVERS = re.compile(r"covers_until: *(\S+)")
ROLE = {"客服": "agent", "客户": "customer", "系统": "system", "机器人": "bot", "其他": "other"}


class Problem(NamedTuple):
    """A broken example: ``place`` is path:line:column of the concept or rule, ``what`` is Chinese."""

    place: str
    what: str


def turns_of(text: str, role: str) -> tuple[Turn, ...]:
    """Turns of an example: lines ``客服：…`` / ``客户：…`` (times as ``客服[0-3]：``); a bare text is one turn of ``role``."""
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    if not any(LABEL.match(line.strip()) for line in lines):
        return tuple(Turn(role, line) for line in (text.strip("\n").split("\n") if role == "letter" else [text.strip()]))
    out = []
    for line in lines:
        match = LABEL.match(line.strip())
        if match:
            start = float(match[2]) if match[2] else None
            end = float(match[3]) if match[3] else start
            out.append(Turn(ROLE[match[1]], match[4], start, end))
        elif out:
            out[-1] = out[-1]._replace(text=out[-1].text + line.strip())
    return tuple(out)


def case_of(text: str) -> Record:
    """An example case: lines ``== 2025-03-04T09:12 call ==`` open contacts; ``covers_until: 2025-04-01`` may come first."""
    head, *parts = CONTACT.split(text.strip("\n"))
    until = COVERS.match(head.strip())
    contacts = tuple(
        Record(
            f"example/{index}",
            kind,
            turns_of(body.strip("\n"), "letter" if kind == "letter" else "agent"),
            meta={"started_at": start, **({"direction": direction} if direction else {})},
        )
        for index, (start, kind, direction, body) in enumerate(zip(*(parts[i::4] for i in range(4)), strict=True))
    )
    return Record("example", "case", (), contacts, "", {"covers_until": until[1]} if until else {})


def run(ruleset: Ruleset, only: frozenset[str] = frozenset()) -> list[Problem]:
    """All contradictions between the ruleset and its own examples; ``only`` limits it to some ids."""
    engine = Engine(ruleset)
    problems: list[Problem] = []
    for concept in ruleset.concepts:
        if not only or concept.id in only:
            problems.extend(_concept(engine, concept))
    for rule in ruleset.rules:
        if not only or rule.id in only:
            problems.extend(_rule(engine, rule))
    return problems


def _concept(engine: Engine, concept: Concept) -> list[Problem]:
    out = []
    role = "agent" if concept.by == "any" else concept.by
    for text, wanted in [(t, True) for t in concept.hit] + [(t, False) for t in concept.miss]:
        turns = turns_of(text, role)
        hits, vetoed = engine.lexicon.match(fold(turns), turns)
        if (concept.id in hits) is not wanted:
            lost = vetoed.get(concept.id, [])
            why = f"（命中但被否决：{lost[0].veto}）" if wanted and lost else ""
            out.append(Problem(concept.place, f"概念 {concept.id} {'应' if wanted else '不应'}命中例子“{text.strip()}”{why}"))
    for name, texts in (("hit", concept.hit), ("miss", concept.miss)):
        if not texts:
            out.append(Problem(concept.place, f"概念 {concept.id} 没有 {name} 例子"))
    return out


def _rule(engine: Engine, rule: Rule) -> list[Problem]:
    out = []
    seen = set()
    for example in rule.examples:
        got = judge(engine, rule, example)
        seen.add(got.verdict == "fail")
        wrong = got.verdict != example.verdict
        wrong |= bool(example.kind) and got.kind != example.kind
        wrong |= bool(example.missing) and got.missing != example.missing
        if wrong:
            detail = "，".join(filter(None, [got.verdict, got.kind, "、".join(got.missing), got.reason]))
            first = " / ".join(example.text.strip().splitlines())[:60]
            out.append(Problem(rule.place, f"规则 {rule.id} 的例子应判 {example.verdict}，实判 {detail}：“{first}”"))
    if True not in seen:
        out.append(Problem(rule.place, f"规则 {rule.id} 没有任何例子让它判违反"))
    if False not in seen:
        out.append(Problem(rule.place, f"规则 {rule.id} 没有任何例子让它不判违反"))
    return out


def judge(engine: Engine, rule: Rule, example: Example):  # type: ignore[no-untyped-def]
    """Verdict of ``rule`` on one of its examples; scenes and letter types are those named in ``applies`` unless given."""
    if rule.scope == "case":
        return engine.judge(engine.context(case_of(example.text)), rule)
    kind = {"conversation": "call", "letter": "letter"}[rule.scope]
    turns = turns_of(example.text, "letter" if kind == "letter" else "agent")
    _, scenes, types = mentioned(rule.applies)
    meta: dict[str, object] = {}
    if kind == "letter":
        meta["type"] = list(example.scenes) if example.scenes is not None else sorted(types)
    else:
        meta["scenes"] = list(example.scenes) if example.scenes is not None else sorted(scenes)
    record = Record("example", kind, turns, (), "", meta)
    return engine.judge(engine.context(record), rule)
