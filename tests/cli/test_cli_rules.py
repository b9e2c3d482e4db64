"""``lipei rules``: what each command prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.spans import cells


def test_list_is_an_aligned_table(run: Callable[..., Any]) -> None:
    lines = run("rules", "list").out.splitlines()
    assert lines[0].split() == ["规则", "条款", "等级", "分值", "名称"]
    assert lines[1].split() == ["greeting", "二.2", "警告", "10", "规范开场"]
    assert lines[-1].startswith("minipack@1：9 条规则，版本指纹 ")
    at = {cells(line[: line.index(title)]) for line, title in ((lines[0], "名称"), (lines[1], "规范开场"), (lines[6], "不得"))}
    assert len(at) == 1


def test_list_as_json(run: Callable[..., Any]) -> None:
    content = json.loads(run("rules", "list", "--format", "json").out)
    assert list(content) == ["schema", "ruleset", "name", "rules"]
    assert len(content["rules"]) == 9
    threat = content["rules"][5]
    assert (threat["rule"], threat["fatal"], threat["needs"]) == ("no-threat", ["威胁"], [])
    assert {"title", "clause", "severity", "weight", "requirement", "suggestion", "message", "scope"} <= set(threat)


def test_list_only_what_needs_words(run: Callable[..., Any], folder: Path) -> None:
    assert run("rules", "list", "--needs", "words").out.splitlines()[-1].startswith("minipack@1：0 条规则")
    own = folder / "own"
    own.mkdir()
    (own / "a.yaml").write_text(
        """\
concepts:
  by-words: {title: 按词, tokens: [{on: [好], pattern: [{TEXT: 好}]}], hit: [好], miss: [坏]}
  above: {title: 上层, any-of: [by-words], hit: [好], miss: [坏]}
rules:
  own-rule:
    {clause: 二.2, title: 自己的, scope: conversation, requirement: 无, check: must-say, say: above, message: 无, suggestion: 无,
     hit: ["客服：坏"], miss: ["客服：好"]}
score: {weights: {own-rule: {severity: info, weight: 1}}}
""",
        encoding="utf-8",
    )
    Path("lipei.yaml").write_text("rule-files: [own]\n", encoding="utf-8")
    lines = run("rules", "list", "--needs", "words").out.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == ["own-rule"]


def test_explain_a_rule(run: Callable[..., Any]) -> None:
    out = run("rules", "explain", "report-number-given").out
    wanted = """\
report-number-given  告知报案号
条款　二.4 告知报案号（标准明文）
对象　会话（电话、在线）
等级　错误，20 分
要求　首次报案时客服说出报案号。
何时适用
  会话场景是首次报案
查什么（must-say）
  满足要求的说法
    客服说：说出报案号（report-number-told）
      如 “报案号是九零二五零四一七”
违反时说　没有告知报案号
建议说法　您的报案号是……，请您记一下
违反的例子
  · 客户：我要报案
    客服：稍后把报案号发给您
不算违反的例子
  · 客户：我要报案
    客服：报案号是九零二五零四一七
  · 客户：我要报案
    系统：通话已断开（不适用）
"""
    assert out.startswith(wanted)
    assert out.splitlines()[-1].startswith("出处　minipack/rules.yaml:")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("no-silence", ["  记录带有时间", "    call：20（参数 silence_s）", "    chat：120"]),
        ("no-threat", ["等级　错误，30 分，威胁一票否决", "    威胁：", "      客服说：威胁的话（threat）"]),
        ("greeting", ["  总是适用", "    客服说：问候（greets）（在客服前 2 次发言内）"]),
        ("callback-in-time", ["    24（参数 hours）", "  · 客服：您好（不适用）"]),
        ("letter-amount", ["对象　信函", "  信函类型是赔付通知"]),
        ("letter-appeal", ["条款　四.1 正式通知结论（由法规推出）"]),
    ],
)
def test_explain_says(run: Callable[..., Any], name: str, wanted: list[str]) -> None:
    lines = run("rules", "explain", name).out.splitlines()
    assert [line for line in wanted if line not in lines] == []


def test_explain_a_concept(run: Callable[..., Any]) -> None:
    lines = run("rules", "explain", "report-number-word").out.splitlines()
    assert lines[:5] == ["report-number-word  报案号", "谁说的才算　客服", "说法", "  · 报案号", "这些情形不算　只说以后再说"]
    assert "用到它的规则　report-number-given" in lines
    assert "用到它的概念　report-number-told" in lines


def test_coverage(run: Callable[..., Any]) -> None:
    lines = run("rules", "coverage").out.splitlines()
    assert lines[:4] == [
        "一.1 承保说明",
        "    （没有规则）",
        "二.2 礼貌地采集报案要素",
        "    greeting、intake-complete、no-silence",
    ]
    assert lines[-3:] == ["不查：接通率", "    来自话务系统", "6 条中 5 条有规则（83%）；另有 1 条文字看不出来"]


def test_diff(run: Callable[..., Any], folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own/a.yaml").write_text(
        """\
concepts:
  own-word: {title: 自己的词, say: [谢谢], hit: [谢谢], miss: [您好]}
rules:
  own-rule:
    {clause: 二.2, title: 道谢, scope: conversation, requirement: 无, check: must-say, say: own-word, message: 无, suggestion: 无,
     hit: ["客服：您好"], miss: ["客服：谢谢"]}
""",
        encoding="utf-8",
    )
    (folder / "lipei.yaml").write_text(
        """\
extends: minipack@1
rule-files: [own]
params: {hours: 12}
rules:
  greeting: {enabled: false}
  no-threat: {severity: warning, weight: 40, fatal: [威胁, 讥讽]}
concepts:
  greets: {add: ["早安"], remove: ["您好"], unless: ["早安排"]}
score: {fatal: 10}
""",
        encoding="utf-8",
    )
    lines = run("rules", "diff").out.splitlines()
    assert lines[:-1] == [
        "参数 hours：24 → 12",
        "规则 greeting（规范开场）：已关闭",
        "规则 no-threat（不得威胁讥讽）：严重度 error → warning",
        "规则 no-threat（不得威胁讥讽）：分值 30 → 40",
        "规则 no-threat（不得威胁讥讽）：一票否决 威胁 → 威胁、讥讽",
        "规则 own-rule（道谢）：公司自己的",
        "概念 greets（问候）：增加说法“早安”",
        "概念 greets（问候）：去掉说法“您好”",
        "概念 greets（问候）：增加不算的说法“早安排”",
        "概念 own-word（自己的词）：公司自己的",
        "计分：一票否决后的分数 0 → 10",
    ]
    assert lines[-1].startswith("11 处不同，版本指纹 ")


def test_no_difference(run: Callable[..., Any], folder: Path) -> None:
    (folder / "lipei.yaml").write_text("extends: minipack@1\n", encoding="utf-8")
    assert run("rules", "diff").out == "与规则包相同\n"


def test_schema_is_json(run: Callable[..., Any]) -> None:
    assert "$defs" in json.loads(run("rules", "schema", rules=False).out)
    assert "extends" in json.loads(run("rules", "schema", "--settings", rules=False).out)["properties"]


def test_help_pages_are_chinese_and_short(run: Callable[..., Any]) -> None:
    from checker.cli import app

    pages = [[]] + [[name] for name in app.commands] + [["rules", name] for name in app.commands["rules"].commands]  # type: ignore[attr-defined]
    for page in pages:
        out = run(*page, "--help", rules=False).out
        assert out.startswith("用法：lipei")
        for english in ("Usage", "Options", "Commands", "Show this", "Arguments", "required", "default:"):
            assert english not in out, page
        assert all(cells(line) <= 100 for line in out.splitlines()), page
