"""Figures against labels, each worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.evaluate import Label, Labelled, by_rule, errors, figures, kappa, pairs, ratio, read_gold, wilson
from checker.model import Evidence, Record, Result, Score, Turn, Verdict

RULES = {"conversation": ("a", "b"), "letter": ("l",), "case": ()}
TEXT = "尊敬的客户：\n请致电内线6031咨询。"


def said(rule: str, verdict: str, turn: int = -1, quote: str = "", missing: tuple[str, ...] = ()) -> Verdict:
    evidence = (Evidence(turn, 0, 1, quote or "x"),) if turn >= 0 else ()
    return Verdict(rule, verdict, "说明" if verdict == "fail" else "", evidence=evidence, missing=missing)


def result(name: str, *verdicts: Verdict, kind: str = "call") -> Result:
    return Result(Record(name, kind, (Turn("agent", "x"),)), "h", (), verdicts, Score(None, None, None))


def labelled(name: str, kind: str = "call", file: str = "f1", **labels: Label) -> Labelled:
    return Labelled(name, kind, file, TEXT if kind == "letter" else "", labels)


# label → verdict:      rule a                       rule b                        l
GOLD = [
    labelled("1", a=Label("fail", (3,)), b=Label("pass", (1,))),  # fail → fail (near), pass → pass (wrong turn)
    labelled("2", a=Label("fail", (0,)), b=Label("pass")),  # fail → fail (far), pass → fail
    labelled("3", a=Label("fail"), b=Label("fail", missing=("地点", "时间"))),  # fail → pass, fail → fail
    labelled("4", file="f2", a=Label("pass", (2,))),  # pass → pass (no evidence), na → na
    labelled("5", file="f2", b=Label("fail", (0,))),  # na → fail, fail → unknown
    labelled("6", "letter", "f2", l=Label("fail", quote="内线6031")),  # fail → fail, quotes overlap
]
RESULTS = {
    "1": result("1", said("a", "fail", 4), said("b", "pass", 5)),
    "2": result("2", said("a", "fail", 2), said("b", "fail", 0)),
    "3": result("3", said("a", "pass", 0), said("b", "fail", missing=("时间", "经过"))),
    "4": result("4", said("a", "pass"), said("b", "na")),
    "5": result("5", said("a", "fail", 0), Verdict("b", "unknown", reason="r")),
    "6": result("6", said("l", "fail", 1, "6031咨询"), kind="letter"),
}


def close(value: object) -> Any:
    return pytest.approx(value)


def test_the_figures_over_all() -> None:
    given = pairs(GOLD, RESULTS, RULES)
    assert len(given) == 11
    out = figures(given, len(GOLD))
    # flags: right 1a 2a 3b 6l = 4; false 2b 5a = 2; lost 3a 5b = 2
    assert (out["precision"], out["recall"], out["f1"]) == (close(4 / 6), close(4 / 6), close(8 / 12))
    # only rule a has three labelled breaches: right 2, false 1, lost 1
    assert (out["macro_f1"], out["rules_counted"], out["rules_below_085"]) == (close(4 / 6), 1, 1)
    # applicable: 1a 1b 2a 2b 3a 3b 4a 5b 6l; the same: 1a 1b 2a 3b 4a 6l
    assert out["accuracy"] == close(6 / 9)
    # pairs that either side calls applicable: 10, the same 6; labels F6 P3 N1, verdicts F6 P3 N1
    chance = (6 * 6 + 3 * 3 + 1 * 1) / 100
    assert out["kappa"] == close((0.6 - chance) / (1 - chance))
    # agreed and labelled with a place: 1a yes, 1b no, 2a no, 4a no, 6l yes; items 1 + 1 + 1 + 0 + 1
    assert (out["evidence"], out["evidence_items"]) == (close(2 / 5), close(4 / 5))
    assert out["false_flags"] == close(100 * 2 / 6)
    # two false flags on three labelled passes (1b 2b 4a)
    for rate in (2, 5, 10):
        share = rate / 100
        assert out[f"precision_at_{rate}"] == close(share * (4 / 6) / (share * (4 / 6) + (1 - share) * 2 / 3))
    assert out["unknown"] == 1
    # missing: 时间 right, 经过 false, 地点 lost
    assert out["missing_f1"] == close(2 / 4)
    assert out["documents"] == 6


def test_the_figures_of_a_rule() -> None:
    a, b, letter = by_rule(pairs(GOLD, RESULTS, RULES))
    assert (a["rule"], a["applicable"], a["fails"]) == ("a", 4, 3)
    assert (a["precision"], a["recall"], a["f1"], a["accuracy"]) == (close(2 / 3), close(2 / 3), close(4 / 6), close(3 / 4))
    # 1 fail/fail 2 fail/fail 3 fail/pass 4 pass/pass 5 na/fail: labels F3 P1 N1, verdicts F3 P2
    assert a["kappa"] == close((3 / 5 - (9 + 2) / 25) / (1 - (9 + 2) / 25))
    assert a["false_flag_rate"] == close(1 / 2)
    assert a["precision_at_5"] == close(0.05 * 2 / 3 / (0.05 * 2 / 3 + 0.95 * 1 / 1))
    assert (b["applicable"], b["fails"], b["precision"], b["recall"]) == (4, 2, close(1 / 2), close(1 / 2))
    assert b["false_flag_rate"] == close(1 / 3)
    assert (letter["precision"], letter["precision_at_2"], letter["kappa"]) == (1.0, 1.0, None)


def test_wilson_by_hand() -> None:
    z = 1.959964
    low, high = wilson(2, 3) or (0, 0)
    middle, spread = 2 / 3 + z * z / 6, z * sqrt((2 / 9) / 3 + z * z / 36)
    assert (low, high) == (close((middle - spread) / (1 + z * z / 3)), close((middle + spread) / (1 + z * z / 3)))
    assert (round(low, 3), round(high, 3)) == (0.208, 0.939)
    assert wilson(0, 10) == (0.0, close(z * z / (10 + z * z)))
    assert wilson(0, 0) is None
    rows = by_rule(pairs(GOLD, RESULTS, RULES))
    assert rows[0]["precision_interval"] == (low, high)
    share = wilson(2, 4) or (0, 0)  # right 2 of right, false and lost 4
    assert rows[0]["f1_interval"] == (close(2 * share[0] / (1 + share[0])), close(2 * share[1] / (1 + share[1])))
    assert rows[0]["f1_interval"][0] < rows[0]["f1"] < rows[0]["f1_interval"][1]


def test_errors_name_the_pairs_that_differ() -> None:
    rows = errors(pairs(GOLD, RESULTS, RULES))
    assert [(row["record"], row["rule"], row["gold"], row["predicted"]) for row in rows] == [
        ("2", "b", "pass", "fail"),
        ("3", "a", "fail", "pass"),
        ("5", "a", "na", "fail"),
        ("5", "b", "fail", "unknown"),
    ]
    assert (rows[0]["gold_turns"], rows[0]["evidence_turns"], rows[0]["message"]) == (None, [0], "说明")
    assert rows[3]["gold_turns"] == [0]


def test_a_record_that_was_not_read_counts_as_not_applicable() -> None:
    given = pairs(GOLD[:1], {}, RULES)
    assert [(pair.gold, pair.given) for pair in given] == [("fail", "na"), ("pass", "na")]
    assert figures(given, 1)["recall"] == 0.0


@pytest.mark.parametrize(
    ("label", "quote", "wanted"),
    [
        ("内线6031", "内线6031", True),
        ("内线6031", "6031咨询", True),
        ("内线6031", "致电", False),
        ("内线6031", "没有的话", False),
        ("没有的话", "内线6031", False),
    ],
)
def test_quotes_of_a_letter_have_to_overlap(label: str, quote: str, wanted: bool) -> None:
    gold = [labelled("6", "letter", l=Label("fail", quote=label))]
    given = pairs(gold, {"6": result("6", said("l", "fail", 1, quote), kind="letter")}, RULES)
    assert given[0].located is wanted


def test_nothing_gives_none() -> None:
    out = figures([], 0)
    assert all(
        out[key] is None for key in ("precision", "recall", "f1", "macro_f1", "accuracy", "kappa", "evidence", "false_flags")
    )
    assert ratio(1, 0) is None
    assert kappa(Counter({("na", "na"): 3})) is None
    assert kappa(Counter({("pass", "pass"): 3})) is None


def save(path: Path, *records: object) -> str:
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_labels_are_read_by_id(tmp_path: Path) -> None:
    gold = {"labels": {"a": {"v": "fail", "turns": [1, 2], "missing": ["地点"]}, "b": {"v": "pass", "quote": "好"}}}
    path = save(tmp_path / "g.jsonl", {"id": 7, "kind": "call", "gold": gold}, "{", {"id": "x"}, "")
    found = read_gold([path])
    assert list(found) == ["7"]
    assert found["7"].labels == {"a": Label("fail", (1, 2), "", ("地点",)), "b": Label("pass", (), "好")}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"id": "x", "gold": {"labels": {"a": {"v": "yes"}}}}, "g.jsonl:1 a: 标注写得不对；"),
        ({"id": "x", "gold": {"labels": {"a": "fail"}}}, "g.jsonl:1 a: 标注写得不对；"),
        ({"gold": {"labels": {}}}, "g.jsonl:1: 标注记录没有 id；"),
        ({"id": "x"}, "没有找到标注；"),
    ],
)
def test_wrong_labels_are_refused(tmp_path: Path, record: object, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_gold([save(tmp_path / "g.jsonl", record)])
    assert said in str(caught.value)
