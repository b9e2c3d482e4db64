"""Sums in letters: capitals, the payout named twice, formulas, tables; what is no sum at all."""

from pathlib import Path

import pytest

from checker.concepts.formulas import plain_number, sums
from checker.engine import Engine
from checker.model import Record, Turn, Verdict
from checker.ruleset.load import load

RULES = """
concepts:
  payout: {title: 赔款, by: letter, say: ["(赔款|应付|理赔金)~2<money>"], regex: ['理赔金 \\| \\d[\\d,.]*'], hit: [赔款100元], miss: [甲]}
rules:
  r:
    {clause: 二.1, title: 甲, scope: letter, requirement: 甲, message: 不一致, suggestion: 甲, check: arithmetic, payout: payout,
     tolerance: 1, hit: ['赔款100元，大写贰佰元整'], miss: ['赔款100元，大写壹佰元整']}
clauses: {二.1: 甲}
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "r.yaml").write_text(RULES, encoding="utf-8")
    return Engine(load(folder))


def verdict(engine: Engine, text: str) -> Verdict:
    return engine.check(Record("r", "letter", tuple(Turn("letter", line) for line in text.split("\n")))).verdicts[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("同意赔付。", "na"),
        ("赔款12,600元。", "na"),
        ("赔款51,600元，大写伍万壹仟陆佰元整。", "pass"),
        ("赔款51,600元，大写伍万陆仟壹佰元整。", "fail"),
        ("人民币（大写）：伍万壹仟陆佰元整\n赔款5.16万元", "pass"),
        ("赔款300,000元(大写:叁万元整)", "fail"),
        ("合计应付 291,535.30 元，大写：人民币贰拾玖万壹仟伍佰叁拾伍元叁角整", "pass"),
        ("(14,200-200)×90%=12,600元", "pass"),
        ("（14,200－200）×90％＝12,600元", "pass"),
        ("(14,200-200)×90%=12,700元", "fail"),
        ("(18,600.00-2,000.00)×70%×(1-5%)=11,309.00元", "fail"),
        ("1万元×80%=8千元", "pass"),
        ("(医疗费5,000元-免赔额500元)×八成=3,600元", "pass"),
        ("(医疗费5,000元-免赔额500元)×80%=3,600元", "pass"),
        ("60天×150元=9,000元，30,000+12,600+9,000=51,600元", "pass"),
        ("60天×150元=9,000元，30,000+12,600+9,000=51,700元", "fail"),
        ("42.5亩×280元×60%，算下来7,140元", "pass"),
        ("15×1,500×40%，得9,100元", "fail"),
        ("150元/天×(16天-3天)=1,950元", "pass"),
        ("100元×3=300.50元", "pass"),
        ("1,608.00×80%=1,286.40元", "pass"),
        ("赔款7,140元（42.5亩×280元×60%）", "pass"),
        ("赔款7,410元（42.5亩×280元×60%）", "fail"),
        ("| 费用 | 5,000.00 |\n| 本次理赔金 | 3,600.00 | (5,000.00-500.00)×80% |", "pass"),
        ("| 费用 | 5,000.00 |\n| 本次理赔金 | 3,660.00 | (5,000.00-500.00)×80% |", "fail"),
        ("| 医疗 | 3,000.00 |\n| 误工 | 2,000.00 |\n| 合计 | 5,000.00 |", "pass"),
        ("| 医疗 | 3,000.00 |\n| 误工 | 2,000.00 |\n| 合计 | 5,500.00 |", "fail"),
        ("住院    31,000.00元\n门诊    12,178.76元\n总计    45,218.76元", "fail"),
        ("赔款3,428.56元。\n本次理赔金3,482.56元。", "fail"),
        ("赔款3,428.56元。\n上述3,428.56元已汇出。", "pass"),
        ("已付赔款5,000元，本次赔款3,000元。", "na"),
        ("前杠　1,850元\n大灯　2,300元\n工时　900元\n三项合计　5,050元", "pass"),
        ("前杠　1,850元\n大灯　2,300元\n工时　900元\n三项合计　5,150元", "fail"),
        ("| 修理 | 6,400 |\n| 拖车 | 300 |\n| 小计 | 6,700 |\n| 减:免赔额 | 500 |\n| 本次赔付 | 6,200 |", "pass"),
        ("| 修理 | 6,400 |\n| 拖车 | 300 |\n| 小计 | 6,700 |\n| 减:免赔额 | 500 |\n| 本次赔付 | 6,300 |", "fail"),
        ("日期 2025-03-11 电话 0512-6730 9914，3-5天内支付，合计500元", "na"),
    ],
)
def test_verdicts(engine: Engine, text: str, wanted: str) -> None:
    assert verdict(engine, text).verdict == wanted, text


def test_evidence_names_the_sum_and_says_why(engine: Engine) -> None:
    got = verdict(engine, "您好\n赔款51,600元，大写伍万陆仟壹佰元整。")
    assert got.evidence[0].turn == 1
    assert got.evidence[0].quote == "伍万陆仟壹佰元整"
    assert "51,600.00" in got.evidence[0].note


@pytest.mark.parametrize(
    ("text", "value", "claimed"),
    [
        ("(5,000-500)*80%=3,600元", 3600.0, 3600.0),
        ("300000/3=100000", 100000.0, 100000.0),
        ("1.2万元-2,000元=10,000元", 10000.0, 10000.0),
        ("168,000×(1-36×0.6%)=131,712元", 131712.0, 131712.0),
        ("每亩280元×6成", 168.0, None),
        ("(100-20)×50%×2", 80.0, None),
    ],
)
def test_sums(text: str, value: float, claimed: float | None) -> None:
    found = sums(text)
    assert len(found) == 1
    assert found[0].value == pytest.approx(value)
    assert found[0].claimed == claimed


@pytest.mark.parametrize("text", ["2025-03-11", "0512-6730 9914", "编号A-B-C", "3-5天", "100/0", "((((1", "1×", ")(×"])
def test_no_sums(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(("text", "value"), [("12,600", 12600.0), ("1.2万", 12000.0), ("八", 8.0), ("¥47,250.00", 47250.0)])
def test_plain_number(text: str, value: float) -> None:
    assert plain_number(text) == value
