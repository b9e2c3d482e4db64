"""The keys of rule files: how each is read, what it means. The JSON Schema for editors and the docs come from here."""

from __future__ import annotations

import json
from typing import Any

import yaml

from checker.checks import KINDS
from checker.concepts.vetoes import VETOES
from checker.language import Example, Near
from checker.ruleset import conditions, nodes
from checker.ruleset.nodes import Field, Reader

TEXT = {"type": "string"}
TEXTS = {"type": ["array", "string"], "items": TEXT}
NUMBER = {"type": "number"}
CONDITION = {"$ref": "#/$defs/condition"}

texts = nodes.list_of(nodes.text)
phrases = nodes.list_of(nodes.placed(nodes.text))


def near(reader: Reader, node: Any, where: str) -> Near:
    """A condition on the surroundings of a hit: a concept name, or a mapping."""
    if isinstance(node, yaml.ScalarNode):
        return Near((nodes.text(reader, node, where),))
    given = reader.mapping(node, NEAR, where)
    turns = given.get("turns", [0, 0])
    if len(turns) != 2 or turns[0] > turns[1]:
        reader.wrong(node, f"{where}.turns 应是 [从, 到]", "例如 [-2, 0]")
        turns = [0, 0]
    return Near(
        tuple(given.get("concept", ())), int(turns[0]), int(turns[1]), int(given.get("chars", -1)), given.get("order", "")
    )


def tokens(reader: Reader, node: Any, where: str) -> tuple[tuple[str, ...], str]:
    """A spaCy token pattern with the literals that gate it: (literals, pattern as JSON)."""
    given = reader.mapping(node, TOKENS, where)
    return tuple(given.get("on", ())), json.dumps(given.get("pattern", []), ensure_ascii=False)


def plain(reader: Reader, node: Any, where: str) -> Any:
    """Any YAML value as plain data (token patterns, parameters)."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(reader, child, where) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key: plain(reader, value, where) for key, _, value in reader.pairs(node, where)}
    kind = node.tag.rsplit(":", 1)[1]
    if kind in ("int", "float"):
        return nodes.number(reader, node, where)
    if kind == "bool":
        return nodes.boolean(reader, node, where)
    return str(node.value)


def number_or_param(reader: Reader, node: Any, where: str) -> Any:
    """A number, or ``$name`` of a parameter."""
    if isinstance(node, yaml.ScalarNode) and node.value.startswith("$"):
        return str(node.value)
    return nodes.number(reader, node, where)


def example(verdict: str) -> nodes.Read:
    """A reader of an example record: a text, or a mapping with text, verdict, scenes, kind, missing."""

    def read(reader: Reader, node: Any, where: str) -> Example:
        if isinstance(node, yaml.ScalarNode):
            return Example(nodes.text(reader, node, where), verdict)
        given = reader.mapping(node, EXAMPLE, where)
        return Example(
            given.get("text", ""),
            given.get("verdict", verdict),
            tuple(given["scenes"]) if "scenes" in given else None,
            given.get("kind", ""),
            tuple(given.get("missing", ())),
        )

    return read


NEAR: dict[str, Field] = {
    "concept": Field(texts, TEXTS, "附近要有的概念（任一）", True),
    "turns": Field(nodes.list_of(nodes.number), {"type": "array", "items": NUMBER}, "相隔几次发言，[从, 到]，本次为 0"),
    "chars": Field(nodes.number, NUMBER, "同一发言内最多相隔几个字"),
    "order": Field(nodes.one_of("before", "after"), {"enum": ["before", "after"]}, "同一发言内在前还是在后"),
}
TOKENS: dict[str, Field] = {
    "on": Field(texts, TEXTS, "发言里出现这些字才看词", True),
    "pattern": Field(plain, {"type": "array"}, "spaCy token pattern", True),
}
EXAMPLE: dict[str, Field] = {
    "text": Field(nodes.text, TEXT, "示例记录", True),
    "verdict": Field(nodes.one_of("pass", "fail", "na", "unknown"), {"enum": ["pass", "fail", "na", "unknown"]}, "应有的判定"),
    "scenes": Field(nodes.list_of(nodes.text), TEXTS, "场景（不写则取 applies 里的场景）"),
    "kind": Field(nodes.text, TEXT, "违反的种类"),
    "missing": Field(texts, TEXTS, "缺少的要素"),
}
CONCEPT: dict[str, Field] = {
    "title": Field(nodes.text, TEXT, "这个说法是什么", True),
    "by": Field(
        nodes.one_of("any", "agent", "customer", "system", "bot", "letter"),
        {"enum": ["any", "agent", "customer", "system", "bot"]},
        "谁说的才算",
    ),
    "say": Field(phrases, TEXTS, "说法，按短语语法写"),
    "regex": Field(phrases, TEXTS, "正则表达式（对归一后的文字）"),
    "tokens": Field(nodes.list_of(nodes.placed(tokens)), {"type": "array"}, "按词匹配的 spaCy token pattern"),
    "any-of": Field(texts, TEXTS, "这些概念任一出现就算"),
    "unless": Field(phrases, TEXTS, "与这些说法重叠则不算"),
    "veto": Field(
        nodes.list_of(nodes.one_of(*VETOES)), {"type": "array", "items": {"enum": list(VETOES)}}, "否决：否定、疑问、引述 …"
    ),
    "with": Field(nodes.list_of(near), {"type": "array"}, "附近必须有"),
    "without": Field(nodes.list_of(near), {"type": "array"}, "附近不能有"),
    "hit": Field(texts, TEXTS, "应命中的例子", True),
    "miss": Field(texts, TEXTS, "不应命中的例子", True),
    "note": Field(nodes.text, TEXT, "说明"),
}
SCENE: dict[str, Field] = {
    "title": Field(nodes.text, TEXT, "场景名称", True),
    "when": Field(conditions.condition, CONDITION, "怎样算是这个场景", True),
    "note": Field(nodes.text, TEXT, "说明"),
}
RULE: dict[str, Field] = {
    "clause": Field(nodes.text, TEXT, "条款号", True),
    "title": Field(nodes.text, TEXT, "要求的名称", True),
    "requirement": Field(nodes.text, TEXT, "标准怎么要求（给人看）", True),
    "scope": Field(
        nodes.one_of("conversation", "letter", "case"), {"enum": ["conversation", "letter", "case"]}, "判会话、信函还是案件", True
    ),
    "basis": Field(nodes.one_of("standard", "derived", "practice"), {"enum": ["standard", "derived", "practice"]}, "依据"),
    "applies": Field(conditions.condition, CONDITION, "何时适用（不写则总是适用）"),
    "check": Field(nodes.one_of(*KINDS), {"enum": list(KINDS)}, "检查方式", True),
    "waived-by": Field(conditions.condition, CONDITION, "出现则未做到也不算（不适用）"),
    "when-cut-off": Field(nodes.one_of("na", "fail"), {"enum": ["na", "fail"]}, "通话中断时未做到如何判"),
    "near": Field(texts, TEXTS, "未做到时最接近的说法"),
    "message": Field(nodes.text, TEXT, "违反时对人说的话", True),
    "suggestion": Field(nodes.text, TEXT, "可以怎么说", True),
    "hit": Field(nodes.list_of(example("fail")), {"type": "array"}, "应判违反的例子", True),
    "miss": Field(nodes.list_of(example("pass")), {"type": "array"}, "不应判违反的例子", True),
    "note": Field(nodes.text, TEXT, "说明与裁定"),
}
KIND_READERS: dict[str, tuple[nodes.Read, dict[str, Any]]] = {
    "condition": (conditions.condition, CONDITION),
    "conditions": (nodes.map_of(conditions.condition), {"type": "object", "additionalProperties": CONDITION}),
    "concept": (nodes.text, TEXT),
    "number": (number_or_param, {"type": ["number", "string"]}),
    "numbers": (nodes.map_of(number_or_param), {"type": "object"}),
    "word": (nodes.text, TEXT),
}


def rule_fields(kind: str) -> dict[str, Field]:
    """Keys of a rule with the check ``kind``: the common ones and the kind's own."""
    own = {}
    for name, (reads, needed, doc) in KINDS[kind].PARAMS.items():
        read, schema = KIND_READERS[reads]
        own[name] = Field(read, schema, doc, needed)
    return {**RULE, **own}


CLAUSE = nodes.map_of(nodes.text)
GROUP: dict[str, Field] = {
    "cap": Field(nodes.number, NUMBER, "每份记录最多扣几分", True),
    "ids": Field(texts, TEXTS, "哪些要求", True),
}
SCORE: dict[str, Field] = {
    "method": Field(nodes.one_of("deduct", "ratio"), {"enum": ["deduct", "ratio"]}, "计分方法"),
    "fatal": Field(nodes.number, NUMBER, "一票否决后的分数"),
    "null-below": Field(nodes.number, NUMBER, "适用分值低于总分值的这一比例则不给分"),
    "grades": Field(nodes.map_of(nodes.number), {"type": "object"}, "等级及其最低分"),
    "groups": Field(nodes.map_of(lambda r, n, w: r.mapping(n, GROUP, w)), {"type": "object"}, "合并封顶的组"),
    "weights": Field(nodes.map_of(lambda r, n, w: r.mapping(n, WEIGHT, w)), {"type": "object"}, "各要求的等级与分值"),
}
WEIGHT: dict[str, Field] = {
    "severity": Field(nodes.one_of("error", "warning", "info"), {"enum": ["error", "warning", "info"]}, "严重度", True),
    "weight": Field(nodes.number, NUMBER, "分值", True),
    "fatal": Field(nodes.list_of(nodes.text), TEXTS, "一票否决的违反种类；any 表示任何违反"),
}
FILE: dict[str, Field] = {
    "name": Field(nodes.text, TEXT, "规则包的名称与版本"),
    "params": Field(nodes.map_of(plain), {"type": "object"}, "参数及默认值"),
    "clauses": Field(CLAUSE, {"type": "object"}, "标准的条款"),
    "not-judged": Field(CLAUSE, {"type": "object"}, "文字看不出来的条款及原因"),
    "concepts": Field(nodes.map_of(nodes.placed(lambda r, n, w: r.mapping(n, CONCEPT, w))), {"type": "object"}, "概念"),
    "scenes": Field(nodes.map_of(lambda r, n, w: r.mapping(n, SCENE, w)), {"type": "object"}, "会话场景"),
    "letter-types": Field(nodes.map_of(lambda r, n, w: r.mapping(n, SCENE, w)), {"type": "object"}, "信函类型"),
    "cut-off": Field(conditions.condition, CONDITION, "怎样算通话在客服收尾之前断了"),
    "rules": Field(nodes.map_of(nodes.placed(lambda r, n, w: read_rule(r, n, w))), {"type": "object"}, "规则"),
    "score": Field(lambda r, n, w: r.mapping(n, SCORE, w), {"type": "object"}, "计分"),
}


def read_rule(reader: Reader, node: Any, where: str) -> dict[str, Any]:
    """A rule: its check kind decides which further keys there are."""
    kind = next((v.value for k, _, v in reader.pairs_quiet(node) if k == "check" and isinstance(v, yaml.ScalarNode)), "")
    return reader.mapping(node, rule_fields(kind) if kind in KINDS else RULE, where)
