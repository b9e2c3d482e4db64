"""Record models on a small labelled set made here: likeness as fitted, the same bytes twice, and what the engine does with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.concepts import resemble
from checker.engine import Engine
from checker.model import Record, Turn
from checker.normalize import fold
from checker.ruleset.load import load
from checker.train_records import read_names, train

pytest.importorskip("sklearn")

REPORTS = ("我的车刚才撞了要报案", "出了交通事故想报案", "车追尾了怎么报案呢", "刚刚撞车了我来报案")
ASKS = ("我想问问保费怎么交", "这个保险都保什么呀", "想咨询一下续保的事情", "我要改一下联系地址")
PACK = Path(__file__).parent / "data/minipack"


def labelled(folder: Path) -> list[str]:
    """Three files of eight conversations, in half of which a report is made."""
    paths = []
    for number in range(3):
        lines = []
        for at in range(8):
            said = (REPORTS if at % 2 else ASKS)[(at // 2 + number) % 4]
            turns = [{"role": "agent", "text": "您好请讲"}, {"role": "customer", "text": said}]
            scenes = ["first-notice"] if at % 2 else []
            lines.append({"id": f"{number}-{at}", "kind": "call", "turns": turns, "gold": {"scenes": scenes, "labels": {}}})
        path = folder / f"gold{number}.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    report = train(labelled(folder), folder)
    assert [(row["sort"], row["class"], row["records"]) for row in report] == [("scenes", "first-notice", 12)]
    return folder


def sure(path: Path, text: str) -> float:
    turns = (Turn("customer", text),)
    return resemble.probabilities(str(path / "scenes.json"), fold(turns), turns)["first-notice"][0]


def test_like_records_are_likely(trained: Path) -> None:
    assert sure(trained, "哎呀撞车了我要报案") > 0.7
    assert sure(trained, "我咨询一下保费和续保") < 0.3


def test_same_bytes_when_run_twice(trained: Path, tmp_path: Path) -> None:
    train(labelled(tmp_path), tmp_path)
    assert (tmp_path / "scenes.json").read_bytes() == (trained / "scenes.json").read_bytes()


def test_only_what_there_are_examples_of_is_written(trained: Path) -> None:
    assert not (trained / "letter-types.json").exists()
    content = json.loads((trained / "scenes.json").read_text(encoding="utf-8"))
    assert content["records"] == 24
    assert 0 < content["low"][0] < 0.5 <= content["high"][0] <= 0.95


def test_a_class_without_counterexamples_teaches_nothing(tmp_path: Path) -> None:
    lines = [
        line for path in labelled(tmp_path) for line in Path(path).read_text(encoding="utf-8").splitlines() if "first-no" in line
    ]
    (tmp_path / "one.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert train([str(tmp_path / "one.jsonl")], tmp_path) == []


def test_a_folder_and_a_class_of_one_file(tmp_path: Path) -> None:
    paths = labelled(tmp_path)
    for path in paths[1:]:
        text = Path(path).read_text(encoding="utf-8")
        Path(path).write_text(text.replace('["first-notice"]', '["other"]'), encoding="utf-8")
    assert [row["class"] for row in train([str(tmp_path)], tmp_path)] == ["other"]


def test_names_of_letters_are_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"id": "l", "gold": {"type": "refusal"}}, {"id": "c", "gold": {"scenes": ["a", "b"]}}, {"id": "n"}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert read_names([str(path)]) == {"l": {"refusal"}, "c": {"a", "b"}, "n": set()}


def test_features_say_who_said_it() -> None:
    turns = (Turn("customer", "报案"), Turn("system", "报案"), Turn("letter", "报案"))
    assert resemble.features(fold(turns), turns) == {"C报案", "A报案", "L报案"}


@pytest.mark.parametrize(
    ("said", "low", "high", "scenes"),
    [
        ("我要报案", 0.0, 1.0, ("first-notice",)),  # the words decide
        ("我要报案", 0.9, 1.0, ()),  # quite unlike every labelled example
        ("我要问事", 0.0, 0.0, ()),  # no sign of it at all: a model alone names no scene
    ],
)
def test_a_model_corrects_the_words(tmp_path: Path, said: str, low: float, high: float, scenes: tuple[str, ...]) -> None:
    for path in PACK.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "similar").mkdir()
    model = {"classes": ["first-notice"], "bias": [0.0], "low": [low], "high": [high], "records": 1, "idf": {}, "weights": {}}
    (tmp_path / "similar/scenes.json").write_text(json.dumps(model), encoding="utf-8")
    engine = Engine(load(tmp_path))
    long = (Turn("agent", "您好，" * 60), Turn("customer", said))
    assert engine.check(Record("r", "call", long)).scenes == scenes
    short = (Turn("customer", said),)  # too little text to be asked about
    assert engine.check(Record("r", "call", short)).scenes == (("first-notice",) if said == "我要报案" else ())
