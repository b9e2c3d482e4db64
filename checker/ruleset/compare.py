"""What a company's settings change in the shipped pack, in Chinese lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.language import Concept, Ruleset

WEIGHT = {"severity": "严重度", "weight": "分值", "fatal": "一票否决"}
SCORECARD = {
    "method": "计分方法",
    "fatal": "一票否决后的分数",
    "null_below": "不计分的界限",
    "grades": "等级",
    "groups": "封顶的组",
}


def differences(shipped: Ruleset, own: Ruleset) -> Iterator[str]:
    """One line for each difference, by kind: parameters, switches, weights, wordings, own rules, score card."""
    for name, value in own.params.items():
        before = shipped.params.get(name)
        if name not in shipped.params:
            yield f"参数 {name}：新增，{value}"
        elif before != value:
            yield f"参数 {name}：{before} → {value}"
    rules = {rule.id: rule for rule in own.rules}
    for old in shipped.rules:
        new = rules.pop(old.id, None)
        if new is None:
            yield f"规则 {old.id}（{old.title}）：已关闭"
            continue
        yield from _changed(f"规则 {old.id}（{old.title}）", old, new, WEIGHT)
    yield from (f"规则 {rule.id}（{rule.title}）：公司自己的" for rule in rules.values())
    concepts = {concept.id: concept for concept in shipped.concepts}
    for concept in own.concepts:
        if concept.id in concepts:
            yield from _wordings(concepts[concept.id], concept)
        else:
            yield f"概念 {concept.id}（{concept.title}）：公司自己的"
    yield from _changed("计分", shipped.scorecard, own.scorecard, SCORECARD)


def _changed(head: str, old: Any, new: Any, fields: dict[str, str]) -> Iterator[str]:
    for field, name in fields.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield f"{head}：{name} {_plain(before)} → {_plain(after)}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(" ".join(_plain(v) for v in part) if isinstance(part, tuple) else str(part) for part in value) or "无"
    return str(value)


def _wordings(old: Concept, new: Concept) -> Iterator[str]:
    for title, before, after in (("", old.patterns, new.patterns), ("不算的", old.unless, new.unless)):
        was, now = ([pattern.phrase for pattern in patterns] for patterns in (before, after))
        yield from (f"概念 {new.id}（{new.title}）：增加{title}说法“{phrase}”" for phrase in now if phrase not in was)
        yield from (f"概念 {new.id}（{new.title}）：去掉{title}说法“{phrase}”" for phrase in was if phrase not in now)
