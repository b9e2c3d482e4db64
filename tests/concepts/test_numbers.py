"""Spoken and written numbers: every whole number survives being said, and the shapes people use."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.concepts.numbers import chinese_number, number_range, spoken_digits

DIGITS = "零一二三四五六七八九"
CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def say_small(number: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text


def say(number: int) -> str:
    """A number below 10**12 in Chinese numerals."""
    if number == 0:
        return "零"
    text = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // unit % 10**4
        if part:
            text += (
                ("零" if text and (part < 1000 or text[-1] not in "亿万") and not text.endswith("零") else "")
                + say_small(part)
                + name
            )
        elif text and not text.endswith("零") and unit > 1 and number % unit:
            text += "零"
    return text


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_whole_number_survives_being_said(number: int) -> None:
    assert chinese_number(say(number)) == number
    assert chinese_number(say(number).translate(CAPITALS)) == number


@given(st.integers(min_value=10, max_value=19))
def test_teens_are_said_without_one(number: int) -> None:
    assert chinese_number(say(number)[1:]) == number


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9), st.sampled_from("百千万亿"))
def test_the_last_unit_may_be_dropped(head: int, tail: int, unit: str) -> None:
    big = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[unit]
    assert chinese_number(f"{DIGITS[head]}{unit}{DIGITS[tail]}") == head * big + tail * big // 10


@given(st.text("0123456789", min_size=2, max_size=20))
def test_dictated_digits_survive(digits: str) -> None:
    assert spoken_digits("".join(DIGITS[int(digit)] for digit in digits).replace("一", "幺")) == digits


@given(st.text("零一二三四五六七八九十百千万亿两半点个0123456789,.几多来到-", max_size=12))
@example("0亿万")
@example("三万百")
def test_any_text_is_a_number_or_none(text: str) -> None:
    for result in (chinese_number(text), number_range(text)):
        assert result is None or isinstance(result, (float, tuple))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("两", 2),
        ("俩", 2),
        ("仨", 3),
        ("半", 0.5),
        ("幺", 1),
        ("〇", 0),
        ("一万二", 12000),
        ("三千六", 3600),
        ("两百五", 250),
        ("两百零五", 205),
        ("3万5", 35000),
        ("1.2万", 12000),
        ("1.13万", 11300),
        ("3千6百", 3600),
        ("三点五", 3.5),
        ("三点五万", 35000),
        ("零点八", 0.8),
        ("二零二五", 2025),
        ("七十二", 72),
        ("三千六百五", 3650),
        ("一个半", 1.5),
        ("百三", 130),
        ("百万", 1_000_000),
        ("12,345.67", 12345.67),
        ("壹万贰仟叁佰肆拾伍", 12345),
        ("廿三", 23),
        ("一万亿", 1e12),
        ("十", 10),
        ("一百一十五", 115),
        ("百", None),
        ("万", None),
        ("", None),
        ("三十五十", None),
        ("五百三百", None),
        ("一点点", None),
        ("你好", None),
        ("三万五万", None),
        ("五百零", None),
    ],
)
def test_shapes_of_one_number(text: str, want: float | None) -> None:
    assert chinese_number(text) == want


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三到五", 3, 5),
        ("3-5", 3, 5),
        ("两三千", 2000, 3000),
        ("十五六", 15, 16),
        ("二三十", 20, 30),
        ("二十多", 20, 29),
        ("十几", 10, 19),
        ("十来", 10, 10),
        ("3-5万", 30000, 50000),
        ("三两", 2, 3),
        ("三到五千", 3000, 5000),
        ("万把", 10000, 10000),
        ("30多", 30, 39),
        ("七", 7, 7),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    found = number_range(text)
    assert found is not None and found[:2] == (low, high)


@pytest.mark.parametrize("text", ["五到三", "九几", "几", "到", "多少"])
def test_no_ranges(text: str) -> None:
    assert number_range(text) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [("三个八", "888"), ("两个零幺", "001"), ("gp二零杠零一", "gp2001"), ("幺三八,零零", "13800"), ("洞拐勾", "079")],
)
def test_dictation(text: str, want: str) -> None:
    assert spoken_digits(text) == want
