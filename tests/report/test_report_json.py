"""The lean line, key by key, and the expanded list."""

import json
from typing import Any

import pytest

from checker.engine import Engine
from checker.model import Evidence, Record, Result, Score, Turn, Verdict
from checker.report import json as expanded
from checker.report import jsonl

CALL = Record(
    "c-1",
    "call",
    (Turn("agent", "喂"), Turn("customer", "我要报案"), Turn("agent", "几点？稍后报案号给您")),
    (),
    "a.jsonl#1",
    {"team": "一组"},
)
LETTER = Record("l-1", "letter", (Turn("letter", "尊敬的客户："), Turn("letter", "我公司同意赔付3000元。")), (), "l.txt#1")
CASE = Record("k-1", "case", (), (CALL._replace(id="k-1/0"), LETTER._replace(id="k-1/1")), "k.jsonl#1")


def test_a_call_line_is_exact(engine: Engine) -> None:
    wanted = (
        '{"schema":1,"id":"c-1","kind":"call","source":"a.jsonl#1","ruleset":"HASH","scenes":["first-notice"],'
        '"score":69,"grade":"D","score_before_veto":69,'
        '"ledger":[["greeting",-10],["report-number-given",-20],["intake-complete",-5],["cap:opening",4]],'
        '"verdicts":['
        '{"rule":"greeting","verdict":"fail","message":"开场没有问候","searched":[0,3]},'
        '{"rule":"report-number-given","verdict":"fail","message":"没有告知报案号",'
        '"evidence":[{"turn":2,"start":5,"end":8,"quote":"报案号","note":"只说以后再说"},'
        '{"turn":1,"start":0,"end":4,"quote":"我要报案"}],"searched":[0,3],'
        '"nearest":[{"turn":2,"start":5,"end":8,"quote":"报案号","note":"只说以后再说"}]},'
        '{"rule":"intake-complete","verdict":"fail","message":"没有采集：地点",'
        '"evidence":[{"turn":1,"start":0,"end":4,"quote":"我要报案"}],"searched":[0,3],"missing":["地点"]},'
        '{"rule":"no-threat","verdict":"pass","searched":[0,3]}],'
        '"na":["no-silence","callback-in-time"]}'
    )
    assert jsonl.line(engine.check(CALL)).replace(engine.ruleset.hash, "HASH") == wanted


def test_a_letter_counts_lines(engine: Engine) -> None:
    record = jsonl.record(engine.check(LETTER))
    assert list(record) == [
        *("schema", "id", "kind", "source", "ruleset", "scenes", "letter_type"),
        *("score", "grade", "score_before_veto", "ledger", "verdicts", "na"),
    ]
    assert record["letter_type"] == ["payment"]
    assert record["verdicts"][0]["evidence"] == [{"line": 1, "start": 7, "end": 12, "quote": "3000元"}]
    assert record["verdicts"][1]["searched"] == [0, 2]


def test_a_case_nests_its_contacts(engine: Engine) -> None:
    record = jsonl.record(engine.check(CASE))
    assert (record["verdicts"], record["na"]) == ([], ["case-asked-once"])
    assert [contact["id"] for contact in record["contacts"]] == ["k-1/0", "k-1/1"]
    alone = jsonl.record(engine.check(CALL))
    nested = record["contacts"][0]
    assert {key: alone[key] for key in nested if key != "id"} == {key: nested[key] for key in nested if key != "id"}
    assert list(record)[-1] == "contacts" and "contacts" not in nested


def test_evidence_in_a_case_names_the_contact() -> None:
    proofs = (Evidence(0, 0, 1, "喂", "", 0), Evidence(1, 7, 12, "3000元", "", 1))
    verdict = Verdict("case-asked-once", "fail", "又要材料", evidence=proofs)
    result = Result(CASE, "h", (), (verdict,), Score(None, None, None))
    assert jsonl.record(result)["verdicts"][0]["evidence"] == [
        {"contact": 0, "turn": 0, "start": 0, "end": 1, "quote": "喂"},
        {"contact": 1, "line": 1, "start": 7, "end": 12, "quote": "3000元"},
    ]


@pytest.mark.parametrize(("value", "shown"), [(86.5, "86.5"), (100.0, "100"), (0, "0"), (None, "null"), (-8.0, "-8")])
def test_numbers(value: float | None, shown: str) -> None:
    assert json.dumps(jsonl.number(value)) == shown


def test_unknown_carries_its_reason(engine: Engine) -> None:
    turns = (Turn("unknown", "您好"), Turn("unknown", "我要报案"))
    record = jsonl.record(engine.check(CALL._replace(turns=turns)))
    unknown = [v for v in record["verdicts"] if v["verdict"] == "unknown"]
    assert unknown and all(v["reason"] == "roles-missing" and v["message"] for v in unknown)


def test_the_expanded_list(engine: Engine) -> None:
    text = "".join(expanded.write([engine.check(CALL), engine.check(CASE)], engine.ruleset))
    first, second = json.loads(text)
    verdict: dict[str, Any] = first["verdicts"][0]
    assert verdict["rule"] == "greeting"
    assert {key: verdict[key] for key in ("title", "clause", "severity", "weight", "requirement", "suggestion")} == {
        "title": "规范开场",
        "clause": "二.2",
        "severity": "warning",
        "weight": 10,
        "requirement": "客服前两次发言内有问候。",
        "suggestion": "您好，请问有什么可以帮您？",
    }
    assert second["contacts"][0]["verdicts"][0]["title"] == "规范开场"
    lean = jsonl.record(engine.check(CALL))
    assert {key: first[key] for key in lean if key != "verdicts"} == {key: lean[key] for key in lean if key != "verdicts"}


def test_no_results_are_an_empty_list(engine: Engine) -> None:
    assert "".join(expanded.write([], engine.ruleset)) == "[]\n"
