"""``similar`` models: features, probabilities and rankings worked out by hand; what a rule may do with a model, and must not."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from checker.concepts.similar import (
    MARK,
    SHARE,
    Model,
    Vector,
    Vocabulary,
    candidates,
    grams,
    probability,
    ranked,
    said_before,
    vector,
    weigh,
)
from checker.engine import Engine
from checker.errors import RuleError
from checker.model import Record, Turn, Verdict
from checker.normalize import fold
from checker.ruleset.load import load

TURNS = (
    Turn("customer", "人没事吧"),
    Turn("agent", "您人平安就好"),
    Turn("customer", "谢谢"),
    Turn("customer", "那怎么办"),
    Turn("system", "短信已发送"),
    Turn("agent", "好的"),
)


@pytest.mark.parametrize(
    ("text", "longest", "wanted"),
    [
        ("平安", 2, {"平", "安", "平安"}),
        ("平,安!", 2, {"平", "安", "平安"}),  # punctuation counts for nothing
        ("三天", 2, {"#", "天", "#天"}),
        ("15天", 2, {"#", "天", "#天"}),
        ("平平", 3, {"平", "平平"}),
        ("", 4, set()),
    ],
)
def test_grams(text: str, longest: int, wanted: set[str]) -> None:
    assert grams(text, longest) == wanted


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [(0, ""), (1, "人没事吧"), (3, ""), (4, "人没事吧您人平安就好谢谢那怎么办"), (5, "谢谢那怎么办短信已发送")],
)
def test_what_was_said_before(turn: int, wanted: str) -> None:
    assert said_before(fold(TURNS), TURNS, turn) == wanted


def test_candidates_are_turns_of_the_company_with_something_in_them() -> None:
    assert candidates(fold(TURNS), TURNS) == [1, 4]


def test_rarer_grams_weigh_more() -> None:
    known = weigh(9, {"的": 9, "平安": 1}, {"没事": 4})
    assert known.own == {"的": 1.0, "平安": math.log(5) + 1}
    assert known.before == {"没事": math.log(2) + 1}


def test_a_vector_has_parts_of_length_one() -> None:
    known = Vocabulary({"平": 3.0, "安": 4.0}, {"没": 2.0})
    seen = vector(fold(TURNS), TURNS, 1, known)
    assert seen == Vector({"安": 0.8, "平": 0.6}, {"没": 1.0}, ())
    assert vector(fold(TURNS), TURNS, 4, Vocabulary({}, {})) == Vector({}, {}, ())


def test_typed_values_are_marks() -> None:
    turns = (Turn("agent", "请三天内交，赔付3000元"),)
    assert vector(fold(turns), turns, 0, Vocabulary({}, {})).marks == ("duration", "money")


@pytest.mark.parametrize(
    ("seen", "total"),
    [
        (Vector({}, {}, ()), -1.0),
        (Vector({"平": 0.5, "无": 0.5}, {}, ()), -1.0 + 2.0),
        (Vector({}, {"没": 1.0}, ()), -1.0 + SHARE * 2.0),
        (Vector({}, {}, ("money", "date")), -1.0 + MARK * 5.0),
        (Vector({"平": 1000.0}, {}, ()), 40.0),  # never overflows
    ],
)
def test_probability(seen: Vector, total: float) -> None:
    model = Model("m", 0.5, -1.0, {"平": 4.0}, {"没": 2.0}, {"money": 5.0})
    assert probability(model, seen) == pytest.approx(1 / (1 + math.exp(-total)))


# -- in a pack of rules

RULES = """\
concepts:
  calms: {title: 安抚, by: agent, say: [别着急], hit: [别着急], miss: [好的]}
  harsh: {title: 重话, by: agent, say: [自己], hit: [自己], miss: [好的]}
rules:
  calming:
    {clause: 一, title: 安抚, scope: conversation, requirement: 安抚, check: must-say, say: calms, similar: calming,
     message: 没有安抚, suggestion: 您别着急, hit: ["客服：好的"], miss: ["客服：别着急"]}
  harshness:
    {clause: 一, title: 不说重话, scope: conversation, requirement: 无, check: must-not-say,
     forbid: {重话: {concept: harsh, similar: harshness}}, message: 说了重话, suggestion: 无, hit: ["客服：你自己看着办"], miss: ["客服：好的"]}
clauses: {一: 甲}
"""
MODELS = {"calming": {"平安": 9.0}, "harshness": {"看着": 9.0}}


def pack(folder: Path, models: tuple[str, ...] = ("calming", "harshness")) -> Path:
    """Two rules, each with a model of a single weight."""
    (folder / "similar").mkdir(parents=True)
    (folder / "a.yaml").write_text(RULES, encoding="utf-8")
    counts = {"turns": 9, "own": {"平安": 2, "看着": 2}, "before": {}}
    (folder / "similar/vocabulary.json").write_text(json.dumps(counts), encoding="utf-8")
    for name in models:
        content = {"similar": name, "threshold": 0.6, "bias": -2.0, "weights": {"own": MODELS[name], "before": {}, "marks": {}}}
        (folder / f"similar/{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def verdict(folder: Path, rule: str, *said: str) -> Verdict:
    turns = tuple(Turn("agent", text) for text in said)
    return next(v for v in Engine(load(folder)).check(Record("r", "call", turns)).verdicts if v.rule == rule)


def test_ranking(tmp_path: Path) -> None:
    turns = (Turn("agent", "请您稍等一下"), Turn("agent", "您人平安就好"), Turn("customer", "平安就好呀"))
    path = str(pack(tmp_path) / "similar/calming.json")
    assert [turn for _, turn in ranked(path, fold(turns), turns)] == [1, 0]


def test_a_pass_by_likeness_says_so(tmp_path: Path) -> None:
    found = verdict(pack(tmp_path), "calming", "请您稍等一下", "您人平安就好")
    assert found.verdict == "pass"
    (item,) = found.evidence
    assert (item.turn, item.quote) == (1, "您人平安就好")
    assert item.note == "与已标注的例子相似（1.00）"


@pytest.mark.parametrize(
    ("said", "wanted", "notes"),
    [
        (["您别着急", "您人平安就好"], "pass", [""]),  # written wordings come first, the model is not asked
        (["请您稍等一下"], "fail", ["最接近的一句"]),  # not alike enough, but the nearest
        (["平安"], "fail", []),  # too short for a model
    ],
)
def test_the_model_is_asked_last(tmp_path: Path, said: list[str], wanted: str, notes: list[str]) -> None:
    found = verdict(pack(tmp_path), "calming", *said)
    assert (found.verdict, [item.note for item in found.evidence]) == (wanted, notes)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("你自己看着办吧", "fail"),
        ("您自己带上身份证", "pass"),  # the wording alone is too weak
        ("你看着办吧好吗", "pass"),  # and a model alone never accuses
    ],
)
def test_a_model_confirms_a_weak_wording(tmp_path: Path, said: str, wanted: str) -> None:
    assert verdict(pack(tmp_path), "harshness", said).verdict == wanted


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        (("harshness",), "a.yaml:6:5: 规则 calming 用到了不存在的模型“calming”；请先运行 lipei rules train"),
        (("calming",), "a.yaml:9:5: 规则 harshness 用到了不存在的模型“harshness”；请先运行 lipei rules train"),
    ],
)
def test_a_missing_model_is_named(tmp_path: Path, there: tuple[str, ...], wanted: str) -> None:
    folder = pack(tmp_path / "own", there)
    with pytest.raises(RuleError) as caught:
        load(folder)
    assert [str(problem) for problem in caught.value.problems] == [f"own/{wanted}"]
    assert [rule.id for rule in load(folder, models=False).rules] == ["calming", "harshness"]


def test_a_model_counts_in_the_ruleset_hash(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    first = load(folder).hash
    path = folder / "similar/calming.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.6", "0.7"), encoding="utf-8")
    assert load(folder).hash != first
