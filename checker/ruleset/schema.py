"""JSON Schema (draft 2020-12) of rule files and of lipei.yaml, made from the same tables that read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.checks import KINDS
from checker.concepts.vetoes import VETOES
from checker.model import ROLES
from checker.ruleset import conditions, fields, settings
from checker.ruleset.nodes import Field

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def rules_schema() -> Schema:
    """The schema of a rule file."""
    return {"$schema": DRAFT, "title": "lipei 规则文件", **_table(fields.FILE, FILE), "$defs": _definitions()}


def settings_schema() -> Schema:
    """The schema of a company's lipei.yaml."""
    return {"$schema": DRAFT, "title": "lipei.yaml", **_table(settings.SETTINGS, SETTINGS), "$defs": _definitions()}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _map(item: Schema) -> Schema:
    return {"type": "object", "additionalProperties": item}


def _some(item: Schema) -> Schema:
    """One, or a list of them: the loader takes both."""
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


TEXTS = _some({"type": "string"})
WORDS = _map({"type": "string"})
FILE: Mapping[str, Schema] = {
    "clauses": WORDS,
    "not-judged": WORDS,
    "concepts": _map(_ref("concept")),
    "scenes": _map(_ref("scene")),
    "letter-types": _map(_ref("scene")),
    "rules": _map(_ref("rule")),
    "score": _ref("score"),
}
CONCEPT: Mapping[str, Schema] = {
    "by": {"enum": ["any", "agent", "customer", "system", "bot", "letter"]},
    "tokens": _some(_ref("tokens")),
    "veto": _some({"enum": list(VETOES)}),
    "with": _some(_ref("near")),
    "without": _some(_ref("near")),
}
RULE: Mapping[str, Schema] = {"hit": _some(_ref("example")), "miss": _some(_ref("example"))}
SCORE: Mapping[str, Schema] = {
    "grades": _map({"type": "number"}),
    "groups": _map(_ref("group")),
    "weights": _map(_ref("weight")),
}
TOKENS: Mapping[str, Schema] = {"pattern": {"type": "array", "items": {"type": "object"}}}
SETTINGS: Mapping[str, Schema] = {
    "rules": _map(_ref("own-rule")),
    "concepts": _map(_ref("own-concept")),
    "score": _ref("score"),
}


def _table(table: Mapping[str, Field], parts: Mapping[str, Schema] = {}) -> Schema:
    """A mapping with known keys; ``parts`` says more of some keys than their Field does."""
    properties = {}
    for key, field in table.items():
        schema = parts.get(key, TEXTS if field.schema == fields.TEXTS else field.schema)
        properties[key] = {**schema, "description": field.doc}
    out: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [key for key, field in table.items() if field.required]
    return {**out, "required": required} if required else out


def _definitions() -> Schema:
    out: Schema = {
        "condition": _condition(),
        "concept": _table(fields.CONCEPT, CONCEPT),
        "scene": _table(fields.SCENE),
        "near": {"anyOf": [{"type": "string"}, _table(fields.NEAR)]},
        "tokens": _table(fields.TOKENS, TOKENS),
        "example": {"anyOf": [{"type": "string"}, _table(fields.EXAMPLE)]},
        "score": _table(fields.SCORE, SCORE),
        "group": _table(fields.GROUP),
        "weight": _table(fields.WEIGHT),
        "own-rule": _table(settings.RULE),
        "own-concept": _table(settings.CONCEPT),
        "rule": {
            "type": "object",
            "required": [key for key, field in fields.RULE.items() if field.required],
            "properties": {"check": fields.RULE["check"].schema},
            "allOf": [
                {"if": {"properties": {"check": {"const": kind}}, "required": ["check"]}, "then": _ref(f"rule-{kind}")}
                for kind in KINDS
            ],
        },
    }
    return out | {f"rule-{kind}": _table(fields.rule_fields(kind), RULE) for kind in KINDS}


def _condition() -> Schema:
    """A concept name, a list (any of them), or a mapping with one operator and its options."""
    forms: list[Schema] = [{"type": "string"}, {"type": "array", "items": fields.CONDITION, "minItems": 1}]
    for op, doc in conditions.OPS.items():
        properties: Schema = {op: {**_operand(op), "description": doc}}
        needed = [op]
        if op == "concept":
            properties |= {key: {**_option(key), "description": text} for key, text in conditions.HAS_OPTIONS.items()}
        elif op in ("count", "weigh"):
            properties["at-least"] = {"type": "number"}
            needed.append("at-least")
        forms.append({"type": "object", "properties": properties, "required": needed, "additionalProperties": False})
    return {"anyOf": forms}


def _operand(op: str) -> Schema:
    if op in ("all", "any", "count"):
        return _some(fields.CONDITION)
    if op == "not":
        return fields.CONDITION
    if op == "weigh":
        return _map({"type": "number"})
    if op == "timed":
        return {"type": "boolean"}
    if op == "meta":
        return {**WORDS, "minProperties": 1, "maxProperties": 1}
    names = conditions.NAMES.get(op)
    return _some({"enum": list(names)}) if names else TEXTS


def _option(key: str) -> Schema:
    if key in ("after", "before", "similar"):
        return {"type": "string"}
    if key == "by":
        return {"enum": ["any", *ROLES]}
    return {"type": "number"}
