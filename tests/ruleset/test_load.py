"""Rule files: a minimal pack loads; each possible mistake has its exact message with line and column."""

from pathlib import Path

import pytest

from checker.errors import RuleError
from checker.ruleset.conditions import HAS_OPTIONS, OPS
from checker.ruleset.load import load

CONCEPT = """\
concepts:
  calm:
    title: 安抚
    by: agent
    say: ["别着急"]
    hit: ["您别着急"]
    miss: ["客户：我别着急"]
"""
RULE = """\
rules:
  calming:
    clause: 二.3
    title: 情绪安抚
    scope: conversation
    requirement: 说过安抚的话
    check: must-say
    say: calm
    message: 没有安抚
    suggestion: 您先别着急
    hit: ["客服：您好"]
    miss: ["客服：您别着急"]
"""
REST = """\
clauses: {二.3: 首先安抚客户}
params: {silence_s: 20}
score: {weights: {calming: {severity: error, weight: 8}}}
"""


def pack(tmp_path: Path, text: str, settings: str = "") -> tuple[Path, Path | None]:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    if not settings:
        return folder, None
    path = tmp_path / "lipei.yaml"
    path.write_text(settings, encoding="utf-8")
    return folder, path


def mistakes(tmp_path: Path, text: str, settings: str = "") -> list[str]:
    with pytest.raises(RuleError) as caught:
        load(*pack(tmp_path, text, settings))
    return [str(problem) for problem in caught.value.problems or (caught.value,)]


def test_a_pack_loads(tmp_path: Path) -> None:
    ruleset = load(*pack(tmp_path, CONCEPT + RULE + REST))
    rule = ruleset.rules[0]
    assert (rule.id, rule.severity, rule.weight, rule.place) == ("calming", "error", 8, "rules/a.yaml:10:5")
    assert len(ruleset.hash) == 12


def edit(old: str, new: str) -> str:
    whole = CONCEPT + RULE + REST
    assert old in whole
    return whole.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (edit("by: agent", "bye: agent"), "rules/a.yaml:4:5: concepts.calm 没有“bye”这个键；是不是 by？"),
        (edit("by: agent", "by: agnet"), "rules/a.yaml:4:9: concepts.calm.by 不能是“agnet”；是不是 agent？"),
        (edit("    by: agent\n", "    by: agent\n    by: agent\n"), "rules/a.yaml:5:5: 键“by”重复；第 4 行已有，请删去一个"),
        (edit('    hit: ["您别着急"]\n', ""), "rules/a.yaml:3:5: concepts.calm 缺少“hit”；应命中的例子"),
        (edit("title: 安抚", "title: 12"), "rules/a.yaml:3:12: concepts.calm.title 应是文字；数字、yes/no 请加引号"),
        (edit("title: 安抚", "title: yes"), "rules/a.yaml:3:12: concepts.calm.title 应是文字；数字、yes/no 请加引号"),
        (
            edit('say: ["别着急"]', 'say: ["别(着急"]'),
            "rules/a.yaml:5:11: 短语“别(着急”第 2 个字：“(”没有配对的“)”；写法见 docs/rule-language.md",
        ),
        (
            edit('say: ["别着急"]', 'say: ["<clam>"]'),
            "rules/a.yaml:5:11: 短语“<clam>”第 1 个字：引用了不存在的概念 <clam>；写法见 docs/rule-language.md",
        ),
        (edit('say: ["别着急"]', 'regex: ["(a+)+"]'), "rules/a.yaml:5:13: 正则表达式里有无限重复嵌套无限重复，可能极慢；请改写"),
        (
            edit('say: ["别着急"]', 'regex: ["(a"]'),
            "rules/a.yaml:5:13: 正则表达式有误（第 1 个字符）：missing ), unterminated subpattern；请改写",
        ),
        (
            edit('say: ["别着急"]', "veto: [negatoin]"),
            "rules/a.yaml:5:12: concepts.calm.veto 不能是“negatoin”；是不是 negation？",
        ),
        (edit("say: calm", "say: clam"), "rules/a.yaml:10:5: 规则 calming 用到了不存在的概念“clam”；是不是 calm？"),
        (
            edit("say: calm", "say: {al: [calm]}"),
            f"rules/a.yaml:15:10: rules.calming.say 应含且只含这些键之一：{'、'.join(OPS)}；现有：al",
        ),
        (
            edit("say: calm", "say: {count: [calm]}"),
            "rules/a.yaml:15:11: rules.calming.say.count 缺少 at-least；请写明至少几个（或多少分）",
        ),
        (
            edit("say: calm", "say: {concept: calm, frist: 2}"),
            f"rules/a.yaml:15:26: rules.calming.say 没有“frist”这个键；可用的键：{'、'.join(HAS_OPTIONS)}",
        ),
        (
            edit("check: must-say", "check: must-sya"),
            "rules/a.yaml:14:12: rules.calming.check 不能是“must-sya”；是不是 must-say？",
        ),
        (
            edit("scope: conversation", "scope: call"),
            "rules/a.yaml:12:12: rules.calming.scope 不能是“call”；可用：conversation、letter、case",
        ),
        (edit("    title: 情绪安抚\n", "   title: 情绪安抚\n"), "YAML 写法有误"),
        (
            edit("say: calm", "say: calm\n    similar: calming"),
            "rules/a.yaml:10:5: 规则 calming 用到了不存在的模型“calming”；请先运行 lipei rules train",
        ),
        (
            edit("say: calm", "say: {concept: calm, similar: other}"),
            "rules/a.yaml:10:5: 规则 calming 用到了不存在的模型“other”；请先运行 lipei rules train",
        ),
        (edit("weight: 8", "weight: 多"), "rules/a.yaml:22:54: score.weights.calming.weight 应是数字"),
        (edit("clauses: {二.3: 首先安抚客户}", "clauses: &x {二.3: 首先}"), "规则文件不支持 & 锚点和 * 引用"),
        (edit("params:", "parms:"), "是不是 params？"),
    ],
)
def test_each_mistake(tmp_path: Path, text: str, wanted: str) -> None:
    found = mistakes(tmp_path, text)
    assert any(wanted in line for line in found), found


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = edit("by: agent", "bye: agent").replace("say: calm", "say: clam")
    assert len(mistakes(tmp_path, text)) == 2


def test_not_utf8(tmp_path: Path) -> None:
    folder, _ = pack(tmp_path, "")
    (folder / "a.yaml").write_bytes("name: 规则".encode("gb18030"))
    with pytest.raises(RuleError) as caught:
        load(folder)
    assert str(caught.value.problems[0]) == "rules/a.yaml:1: 规则文件不是 UTF-8 编码；请另存为 UTF-8"


def test_no_rule_files(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path)
    assert "没有找到规则文件" in str(caught.value)


def test_cycles_are_refused(tmp_path: Path) -> None:
    text = CONCEPT.replace('say: ["别着急"]', "any-of: [other]") + (
        '  other: {title: 另一个, any-of: [calm], hit: ["x"], miss: ["y"]}\n'
    )
    assert any("概念互相依赖成环：calm → other → calm" in found for found in mistakes(tmp_path, text))


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ("params: {silense_s: 30}", "lipei.yaml:1:21: 没有参数“silense_s”；是不是 silence_s？"),
        ("params: {silence_s: 三十}", "lipei.yaml:1:21: 参数 silence_s 的类型不对；默认值是 20"),
        ("rules: {calmin: {enabled: false}}", "lipei.yaml:1:17: 没有规则“calmin”；是不是 calming？"),
        ("concepts: {clam: {add: [x]}}", "lipei.yaml:1:18: 没有概念“clam”；是不是 calm？"),
        ("concepts: {calm: {remove: [别慌]}}", "lipei.yaml:1:18: 概念 calm 里没有“别慌”这条说法；请照规则包里的写法填写"),
        ("rules: {calming: {enabled: 是}}", "rules.calming.enabled 应是 true 或 false"),
        ("rule-files: [none]", "rule-files 指定的文件夹不存在：none"),
    ],
)
def test_settings_mistakes(tmp_path: Path, settings: str, wanted: str) -> None:
    assert any(wanted in found for found in mistakes(tmp_path, CONCEPT + RULE + REST, settings))


def test_settings_change_the_ruleset(tmp_path: Path) -> None:
    folder, path = pack(
        tmp_path,
        CONCEPT + RULE + REST,
        "extends: claims-standard@1\n"
        "params: {silence_s: 30}\n"
        "rules: {calming: {severity: info, weight: 3}}\n"
        "concepts: {calm: {add: [莫慌], remove: [别着急]}}\n",
    )
    ruleset = load(folder, path)
    assert ruleset.params["silence_s"] == 30
    assert (ruleset.rules[0].severity, ruleset.rules[0].weight) == ("info", 3)
    assert [pattern.phrase for pattern in ruleset.concepts[0].patterns] == ["莫慌"]
    assert ruleset.hash != load(folder).hash


def test_settings_for_another_pack_are_refused(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "name: other@2\n" + CONCEPT + RULE + REST, "extends: claims-standard@1\n")
    assert found == ["lipei.yaml:1:10: 设置是给规则包 claims-standard@1 写的，现在用的是 other@2；请核对后改写 extends"]


def test_disabled_rule_is_gone(tmp_path: Path) -> None:
    folder, path = pack(tmp_path, CONCEPT + RULE + REST, "rules: {calming: {enabled: false}}")
    assert load(folder, path).rules == ()


def test_hash_ignores_examples_and_places(tmp_path: Path) -> None:
    folder, _ = pack(tmp_path, CONCEPT + RULE + REST)
    first = load(folder).hash
    (folder / "a.yaml").write_text("\n" + (CONCEPT + RULE + REST).replace("您别着急", "您可别着急"), encoding="utf-8")
    assert load(folder).hash == first
    (folder / "a.yaml").write_text((CONCEPT + RULE + REST).replace("别着急", "别慌"), encoding="utf-8")
    assert load(folder).hash != first
