"""Loose ends, one table row each, and the JSON Schema against what the loader takes and refuses."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from checker.checks import KINDS
from checker.ruleset.lint import PLACEHOLDERS, lint
from checker.ruleset.load import load
from checker.ruleset.schema import rules_schema, settings_schema

PACK = Path(__file__).parents[1] / "data/minipack"
SHIPPED = Path(__file__).parents[2] / "rules"


def edited(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """A copy of the tiny pack with one change."""
    folder = tmp_path / "pack"
    folder.mkdir()
    for path in PACK.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_the_tiny_pack_has_none() -> None:
    assert lint(load(PACK), (PACK,)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "wanted"),
    [
        (
            "concepts.yaml",
            "  greets:",
            "  spare: {title: 多余, say: [谢谢], hit: [谢谢], miss: [您好]}\n  greets:",
            "pack/concepts.yaml:2:10: 概念 spare 没有被任何规则、场景或信函类型用到；请用上它，或删去",
        ),
        (
            "concepts.yaml",
            '["您好", ',
            '["您好", "[您好]~", ',
            "pack/concepts.yaml:3:5: 概念 greets 的“[您好]~”没有必定出现的字；请写进一个必定出现的字，否则每句话都要试一遍，很慢",
        ),
        (
            "concepts.yaml",
            '["您好", ',
            '["您好", "您好", ',
            "pack/concepts.yaml:3:5: 概念 greets 的 say 里“您好”重复；请删去一条",
        ),
        (
            "concepts.yaml",
            '["您好", ',
            '["您好", "您 好", ',
            "pack/concepts.yaml:3:5: 概念 greets 的 say 里“您 好”重复，与“您好”相同；请删去一条",
        ),
        (
            "rules.yaml",
            "clause: 二.2",
            "clause: 二.2/二.9",
            "pack/rules.yaml:3:5: 规则 greeting 的条款“二.9”不在 clauses 里；请在 clauses 里写出这一条，或改正条款号",
        ),
        (
            "pack.yaml",
            "    greeting: {severity: warning, weight: 10}\n",
            "",
            "pack/rules.yaml:3:5: 规则 greeting 没有分值；请在 score.weights 里写明严重度和分值",
        ),
        (
            "pack.yaml",
            "    greeting: {sev",
            "    greting: {severity: info, weight: 1}\n    greeting: {sev",
            "pack/pack.yaml:32:5: score.weights 里的“greting”不是规则；是不是 greeting？",
        ),
        ("pack.yaml", "ids: [greeting]", "ids: [greting]", "score.groups.opening 里的“greting”不是规则；是不是 greeting？"),
        (
            "rules.yaml",
            "message: 开场没有问候",
            "message: 开场没有{what}",
            "pack/rules.yaml:3:5: 规则 greeting 的 message 里“{what}”不会被填上；must-say 的 message 没有可填的项",
        ),
        (
            "rules.yaml",
            "没有采集：{missing}",
            "没有采集：{mising}",
            "pack/rules.yaml:30:5: 规则 intake-complete 的 message 里“{mising}”不会被填上；可用：{missing}",
        ),
    ],
)
def test_each_loose_end(tmp_path: Path, file: str, old: str, new: str, wanted: str) -> None:
    folder = edited(tmp_path, file, old, new)
    found = [f"{f.place}: {f.what}；{f.mend}" if f.place else f"{f.what}；{f.mend}" for f in lint(load(folder), (folder,))]
    assert wanted in found
    assert len(found) == 1


def test_a_rule_switched_off_keeps_its_weight(tmp_path: Path) -> None:
    own = tmp_path / "lipei.yaml"
    own.write_text("rules: {letter-amount: {enabled: false}, callback-in-time: {enabled: false}}\n", encoding="utf-8")
    found = [finding.what for finding in lint(load(PACK, own), (PACK,))]
    assert not [what for what in found if "weights" in what]
    assert "概念 promises-callback 没有被任何规则、场景或信函类型用到" in found


def test_every_placeholder_is_one_that_a_check_fills() -> None:
    filled = {
        kind: set(re.findall(r'replace\("\{(\w+)\}"', inspect.getsource(module)))  # what the module puts in
        for kind, module in KINDS.items()
    }
    assert {kind: set(names) for kind, names in PLACEHOLDERS.items()} == {k: names for k, names in filled.items() if names}


RULES = jsonschema.Draft202012Validator(rules_schema())
SETTINGS = jsonschema.Draft202012Validator(settings_schema())


@pytest.mark.parametrize("validator", [RULES, SETTINGS])
def test_the_schemas_are_schemas(validator: jsonschema.Draft202012Validator) -> None:
    validator.check_schema(validator.schema)


@pytest.mark.parametrize("path", sorted((*PACK.rglob("*.yaml"), *SHIPPED.rglob("*.yaml"))), ids=lambda path: path.name)
def test_rule_files_fit_the_schema(path: Path) -> None:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert [error.message[:200] for error in RULES.iter_errors(content)] == []


@pytest.mark.parametrize(
    "text",
    [
        "rule: {}",
        "concepts: {a: {title: 甲, say: [乙], hit: [乙]}}",
        "concepts: {a: {title: 甲, say: [乙], hit: [乙], miss: [丙], bye: agent}}",
        "concepts: {a: {title: 甲, say: [乙], hit: [乙], miss: [丙], by: agnet}}",
        "concepts: {a: {title: 12, say: [乙], hit: [乙], miss: [丙]}}",
        "concepts: {a: {title: 甲, say: [乙], hit: [乙], miss: [丙], veto: [negaton]}}",
        "concepts: {a: {title: 甲, say: [乙], hit: [乙], miss: [丙], with: [{turns: [0, 1]}]}}",
        "scenes: {a: {title: 甲, when: {al: [x]}}}",
        "scenes: {a: {title: 甲, when: {all: [x], any: [y]}}}",
        "scenes: {a: {title: 甲, when: {all: [{not: {scene: []}}]}}}",
        "scenes: {a: {title: 甲, when: {count: [x, y]}}}",
        "scenes: {a: {title: 甲, when: {concept: x, frist: 2}}}",
        "rules: {a: {title: 甲}}",
        "rules: {a: {clause: 一, title: 甲, scope: letter, requirement: 乙, check: must-say, message: 丙, suggestion: 丁, hit: [x], miss: [y]}}",
        "rules: {a: {clause: 一, title: 甲, scope: letter, requirement: 乙, check: must-sya, say: x, message: 丙, suggestion: 丁, hit: [x], miss: [y]}}",
        "rules: {a: {clause: 一, title: 甲, scope: letter, requirement: 乙, check: must-say, say: x, each: y, message: 丙, suggestion: 丁, hit: [x], miss: [y]}}",
        "score: {weights: {a: {severity: error}}}",
        "score: {groups: {a: {ids: [b]}}}",
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(text: str) -> None:
    assert list(RULES.iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("extends: claims-standard@1\nparams: {a: 1}\nrules: {x: {enabled: false, weight: 3}}\nconcepts: {c: {add: [甲]}}", True),
        ("rules: {x: {enable: false}}", False),
        ("concepts: {c: {say: [甲]}}", False),
        ("rules: {x: {severity: bad}}", False),
    ],
)
def test_settings_fit_their_schema(text: str, good: bool) -> None:
    assert (not list(SETTINGS.iter_errors(yaml.safe_load(text)))) is good
