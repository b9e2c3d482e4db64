"""``lipei evaluate`` from labelled file to printed figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CALM = [{"role": "agent", "text": "您好"}, {"role": "customer", "text": "你好"}]
RUDE = [{"role": "agent", "text": "喂"}, {"role": "customer", "text": "你好"}]
RECORDS = {
    "one.jsonl": [
        {
            "id": "1",
            "kind": "call",
            "turns": CALM,
            "gold": {"labels": {"greeting": {"v": "pass", "turns": [0]}, "no-threat": {"v": "pass"}}},
        },
        {"id": "2", "kind": "call", "turns": RUDE, "gold": {"labels": {"greeting": {"v": "fail"}, "no-threat": {"v": "pass"}}}},
    ],
    "two.jsonl": [
        {
            "id": "3",
            "kind": "chat",
            "turns": RUDE,
            "gold": {"labels": {"greeting": {"v": "pass", "turns": [0]}, "other-rule": {"v": "fail"}}},
        },
        {"id": "4", "kind": "call", "turns": CALM},
    ],
}


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    for name, records in RECORDS.items():
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")


def test_json_figures(run: Callable[..., Any]) -> None:
    ran = run("evaluate", "one.jsonl", "two.jsonl", "--select", "greeting", "--format", "json", "--by-file", "--errors")
    content = json.loads(ran.out)
    assert (ran.code, content["documents"], content["absent"]) == (0, 3, 0)
    assert (content["precision"], content["recall"], content["accuracy"]) == (0.5, 1.0, pytest.approx(2 / 3))
    assert [row["rule"] for row in content["rules"]] == ["greeting"]
    assert content["labels_without_rule"] == ["other-rule"]
    assert [(row["file"], row["documents"], row["precision"]) for row in content["files"]] == [
        ("one.jsonl", 2, 1.0),
        ("two.jsonl", 1, 0.0),
    ]
    assert content["errors"] == [
        {
            "record": "3",
            "rule": "greeting",
            "gold": "pass",
            "predicted": "fail",
            "gold_turns": [0],
            "evidence_turns": [],
            "message": "开场没有问候",
        }
    ]


def test_printed_figures(run: Callable[..., Any]) -> None:
    lines = run("evaluate", "one.jsonl", "two.jsonl", "--select", "greeting", "--errors", "--by-file").out.splitlines()
    assert lines[1].split()[:6] == ["greeting", "3", "1", "0.500", "0.09-0.91", "1.000"]
    assert any(line.split()[:3] == ["two.jsonl", "1", "0.000"] for line in lines)
    assert "3  greeting  标注 pass（0）  判定 fail（-）  开场没有问候" in lines
    assert "有标注而没有规则：other-rule（不计）" in lines
    assert lines[-17].split() == ["记录", "3"]


def test_rejected_lines_end_in_not_judged(run: Callable[..., Any], folder: Path) -> None:
    with (folder / "two.jsonl").open("a", encoding="utf-8") as handle:
        handle.write('\n{"id": "5", "kind": "call", "turns": [], "gold": {"labels": {"greeting": {"v": "fail"}}}}\n')
    ran = run("evaluate", "one.jsonl", "two.jsonl")
    assert ran.code == 4
    assert ran.err.startswith("two.jsonl:3: ")
    assert "有标注而没有读出来的记录：1 份（按不适用计）" in ran.out
