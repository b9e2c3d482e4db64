"""Folding: what changes, what stays, and that every folded place maps back to its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Turn
from checker.normalize import fold


def folded(text: str) -> str:
    return fold((Turn("agent", text),)).joined


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("ＡＢＣ１２３，您好。", "abc123,您好。"),
        ("您的 報 案 號", "您的报案号"),
        ("呃，我查一下", "我查一下"),
        ("嗯", "嗯"),
        ("好的嗯我查", "好的我查"),
        ("我我我帮您您看看", "我帮您看看"),
        ("尾号幺三八", "尾号一三八"),
        ("您的保案号", "您的报案号"),
        ("病例和出院小姐", "病历和出院小结"),
        ("查看进度", "查看进度"),
        ("有查看员联系您", "有查勘员联系您"),
        ("这件事出现以后", "这件事出现以后"),
        ("公司公布了名单", "公司公布了名单"),
        ("符合条件", "符合条件"),
    ],
)
def test_fold(source: str, wanted: str) -> None:
    assert folded(source) == wanted


def test_source_spans_survive_removals() -> None:
    turns = (Turn("agent", "呃，您 好"), Turn("customer", "我我要报 案"))
    result = fold(turns)
    assert result.turns == ("您好", "我要报案")
    at = result.turns[1].index("报案")
    start, end = result.source(1, at, at + 2)
    assert turns[1].text[start:end] == "报 案"
    start, end = result.source(0, 0, 2)
    assert turns[0].text[start:end] == "您 好"


@given(st.lists(st.text(alphabet="呃嗯您我保案号报 ，,aＡ1 1\n里陪", max_size=30), min_size=1, max_size=5))
def test_every_character_maps_into_its_turn(texts: list[str]) -> None:
    turns = tuple(Turn("agent", text) for text in texts)
    result = fold(turns)
    assert len(result.turns) == len(turns)
    for i, turn in enumerate(result.turns):
        assert result.joined[result.starts[i] : result.starts[i] + len(turn)] == turn
        last = 0
        for at in range(len(turn)):
            start, end = result.source(i, at, at + 1)
            assert last <= start < end <= len(texts[i])
            assert end - start == 1
            last = end
