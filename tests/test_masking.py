"""Personal numbers are starred in human reports; text keeps its length and cannot steer a terminal."""

import pytest

from checker.masking import harmless, mask


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("手机13800138000。", "手机138****8000。"),
        ("138 0013 8000", "138 **** 8000"),
        ("138-0013-8000,139-0013-9000", "138-****-8000,139-****-9000"),
        ("1，13800138000", "1，138****8000"),
        ("一三八零零一三八零零零", "一三八****八零零零"),
        ("幺三八，零零幺三，八零零零", "幺三八，****，八零零零"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("11010119900307123X", "110***********123X"),
        ("一一零一零一一九九零零三零七一二三叉", "一一零***********一二三叉"),
        ("6222 0210 0100 1234 567", "622* **** **** 1234 567"),
        ("报案号九零二五零四一七", "报案号九零二五零四一七"),
        ("2025-03-18 2025-03-20", "2025-03-18 2025-03-20"),
        ("3000、2000、1500、800", "3000、2000、1500、800"),
        ("12,345,678,901元", "12,345,678,901元"),
        ("1380013800", "1380013800"),
        ("", ""),
    ],
)
def test_numbers(text: str, wanted: str) -> None:
    assert mask(text) == wanted
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("您好，请讲。", "您好，请讲。"),
        ("a\x1b[31mb\x07", "a␛[31mb␇"),
        ("一\n二\t三\x7f", "一␊二␉三␡"),
        ("\u202e倒\u2066\x9b", "\ufffd倒\ufffd\ufffd"),
        ("宽\u3000窄\u00a0", "宽\u3000窄 "),
        ("\u2028", "\ufffd"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_harmless(text: str, wanted: str) -> None:
    assert harmless(text) == wanted
    assert len(harmless(text)) == len(text)
