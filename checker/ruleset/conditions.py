"""Read conditions of rule files into language.Condition."""

from __future__ import annotations

from typing import Any

import yaml

from checker.language import Condition
from checker.model import KINDS, ROLES
from checker.ruleset import nodes
from checker.ruleset.nodes import Reader

MOST_DEPTH = 4
HAS_OPTIONS = {
    "first": "只看（该角色）前几次发言",
    "last": "只看（该角色）后几次发言",
    "by": "first、last 数的是谁的发言",
    "after": "在某概念第一次出现之后",
    "before": "在某概念最后一次出现之前",
    "at-least": "至少出现几次",
    "distinct": "至少几种不同的词",
    "window": "在连续几次发言之内",
    "similar": "且这次发言像该模型学过的例子",
    "sure": "至少多像（0 到 1）；不写则按模型自己的界限",
}
OPS = {
    "all": "全部成立",
    "any": "任一成立",
    "not": "不成立",
    "count": "至少几个成立：{count: [...], at-least: n}",
    "weigh": "加权之和达到：{weigh: {概念: 权重}, at-least: n}",
    "scene": "会话场景之一",
    "letter-type": "信函类型之一",
    "concept": "概念出现（可带 first、last、after、before、at-least、distinct、window）",
    "timed": "记录带有时间",
    "meta": "输入的某个字段等于某值：{meta: {字段: 值}}",
    "kind": "记录的种类之一：call、chat、letter、case",
    "starts-with": "第一次发言的人之一：agent、customer …",
}
NAMES = {"kind": KINDS, "starts-with": ROLES}


def condition(reader: Reader, node: Any, where: str, depth: int = 0) -> Condition:
    """A concept name, or a mapping with one of OPS."""
    if isinstance(node, yaml.ScalarNode):
        return Condition("has", (nodes.text(reader, node, where),))
    if isinstance(node, yaml.SequenceNode):
        return Condition("any", tuple(condition(reader, child, where, depth + 1) for child in node.value))
    if depth > MOST_DEPTH:
        reader.wrong(node, f"{where} 嵌套超过 {MOST_DEPTH} 层", "请把内层另写成一个概念")
        return Condition("any")
    pairs = {key: (key_node, value) for key, key_node, value in reader.pairs(node, where)}
    ops = [key for key in pairs if key in OPS]
    if len(ops) != 1:
        reader.wrong(node, f"{where} 应含且只含这些键之一：{'、'.join(OPS)}", f"现有：{'、'.join(pairs) or '无'}")
        return Condition("any")
    op = ops[0]
    key_node, value = pairs.pop(op)
    allowed = list(HAS_OPTIONS) if op == "concept" else ["at-least"] if op in ("count", "weigh") else []
    options = _options(reader, pairs, allowed, where)
    if op in ("all", "any", "count"):
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        parts: tuple[Any, ...] = tuple(condition(reader, child, f"{where}.{op}", depth + 1) for child in items)
    elif op == "not":
        parts = (condition(reader, value, f"{where}.not", depth + 1),)
    elif op == "weigh":
        parts = tuple(nodes.map_of(nodes.number)(reader, value, f"{where}.weigh").items())
    elif op == "timed":
        nodes.boolean(reader, value, f"{where}.timed")
        parts = ()
    elif op == "meta":
        given = nodes.map_of(nodes.text)(reader, value, f"{where}.meta")
        if len(given) != 1:
            reader.wrong(value, f"{where}.meta 应只有一个字段")
        parts = next(iter(given.items()), ("", ""))
    else:
        one = nodes.one_of(*NAMES[op]) if op in NAMES else nodes.text
        parts = tuple(nodes.list_of(one)(reader, value, f"{where}.{op}"))
        op = "has" if op == "concept" else op
    if op in ("count", "weigh") and "at-least" not in dict(options):
        reader.wrong(key_node, f"{where}.{op} 缺少 at-least", "请写明至少几个（或多少分）")
        options = (*options, ("at-least", 1))
    return Condition(op, parts, options)


def _options(reader: Reader, pairs: dict[str, Any], allowed: list[str], where: str) -> tuple[tuple[str, Any], ...]:
    out: list[tuple[str, Any]] = []
    for key, (key_node, value) in pairs.items():
        if key not in allowed:
            mend = f"可用的键：{'、'.join(allowed)}" if allowed else "这里不能再有别的键"
            reader.wrong(key_node, f"{where} 没有“{key}”这个键", mend)
        elif key in ("after", "before", "similar"):
            out.append((key, nodes.text(reader, value, f"{where}.{key}")))
        elif key == "by":
            out.append((key, nodes.one_of("any", *ROLES)(reader, value, f"{where}.by")))
        else:
            out.append((key, nodes.number(reader, value, f"{where}.{key}")))
    return tuple(sorted(out))


def mentioned(cond: Condition | None) -> tuple[set[str], set[str], set[str]]:
    """Concepts, scenes and letter types that a condition names."""
    concepts: set[str] = set()
    scenes: set[str] = set()
    types: set[str] = set()
    if cond is None:
        return concepts, scenes, types
    if cond.op == "has":
        concepts.update(cond.parts)
        concepts.update(value for key, value in cond.options if key in ("after", "before"))
    elif cond.op == "weigh":
        concepts.update(name for name, _ in cond.parts)
    elif cond.op == "scene":
        scenes.update(cond.parts)
    elif cond.op == "letter-type":
        types.update(cond.parts)
    elif cond.op in ("all", "any", "not", "count"):
        for part in cond.parts:
            for target, found in zip((concepts, scenes, types), mentioned(part), strict=True):
                target.update(found)
    return concepts, scenes, types


def similar(cond: Condition | None) -> set[str]:
    """``similar`` models that a condition names."""
    if cond is None:
        return set()
    own = {str(value) for key, value in cond.options if key == "similar"}
    return own.union(*(similar(part) for part in cond.parts if isinstance(part, Condition)))
