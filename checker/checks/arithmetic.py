"""arithmetic: sums of money agree with each other — capitals with digits, the payout wherever it is named, formulas, tables.

Not applicable where there is nothing to compare.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.checks.context import Context, na
from checker.concepts.formulas import Sum, plain_number, sums
from checker.concepts.values import find
from checker.language import Rule
from checker.model import Evidence, Hit, Verdict
from checker.regexes import regex

PARAMS = {
    "payout": ("concept", True, "赔付金额的说法（<money>）"),
    "tolerance": ("number", True, "算式允许的误差（元）"),
}
EXACT = 0.005
ROW = regex(r"[|\t]| {2,}")
TOTAL_ROW = regex(r"合计|总计|共计|小计|总额")
RESULT_ROW = re.compile(r"^(?:本次|实际|最终|应|实)*(?:赔付|赔款|赔偿|给付|应付|实付|付|理赔金)(?:金额|合计|额)?$")
TAKEN_OFF = regex("扣|减|免赔|医保|社保|统筹|已付|预付|残值")
LABELLED = regex(r"^ ?([^\d|=×*+,;。:：]{2,20}?)[:： ]{1,2}([¥￥]? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? ?元)[。;；,]?$")
CELL = regex(r"^ ?[¥￥]? ?[-－]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) ?(?:元)?$")


class Money(NamedTuple):
    """A sum of money in the record; ``capital`` for 壹万元整."""

    turn: int
    at: int
    to: int
    number: float
    capital: bool
    approx: bool


class Findings(NamedTuple):
    """What was compared: ``agreed`` and ``broken`` are places (turn, at, to) with a note."""

    agreed: list[tuple[int, int, int, str]]
    broken: list[tuple[int, int, int, str]]


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the sum that does not agree; pass with what was compared; na if nothing could be."""
    tolerance = float(context.param(rule.params["tolerance"]))
    money = _money(context)
    found = Findings([], [])
    formulas = [(turn, sum_) for turn, text in enumerate(context.folded.turns) for sum_ in sums(text)]
    _capitals(money, found)
    _formulas(context, money, formulas, tolerance, found)
    _tables(context, tolerance, found)
    _payouts(context, rule.params["payout"], money, formulas, found)
    if found.broken:
        return Verdict(rule.id, "fail", message=rule.message, evidence=_evidence(context, found.broken))
    if found.agreed:
        return Verdict(rule.id, "pass", evidence=_evidence(context, found.agreed))
    return na(rule)


def _evidence(context: Context, places: list[tuple[int, int, int, str]]) -> tuple[Evidence, ...]:
    out: list[Evidence] = []
    seen = set()
    for turn, at, to, note in places:
        start, end = context.folded.source(turn, at, to)
        if (turn, start) not in seen and len(out) < 3:
            seen.add((turn, start))
            out.append(Evidence(turn, start, end, context.record.turns[turn].text[start:end], note))
    return tuple(out)


def _money(context: Context) -> list[Money]:
    out = []
    for turn, text in enumerate(context.folded.turns):
        for at, to, value in find("money", text):
            if value.number is not None:
                out.append(Money(turn, at, to, value.number, "capital" in value.extra, "approx" in value.extra))
    return out


def _capitals(money: list[Money], found: Findings) -> None:
    """Each sum in capitals against the sum in digits nearest before it (else after it), at most three lines away."""
    for index, one in enumerate(money):
        if not one.capital:
            continue
        before = [m for m in money[:index] if not m.capital and one.turn - m.turn <= 3]
        after = [m for m in money[index + 1 :] if not m.capital and m.turn - one.turn <= 3]
        near = before[-1:] or after[:1]
        if before and after and after[0].turn == one.turn and before[-1].turn < one.turn:
            near = after[:1]
        for other in near:
            same = abs(other.number - one.number) < EXACT
            if not same and any(abs(m.number - one.number) < EXACT for m in (*before[-3:], *after[:1])):
                same = not _alike(other.number, one.number)
            place = (one.turn, one.at, one.to, "" if same else f"大写与小写不一致（{one.number:,.2f} 与 {other.number:,.2f}）")
            (found.agreed if same else found.broken).append(place)


def _formulas(context: Context, money: list[Money], formulas: list[tuple[int, Sum]], tolerance: float, found: Findings) -> None:
    """A formula against the result written for it; without one, against any sum in the letter."""
    for turn, one in formulas:
        if one.claimed is not None:
            right = abs(one.claimed - one.value) <= tolerance or _rounded(one.claimed, one.value)
            note = "" if right else f"算式的结果应为 {one.value:,.2f}"
            (found.agreed if right else found.broken).append((turn, one.start, max(one.end, one.claim_at[1]), note))
            continue
        others = [m.number for m in money if not (m.turn == turn and one.start <= m.at < one.end)]
        row = _numbers_beside(context.folded.turns[turn], one)
        if any(abs(number - one.value) <= tolerance for number in (*row, *others)):
            found.agreed.append((turn, one.start, one.end, ""))
        elif (row and "|" in context.folded.turns[turn]) or _explains(context.folded.turns[turn], one):
            found.broken.append((turn, one.start, one.end, f"算式的结果应为 {one.value:,.2f}"))


def _rounded(claimed: float, value: float) -> bool:
    """1.2万元 for 12,034: not judged to the yuan."""
    return claimed >= 10_000 and claimed % 1000 == 0 and abs(claimed - value) < 0.01 * claimed and value % 1 != 0


def _numbers_beside(text: str, one: Sum) -> list[float]:
    """Numbers of the line outside the formula."""
    rest = text[: one.start] + " | " + text[one.end :]
    return [
        n
        for m in re.finditer(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?! ?[%\d年月日号])", rest)
        if (n := plain_number(m.group())) is not None
    ]


def _explains(text: str, one: Sum) -> bool:
    """The formula stands in brackets behind a sum: 7,140元(42.5亩×280元×60%)."""
    head = text[: one.start + (text[one.start] in "(（")]
    return re.search(r"\d ?元 ?[(（](?:即|[一-龥]{0,6}[:：])? ?$", head) is not None


def _tables(context: Context, tolerance: float, found: Findings) -> None:
    """Rows of one table that end with 合计: each column of plain numbers adds up."""
    block: list[tuple[int, list[str]]] = []
    for turn, text in enumerate((*context.folded.turns, "")):
        cells = _cells(text)
        if block and len(cells) != len(block[0][1]):
            block = []
        if len(cells) < 2:
            continue
        if block and TOTAL_ROW.search(cells[0]):
            _column_sums(context, block, turn, cells, tolerance, found)
        elif block and RESULT_ROW.search(cells[0]):
            _after_total(context, block, turn, cells, tolerance, found)
        block.append((turn, cells))


def _after_total(
    context: Context, block: list[tuple[int, list[str]]], turn: int, cells: list[str], tolerance: float, found: Findings
) -> None:
    """A result row below 小计 and rows that are taken off it: 小计 6,700, 减免赔额 500, 本次赔付 6,200."""
    start = max((at for at, (_, row) in enumerate(block) if TOTAL_ROW.search(row[0])), default=None)
    if start is None or not all(TAKEN_OFF.search(row[0]) for _, row in block[start + 1 :]) or start + 1 == len(block):
        return
    for column in range(1, len(cells)):
        numbers = [CELL.match(row[column]) for _, row in block[start:]]
        result = CELL.match(cells[column])
        if result is None or None in numbers:
            continue
        first, *rest = [plain_number(m[1]) or 0.0 for m in numbers if m]
        at = max(context.folded.turns[turn].find(cells[column]), 0)
        right = abs(first - sum(rest) - (plain_number(result[1]) or 0.0)) <= tolerance
        note = "" if right else f"减去各项后应为 {first - sum(rest):,.2f}"
        (found.agreed if right else found.broken).append((turn, at, at + len(cells[column]), note))


def _cells(text: str) -> list[str]:
    """The cells of a table row; of a line 喷漆及工时 900元, what the sum is for and the sum."""
    if ROW.search(text.strip(" |")):
        return [cell.strip() for cell in ROW.split(text.strip(" |"))]
    labelled = LABELLED.match(text)
    return [labelled[1].strip(), labelled[2]] if labelled else []


def _column_sums(
    context: Context, block: list[tuple[int, list[str]]], turn: int, cells: list[str], tolerance: float, found: Findings
) -> None:
    for column in range(1, len(cells)):
        total = CELL.match(cells[column])
        rows = [CELL.match(row[column]) for _, row in block]
        numbers = [plain_number(m[1]) or 0.0 for m in rows if m]
        if not total or len(numbers) < 2 or len(numbers) < len(block) - 1:
            continue
        signs = [-1 if TAKEN_OFF.search(row[0]) else 1 for (_, row), m in zip(block, rows, strict=True) if m]
        wanted = plain_number(total[1]) or 0.0
        sums_ = (sum(numbers), sum(n * s for n, s in zip(numbers, signs, strict=True)))
        at = max(context.folded.turns[turn].find(cells[column]), 0)
        if any(abs(value - wanted) <= tolerance for value in sums_):
            found.agreed.append((turn, at, at + len(cells[column]), ""))
        elif all(sign > 0 for sign in signs):
            found.broken.append((turn, at, at + len(cells[column]), f"各项相加为 {sums_[0]:,.2f}"))


def _payouts(context: Context, payout: str, money: list[Money], formulas: list[tuple[int, Sum]], found: Findings) -> None:
    """The payout wherever it is named: the same sum, or a sum that other numbers of the letter explain."""
    named: list[tuple[float, Hit]] = []
    for hit in context.events(payout):
        number = _number_of(context, hit)
        if number is not None:
            named.append((number, hit))
    values = list(dict.fromkeys(number for number, _ in named))
    used = {round(n, 2) for _, s in formulas for n in s.inputs}
    for first, hit in named:
        same = [h for number, h in named if abs(number - first) < EXACT and (h.turn, h.at) != (hit.turn, hit.at)]
        elsewhere = [m for m in money if not m.capital and not (m.turn == hit.turn and hit.at <= m.at < hit.to)]
        again = [m for m in elsewhere if abs(m.number - first) < EXACT]
        if same or again:
            found.agreed.append((hit.turn, hit.at, hit.to, ""))
    _transposed(named, money, found)
    for index, one in enumerate(values):
        for two in values[index + 1 :]:
            if round(one, 2) in used or round(two, 2) in used:
                continue
            if _alike(one, two) and not _explained(one, two, money, formulas):
                late = next(hit for number, hit in named if number == two)
                found.broken.append((late.turn, late.at, late.to, f"与另一处的 {one:,.2f} 元不一致"))


def _transposed(named: list[tuple[float, Hit]], money: list[Money], found: Findings) -> None:
    """A sum with the digits of a payout in another order: 8,236.40 and 8,263.40."""
    for number, hit in named:
        digits = f"{number:.2f}".strip("0").replace(".", "")
        for other in money:
            if len(digits) >= 4 and other.number != number and sorted(f"{other.number:.2f}") == sorted(f"{number:.2f}"):
                found.broken.append((hit.turn, hit.at, hit.to, f"与另一处的 {other.number:,.2f} 元不一致"))
                break


def _number_of(context: Context, hit: Hit) -> float | None:
    """The sum that a payout hit names; the last number of its words where it has no typed value (a table cell without 元)."""
    if hit.value is not None:
        return None if hit.value.number is None or "approx" in hit.value.extra else float(hit.value.number)
    numbers = re.findall(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d%])", context.text(hit))
    return plain_number(numbers[-1]) if numbers else None


def _alike(one: float, two: float) -> bool:
    """Two writings of what was meant as one sum: digits swapped, one digit other, a zero or a point amiss.

    Round sums (5,000 and 3,000) are no such pair.
    """
    a, b = f"{one:.2f}", f"{two:.2f}"
    exact = min(len(number.strip("0").replace(".", "").strip("0")) for number in (a, b))
    if len(a) == len(b) and exact >= 4:
        return sorted(a) == sorted(b) or sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return exact >= 3 and bool(two) and one / two in (10, 100, 0.1, 0.01)


def _explained(one: float, two: float, money: list[Money], formulas: list[tuple[int, Sum]]) -> bool:
    """Some other number of the letter is what lies between the two."""
    gap = abs(one - two)
    known = [m.number for m in money] + [n for _, s in formulas for n in s.inputs]
    return any(abs(number - gap) < EXACT for number in known)
