"""The phrase grammar: what a phrase matches, and the message for each mistake."""

import re

import pytest

from checker.concepts.grammar import PhraseError, to_regex

REFERENCES = {"when": "[一二三]天", "duration": "(?P<value>[0-9]+天)"}


def matches(phrase: str, text: str) -> bool:
    return bool(re.search(to_regex(phrase, REFERENCES.__getitem__), text))


@pytest.mark.parametrize(
    ("phrase", "hits", "misses"),
    [
        ("别[太](着急|担心)", ["您别着急", "别太担心"], ["别太慌", "着急"]),
        ("发~6短信", ["发您手机短信", "发短信"], ["发到您预留的那个手机上的短信", "发了。短信"]),
        ("发~短信", ["发一条短信"], ["发到您手机上短信"]),
        ("<when>以内", ["三天以内"], ["四天以内"]),
        ("^您好", ["您好", "嗯您好", "好的,您好"], ["我说您好"]),
        ("再见$", ["再见", "再见。", "再见!"], ["再见面"]),
        (r"\(盖章\)", ["(盖章)"], ["盖章"]),
        ("a b", ["ab"], ["a b"]),
        ("你|您", ["你", "您"], ["他"]),
    ],
)
def test_phrases(phrase: str, hits: list[str], misses: list[str]) -> None:
    assert [t for t in hits if not matches(phrase, t)] == []
    assert [t for t in misses if matches(phrase, t)] == []


@pytest.mark.parametrize(
    ("phrase", "what", "at"),
    [
        ("别(着急", "“(”没有配对的“)”", 1),
        ("别着急)", "“)”没有对应的左括号", 3),
        ("别[着急", "“[”没有配对的“]”", 1),
        ("(a|)", "“|”的一边是空的；可有可无请写成 [ ]", 2),
        ("<nothing>", "引用了不存在的概念 <nothing>", 0),
        ("<坏>", "引用要写成 <concept-id>", 0),
        ("a>b", "“>”没有对应的“<”", 1),
        ("a~99b", "~ 后的间隔最多 40 个字", 1),
    ],
)
def test_mistakes(phrase: str, what: str, at: int) -> None:
    with pytest.raises(PhraseError) as caught:
        to_regex(phrase, REFERENCES.__getitem__)
    assert (caught.value.what, caught.value.at) == (what, at)
