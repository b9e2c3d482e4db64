"""Each exit code, and each way to it. 3 before 2 before 1 before 4 before 0."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = {"id": "g", "turns": [{"role": "agent", "text": "您好"}, {"role": "customer", "text": "你好"}]}
THREAT = {"id": "t", "turns": [{"role": "agent", "text": "您好，别怪我们不客气"}]}
RUDE = {"id": "r", "turns": [{"role": "agent", "text": "喂"}, {"role": "customer", "text": "你好"}]}
NO_ROLES = {"id": "n", "turns": [{"text": "您好"}, {"text": "你好"}]}
LETTER = "尊敬的客户：\n我公司同意赔付。\n如有异议，请拨打申诉电话95000。\n"
FILES: dict[str, list[Any]] = {
    "good.jsonl": [GOOD],
    "threat.jsonl": [THREAT],
    "rude.jsonl": [RUDE],
    "noroles.jsonl": [NO_ROLES],
    "half.jsonl": [GOOD, "{"],
    "halfbad.jsonl": [THREAT, "{"],
    "broken.jsonl": ["{"],
    "empty.jsonl": [],
}


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    for name, records in FILES.items():
        lines = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in records]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "nothing").mkdir()
    (folder / "bad").mkdir()
    (folder / "bad/a.yaml").write_text("rules: {a: {title: 12}}\n", encoding="utf-8")
    (folder / "bad.yaml").write_text("params: {silence: 3}\n", encoding="utf-8")
    (folder / "own.yaml").write_text("rules: {greeting: {enabled: false}}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ("check good.jsonl", 0, ""),
        ("check rude.jsonl", 0, ""),
        ("check threat.jsonl --fail-on never", 0, ""),
        ("check good.jsonl --min-score 100", 0, ""),
        ("check rude.jsonl --fail-on warning --config own.yaml", 0, ""),
        ("check threat.jsonl --ignore no-threat", 0, ""),
        ("check threat.jsonl", 1, ""),
        ("check letter.txt", 1, ""),
        ("check rude.jsonl --fail-on warning", 1, ""),
        ("check rude.jsonl --fail-on info", 1, ""),
        ("check rude.jsonl --min-score 94.5", 1, ""),
        ("check rude.jsonl --fail-on never --min-score 94.5", 1, ""),
        ("check halfbad.jsonl", 1, "halfbad.jsonl:2: 不是合法的 JSON"),
        ("check noroles.jsonl", 4, ""),
        ("check half.jsonl", 4, "half.jsonl:2: 不是合法的 JSON"),
        ("check good.jsonl missing.jsonl", 4, "missing.jsonl: 找不到这个文件或文件夹；"),
        ("check", 2, "没有给出要检查的文件；"),
        ("check missing.jsonl", 2, "missing.jsonl: 找不到这个文件或文件夹；"),
        ("check empty.jsonl", 2, "没有一条记录可以检查；"),
        ("check broken.jsonl", 2, "没有一条记录可以检查；"),
        ("check nothing", 2, "文件夹里没有文件；"),
        ("check good.jsonl --select gretting", 2, "--select：没有规则“gretting”；是不是 greeting？"),
        ("check good.jsonl --ignore greeting,no-thread", 2, "--ignore：没有规则“no-thread”；是不是 no-threat？"),
        ("check good.jsonl --select greeting --ignore greeting", 2, "没有要检查的规则；"),
        ("check good.jsonl --config missing.yaml", 2, "missing.yaml: 找不到设置文件；"),
        ("check good.jsonl --format txt", 2, "选项 --format 不能是“txt”；是不是 text？"),
        ("check good.jsonl --kind calls", 2, "选项 --kind 不能是“calls”；是不是 call？"),
        ("check good.jsonl --min-score x", 2, "选项 --min-score 应是数字，不能是“x”"),
        ("check good.jsonl --min-score 101", 2, "选项 --min-score 应在 0 和 100 之间"),
        ("check good.jsonl --min-score nan", 2, "选项 --min-score 应在 0 和 100 之间"),
        ("check good.jsonl --map x.yaml", 2, "x.yaml: 找不到列映射文件；"),
        ("check good.jsonl --formt text", 2, "没有选项 --formt；是不是 --format？"),
        ("check good.jsonl --verbose=1", 2, "选项 --verbose 后面不带值"),
        ("check good.jsonl --config bad.yaml", 3, "bad.yaml:1:19: 没有参数“silence”；是不是 silence_s？"),
        ("rules test", 0, ""),
        ("rules lint", 0, ""),
        ("rules list", 0, ""),
        ("rules coverage", 0, ""),
        ("rules explain greeting", 0, ""),
        ("rules explain greetng", 2, "没有规则或概念“greetng”；是不是 greeting？"),
        ("rules explain", 2, "缺少参数 编号"),
        ("rules test gretting", 2, "没有规则或概念“gretting”；是不是 greeting？"),
        ("rules diff", 2, "没有找到公司设置 lipei.yaml；"),
        ("evaluate good.jsonl", 2, "没有找到标注；"),
        ("evaluate missing.jsonl", 2, "没有找到标注；"),
        ("evaluate -", 2, "标注记录不能从标准输入读；"),
    ],
)
def test_with_the_tiny_pack(run: Callable[..., Any], args: str, code: int, said: str) -> None:
    ran = run(*args.split())
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert said or not ran.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ("", 2, "用法：lipei [选项] 命令 …"),
        ("rules", 2, "用法：lipei rules [选项] 命令 …"),
        ("chek", 2, "没有命令“chek”；是不是 check？"),
        ("rules lst", 2, "没有命令“lst”；是不是 list？"),
        ("version x", 2, "多出了参数 x"),
        ("check good.jsonl --rules", 2, "选项 --rules 后面要写值"),
        ("check good.jsonl --rules bad", 3, "bad/a.yaml:1:20: rules.a.title 应是文字；"),
        ("check good.jsonl --rules bad", 3, "规则文件有 "),
        ("check good.jsonl --rules nowhere", 3, "nowhere: 没有找到规则文件；"),
        ("rules list --rules bad", 3, "bad/a.yaml:1:20: rules.a.title 应是文字；"),
        ("version", 0, ""),
        ("--version", 0, ""),
        ("--help", 0, ""),
        ("rules schema", 0, ""),
        ("rules schema --settings", 0, ""),
    ],
)
def test_with_other_rules(run: Callable[..., Any], args: str, code: int, said: str) -> None:
    ran = run(*args.split(), rules=False)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert said or not ran.err


def test_rules_that_contradict_their_examples_are_broken(run: Callable[..., Any], folder: Path) -> None:
    (folder / "lipei.yaml").write_text('concepts: {greets: {remove: ["您好"]}}\n', encoding="utf-8")
    ran = run("rules", "test")
    assert ran.code == 3
    assert "minipack/concepts.yaml:3:5: 概念 greets 应命中例子“您好，请讲”" in ran.out
    assert run("rules", "test", "threat").code == 0


def test_loose_ends_are_findings(run: Callable[..., Any], folder: Path) -> None:
    (folder / "lipei.yaml").write_text("rules: {greeting: {weight: 0}}\n", encoding="utf-8")
    ran = run("rules", "lint")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "1 处疏漏")


def test_a_fault_of_the_program_is_no_finding(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.engine import Engine

    monkeypatch.setattr(Engine, "check", lambda self, record: 1 / 0)
    ran = run("check", "good.jsonl")
    assert ran.code == 70
    assert "ZeroDivisionError" in ran.err and "程序出错了" in ran.err


def test_an_interrupted_run(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.engine import Engine

    def stop(self: Engine, record: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "check", stop)
    ran = run("check", "good.jsonl")
    assert (ran.code, ran.err.strip()) == (130, "已中断")
