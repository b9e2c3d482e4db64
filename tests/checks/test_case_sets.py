"""Lists of materials over the contacts of a case."""

from pathlib import Path

import pytest

from checker.engine import Engine
from checker.model import Verdict
from checker.ruleset.load import load
from checker.selftest import case_of

RULES = """
concepts:
  item: {title: 材料, by: agent, say: [发票, 病历, 住院病历, 身份证, 户口本, 收入证明, 在职证明, 卡号, 开户行], hit: [发票], miss: [好]}
  spared: {title: 替代, by: agent, say: [户口本也行], hit: [户口本也行], miss: [户口本]}
  own: {title: 自己说的, by: customer, say: [户口本], hit: [户口本], miss: [好]}
  account: {title: 账户, say: [卡号, 开户行], hit: [卡号], miss: [好]}
  generic: {title: 通用字, say: [证明], hit: [证明], miss: [好]}
rules:
  r:
    clause: 二.1
    title: 甲
    scope: case
    requirement: 甲
    check: case-sets
    items: item
    most: $most
    not-added: spared
    named: own
    same-thing: account
    generic: generic
    message: 有 {count} 次：{words}
    suggestion: 甲
    hit: ['客服：x']
    miss: ['客服：y']
params: {most: 1}
clauses: {二.1: 甲}
"""


def judge(tmp_path: Path, *talks: str) -> Verdict:
    (tmp_path / "r.yaml").write_text(RULES, encoding="utf-8")
    case = "\n".join(f"== 2025-03-0{n}T09:00 call ==\n{talk}" for n, talk in enumerate(talks, 1))
    return Engine(load(tmp_path)).check(case_of(case)).verdicts[0]


@pytest.mark.parametrize(
    ("talks", "wanted"),
    [
        (["客服：您好"], "na"),
        (["客服：要发票"], "pass"),
        (["客服：要发票", "客服：还要病历"], "pass"),
        (["客服：要发票", "客服：还要病历和身份证"], "pass"),
        (["客服：要发票", "客服：还要病历", "客服：还要身份证"], "fail"),
        (["客服：要发票", "客服：还要病历", "客服：发票重开"], "pass"),
        (["客服：要病历", "客服：住院病历看不清", "客服：还要身份证"], "pass"),
        (["客服：要收入证明", "客服：还要在职证明", "客服：还要身份证"], "fail"),
        (["客服：要发票", "客服：还要病历", "客服：户口本也行"], "pass"),
        (["客服：要发票", "客服：还要病历", "客户：我有户口本", "客服：户口本给我"], "pass"),
        (["客服：要卡号", "客服：还要病历", "客服：开户行报一下"], "pass"),
        (["客户：要发票吗", "客服：要病历", "客服：还要身份证"], "pass"),
    ],
)
def test_sets(tmp_path: Path, talks: list[str], wanted: str) -> None:
    assert judge(tmp_path, *talks).verdict == wanted


def test_fail_counts_and_shows_the_last_first(tmp_path: Path) -> None:
    got = judge(tmp_path, "客服：要发票", "客服：还要病历", "客服：还要身份证")
    assert got.message == "有 2 次：病历、身份证"
    assert [(e.contact, e.quote) for e in got.evidence] == [(2, "身份证"), (1, "病历"), (0, "发票")]
