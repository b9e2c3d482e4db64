"""Matching: who said it, vetoes, surroundings, overlaps, references, typed values, words."""

from typing import Any

import pytest

from checker.concepts.match import Lexicon, Matches
from checker.language import Near
from checker.model import Turn
from checker.normalize import fold
from checker.ruleset import build
from checker.ruleset.nodes import Place, Problems

HERE = Place("test", 1, 1)


def lexicon(**concepts: dict[str, Any]) -> Lexicon:
    """Concepts from raw keys as the loader gives them."""
    raw = {}
    for name, given in concepts.items():
        keys = {
            key: [(p, HERE) for p in value] if key in ("say", "regex", "unless", "tokens") else value
            for key, value in given.items()
        }
        raw[name.replace("_", "-")] = (keys, HERE)
    problems = Problems()
    built = build.concepts(raw, problems)
    assert problems.found == []
    return Lexicon(built)


def match(lex: Lexicon, *lines: str) -> Matches:
    roles = {"客服": "agent", "客户": "customer"}
    turns = tuple(Turn(roles[line[:2]], line[3:]) for line in lines)
    return lex.match(fold(turns), turns)


def test_offsets_are_in_the_source() -> None:
    found = match(lexicon(number={"say": ["报案号"]}), "客服：呃，您的 报 案 号")
    hit = found.of("number")[0]
    assert (hit.turn, hit.start, hit.end) == (0, 5, 10)


def test_other_speaker_is_a_near_miss() -> None:
    found = match(lexicon(calm={"say": ["别着急"], "by": "agent"}), "客户：你别着急", "客服：别着急")
    assert [hit.turn for hit in found.of("calm")] == [1]
    assert [(hit.turn, hit.veto) for hit in found.vetoed["calm"]] == [(0, "speaker")]


@pytest.mark.parametrize(
    ("veto", "text"),
    [
        ("negation", "我没有说过赔付"),
        ("negation", "这个不能赔付"),
        ("question", "是不是赔付"),
        ("question", "这次能赔付吗"),
        ("quotation", "您刚才说赔付"),
        ("quotation", "条款写着“按约定赔付”的"),
        ("hypothesis", "如果赔付了再说"),
        ("promise", "稍后会赔付"),
        ("past", "上次已经赔付"),
    ],
)
def test_vetoes(veto: str, text: str) -> None:
    lex = lexicon(pay={"say": ["赔付"], "veto": [veto]})
    assert [hit.veto for hit in match(lex, f"客服：{text}").vetoed["pay"]] == [veto]
    assert match(lex, "客服：这次赔付五千元").of("pay")


def test_unless_overlaps() -> None:
    lex = lexicon(calm={"say": ["别着急"], "unless": ["别着急挂"]})
    assert not match(lex, "客服：您先别着急挂").of("calm")
    assert match(lex, "客服：您先别着急").of("calm")


def test_surroundings() -> None:
    lex = lexicon(
        ask={"say": ["报案号"], "by": "customer"},
        code={"say": ["<case-id>"], "by": "agent", "with": [Near(("ask",), -2, 0)]},
        lone={"say": ["<case-id>"], "by": "agent", "without": [Near(("ask",), -9, 9)]},
    )
    found = match(lex, "客户：报案号多少", "客服：CT250312，后四位0088")
    assert found.of("code") and not found.of("lone")
    found = match(lex, "客户：好的", "客服：CT250312，后四位0088")
    assert found.of("lone") and not found.of("code")
    assert found.vetoed["code"][0].veto == "context"


def test_distance_and_order_inside_a_turn() -> None:
    lex = lexicon(
        doc={"say": ["发票"]},
        near={"say": ["原件"], "with": [Near(("doc",), 0, 0, 2)]},
        behind={"say": ["原件"], "with": [Near(("doc",), 0, 0, -1, "before")]},
    )
    assert match(lex, "客服：发票要原件").of("near")
    assert not match(lex, "客服：发票请您都交原件").of("near")
    assert match(lex, "客服：发票请您都交原件").of("behind")
    assert not match(lex, "客服：原件，发票").of("behind")


def test_longest_of_overlapping_wordings() -> None:
    found = match(lexicon(doc={"say": ["发票", "增值税发票", "发票原件"]}), "客服：增值税发票原件")
    assert [(hit.start, hit.end) for hit in found.of("doc")] == [(0, 5)]


def test_references_and_values() -> None:
    lex = lexicon(unit={"say": ["(工作日|自然日)"]}, soon={"say": ["<duration>内到账", "当个<unit>"]})
    found = match(lex, "客服：三个工作日内到账").of("soon")
    assert found[0].value.norm and found[0].value.unit == "workday"
    assert match(lex, "客服：当个工作日").of("soon")


def test_union_keeps_own_veto() -> None:
    lex = lexicon(a={"say": ["甲"]}, b={"say": ["乙"]}, both={"any-of": ["a", "b"], "veto": ["negation"]})
    assert [hit.turn for hit in match(lex, "客服：甲", "客服：不是乙").of("both")] == [0]


def test_token_patterns_use_words() -> None:
    pattern = '[{"TEXT": "赔付"}]'
    lex = lexicon(word={"tokens": [(("赔付",), pattern)]})
    assert match(lex, "客服：我们会赔付给您").of("word")
    assert not match(lex, "客服：没有这个词").of("word")


def test_nothing_crosses_a_turn() -> None:
    assert not match(lexicon(a={"say": ["报案~号"]}), "客服：报案", "客服：号").of("a")
