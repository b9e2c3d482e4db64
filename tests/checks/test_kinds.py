"""Each check kind on small records: verdict, kind, missing, evidence turns."""

from pathlib import Path
from typing import Any

import pytest

from checker.engine import Engine
from checker.model import Record, Turn, Verdict
from checker.ruleset.load import load

CONCEPTS = """
  a: {title: 甲, by: agent, say: [甲], veto: [promise], hit: [甲], miss: [乙]}
  b: {title: 乙, by: agent, say: [乙], hit: [乙], miss: [甲]}
  c: {title: 丙, by: customer, say: [丙], hit: [丙], miss: [甲]}
  days: {title: 时长, by: agent, say: ["<duration>到账"], hit: [三天到账], miss: [甲]}
  wait: {title: 稍等, by: agent, say: [稍等], hit: [稍等], miss: [甲]}
  ask: {title: 问, by: agent, say: ["吗$"], hit: [有吗], miss: [甲]}
  hold: {title: 等, by: customer, say: [等我], hit: [等我], miss: [甲]}
  item: {title: 材料, by: agent, say: [发票, 病历, 身份证], hit: [发票], miss: [甲]}
  broke: {title: 断, say: [通话中断], hit: [通话中断], miss: [甲]}
"""
HEAD = "clause: 二.1, title: 甲, scope: conversation, requirement: 甲, message: '违反{kind}{missing}{seconds}{words}', suggestion: 甲"


def engine(tmp_path: Path, rule: str, more: str = "") -> Engine:
    text = (
        f"concepts:{CONCEPTS}rules:\n  r: {{{HEAD}, {rule}, hit: ['客服：x'], miss: ['客服：y']}}\n"
        "params: {most: 3}\nclauses: {二.1: 甲}\ncut-off: {concept: broke, last: 1, by: any}\n" + more
    )
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    return Engine(load(tmp_path))


def record(*lines: Any, kind: str = "call") -> Record:
    roles = {"客服": "agent", "客户": "customer", "系统": "system", "未知": "unknown"}
    turns = []
    for line in lines:
        text, *times = line if isinstance(line, tuple) else (line,)
        turns.append(Turn(roles[text[:2]], text[3:], *times))
    return Record("r", kind, tuple(turns))


def verdict(tmp_path: Path, rule: str, *lines: Any, kind: str = "call") -> Verdict:
    return engine(tmp_path, rule).check(record(*lines, kind=kind)).verdicts[0]


def seen(v: Verdict) -> tuple[str, list[int]]:
    return v.verdict, [evidence.turn for evidence in v.evidence]


@pytest.mark.parametrize(
    ("rule", "lines", "wanted"),
    [
        ("check: must-say, say: a", ["客服：甲"], ("pass", [0])),
        ("check: must-say, say: a", ["客户：甲"], ("fail", [])),
        ("check: must-say, say: a, near: [a]", ["客服：好", "客户：甲"], ("fail", [1])),
        ("check: must-say, say: a, near: [a]", ["客服：稍后甲"], ("fail", [0])),
        ("check: must-say, say: a, spoiled-by: b", ["客服：甲", "客服：乙"], ("fail", [1])),
        ("check: must-say, say: {all: [a, b]}", ["客服：甲", "客服：乙"], ("pass", [0, 1])),
        ("check: must-say, say: [a, b]", ["客服：乙"], ("pass", [0])),
        ("check: must-say, say: {count: [a, b, c], at-least: 2}", ["客服：甲", "客户：丙"], ("pass", [0, 1])),
        ("check: must-say, say: {count: [a, b, c], at-least: 3}", ["客服：甲", "客户：丙"], ("fail", [])),
        ("check: must-say, say: {weigh: {a: 2, b: -1}, at-least: 2}", ["客服：甲"], ("pass", [0])),
        ("check: must-say, say: {weigh: {a: 2, b: -1}, at-least: 2}", ["客服：甲乙"], ("fail", [])),
        ("check: must-say, say: {concept: a, first: 1}", ["客服：好", "客服：甲"], ("fail", [])),
        ("check: must-say, say: {concept: a, last: 1}", ["客服：好", "客服：甲"], ("pass", [1])),
        ("check: must-say, say: {concept: a, after: c}", ["客服：甲", "客户：丙"], ("fail", [])),
        ("check: must-say, say: {concept: a, before: c}", ["客服：甲", "客户：丙"], ("pass", [0])),
        ("check: must-say, say: {concept: a, at-least: 2}", ["客服：甲", "客服：甲"], ("pass", [0, 1])),
        ("check: must-say, say: {concept: item, distinct: 2}", ["客服：发票", "客服：发票"], ("fail", [])),
        ("check: must-say, say: {concept: item, distinct: 2, window: 2}", ["客服：发票", "客户：嗯", "客服：病历"], ("fail", [])),
        (
            "check: must-say, say: {concept: item, distinct: 2, window: 3}",
            ["客服：发票", "客户：嗯", "客服：病历"],
            ("pass", [0, 2]),
        ),
        ("applies: c, check: must-say, say: a", ["客服：好"], ("na", [])),
        ("applies: c, check: must-say, say: a", ["客户：丙"], ("fail", [0])),
        ("applies: {not: c}, check: must-say, say: a", ["客户：丙"], ("na", [])),
        ("applies: {timed: true}, check: must-say, say: a", ["客服：甲"], ("na", [])),
        ("check: must-say, say: a, waived-by: c", ["客户：丙"], ("na", [])),
        ("check: must-say, say: a", ["客服：好", "系统：通话中断"], ("na", [])),
        ("check: must-say, say: a, when-cut-off: fail", ["客服：好", "系统：通话中断"], ("fail", [])),
        ("check: in-order, first: a, then: b", ["客服：甲", "客服：乙"], ("pass", [0, 1])),
        ("check: in-order, first: a, then: b", ["客服：乙甲"], ("pass", [0, 0])),
        ("check: in-order, first: a, then: b", ["客服：乙", "客服：甲"], ("fail", [0, 1])),
        ("check: in-order, first: a, then: b, since: c", ["客服：乙", "客户：丙", "客服：甲"], ("pass", [2])),
        ("check: in-order, first: a, then: b", ["客服：乙"], ("na", [])),
        ("check: answer-to, each: a, answer: b, within: 1", ["客服：甲", "客户：啊", "客服：乙"], ("pass", [2, 0])),
        ("check: answer-to, each: a, answer: b, within: 0", ["客服：甲", "客服：乙"], ("fail", [0])),
        ("check: answer-to, each: a, answer: b, within: 0, before-counts: 1", ["客服：乙", "客服：甲"], ("pass", [0, 1])),
        ("check: answer-to, each: a, answer: b, within: 1", ["客服：好"], ("na", [])),
        ("check: answer-to, each: a, answer: c, answer-for: {甲: b}, within: 1", ["客服：甲", "客服：乙"], ("pass", [1, 0])),
        ("check: answer-to, each: a, answer: c, answer-for: {丁: b}, within: 1", ["客服：甲", "客服：乙"], ("fail", [0])),
        ("check: answer-to, each: a, answer: days, within: 1, at-most: 24", ["客服：甲", "客服：一天到账"], ("pass", [1, 0])),
        ("check: answer-to, each: a, answer: days, within: 1, at-most: 24", ["客服：甲", "客服：两天到账"], ("fail", [0])),
        ("check: value-limit, value: days, at-most: $most, unit: workdays", ["客服：三天到账"], ("pass", [0])),
        ("check: value-limit, value: days, at-most: $most, unit: workdays", ["客服：五个工作日到账"], ("fail", [0])),
        ("check: value-limit, value: days, at-most: $most, unit: workdays", ["客服：好"], ("fail", [])),
        ("check: value-limit, value: days, at-most: $most, unit: workdays, also: a", ["客服：甲"], ("pass", [0])),
        ("check: one-go, items: item", ["客服：要发票、病历", "客户：好", "客服：还有身份证"], ("pass", [0, 0, 2])),
        ("check: one-go, items: item", ["客服：要发票", "客服：您的卡号记一下", "客户：好", "客服：病历也要"], ("fail", [3, 0])),
        ("check: one-go, items: item", ["客服：要发票", "客服：您的卡号记一下", "客服：发票别忘了"], ("pass", [0, 2])),
        (
            "check: one-go, items: item, excused: c",
            ["客服：要发票", "客服：您的卡号记一下", "客户：丙", "客服：病历"],
            ("pass", [0, 3]),
        ),
        ("check: one-go, items: item, closed: c", ["客服：要发票", "客户：丙", "客服：病历"], ("fail", [2, 0])),
        ("check: one-go, items: item", ["客服：好"], ("na", [])),
    ],
)
def test_kinds(tmp_path: Path, rule: str, lines: list[str], wanted: tuple[str, list[int]]) -> None:
    assert seen(verdict(tmp_path, rule, *lines)) == wanted


def test_forbidden_kind_and_message(tmp_path: Path) -> None:
    found = verdict(tmp_path, "check: must-not-say, forbid: {威胁: a, 命令: b}", "客服：乙", "客服：甲")
    assert (found.verdict, found.kind, found.message) == ("fail", "威胁", "违反威胁、命令{missing}{seconds}{words}")
    assert [e.turn for e in found.evidence] == [0, 1]
    assert verdict(tmp_path, "check: must-not-say, forbid: {威胁: a}", "客户：甲").verdict == "pass"


def test_checklist_names_what_is_missing(tmp_path: Path) -> None:
    rule = "check: checklist, slots: {时间: a, 地点: b, 损失: c}"
    found = verdict(tmp_path, rule, "客服：甲")
    assert (found.verdict, found.missing, found.searched) == ("fail", ("地点", "损失"), (0, 1))
    assert verdict(tmp_path, rule, "客服：甲乙", "客户：丙").verdict == "pass"


SILENCE = "applies: {timed: true}, check: within-time, limit: {call: 20, chat: 120}, told-limit: {call: 120, chat: 600}, told: wait, asked: ask, customer-waits: hold"


@pytest.mark.parametrize(
    ("lines", "kind", "wanted"),
    [
        ([("客户：好", 0, 1), ("客服：嗯", 22, 23)], "call", "fail"),
        ([("客户：好", 0, 1), ("客服：嗯", 21, 23)], "call", "pass"),
        ([("客户：好", 0, 1), ("客服：嗯", 110, 111)], "chat", "pass"),
        ([("客服：稍等", 0, 1), ("客服：好了", 100, 101)], "call", "pass"),
        ([("客服：稍等", 0, 1), ("客服：好了", 130, 131)], "call", "fail"),
        ([("客服：稍等", 0, 1), ("客户：嗯", 1, 2), ("客服：好了", 100, 101)], "call", "pass"),
        ([("客服：有吗", 0, 1), ("客服：在吗", 60, 61)], "call", "pass"),
        ([("客服：好", 0, 1), ("客户：我找", 60, 61)], "call", "pass"),
        ([("客户：等我找", 0, 1), ("客服：您还在吗", 60, 61)], "call", "pass"),
        ([("系统：转接中", 0, 1), ("客服：您好", 60, 61)], "call", "fail"),
        ([("客户：好", 0, 1), "客服：嗯"], "call", "unknown"),
        (["客户：好", "客服：嗯"], "call", "na"),
    ],
)
def test_silence(tmp_path: Path, lines: list[Any], kind: str, wanted: str) -> None:
    assert verdict(tmp_path, SILENCE, *lines, kind=kind).verdict == wanted


MORE_SILENCE = SILENCE + ", nags: c, checks-presence: b"


@pytest.mark.parametrize(
    ("lines", "kind", "wanted"),
    [
        (
            [("客户：好", 0, 1), ("客户：丙", 30, 31), ("客服：在", 32, 33)],
            "call",
            "fail",
        ),  # asking "are you there" does not end it
        ([("客服：稍等", 0, 1), ("客户：丙", 130, 131), ("客服：在", 132, 133)], "call", "fail"),
        ([("客服：好", 0, 1), ("客户：丙", 60, 61), ("客服：在", 62, 63)], "call", "pass"),  # the agent owed nothing
        ([("客服：好", 0, 1), ("客服：乙", 40, 41)], "call", "pass"),  # the agent waited for the customer
        ([("客服：好", 0, 1), ("客服：丁", 40, 41)], "call", "fail"),
        ([("客户：等我", 0, 1), ("客服：好", 2, 3), ("客服：丁", 60, 61)], "call", "pass"),
        ([("客户：" + "好" * 80, 0), ("客服：嗯", 30)], "call", "pass"),  # no end times: speech is 4 characters a second
        ([("客户：" + "好" * 80, 0), ("客服：嗯", 130)], "chat", "fail"),
    ],
)
def test_silence_between_the_lines(tmp_path: Path, lines: list[Any], kind: str, wanted: str) -> None:
    assert verdict(tmp_path, MORE_SILENCE, *lines, kind=kind).verdict == wanted


@pytest.mark.parametrize(
    ("applies", "lines", "kind", "wanted"),
    [
        ("{kind: chat}", ["客服：好"], "chat", "fail"),
        ("{kind: chat}", ["客服：好"], "call", "na"),
        ("{starts-with: customer}", ["客户：好", "客服：好"], "call", "fail"),
        ("{starts-with: customer}", ["客服：好", "客户：好"], "call", "na"),
        ("{starts-with: [system, agent]}", ["系统：好", "客户：好"], "call", "fail"),
    ],
)
def test_kind_and_beginning(tmp_path: Path, applies: str, lines: list[str], kind: str, wanted: str) -> None:
    assert verdict(tmp_path, f"applies: {applies}, check: must-say, say: a", *lines, kind=kind).verdict == wanted


def test_partial_times_carry_a_reason(tmp_path: Path) -> None:
    assert verdict(tmp_path, SILENCE, ("客户：好", 0, 1), "客服：嗯").reason == "partial-times"


def test_roles_missing_is_unknown_not_a_breach(tmp_path: Path) -> None:
    found = verdict(tmp_path, "check: must-say, say: a", "未知：您好", "未知：好")
    assert (found.verdict, found.reason) == ("unknown", "roles-missing")


def test_a_rule_that_throws_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = engine(tmp_path, "check: must-say, say: a")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checker.checks.must_say.judge", broken)
    found = ready.check(record("客服：甲")).verdicts[0]
    assert (found.verdict, found.reason) == ("unknown", "rule-error")
    assert "ZeroDivisionError" in found.message
