"""Fitting ``similar`` models on a small labelled set made here: they find what is alike, and give the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.cli import main
from checker.concepts import similar
from checker.engine import Engine
from checker.errors import InputError
from checker.evaluate import Label
from checker.language import Condition
from checker.model import Record, Turn
from checker.normalize import fold
from checker.ruleset.load import load
from checker.train import choose, count, examples, held_out, read_labelled, train, wanted_by

sklearn = pytest.importorskip("sklearn")

CALMS = ("您人平安就好", "只要您人平安就好啊", "您平安就好先别慌", "人平安就好车可以修", "万幸您人平安", "平安就好我们来处理")
OTHER = ("请您稍等我查一下", "您的车牌号报一下", "保单号是多少呢", "您在什么地方出的险", "我给您登记一下信息", "请问几点钟发生的")
RULES = """\
concepts:
  calms: {title: 安抚, by: agent, say: [别着急], hit: [别着急], miss: [好的]}
  harsh: {title: 重话, by: agent, say: [自己], hit: [自己], miss: [好的]}
rules:
  calming:
    {clause: 一, title: 安抚, scope: conversation, requirement: 安抚, check: must-say, say: calms, similar: calming,
     message: 没有安抚, suggestion: 您别着急, hit: ["客服：好的"], miss: ["客服：别着急"]}
"""
HARSHNESS = """\
  harshness:
    {clause: 一, title: 不说重话, scope: conversation, requirement: 无, check: must-not-say,
     forbid: {重话: [{concept: harsh, similar: harshness}]}, message: 说了重话, suggestion: 无, hit: ["客服：你自己看着办"], miss: ["客服：好的"]}
"""
CLAUSES = "clauses: {一: 甲}\n"


def labelled(folder: Path) -> list[str]:
    """Three files of four records: in half of them the agent calms."""
    paths = []
    for number in range(3):
        lines = []
        for at in range(4):
            calm = at % 2 == 0
            place = 2 * number + at // 2
            said = [OTHER[place], "我刚才撞车了", CALMS[place] if calm else OTHER[(place + 1) % 6], "嗯", OTHER[(place + 2) % 6]]
            turns = [{"role": "customer" if i % 2 else "agent", "text": text} for i, text in enumerate(said)]
            label = {"v": "pass", "turns": [2]} if calm else {"v": "fail"}
            lines.append({"id": f"{number}-{at}", "kind": "call", "turns": turns, "gold": {"labels": {"calming": label}}})
        path = folder / f"gold{number}.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return labelled(tmp_path_factory.mktemp("gold"))


@pytest.fixture(scope="module")
def trained(gold: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with its trained model."""
    folder = tmp_path_factory.mktemp("pack")
    (folder / "a.yaml").write_text(RULES + CLAUSES, encoding="utf-8")
    train({"calming": "pass"}, gold, folder / "similar")
    return folder


def test_finds_the_like_turn_and_not_the_unlike(trained: Path) -> None:
    turns = (Turn("agent", "请问您的电话是多少"), Turn("customer", "我撞车了"), Turn("agent", "哎呀人平安就好"))
    path = trained / "similar/calming.json"
    ranking = similar.ranked(str(path), fold(turns), turns)
    assert [turn for _, turn in ranking] == [2, 0]
    assert ranking[0][0] >= similar.load(str(path)).threshold > ranking[1][0]


def test_the_engine_uses_it(trained: Path) -> None:
    engine = Engine(load(trained))
    for text, wanted in (("哎呀人平安就好", "pass"), ("请问您的电话是多少", "fail")):
        verdict = engine.check(Record("r", "call", (Turn("customer", "我刚才撞车了"), Turn("agent", text)))).verdicts[0]
        assert verdict.verdict == wanted
        assert [item.note[:10] for item in verdict.evidence if item.note != "最接近的一句"] == (
            ["与已标注的例子相似（"] if wanted == "pass" else []
        )


def test_same_bytes_when_run_twice(gold: list[str], trained: Path, tmp_path: Path) -> None:
    train({"calming": "pass"}, gold, tmp_path)
    for name in ("vocabulary.json", "calming.json"):
        assert (tmp_path / name).read_bytes() == (trained / "similar" / name).read_bytes()


def test_the_file_says_how_good_it_is(trained: Path) -> None:
    content = json.loads((trained / "similar/calming.json").read_text(encoding="utf-8"))
    assert content["similar"] == "calming"
    assert content["speaks_for"] == "pass"
    assert content["examples"] == {"positive": 6, "negative": 30}
    assert content["leave_one_file_out"]["records"] == 12
    assert content["leave_one_file_out"]["fails"] == 6
    assert 0 < content["threshold"] < 1


def test_positive_examples_are_the_evidence_turns(gold: list[str]) -> None:
    records = read_labelled(gold)
    counted = count(records)
    known = similar.weigh(counted["turns"], counted["own"], counted["before"])
    given = examples("calming", records, known)
    assert counted["turns"] == len(given) == 36
    assert {e.record for e in given if e.positive} == {f"{n}-{at}" for n in range(3) for at in (0, 2)}
    assert examples("another-rule", records, known) == []


def test_labels_without_a_turn_teach_nothing() -> None:
    record = Record("r", "call", (Turn("agent", "您人平安就好"),))
    known = similar.weigh(1, {"平": 1}, {})
    assert examples("calming", [("f", record, {"calming": Label("pass")})], known) == []


def test_every_file_is_judged_by_the_others(gold: list[str]) -> None:
    records = read_labelled(gold)
    counted = count(records)
    given = examples("calming", records, similar.weigh(counted["turns"], counted["own"], counted["before"]))
    scores = held_out("calming", given)
    assert set(scores) == {record.id for _, record, _ in records}
    calm = [p for gold_verdict, p in scores.values() if gold_verdict == "pass"]
    assert sum(calm) / len(calm) > sum(p for g, p in scores.values() if g == "fail") / 6


@pytest.mark.parametrize(
    ("scores", "wanted", "threshold", "figures"),
    [
        ({"a": ("pass", 0.9), "b": ("fail", 0.1)}, "pass", 0.8, {"fail_f1": 1.0, "pass_precision": 1.0}),
        ({"a": ("pass", 0.5), "b": ("fail", 0.3)}, "pass", 0.5, {"fail_f1": 1.0, "pass_precision": 1.0}),
        ({"a": ("pass", 0.3), "b": ("fail", 0.5)}, "fail", 0.5, {"fail_f1": 1.0, "fail_precision": 1.0}),
        ({"a": ("pass", 0.1), "b": ("fail", 0.1)}, "pass", 0.8, {"fail_f1": 0.667, "pass_precision": None}),
    ],
)
def test_the_threshold_is_the_best(scores: dict[str, Any], wanted: str, threshold: float, figures: dict[str, Any]) -> None:
    found, given = choose(scores, wanted)
    assert found == threshold
    assert {name: given[name] for name in figures} == figures


@pytest.mark.parametrize("kept", ["pass", "fail"])
def test_examples_of_one_sort_are_refused(gold: list[str], tmp_path: Path, kept: str) -> None:
    lines = Path(gold[0]).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        record["turns"] = record["turns"][2:3]
        record["gold"]["labels"]["calming"]["turns"] = [0]
    path = tmp_path / "one.jsonl"
    left = [record for record in records if record["gold"]["labels"]["calming"]["v"] == kept]
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in left), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        train({"calming": "pass"}, [str(path)], tmp_path / "out")
    assert str(caught.value) == "calming 的例子只有一类，无法训练；请给出既有满足也有违反的标注记录"


def test_too_few_examples_are_refused(gold: list[str], tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(Path(gold[0]).read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        train({"calming": "pass"}, [str(path)], tmp_path / "out")
    assert str(caught.value) == "calming 的例子太少，无法训练；请给出更多标注记录"


def test_what_a_model_speaks_for(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULES + HARSHNESS + CLAUSES, encoding="utf-8")
    ruleset = load(tmp_path, models=False)
    assert wanted_by(ruleset) == {"calming": "pass", "harshness": "fail"}
    straight = {"forbid": {"重话": Condition("has", ("harsh",), (("similar", "harshness"),))}}
    assert wanted_by(ruleset._replace(rules=(ruleset.rules[1]._replace(params=straight),))) == {"harshness": "fail"}


def test_the_command(gold: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setenv("LIPEI_CACHE", "off")
    (tmp_path / "a.yaml").write_text(RULES + CLAUSES, encoding="utf-8")
    assert main(["rules", "train", *gold, "--rules", str(tmp_path)]) == 0
    assert capfd.readouterr().out.splitlines()[1].split()[:3] == ["calming", "12", "6"]
    assert (tmp_path / "similar/calming.json").is_file()
    assert main(["rules", "list", "--rules", str(tmp_path)]) == 0


def test_the_command_where_no_rule_wants_a_model(
    gold: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.setenv("LIPEI_CACHE", "off")
    (tmp_path / "a.yaml").write_text(RULES.replace("similar: calming,", "") + CLAUSES, encoding="utf-8")
    assert main(["rules", "train", *gold, "--rules", str(tmp_path)]) == 2
    assert "规则里没有 similar；请先在规则里写明要用哪个模型" in capfd.readouterr().err
