"""Conditions, surroundings and values in Chinese words."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.language import Concept, Condition, Near
from checker.ruleset.conditions import HAS_OPTIONS
from checker.ruleset.describe import OPTIONS, Describer
from checker.ruleset.load import load

PACK = Path(__file__).parents[1] / "data/minipack"
GREETS = Condition("has", ("greets",))
SPOKEN = ["客服说：问候（greets）", "  如 “您好，请讲”"]


@pytest.fixture(scope="module")
def describer() -> Describer:
    return Describer(load(PACK))


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (GREETS, SPOKEN),
        (Condition("has", ("missing-one",)), ["missing-one"]),
        (
            Condition("has", ("greets",), (("by", "customer"), ("first", 2), ("after", "threat"), ("at-least", 2))),
            ["客服说：问候（greets）（在客户前 2 次发言内，在“威胁的话（threat）”之后，至少 2 次）", SPOKEN[1]],
        ),
        (Condition("any", (GREETS,)), SPOKEN),
        (
            Condition("all", (Condition("timed"), Condition("not", (Condition("kind", ("call", "letter")),)))),
            ["以下全部成立：", "  · 记录带有时间", "  · 不成立：", "      · 记录是电话或信函"],
        ),
        (
            Condition("count", (Condition("starts-with", ("agent",)), Condition("meta", ("team", "一组"))), (("at-least", 2),)),
            ["以下至少 2 项成立：", "  · 第一个说话的是客服", "  · 输入的字段 team 是“一组”"],
        ),
        (
            Condition("weigh", (("greets", 2), ("threat", -1)), (("at-least", 2),)),
            ["出现的说法加权之和达到 2：", "  · 问候（greets） +2", "  · 威胁的话（threat） -1"],
        ),
        (Condition("scene", ("first-notice",)), ["会话场景是首次报案"]),
        (Condition("later-operator", ("x",)), ["later-operatorx"]),
    ],
)
def test_conditions(describer: Describer, condition: Condition, wanted: list[str]) -> None:
    assert describer.condition(condition) == wanted


def test_every_option_has_words() -> None:
    assert set(OPTIONS) == set(HAS_OPTIONS) - {"by"}


@pytest.mark.parametrize(
    ("near", "wanted"),
    [
        (Near(("greets",)), "同一发言内：问候（greets）"),
        (Near(("greets", "threat"), -2, 0), "相隔 -2 至 0 次发言之内：问候（greets） 或 威胁的话（threat）"),
        (Near(("greets",), chars=12, order="before"), "同一发言内，在前面，最多 12 个字：问候（greets）"),
    ],
)
def test_surroundings(describer: Describer, near: Near, wanted: str) -> None:
    assert describer.near(near) == wanted


def test_a_concept_with_everything(describer: Describer) -> None:
    base = describer.concepts["threat"]
    concept = Concept(
        "whole",
        "全部",
        "agent",
        base.patterns,
        ("greets",),
        base.patterns,
        ("negation",),
        (Near(("greets",)),),
        (),
        ("好",),
        ("坏",),
        "备注",
        "a:1:1",
    )
    assert list(describer.concept(concept)) == [
        "whole  全部",
        "谁说的才算　客服",
        "说法",
        "  · 别怪我们不客气",
        "  · 同“问候（greets）”",
        "与这些说法重叠则不算",
        "  · 别怪我们不客气",
        "这些情形不算　被否定",
        "附近必须有",
        "  · 同一发言内：问候（greets）",
        "应命中的例子",
        "  · 好",
        "不应命中的例子",
        "  · 坏",
        "用到它的规则　无",
        "说明　备注",
        "出处　a:1:1",
    ]


@pytest.mark.parametrize(("value", "wanted"), [("$hours", "24（参数 hours）"), ("$nothing", "？（参数 nothing）"), (3, "3")])
def test_numbers_and_parameters(describer: Describer, value: object, wanted: str) -> None:
    assert describer.number(value) == wanted


def test_every_rule_of_the_pack_has_a_page(describer: Describer) -> None:
    for rule in describer.ruleset.rules:
        page = list(describer.rule(rule))
        assert page[0] == f"{rule.id}  {rule.title}"
        assert not [line for line in page if "\n" in line]
