"""The report for people: what it says, that carets stand under the words, that nothing private or harmful gets through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.engine import Engine
from checker.model import Record, Result, Turn
from checker.report import quote, text
from checker.report.tally import Tally
from checker.spans import cells

CALL = Record(
    "c-1",
    "call",
    (
        Turn("agent", "喂，您手机13800138000吧", 0, 2),
        Turn("customer", "我要报案", 3, 4),
        Turn("agent", "几点？稍后报案号给您，别怪我们不客气\x1b[31m", 50, 52),
    ),
    source="a.jsonl#1",
)
LETTER = Record("l-1", "letter", (Turn("letter", "尊敬的客户："), Turn("letter", "我公司同意赔付3000元。")))
GOOD = Record("g-1", "call", (Turn("agent", "您好"), Turn("customer", "你好")))


def report(engine: Engine, *records: Record, rejected: int = 0, **look: bool) -> str:
    tally = Tally(engine.ruleset)
    tally.rejected = rejected

    def results() -> Iterator[Result]:
        for record in records:
            result = engine.check(record)
            tally.add(result)
            yield result

    return "".join(text.write(results(), engine.ruleset, tally, text.Look(**look)))


def lines(engine: Engine, *records: Record, **look: bool) -> list[str]:
    return report(engine, *records, **look).splitlines()


def test_a_call_in_full(engine: Engine) -> None:
    wanted = """\
c-1  电话 · 首次报案  得分 0，D 级  一票否决（否决前 34 分）
第二节 报案受理与指引
  ✗ 警告  规范开场（greeting）：开场没有问候
      查找了第 1–3 句，没有找到
      建议：您好，请问有什么可以帮您？
  ✗ 错误  告知报案号（report-number-given）：没有告知报案号
      查找了第 1–3 句，没有找到；最接近的：
      第 3 句 客服：几点？稍后报案号给您，别怪我们不客气␛[31m
      　   　 　　　　　　　　^^^^^^ 只说以后再说，不算
      第 2 句 客户：我要报案
      　   　 　　　^^^^^^^^
      建议：您的报案号是……，请您记一下
  ✗ 提示  采集报案要素（intake-complete）：没有采集：地点
      查找了第 1–3 句，没有找到
      第 2 句 客户：我要报案
      　   　 　　　^^^^^^^^
      建议：请问事故发生在什么地方？大概几点？
  ✗ 警告  不长时间静默（no-silence）：让客户等了 46 秒
      第 3 句 客服：几点？稍后报案号给您，别怪我们不客气␛[31m
      　   　 　　　^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 此前空白 46 秒
      建议：请您稍等，我查一下
第四节
  ✗ 错误  不得威胁讥讽（no-threat）：说了威胁的话
      第 3 句 客服：几点？稍后报案号给您，别怪我们不客气␛[31m
      　   　 　　　　　　　　　　　　　　^^^^^^^^^^^^^^
      建议：请您理解，我再为您解释一遍

共检查 1 份记录：满足 0，违反 5，不适用 1，未能判断 0
平均分 0（1 份计分）
最常见的违反：规范开场 1 次、采集报案要素 1 次、不长时间静默 1 次、不得威胁讥讽 1 次、告知报案号 1 次
"""
    assert report(engine, CALL) == wanted


def test_a_letter_counts_lines(engine: Engine) -> None:
    got = lines(engine, LETTER)
    assert got[0] == "l-1  信函 · 赔付通知  得分 95，A 级"
    assert "      查找了第 1–2 行，没有找到" in got
    assert "✓ 满足 1 条：写明赔付金额" in got


def test_passes_are_one_line_unless_verbose(engine: Engine) -> None:
    short, full = lines(engine, GOOD), lines(engine, GOOD, verbose=True)
    assert short[1] == "✓ 满足 2 条：规范开场、不得威胁讥讽"
    assert full[1:6] == [
        "第二节 报案受理与指引",
        "  ✓ 规范开场（greeting）",
        "      第 1 句 客服：您好",
        "      　   　 　　　^^^^",
        "第四节",
    ]
    assert "– 不适用 4 条：告知报案号、采集报案要素、不长时间静默、限时回复" in full


def test_unknown_says_why(engine: Engine) -> None:
    got = report(engine, GOOD._replace(turns=(Turn("unknown", "您好"),)))
    assert "  ? 未能判断  规范开场（greeting）：记录没有标明谁是客服、谁是客户，无法判断\n" in got


def test_a_case_shows_its_contacts(engine: Engine) -> None:
    asked = [
        Record(f"k-1/{at}", "call", (Turn("agent", f"您好，请交{what}"),), (), "", {"started_at": f"2025-03-0{at + 4}T09:00"})
        for at, what in enumerate(("发票", "病历"))
    ]
    got = lines(engine, Record("k-1", "case", (), (*asked, GOOD, LETTER)))
    assert got[:7] == [
        "k-1  案件  得分 90，B 级",
        "第四节",
        "  ✗ 错误  材料一次告知（case-asked-once）：后来又 1 次要求新的材料：病历",
        "      第 2 次往来 第 1 句 客服：您好，请交病历",
        "      　   　　　 　   　 　　　　　　　　^^^^",
        "      第 1 次往来 第 1 句 客服：您好，请交发票",
        "      　   　　　 　   　 　　　　　　　　^^^^",
    ]
    assert "  └ 第 3 次往来  g-1  电话  得分 100，A 级" in got
    assert "    ✓ 满足 1 条：写明赔付金额" in got
    assert got[-3] == "共检查 1 份记录（含 4 次往来）：满足 7，违反 2，不适用 12，未能判断 0"


def test_totals(engine: Engine) -> None:
    got = report(engine, GOOD, LETTER, rejected=2)
    assert "共检查 2 份记录：满足 3，违反 1，不适用 4，未能判断 0；另有 2 条没有读取\n" in got
    assert "平均分 97.5（2 份计分）\n" in got
    assert report(engine) == ""


def test_nothing_applied_gives_no_score(engine: Engine) -> None:
    chosen = Engine(engine.ruleset, frozenset(["callback-in-time"]))
    assert lines(chosen, GOOD)[0] == "g-1  电话  不计分（适用的要求太少）"


@pytest.mark.parametrize(("masked", "number"), [(True, "138****8000"), (False, "13800138000")])
def test_numbers_are_masked(engine: Engine, masked: bool, number: str) -> None:
    record = CALL._replace(turns=(Turn("agent", "手机13800138000，别怪我们不客气"),))
    assert number in report(engine, record, masked=masked)


def test_nothing_steers_the_terminal(engine: Engine) -> None:
    record = CALL._replace(id="c\x1b]0;x\x07", turns=(*CALL.turns, Turn("agent", "你懂什么\r\n\u202e\x9b")))
    got = report(engine, record)
    assert not [char for char in got if not char.isprintable() and char not in "\n\u3000"]


def test_colours_change_nothing_else(engine: Engine) -> None:
    import re

    coloured = report(engine, CALL, LETTER, verbose=True, colour=True)
    assert "\x1b[31m^" in coloured
    assert re.sub(r"\x1b\[[\d;]+m", "", coloured) == report(engine, CALL, LETTER, verbose=True)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("abc报案号def", 3, 6),
        ("报案号ABC", 3, 6),
        ("ＡＢ报案号", 2, 5),
        ("e\u0301报案号", 2, 5),
        ("甲" * 50 + "报案号" + "乙" * 50, 50, 53),
        ("a" * 100 + "报案号", 100, 103),
        ("头" * 20 + "报" * 160 + "尾" * 20, 20, 180),
    ],
)
def test_carets_stand_under_the_words(said: str, start: int, end: int) -> None:
    shown, carets = quote.lines("第 1 句 客服：", said, start, end)
    words = said[start:end][: quote.LONGEST]
    stripped = carets.rstrip("^")
    assert cells(stripped) == cells(shown[: shown.index(words)])
    assert len(carets) - len(stripped) == cells(words)
    assert not stripped.strip()


@pytest.mark.parametrize(
    ("said", "start", "end", "wanted"),
    [
        ("短句", 0, 0, ("短句", "")),
        ("长" * 40, 0, 40, ("长" * 40, "")),
        ("长" * 90, 0, 90, ("长" * 60 + "…", "")),
        ("头" * 40 + "中" + "尾" * 40, 40, 41, ("..." + "头" * 24 + "中" + "尾" * 24 + "…", " " * 3 + "\u3000" * 24 + "^^")),
    ],
)
def test_excerpts(said: str, start: int, end: int, wanted: tuple[str, str]) -> None:
    assert quote.lines("", said, start, end) == wanted
