"""Required literals: every match of an expression contains one of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.concepts import literals


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("别(?:太)?(?:着急|担心)", {"别着急", "别担心", "别太着急", "别太担心"}),
        ("发[^。]{0,6}?短信", {"短信"}),
        ("(?:您|你)好", {"您好", "你好"}),
        ("[0-9]{3,5}元", {"元"}),
        ("[一-鿿]+", set()),
        ("(?:ab|[一-鿿]+)", set()),
        ("(?<=不)赔付", {"赔付"}),
        ("(?:收到){1,2}材料", {"收到"}),
    ],
)
def test_required(source: str, wanted: set[str]) -> None:
    assert set(literals.required(source)) == wanted


@given(st.from_regex(re.compile("(?:别|不要)(?:太)?(?:着急|担[心忧])|发.{0,3}(?:短信|微信)[0-9]{1,2}"), fullmatch=True))
def test_every_match_holds_a_literal(text: str) -> None:
    found = literals.required("(?:别|不要)(?:太)?(?:着急|担[心忧])|发.{0,3}(?:短信|微信)[0-9]{1,2}")
    assert found and any(word in text for word in found)


@pytest.mark.parametrize("source", ["(a+)+b", "(?:a*)*", "(?:(?:ab)+c)+"])
def test_endless_repeats_are_refused(source: str) -> None:
    assert "可能极慢" in literals.check(source)


def test_broken_expression_is_named() -> None:
    assert literals.check("(a").startswith("正则表达式有误")
    assert literals.check("a{0,3}b+") == ""
