"""Options that letters need: dates in value-limit, the distance in answer-to, evidence shown first, wordings of letters only."""

from pathlib import Path

import pytest

from checker.engine import Engine
from checker.model import Record, Turn
from checker.ruleset.load import load

HEAD = (
    "clause: 二.1, title: 甲, scope: letter, requirement: 甲, message: '没有解释：{words}', suggestion: 甲, hit: [x], miss: [y]"
)
CONCEPTS = """
concepts:
  days: {title: 时长, by: letter, say: ["<duration>到账"], hit: [三天到账], miss: [甲]}
  day: {title: 日期, by: letter, say: ["<deadline>到账", "<date>到账"], hit: [3月5日前到账], miss: [甲]}
  own: {title: 落款日期, by: letter, say: ["^<date>$"], hit: [2025年3月4日], miss: [甲]}
  term: {title: 术语, by: letter, say: [免赔额, 等待期], hit: [免赔额], miss: [甲]}
  gloss: {title: 解释, by: letter, say: ["(免赔额|等待期)是指"], hit: [免赔额是指], miss: [免赔额]}
  one: {title: 甲, by: letter, say: [甲], hit: [甲], miss: [乙]}
  two: {title: 乙, by: letter, say: [乙], hit: [乙], miss: [甲]}
  either: {title: 两可, by: letter, say: ["(<money>|全额)赔付"], hit: [全额赔付], miss: [甲]}
clauses: {二.1: 甲}
"""
LIMIT = "check: value-limit, value: days, dates: day, base: own, at-most: 3, unit: workdays"
GLOSS = "check: answer-to, each: term, answer: gloss, within: 0, chars: 0, once: same-words"


def engine(tmp_path: Path, rule: str) -> Engine:
    (tmp_path / "r.yaml").write_text(f"{CONCEPTS}rules:\n  r: {{{HEAD}, {rule}}}\n", encoding="utf-8")
    return Engine(load(tmp_path))


def letter(text: str, **meta: str) -> Record:
    return Record("r", "letter", tuple(Turn("letter", line) for line in text.split("\n")), (), "", dict(meta))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("三天到账", "pass"),
        ("七个工作日到账", "fail"),
        ("3月7日前到账\n2025年3月4日", "pass"),
        ("3月8日前到账\n2025年3月4日", "pass"),  # a Saturday: three working days up to it
        ("3月10日前到账\n2025年3月4日", "fail"),
        ("3月10日前到账\n2025年3月7日", "pass"),  # over the weekend
        ("3月10日前到账", "pass"),  # no base date: a named day is a day named
        ("尽快到账", "fail"),
    ],
)
def test_dates_count_from_the_date_of_the_letter(tmp_path: Path, text: str, wanted: str) -> None:
    assert engine(tmp_path, LIMIT).check(letter(text)).verdicts[0].verdict == wanted


def test_without_a_date_line_the_start_of_the_record_is_the_base(tmp_path: Path) -> None:
    late = letter("3月31日前到账", started_at="2025-03-04T09:00:00")
    assert engine(tmp_path, LIMIT).check(late).verdicts[0].verdict == "fail"


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("免赔额是指您先出的钱", "pass", ""),
        ("免赔额是指您先出的钱，等待期内不赔", "fail", "等待期"),
        ("免赔额500元\n免赔额是指您先出的钱", "fail", "免赔额"),
        ("免赔额是指您先出的钱\n免赔额500元", "pass", ""),
        ("没有术语", "na", ""),
    ],
)
def test_each_term_needs_its_own_gloss(tmp_path: Path, text: str, wanted: str, words: str) -> None:
    got = engine(tmp_path, GLOSS).check(letter(text)).verdicts[0]
    assert got.verdict == wanted
    assert got.message.removeprefix("没有解释：") == words


def test_what_is_to_be_shown_comes_first(tmp_path: Path) -> None:
    got = engine(tmp_path, "check: must-say, say: [one, two], show: two").check(letter("甲\n乙")).verdicts[0]
    assert [evidence.turn for evidence in got.evidence] == [1, 0]


@pytest.mark.parametrize("text", ["全额赔付", "3,000元赔付"])
def test_a_value_in_an_alternative_may_stay_out(tmp_path: Path, text: str) -> None:
    assert engine(tmp_path, "check: must-say, say: either").check(letter(text)).verdicts[0].verdict == "pass"


def test_wordings_of_letters_are_not_looked_for_in_calls(tmp_path: Path) -> None:
    checked = engine(tmp_path, "check: must-say, say: one")
    context = checked.context(Record("r", "call", (Turn("agent", "甲"),)))
    assert "one" not in context.hits
    assert "one" not in context.vetoed
