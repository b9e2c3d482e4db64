"""A company's own settings, ``lipei.yaml``: parameters, switches, weights, added and removed wordings, own rule folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from checker.ruleset import fields, nodes
from checker.ruleset.nodes import Field, Problems, Reader

RULE: dict[str, Field] = {
    "enabled": Field(nodes.boolean, {"type": "boolean"}, "false 则不检查这条"),
    "severity": fields.WEIGHT["severity"]._replace(required=False),
    "weight": fields.WEIGHT["weight"]._replace(required=False),
    "fatal": fields.WEIGHT["fatal"],
}
CONCEPT: dict[str, Field] = {
    "add": Field(fields.phrases, fields.TEXTS, "增加的说法"),
    "remove": Field(fields.texts, fields.TEXTS, "去掉的说法（照规则包里的写法）"),
    "unless": Field(fields.phrases, fields.TEXTS, "与这些说法重叠则不算"),
}
SETTINGS: dict[str, Field] = {
    "extends": Field(nodes.placed(nodes.text), fields.TEXT, "在哪个规则包之上，例如 claims-standard@1"),
    "params": Field(nodes.map_of(nodes.placed(fields.plain)), {"type": "object"}, "参数"),
    "rules": Field(nodes.map_of(nodes.placed(lambda r, n, w: r.mapping(n, RULE, w))), {"type": "object"}, "各规则的开关与分值"),
    "concepts": Field(nodes.map_of(nodes.placed(lambda r, n, w: r.mapping(n, CONCEPT, w))), {"type": "object"}, "概念的增减"),
    "rule-files": Field(fields.texts, fields.TEXTS, "公司自己的规则文件夹，相对本文件"),
    "score": Field(lambda r, n, w: r.mapping(n, fields.SCORE, w), {"type": "object"}, "计分"),
}


class Settings(NamedTuple):
    """What a company changes; ``path`` is where it was read, or None for none."""

    path: Path | None = None
    extends: tuple[str, Any] | None = None
    params: dict[str, Any] = {}  # noqa: RUF012  (never mutated)
    rules: dict[str, Any] = {}  # noqa: RUF012
    concepts: dict[str, Any] = {}  # noqa: RUF012
    folders: tuple[Path, ...] = ()
    score: dict[str, Any] = {}  # noqa: RUF012


def read(path: Path, problems: Problems) -> Settings:
    """Read the settings file; every mistake goes to ``problems``."""
    node = nodes.compose(path, path.name, problems)
    if node is None:
        return Settings(path)
    given = Reader(path.name, problems).mapping(node, SETTINGS, "设置")
    return Settings(
        path,
        given.get("extends"),
        given.get("params", {}),
        given.get("rules", {}),
        given.get("concepts", {}),
        tuple(path.parent / folder for folder in given.get("rule-files", ())),
        given.get("score", {}),
    )
