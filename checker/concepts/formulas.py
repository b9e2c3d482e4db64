"""Sums written in a text: (14,200-200)×90%=12,600元, 42.5亩×280元×60%,算下来7,140元. A small evaluator, no eval.

Numbers may carry thousands commas, 万 or 千, a unit (元, 天, 亩 …) or %, and a label before or after (医疗费5,000元-免赔额500元).
"""

# Annotations are not postponed: see model.py.

import re
from typing import NamedTuple

from checker.concepts.numbers import chinese_number
from checker.regexes import regex

_LABEL = r"[一-龥“”\"'/]"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale> ?[万千亿])?"
    r"|[一二三四五六七八九十](?=成)"
)
_UNIT = "元|块|圆|日元|天|日|晚|月|年|周|小时|亩|头|只|羽|尾|株|人|次|份|件|口|台|吨|公斤|公里|平方米|平米|平|㎡|张|项|期|倍"
_TOKEN = regex(
    rf"(?s)(?P<number>[¥￥]? ?(?:{_NUMBER}))(?P<unit> ?(?:%|‰|成|折(?!旧)|个?(?:{_UNIT}))*)"
    r"|(?P<op>[+＋×*÷x]|[-－−](?=[ (（¥￥\d一-龥])|乘以?|除以|加上?|减去?|/(?= ?\d))"
    r"|(?P<open>[(（\[])|(?P<close>[)）\]])|(?P<equal>[=＝≈]|等于)"
    rf"|(?P<label>{_LABEL})|(?P<space>\s)|(?P<other>.)"
)
_OPERATOR = {"×": "*", "*": "*", "x": "*", "乘": "*", "乘以": "*", "÷": "/", "/": "/", "除以": "/"}
_OPERATOR |= {"+": "+", "＋": "+", "加": "+", "加上": "+"}
_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_CLAIM = "得|即|合计|共计|总计|算下来|共|计|为|是|等于|就是|应付|应赔|实赔|实付|赔付|赔款|理赔金|给付|结果|赔"
_RESULT = regex(
    rf"^[)）\]”\"]*[,，、:：;。 ]{{0,2}}(?:[一-龥]{{0,8}}?(?:{_CLAIM})[一-龥:：(（]{{0,6}} ?)"
    r"(?P<number>[¥￥]? ?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) ?[万千]?) ?(?:元|块|圆|\|)"
)
MOST_LABEL = 14


class Sum(NamedTuple):
    """A calculation found in a text: ``text[start:end]``; ``value`` what it comes to; ``claimed`` the result written, or None.

    ``inputs`` are the numbers that it starts from; ``claim_at`` is the span of the written result.
    """

    start: int
    end: int
    value: float
    claimed: float | None
    inputs: tuple[float, ...]
    claim_at: tuple[int, int] = (0, 0)


class _Piece(NamedTuple):
    kind: str  # number, op, open, close, equal, label, other
    value: float
    text: str
    start: int
    end: int
    share: bool = False


def plain_number(text: str) -> float | None:
    """A written number: 12,600 → 12600, 1.2万 → 12000; None if it is none."""
    said = text.strip(" ¥￥").replace(" ", "")
    scale = {"万": 1e4, "千": 1e3, "亿": 1e8}.get(said[-1:], 1.0)
    digits = said[:-1] if scale != 1 else said
    if digits in _DIGIT:
        return float(_DIGIT[digits])
    try:
        return round(float(digits.replace(",", "")) * scale, 6)
    except ValueError:
        return chinese_number(said)


def _pieces(text: str) -> list[_Piece]:
    out = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if match["number"]:
            value = plain_number(match["number"]) or 0.0
            unit = (match["unit"] or "").strip()
            share = unit.startswith(("%", "‰", "成", "折"))
            if share:
                value /= {"%": 100, "‰": 1000, "成": 10}.get(unit[0], 10 if value < 10 else 100)
            out.append(_Piece("number", value, match.group(), match.start(), match.end(), share))
        elif match["op"]:
            out.append(_Piece("op", 0, _OPERATOR.get(match["op"], "-"), match.start(), match.end()))
        elif kind == "space":
            continue
        else:
            kind = next(name for name in ("open", "close", "equal", "label", "other") if match[name])
            out.append(_Piece(kind, 0, match.group(), match.start(), match.end()))
    return out


def sums(text: str) -> list[Sum]:
    """The calculations in one folded line, left to right; each has at least one operator between two numbers."""
    pieces = _pieces(text)
    out: list[Sum] = []
    at = 0
    while at < len(pieces):
        if pieces[at].kind not in ("number", "open"):
            at += 1
            continue
        parsed = _expression(pieces, at)
        if parsed is None or parsed[2] < 1:
            at += 1
            continue
        value, stop, _, inputs = parsed
        start, end = pieces[at].start, pieces[stop - 1].end
        strong = any(p.kind == "op" and p.text in "*/" for p in pieces[at:stop])
        found = _claim(text, pieces, stop, strong)
        if found or (strong and not _looks_like_code(text, start, end)):
            claimed, span = found or (None, (end, end))
            out.append(Sum(start, end, value, claimed, tuple(inputs), span))
        at = stop
    return out


def _looks_like_code(text: str, start: int, end: int) -> bool:
    """A date, telephone or file number rather than a calculation."""
    return bool(re.fullmatch(r"[\d/-]+", text[start:end]))


def _claim(text: str, pieces: list[_Piece], stop: int, strong: bool) -> tuple[float, tuple[int, int]] | None:
    """The result that is written after a calculation: behind = (itself perhaps a calculation), or behind 得, 即, 合计 ….

    Without = only a ``strong`` calculation (with × or ÷) has one: 3-5天,合计500元 is none.
    """
    at = stop
    while at < len(pieces) and pieces[at].kind == "close":
        at += 1
    if at < len(pieces) and pieces[at].kind == "equal":
        after = _expression(pieces, at + 1)
        if after is None:
            return None
        value, end, _, _ = after  # perhaps a chain: its own result is checked when the scan reaches it
        return value, (pieces[at + 1].start, pieces[end - 1].end)
    match = _RESULT.match(text[pieces[stop - 1].end :])
    if match and strong:
        number = plain_number(match["number"])
        if number is not None:
            base = pieces[stop - 1].end
            return number, (base + match.start("number"), base + match.end("number"))
    return None


def _expression(pieces: list[_Piece], at: int) -> tuple[float, int, int, list[float]] | None:
    """term (± term)*: (value, index after it, number of operators, inputs)."""
    first = _term(pieces, at)
    if first is None:
        return None
    value, at, count, inputs = first
    while True:
        op = _operator(pieces, at, "+-")
        if op is None:
            return value, at, count, inputs
        more = _term(pieces, op + 1)
        if more is None:
            return value, at, count, inputs
        value = value + more[0] if pieces[op].text == "+" else value - more[0]
        at, count, inputs = more[1], count + more[2] + 1, inputs + more[3]


def _term(pieces: list[_Piece], at: int) -> tuple[float, int, int, list[float]] | None:
    first = _factor(pieces, at)
    if first is None:
        return None
    value, at, count, inputs = first
    while True:
        op = _operator(pieces, at, "*/")
        if op is None:
            return value, at, count, inputs
        more = _factor(pieces, op + 1)
        if more is None or (pieces[op].text == "/" and not more[0]):
            return value, at, count, inputs
        value = value * more[0] if pieces[op].text == "*" else value / more[0]
        at, count, inputs = more[1], count + more[2] + 1, inputs + more[3]


def _factor(pieces: list[_Piece], at: int) -> tuple[float, int, int, list[float]] | None:
    at = _past_labels(pieces, at)
    if at >= len(pieces):
        return None
    piece = pieces[at]
    if piece.kind == "number":
        return piece.value, at + 1, 0, [piece.value]
    if piece.kind != "open":
        return None
    inner = _expression(pieces, at + 1)
    if inner is None:
        return None
    value, at, count, inputs = inner
    at = _past_labels(pieces, at)
    if at < len(pieces) and pieces[at].kind == "close":
        return value, at + 1, count, inputs
    return None


def _operator(pieces: list[_Piece], at: int, wanted: str) -> int | None:
    """Index of the operator that follows, a label or a remark in brackets passed over; None if none of ``wanted`` does."""
    at = _past_labels(pieces, at)
    if at < len(pieces) and pieces[at].kind == "open":  # 30,000元(医疗)+…
        close = next((i for i in range(at + 1, min(at + MOST_LABEL, len(pieces))) if pieces[i].kind != "label"), at)
        if pieces[close].kind == "close":
            at = _past_labels(pieces, close + 1)
    return at if at < len(pieces) and pieces[at].kind == "op" and pieces[at].text in wanted else None


def _past_labels(pieces: list[_Piece], at: int) -> int:
    stop = at
    while stop < len(pieces) and pieces[stop].kind == "label" and stop - at < MOST_LABEL:
        stop += 1
    return stop
