"""The whole way: what metadata override, what must never change a byte, and that no requirement is lost on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker.engine import Engine
from checker.model import Record, Result, Turn
from checker.readers import read
from checker.report import jsonl
from checker.ruleset.load import load

ROOT = Path(__file__).parents[1]
DEV = ROOT / "corpora/dev"
PACK = ROOT / "tests/data/minipack"


@pytest.fixture(scope="module")
def small() -> Engine:
    return Engine(load(PACK))


def results(engine: Engine, path: Path) -> list[Result]:
    return [engine.check(record) for record in read([str(path)]) if isinstance(record, Record)]


def call(**meta: Any) -> Record:
    return Record("c", "call", (Turn("agent", "您好"), Turn("customer", "我要报案")), meta=meta)


def letter(**meta: Any) -> Record:
    return Record("l", "letter", (Turn("letter", "尊敬的客户："), Turn("letter", "我公司同意赔付。")), meta=meta)


@pytest.mark.parametrize(
    ("meta", "scenes"),
    [
        ({}, ("first-notice",)),
        ({"scenes": ["first-notice"]}, ("first-notice",)),
        ({"scenes": "first-notice"}, ("first-notice",)),
        ({"scenes": ["other"]}, ()),
        ({"scenes": []}, ("first-notice",)),  # nothing said is no override
    ],
)
def test_metadata_override_the_scenes(small: Engine, meta: dict[str, Any], scenes: tuple[str, ...]) -> None:
    result = small.check(call(**meta))
    assert result.scenes == scenes
    verdict = next(v for v in result.verdicts if v.rule == "report-number-given")
    assert verdict.verdict == ("fail" if scenes else "na")


@pytest.mark.parametrize(("meta", "types"), [({}, ("payment",)), ({"type": "payment"}, ("payment",)), ({"type": "refusal"}, ())])
def test_metadata_override_the_letter_type(small: Engine, meta: dict[str, Any], types: tuple[str, ...]) -> None:
    result = small.check(letter(**meta))
    assert result.letter_type == types
    verdict = next(v for v in result.verdicts if v.rule == "letter-amount")
    assert verdict.verdict == ("fail" if types else "na")


def test_select_and_ignore(small: Engine) -> None:
    one = Engine(small.ruleset, select=frozenset(["greeting"]))
    assert [v.rule for v in one.check(call()).verdicts] == ["greeting"]
    rest = Engine(small.ruleset, ignore=frozenset(["greeting"]))
    every = [v.rule for v in small.check(call()).verdicts]
    assert [v.rule for v in rest.check(call()).verdicts] == [name for name in every if name != "greeting"]


def test_a_rule_that_throws_gives_unknown(small: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.checks import must_not_say

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(must_not_say, "judge", broken)
    verdict = next(v for v in small.check(call()).verdicts if v.rule == "no-threat")
    assert (verdict.verdict, verdict.reason) == ("unknown", "rule-error")
    assert verdict.message == "规则 no-threat 运行出错：ZeroDivisionError"


def test_same_bytes_in_two_processes() -> None:
    """Neither the order of sets and hashes nor the cache may show in the output."""
    out = []
    for seed in ("1", "2"):
        args = [sys.executable, "-m", "checker.cli", "check", "corpora/sample", "--format", "jsonl", "--rules", str(PACK)]
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LIPEI_CACHE": "off"}
        out.append(subprocess.run(args, cwd=ROOT, env=env, capture_output=True, check=False).stdout)
    assert out[0].count(b"\n") >= 5
    assert out[0] == out[1]


def test_same_bytes_twice(shipped: Engine) -> None:
    first, again = ([jsonl.line(r) for r in results(engine, DEV / "d4.jsonl")] for engine in (shipped, Engine(shipped.ruleset)))
    assert first == again


def test_labels_change_no_byte(shipped: Engine, tmp_path: Path) -> None:
    with_labels = DEV / "d2.jsonl"
    bare = tmp_path / "d2.jsonl"
    records = [json.loads(line) for line in with_labels.read_text(encoding="utf-8").splitlines()]
    assert all(record.pop("gold") for record in records)
    bare.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    first, second = ([line(result) for result in results(shipped, path)] for path in (with_labels, bare))
    assert len(first) == len(records)
    assert first == second


def line(result: Result) -> str:
    """The output line, without the path of the input."""
    return jsonl.line(result._replace(record=result.record._replace(source="")))


@pytest.mark.parametrize("path", sorted(DEV.glob("d[278].jsonl")), ids=lambda path: path.stem)
def test_every_requirement_is_accounted_for(shipped: Engine, path: Path) -> None:
    for result in results(shipped, path):
        given = jsonl.record(result)
        wanted = [rule.id for rule in shipped.ruleset.rules if rule.scope == result.record.scope]
        assert sorted([v["rule"] for v in given["verdicts"]] + given["na"]) == sorted(wanted)
        assert {v["verdict"] for v in given["verdicts"]} <= {"pass", "fail", "unknown"}


@pytest.mark.parametrize("path", sorted(DEV.glob("d[38].jsonl")), ids=lambda path: path.stem)
def test_evidence_is_the_source_text(shipped: Engine, path: Path) -> None:
    for result in results(shipped, path):
        for verdict in result.verdicts:
            for item in (*verdict.evidence, *verdict.nearest):
                record = result.record.contacts[item.contact] if item.contact >= 0 else result.record
                assert record.turns[item.turn].text[item.start : item.end] == item.quote
            if verdict.verdict == "fail":
                assert verdict.message
                assert verdict.evidence or verdict.searched


def test_a_case_nests_its_contacts(shipped: Engine) -> None:
    case = Record("k", "case", (), (call(started_at="2025-03-04T09:00"), letter(started_at="2025-03-05T09:00")))
    result = shipped.check(case)
    assert [contact.record.kind for contact in result.contacts] == ["call", "letter"]
    assert {verdict.rule for verdict in result.verdicts} == {r.id for r in shipped.ruleset.rules if r.scope == "case"}
