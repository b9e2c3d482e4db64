"""Numbers as they are said and written in Chinese: cardinals, approximate ranges, strings of digits; and their regex sources."""

from __future__ import annotations

import re

from checker.concepts.typed import compiled

DIGIT = "零〇一二两三四五六七八九"
HAN = DIGIT + "十百千万亿俩仨廿"
SPOKEN = "0-9零〇一二三四五六七八九幺两洞拐勾"
"""Characters that may be one digit of a dictated number (inside a character class)."""
DIGIT_LITERALS = tuple("0123456789零〇一二三四五六七八九幺两洞拐勾")

# 三百一天, 两万一年: a price for each day or year, the 一 is no part of the number
_EACH = "(?!(?<=[百千万])一[年次天个亩人辆台张月件])"
ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
HAN_NUMBER = rf"[{HAN}](?:{_EACH}[{HAN}]){{0,15}}(?:点[{DIGIT}]{{1,3}}[百千万亿]?)?"
COUNT = rf"(?:(?:{ARABIC})(?: ?[多余来]?[百千万亿](?:{_EACH}[{HAN}\d]){{0,8}})?|{HAN_NUMBER})(?:[多来几余把][百千万亿]?)?"
"""A number with its approximation: 3,200 / 1.2万 / 3万5 / 三千六 / 十来 / 二十多 / 十几万 / 万把."""
BEFORE = rf"(?:(?<=万一)|(?<![第\d.{HAN}]))(?!万一)"
"""What may stand before a number: no other digit, no ordinal; 万一 (in case) is no number."""
NOT_AFTER = rf"(?![\d{HAN}])"
RANGE = r" ?(?:到|至|[-~—–]{1,2}|、) ?"

_PLAIN = str.maketrans(
    "壹贰叁参肆伍陆柒捌玖拾佰仟两俩仨幺〇○萬億兩貳參陸洞拐勾", "一二三三四五六七八九十百千二二三一零零万亿二二三六零七九"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TOKEN = r"\d+(?:\.\d+)?|[零一二三四五六七八九十百千万亿]"
_COMMAS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_POINT = r"([零一二三四五六七八九十百千万亿]+)点([零一二三四五六七八九]+)"
_ADJACENT = r"(.*[十百千万亿])?([一二两三四五六七八九])([一二两三四五六七八九])([十百千万亿]*)"
_SEPARATOR = r"到|至|[-~—–]{1,2}|、"
_ABOUT = r"(.+?)([多来几余把])([百千万亿]?)"
_REPEAT = r"([2-6二两三四五六])个([0-9零〇一二三四五六七八九幺洞拐勾])"


def chinese_number(text: str) -> float | None:
    """The number that ``text`` says, or None.

    一万二 → 12000, 两百五 → 250, 3万5 → 35000, 二零二五 → 2025, 一个半 → 1.5, 半 → 0.5.
    A row of digits is read one by one (三四 → 34; :func:`number_range` reads it as three to four).
    """
    said = text.replace(" ", "").translate(_PLAIN).replace("廿", "二十").replace("卅", "三十")
    if said in ("半", "半个"):
        return 0.5
    if said.endswith("个半"):
        whole = chinese_number(said[:-2])
        return None if whole is None else whole + 0.5
    said = said.removesuffix("个")
    said = compiled(_COMMAS).sub(lambda match: match.group().replace(",", ""), said)
    point = compiled(_POINT).match(said)
    if point:
        whole = _integer(compiled(_TOKEN).findall(point.group(1)))
        if whole is None:
            return None
        fraction = "".join(str(_DIGITS[char]) for char in point.group(2))
        said = f"{whole:.0f}.{fraction}{said[point.end() :]}"
    tokens = compiled(_TOKEN).findall(said)
    if not tokens or "".join(tokens) != said or said in ("百", "千", "万", "亿"):
        return None
    value = _integer(tokens)
    return None if value is None else round(value, 6)


def _integer(tokens: list[str]) -> float | None:
    if len(tokens) == 1 and tokens[0][0].isascii():
        return float(tokens[0])
    if all(token in _DIGITS or token.isdecimal() for token in tokens):
        return float("".join(str(_DIGITS.get(token, token)) for token in tokens)) if tokens else None
    for char, big in (("亿", 1e8), ("万", 1e4)):
        if char in tokens:
            at = len(tokens) - 1 - tokens[::-1].index(char)
            left, right = _integer(tokens[:at]), tokens[at + 1 :]
            if left is None or char in tokens[:at]:
                return None
            return _with_rest(left * big, right, big)
    return _below_ten_thousand(tokens)


def _with_rest(value: float, rest: list[str], big: float) -> float | None:
    """``value`` and what follows its 万 or 亿: nothing, a single digit of the next place, or a smaller number."""
    if not rest:
        return value
    if len(rest) == 1 and not (rest[0] in _DIGITS or rest[0][0].isascii()):
        return None
    if len(rest) == 1 and len(rest[0]) == 1:
        digit = _single(rest[0])
        return value + digit * big / 10 if digit else None
    lower = _integer(rest[1:] if rest[0] == "零" else rest)
    return None if lower is None or lower >= big else value + lower


def _single(token: str) -> float:
    return float(_DIGITS[token]) if token in _DIGITS else float(token)


def _below_ten_thousand(tokens: list[str]) -> float | None:
    total, last, pending, zero = 0.0, 10000, None, False
    for index, token in enumerate(tokens):
        if token in _UNITS:
            unit = _UNITS[token]
            if unit >= last or (pending is None and unit != 10 and index):
                return None
            total += (1.0 if pending is None else pending) * unit
            last, pending, zero = unit, None, False
        elif pending is not None:
            return None
        elif token == "零":
            zero = True
        else:
            pending = _single(token)
    if pending is None:
        return total if not zero or len(tokens) == 1 else None
    if last < 10000 and last > 10 and not zero and pending < 10:
        return total + pending * last / 10
    return total + pending if pending < last else None


def number_range(text: str) -> tuple[float, float, bool] | None:
    """Lowest and highest number that ``text`` allows, and whether it is approximate; None where it is no number.

    三到五 → 3, 5; 两三千 → 2000, 3000; 十五六 → 15, 16; 二十多 → 20, 29; 十几 → 10, 19; 十来 → 10, 10; 3-5万 → 30000, 50000.
    """
    said = text.replace(" ", "")
    parts = compiled(_SEPARATOR).split(said)
    if len(parts) == 2:
        low, high = number_range(parts[0]), number_range(parts[1])
        if low is None or high is None:
            return None
        first = low[0]
        unit = re.search(r"[百千万亿]+$", parts[1])
        if unit and first < 100 and not re.search(r"[百千万亿]", parts[0]):
            scale = chinese_number("一" + unit.group())
            first = first * scale if scale else first
        return (first, high[1], low[2] or high[2]) if first <= high[1] else None
    said = said.removesuffix("个")
    if said == "个把":
        return 1.0, 1.0, True
    adjacent = compiled(_ADJACENT).fullmatch(said)
    if adjacent:
        before, one, two, after = (group or "" for group in adjacent.groups())
        low_high = chinese_number(before + one + after), chinese_number(before + two + after)
        if low_high[0] is not None and low_high[1] is not None:
            if low_high[0] < low_high[1]:
                return low_high[0], low_high[1], True
            if (one, two) in (("三", "两"), ("三", "二")):
                return low_high[1], low_high[0], True
    about = compiled(_ABOUT).fullmatch(said)
    if about:
        return _about(*about.groups())
    value = chinese_number(said)
    return None if value is None else (value, value, False)


def _about(number: str, word: str, unit: str) -> tuple[float, float, bool] | None:
    scale = chinese_number("一" + unit) if unit else 1.0
    value = chinese_number(number if len(number) > 1 or number not in "百千万" else "一" + number)
    if value is None or scale is None or (word == "几" and number[-1] not in "十百千万亿0"):
        return None
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    spread = (place - (1 if unit == "" and place > 1 else 0)) if word in "多几余" else 0.0
    return value * scale, (value + spread) * scale, True


def spoken_digits(text: str) -> str:
    """The digits that ``text`` dictates, Latin letters kept, all else dropped: 幺三八 → 138, 三个八 → 888, 二四杠零一 → 2401."""
    said = compiled(_REPEAT).sub(lambda match: match.group(2) * int(chinese_number(match.group(1)) or 1), text.lower())
    plain = said.translate(_PLAIN)
    return "".join(
        str(_DIGITS[char]) if char in _DIGITS else char
        for char in plain
        if char in _DIGITS or (char.isascii() and char.isalnum())
    )
