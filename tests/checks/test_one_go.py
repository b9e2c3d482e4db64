"""one-go: what counts as an addition to a list, and what does not."""

from pathlib import Path

import pytest

from checker.engine import Engine
from checker.model import Record, Turn
from checker.ruleset.load import load

PACK = """
concepts:
  item: {title: 材料, by: agent, say: [住院发票, 发票原件, 病历, 身份证, 死亡证明, 关系证明, 卡号, 开户行], hit: [病历], miss: [甲]}
  named: {title: 客户提起, by: customer, say: [病历], hit: [病历], miss: [甲]}
  done: {title: 数出, say: ["就这一样"], hit: [就这一样], miss: [甲]}
  spare: {title: 替代, by: agent, say: ["身份证也行"], hit: [身份证也行], miss: [甲]}
  plain: {title: 通用, say: [证明, 原件, 住院], hit: [证明], miss: [甲]}
  account: {title: 账户, say: [卡号, 开户行], hit: [卡号], miss: [甲]}
  topic: {title: 材料话题, by: agent, say: [盖章], hit: [盖章], miss: [甲]}
rules:
  r:
    clause: 二.1
    title: 甲
    scope: conversation
    requirement: 甲
    check: one-go
    items: item
    counted: done
    named: named
    not-added: spare
    generic: plain
    same-thing: account
    same-topic: topic
    message: 追加
    suggestion: 甲
    hit: ["客服：x"]
    miss: ["客服：y"]
clauses: {二.1: 甲}
"""
MOVED = ["客户：好", "客服：三天之内有人联系您", "客户：好"]


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (["客服：要住院发票", *MOVED, "客服：还要病历"], "fail"),
        (["客服：要住院发票", *MOVED, "客服：发票原件别丢"], "pass"),
        (["客服：要死亡证明", *MOVED, "客服：还要关系证明"], "fail"),
        (["客服：要卡号", *MOVED, "客服：开户行也写上"], "pass"),
        (["客服：要住院发票", *MOVED, "客服：身份证也行"], "pass"),
        (["客服：要住院发票", "客户：好", "客服：三天之内有人联系您", "客户：病历要吗", "客服：病历也要"], "pass"),
        (["客服：要住院发票", "客户：好", "客服：去窗口盖章就可以了", "客户：好", "客服：还要病历"], "pass"),
        (["客服：要住院发票", "客服：三天之内有人联系您", "客服：还要病历"], "pass"),
        (["客服：您补一下那个", "客户：就这一样吧", "客服：还要病历"], "fail"),
        (["客服：您补一下那个", *MOVED, "客服：还要病历"], "pass"),
        (["客服：您好", *MOVED], "na"),
    ],
)
def test_additions(tmp_path: Path, lines: list[str], verdict: str) -> None:
    (tmp_path / "r.yaml").write_text(PACK, encoding="utf-8")
    engine = Engine(load(tmp_path))
    roles = {"客服": "agent", "客户": "customer"}
    record = Record("x", "call", tuple(Turn(roles[line[:2]], line[3:]) for line in lines))
    assert engine.check(record).verdicts[0].verdict == verdict
