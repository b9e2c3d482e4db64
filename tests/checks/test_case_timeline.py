"""Case checks on small cases: intervals, promises, gaps; the time line under them."""

import datetime
from pathlib import Path

import pytest

from checker.checks.timeline import NoTime, due, moment, promised
from checker.concepts.values import find
from checker.engine import Engine
from checker.model import Verdict
from checker.ruleset.load import load
from checker.selftest import case_of
from checker.workcalendar import official

CONCEPTS = """
  ready: {title: 齐, by: agent, say: ["<date>收齐", 收齐], hit: [收齐], miss: [好]}
  decided: {title: 定, by: agent, say: ["<past>定了", 定了], hit: [定了], miss: [好]}
  objects: {title: 不同意, by: customer, say: [不同意], hit: [不同意], miss: [好]}
  promise: {title: 回话, by: agent, say: ["(<deadline>)回话", "(<duration>)回话", "(<date>)回话"], hit: [明天回话], miss: [好]}
  calls: {title: 打出, by: agent, say: ["^王先生"], hit: [王先生好], miss: [好]}
  waits: {title: 再等, by: agent, say: [再等], hit: [再等], miss: [好]}
  paid: {title: 付, by: agent, say: [付了], hit: [付了], miss: [好]}
"""
HEAD = "clause: 二.1, title: 甲, scope: case, requirement: 甲, message: '从{from}到{due}，{to}', suggestion: 甲"
INTERVAL = "check: case-interval, from: ready, to: decided, within: $most, unit: {unit}, void: objects"
PROMISE = "check: case-promise, promise: promise, kept-by: {any: [calls, {kind: letter}]}, or-by: {not: waits}"
GAPS = "check: case-gaps, touch: {any: [calls, {kind: letter}]}, ends: paid, within: 15, unit: days"


def judge(tmp_path: Path, rule: str, case: str, most: int = 3) -> Verdict:
    text = (
        f"concepts:{CONCEPTS}rules:\n  r: {{{HEAD}, {rule}, hit: ['客服：x'], miss: ['客服：y']}}\n"
        f"params: {{most: {most}, calendar: {{holidays: [], workdays: [], years: []}}}}\nclauses: {{二.1: 甲}}\n"
    )
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    return Engine(load(tmp_path)).check(case_of(case)).verdicts[0]


def contacts(*parts: str, until: str = "") -> str:
    head = f"covers_until: {until}\n" if until else ""
    return head + "\n".join(f"== {when} {kind} ==\n{text}" for when, kind, text in (part.split(" ", 2) for part in parts))


@pytest.mark.parametrize(
    ("parts", "until", "unit", "wanted"),
    [
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-06T18:00 call 客服：定了"], "", "workdays", "pass"),
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-07T09:00 call 客服：定了"], "", "workdays", "fail"),
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-07T09:00 call 客服：昨天定了"], "", "workdays", "pass"),
        (["2025-04-30T09:00 call 客服：收齐", "2025-05-08T09:00 call 客服：定了"], "", "workdays", "pass"),
        (["2025-04-30T09:00 call 客服：收齐", "2025-05-09T09:00 call 客服：定了"], "", "workdays", "fail"),
        (["2025-04-02T09:00 call 客服：收齐", "2025-04-07T09:00 call 客服：定了"], "", "days", "pass"),
        (["2025-04-02T09:00 call 客服：收齐", "2025-04-08T09:00 call 客服：定了"], "", "days", "fail"),
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-03T12:00 call 客服：定了"], "", "hours", "pass"),
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-03T12:01 call 客服：定了"], "", "hours", "fail"),
        (["2025-03-03T09:00 call 客服：收齐"], "2025-03-31", "workdays", "fail"),
        (["2025-03-03T09:00 call 客服：收齐"], "2025-03-05", "workdays", "na"),
        (["2025-03-03T09:00 call 客服：收齐"], "", "workdays", "na"),
        (["2025-03-03T09:00 call 客服：收齐", "2025-03-04T09:00 call 客户：不同意"], "2025-03-31", "workdays", "na"),
        (["2025-03-03T09:00 call 客服：定了"], "2025-03-31", "workdays", "na"),
        (["2025-03-10T09:00 letter 已于2025年3月3日收齐", "2025-03-10T10:00 call 客服：定了"], "", "workdays", "fail"),
        (["2027-03-03T09:00 call 客服：收齐"], "2027-03-31", "workdays", "unknown"),
    ],
)
def test_interval(tmp_path: Path, parts: list[str], until: str, unit: str, wanted: str) -> None:
    got = judge(tmp_path, INTERVAL.replace("{unit}", unit), contacts(*parts, until=until))
    assert got.verdict == wanted
    assert got.reason == ("calendar-range" if wanted == "unknown" else "")


def test_interval_says_when_and_shows_where(tmp_path: Path) -> None:
    case = contacts("2025-03-03T09:00 call 客服：您好\n客服：收齐", "2025-03-07T09:00 call 客服：定了")
    got = judge(tmp_path, INTERVAL.replace("{unit}", "workdays"), case)
    assert got.message == "从3月3日到3月6日，实际 3月7日"
    assert [(e.contact, e.turn, e.quote) for e in got.evidence] == [(1, 0, "定了"), (0, 1, "收齐")]


@pytest.mark.parametrize(
    ("parts", "until", "wanted"),
    [
        (["2025-03-03T09:00 call 客服：明天下午五点前回话", "2025-03-04T16:59 call 客服：王先生"], "2025-03-31", "pass"),
        (["2025-03-03T09:00 call 客服：明天下午五点前回话", "2025-03-04T17:01 call 客服：王先生"], "2025-03-31", "fail"),
        (["2025-03-03T09:00 call 客服：明天下午五点前回话", "2025-03-04T10:00 letter 王先生：\n好"], "2025-03-31", "pass"),
        (["2025-03-03T09:00 call 客服：明天回话", "2025-03-04T10:00 call 客服：您好\n客户：问"], "2025-03-31", "pass"),
        (["2025-03-03T09:00 call 客服：明天回话", "2025-03-04T10:00 call 客服：您再等等"], "2025-03-31", "fail"),
        (["2025-03-03T09:00 call 客服：24小时内回话", "2025-03-04T08:00 call 客服：王先生"], "2025-03-31", "pass"),
        (["2025-03-03T09:00 call 客服：24小时内回话", "2025-03-04T10:00 call 客服：王先生"], "2025-03-31", "fail"),
        (["2025-04-02T09:00 call 客服：三天内回话", "2025-04-07T10:00 call 客服：王先生"], "2025-04-30", "pass"),
        (["2025-04-30T09:00 call 客服：两个工作日内回话", "2025-05-07T10:00 call 客服：王先生"], "2025-05-30", "pass"),
        (["2025-03-03T09:00 call 客服：三月二十号回话"], "2025-03-19", "na"),
        (["2025-03-03T09:00 call 客服：三月二十号回话"], "2025-03-20", "fail"),
        (["2025-03-03T09:00 call 客服：回话"], "2025-03-20", "na"),
        (["2027-03-03T09:00 call 客服：三天内回话"], "2027-03-20", "unknown"),
    ],
)
def test_promise(tmp_path: Path, parts: list[str], until: str, wanted: str) -> None:
    assert judge(tmp_path, PROMISE, contacts(*parts, until=until)).verdict == wanted


@pytest.mark.parametrize(
    ("parts", "until", "wanted"),
    [
        (["2025-03-03T09:00 call 客服：您好", "2025-03-14T09:00 call 客服：王先生"], "2025-03-28", "pass"),
        (["2025-03-03T09:00 call 客服：您好", "2025-03-14T09:00 call 客服：王先生"], "2025-04-28", "fail"),
        (["2025-03-03T09:00 call 客服：您好", "2025-03-14T09:00 call 客服：您好"], "2025-03-28", "fail"),
        (["2025-03-03T09:00 call 客服：您好", "2025-03-14T09:00 call 客服：付了"], "2025-04-28", "na"),
        (["2025-03-03T09:00 call 客服：您好"], "2025-03-10", "na"),
        (
            ["2025-09-22T09:00 call 客服：您好", "2025-10-09T09:00 letter 王先生：\n好", "2025-10-10T09:00 call 客服：付了"],
            "",
            "pass",
        ),
    ],
)
def test_gaps(tmp_path: Path, parts: list[str], until: str, wanted: str) -> None:
    assert judge(tmp_path, GAPS, contacts(*parts, until=until)).verdict == wanted


@pytest.mark.parametrize(
    ("said", "base", "wanted"),
    [
        ("今天五点之前", "2025-06-11T10:08", "2025-06-11T17:00"),
        ("今天六点前", "2025-06-03T12:20", "2025-06-03T18:00"),
        ("明天上午九点前", "2025-06-03T12:20", "2025-06-04T09:00"),
        ("明天下班前", "2025-06-03T12:20", "2025-06-04T18:00"),
        ("本周五之前", "2025-06-03T12:20", "2025-06-06T23:59:59"),
        ("当天", "2025-06-03T12:20", None),
    ],
)
def test_promised_deadline(said: str, base: str, wanted: str | None) -> None:
    [(_, _, value)] = find("deadline", said)
    got = promised(value, said, datetime.datetime.fromisoformat(base), official())
    assert got == (datetime.datetime.fromisoformat(wanted) if wanted else None)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("两小时内", "2025-06-03T14:00"),
        ("30分钟内", "2025-06-03T12:30"),
        ("三天内", "2025-06-06T23:59:59"),
        ("三个工作日内", "2025-06-06T23:59:59"),
        ("一周内", "2025-06-10T23:59:59"),
        ("半天", "2025-06-03T23:59:59"),
    ],
)
def test_promised_duration(said: str, wanted: str) -> None:
    [(_, _, value)] = find("duration", said)
    got = promised(value, said, datetime.datetime(2025, 6, 3, 12), official())
    assert got == datetime.datetime.fromisoformat(wanted)


def test_unknown_unit_is_a_rule_error(tmp_path: Path) -> None:
    got = judge(tmp_path, INTERVAL.replace("{unit}", "weeks"), contacts("2025-03-03T09:00 call 客服：收齐"))
    assert (got.verdict, got.reason) == ("unknown", "rule-error")


def test_moments() -> None:
    assert moment("2025-03-04") == datetime.datetime(2025, 3, 4)
    assert moment("2025-03-04T01:12:00Z") == datetime.datetime(2025, 3, 4, 9, 12)
    with pytest.raises(NoTime):
        moment(None)
    assert due(datetime.datetime(2025, 3, 4, 9), 2, "hours", official()) == datetime.datetime(2025, 3, 4, 11)


def test_contact_without_time_is_unknown(tmp_path: Path) -> None:
    got = judge(tmp_path, GAPS, "== gestern call ==\n客服：您好")
    assert (got.verdict, got.reason) == ("unknown", "contact-times")


def test_contacts_are_matched_once_and_nested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(tmp_path, GAPS, "== 2025-03-03T09:00 call ==\n客服：您好")
    engine = Engine(load(tmp_path))
    seen: list[int] = []
    match = engine.lexicon.match
    monkeypatch.setattr(engine.lexicon, "match", lambda folded, turns: (seen.append(len(turns)), match(folded, turns))[1])
    result = engine.check(case_of(contacts("2025-03-03T09:00 call 客服：您好", "2025-03-14T09:00 letter 王先生：\n好")))
    assert seen == [1, 2]
    assert [part.record.kind for part in result.contacts] == ["call", "letter"]


def test_a_contact_of_system_lines_hides_no_speaker(tmp_path: Path) -> None:
    parts = ["2025-03-03T09:00 call 客服：您好", "2025-03-10T09:00 call 系统：外呼无人接听"]
    assert judge(tmp_path, GAPS, contacts(*parts, until="2025-04-30")).verdict == "fail"
    parts[1] = "2025-03-10T09:00 call 其他：喂"
    got = judge(tmp_path, GAPS, contacts(*parts, until="2025-04-30"))
    assert (got.verdict, got.reason) == ("unknown", "roles-missing")
