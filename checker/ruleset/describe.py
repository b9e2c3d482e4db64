"""What a rule or a concept looks for, in Chinese words: the page of ``lipei rules explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.checks import KINDS
from checker.concepts.vetoes import NAMES
from checker.language import Concept, Condition, Near, Rule, Ruleset
from checker.ruleset.build import uses
from checker.ruleset.conditions import OPS
from checker.ruleset.lint import clauses_of, needed, reach

BY = {
    "any": "任何人", "agent": "客服", "customer": "客户", "system": "系统", "bot": "机器人", "letter": "信函", "other": "其他人",
    "unknown": "未标明的人",
}  # fmt: skip
KIND = {"call": "电话", "chat": "在线会话", "case": "案件"}  # a letter is named by BY
SCOPE = {"conversation": "会话（电话、在线）", "letter": "信函", "case": "案件"}
BASIS = {"standard": "标准明文", "derived": "由法规推出", "practice": "良好做法"}
SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
VERDICT = {"pass": "满足", "fail": "违反", "na": "不适用", "unknown": "未能判断"}
LISTS = {"all": "以下全部成立：", "any": "以下任一成立：", "count": "以下至少 {n} 项成立："}
ONE_OF = {"scene": "会话场景是", "letter-type": "信函类型是", "kind": "记录是", "starts-with": "第一个说话的是"}
OPTIONS = {
    "first": "在{by}前 {value} 次发言内",
    "last": "在{by}后 {value} 次发言内",
    "after": "在“{value}”之后",
    "before": "在“{value}”之前",
    "at-least": "至少 {value} 次",
    "distinct": "至少 {value} 种说法",
    "window": "在连续 {value} 次发言内",
    "similar": "且发言像模型“{value}”学过的例子",
    "sure": "像的程度至少 {value}",
}
MOST_EXAMPLES = 3
LONGEST = 40  # characters of an example that are shown


class Describer:
    """Puts the parts of one ruleset into words."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.concepts = {concept.id: concept for concept in ruleset.concepts}
        self.names = {name: title for name, title, _ in (*ruleset.scenes, *ruleset.letter_types)}

    def rule(self, rule: Rule) -> Iterator[str]:
        """The page of a rule, line by line."""
        titles = dict(self.ruleset.clauses)
        clauses = "；".join(f"{name} {titles.get(name, '')}".rstrip() for name in clauses_of(rule))
        fatal = "，任何违反一票否决" if "any" in rule.fatal else f"，{'、'.join(rule.fatal)}一票否决" if rule.fatal else ""
        yield f"{rule.id}  {rule.title}"
        yield f"条款　{clauses}（{BASIS[rule.basis]}）"
        yield f"对象　{SCOPE[rule.scope]}"
        yield f"等级　{SEVERITY[rule.severity]}，{rule.weight} 分{fatal}"
        yield f"要求　{rule.requirement}"
        yield "何时适用"
        yield from _indent(self.condition(rule.applies) if rule.applies else ["总是适用"])
        yield f"查什么（{rule.kind}）"
        for key, (reads, _, doc) in KINDS[rule.kind].PARAMS.items():
            if key in rule.params:
                yield f"  {doc}"
                yield from _indent(self.param(reads, rule.params[key]), 4)
        if rule.waived_by:
            yield "出现以下情形则未做到也不算"
            yield from _indent(self.condition(rule.waived_by))
        yield f"违反时说　{rule.message}"
        yield f"建议说法　{rule.suggestion}"
        yield from self.examples(rule)
        if rule.note:
            yield f"说明　{rule.note}"
        yield f"出处　{rule.place}"

    def examples(self, rule: Rule) -> Iterator[str]:
        """Its example records, breaches first."""
        for heading, wanted in (("违反的例子", True), ("不算违反的例子", False)):
            yield heading
            for example in rule.examples:
                if (example.verdict == "fail") is wanted:
                    verdict = "" if example.verdict in ("fail", "pass") else f"（{VERDICT[example.verdict]}）"
                    first, *rest = example.text.strip().splitlines()
                    yield f"  · {first}{'' if rest else verdict}"
                    yield from (f"    {line}{verdict if at == len(rest) else ''}" for at, line in enumerate(rest, 1))

    def concept(self, concept: Concept) -> Iterator[str]:
        """The page of a concept, line by line."""
        yield f"{concept.id}  {concept.title}"
        yield f"谁说的才算　{BY[concept.by]}"
        yield "说法"
        yield from (f"  · {p.phrase}" + ("（按词匹配）" if p.tokens else "") for p in concept.patterns)
        yield from (f"  · 同“{self.name(name)}”" for name in concept.any_of)
        if concept.unless:
            yield "与这些说法重叠则不算"
            yield from (f"  · {p.phrase}" for p in concept.unless)
        if concept.veto:
            yield f"这些情形不算　{'、'.join(NAMES[name] for name in concept.veto)}"
        for heading, nears in (("附近必须有", concept.with_), ("附近不能有", concept.without)):
            if nears:
                yield heading
                yield from (f"  · {self.near(near)}" for near in nears)
        for heading, texts in (("应命中的例子", concept.hit), ("不应命中的例子", concept.miss)):
            yield heading
            yield from (f"  · {text.strip().replace(chr(10), ' / ')}" for text in texts)
        users = [rule.id for rule in self.ruleset.rules if concept.id in reach(self.ruleset, uses(rule)[0])]
        others = [other.id for other in self.ruleset.concepts if concept.id in needed(other)]
        yield f"用到它的规则　{'、'.join(users) or '无'}"
        if others:
            yield f"用到它的概念　{'、'.join(others)}"
        if concept.note:
            yield f"说明　{concept.note}"
        yield f"出处　{concept.place}"

    def name(self, concept: str) -> str:
        """Title and id of a concept."""
        found = self.concepts.get(concept)
        return f"{found.title}（{concept}）" if found and found.title else concept

    def near(self, near: Near) -> str:
        """A condition on the surroundings."""
        where = "同一发言内" if near.low == near.high == 0 else f"相隔 {near.low} 至 {near.high} 次发言之内"
        chars = f"，最多 {near.chars} 个字" if near.chars >= 0 else ""
        order = {"before": "，在前面", "after": "，在后面"}.get(near.order, "")
        return f"{where}{order}{chars}：{' 或 '.join(map(self.name, near.concepts))}"

    def param(self, reads: str, value: Any) -> Iterable[str]:
        """The value of one key of a check."""
        if reads == "condition":
            return self.condition(value)
        if reads == "conditions":
            return [line for key, part in value.items() for line in (f"{key}：", *_indent(self.condition(part)))]
        if reads == "concept":
            return self.said(value)
        if reads == "numbers":
            return [f"{key}：{self.number(part)}" for key, part in value.items()]
        return [self.number(value)]

    def number(self, value: Any) -> str:
        """A number, or what a parameter stands for."""
        if isinstance(value, str) and value.startswith("$"):
            return f"{self.ruleset.params.get(value[1:], '？')}（参数 {value[1:]}）"
        return str(value)

    def said(self, name: str, options: str = "") -> list[str]:
        """A concept: who has to say it, and a few examples of its wordings."""
        concept = self.concepts.get(name)
        if concept is None:
            return [name + options]
        who = "" if concept.by == "any" else f"{BY[concept.by]}说："
        shown = "、".join(f"“{' / '.join(text.split(chr(10)))[:LONGEST]}”" for text in concept.hit[:MOST_EXAMPLES])
        return [f"{who}{self.name(name)}{options}", *([f"  如 {shown}"] if shown else [])]

    def condition(self, condition: Condition) -> list[str]:
        """A condition, one part a line."""
        op, parts = condition.op, condition.parts
        if op == "has":
            options = self.options(dict(condition.options))
            return [line for name in parts for line in self.said(name, options)]
        if op in LISTS and len(parts) == 1:
            return self.condition(parts[0])
        if op in LISTS:
            return [
                LISTS[op].format(n=condition.option("at-least")),
                *(line for part in parts for line in _bullet(self.condition(part))),
            ]
        if op == "not":
            return ["不成立：", *_bullet(self.condition(parts[0]))]
        if op == "weigh":
            lines = [f"  · {self.name(name)} {weight:+g}" for name, weight in parts]
            return [f"出现的说法加权之和达到 {condition.option('at-least')}：", *lines]
        if op == "timed":
            return [OPS[op]]
        if op == "meta":
            return [f"输入的字段 {parts[0]} 是“{parts[1]}”"]
        names = (str(self.names.get(name) or BY.get(name) or KIND.get(name, name)) for name in parts)
        return [f"{ONE_OF.get(op, op)}{'或'.join(names)}"]

    def options(self, given: dict[str, Any]) -> str:
        """The options of a condition on a concept, in brackets, or ""."""
        by = BY[given.pop("by", "agent")]
        told = []
        for key, value in given.items():
            shown = self.name(value) if key in ("after", "before") else value
            told.append(OPTIONS[key].format(by=by, value=shown) if key in OPTIONS else f"{key} {value}")
        return f"（{'，'.join(told)}）" if told else ""


def _indent(lines: Iterable[str], by: int = 2) -> Iterator[str]:
    return (" " * by + line for line in lines)


def _bullet(lines: list[str]) -> list[str]:
    return [("  · " if not at else "    ") + line for at, line in enumerate(lines)]
