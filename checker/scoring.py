"""Verdicts → Score, by the scorecard: deduct or ratio, caps per group, fatal items, null when too little applied."""

from __future__ import annotations

from collections.abc import Iterable

from checker.language import Rule, Scorecard
from checker.model import Score, Verdict


def score(verdicts: Iterable[Verdict], rules: dict[str, Rule], card: Scorecard) -> Score:
    """Score of one record; ``rules`` are those of its scope. The ledger lists what was lost: (rule or group cap, points)."""
    given = [(verdict, rules[verdict.rule]) for verdict in verdicts if verdict.rule in rules]
    total = sum(rule.weight for rule in rules.values())
    applied = [(v, r) for v, r in given if v.verdict in ("pass", "fail")]
    weight = sum(rule.weight for _, rule in applied)
    if not weight or weight < card.null_below * total:
        return Score(None, None, None)
    ledger: list[tuple[str, float]] = [(r.id, -r.weight) for v, r in applied if v.verdict == "fail"]
    if card.method == "ratio":
        value = round(100 * sum(r.weight for v, r in applied if v.verdict == "pass") / weight, 1)
    else:
        lost = dict(ledger)
        for name, cap, ids in card.groups:
            over = -sum(lost.get(rule, 0) for rule in ids) - cap
            if over > 0:
                ledger.append((f"cap:{name}", over))
        value = round(max(0.0, 100 + sum(points for _, points in ledger)), 1)
    before = value
    if any(v.verdict == "fail" and ("any" in r.fatal or v.kind in r.fatal) for v, r in applied):
        ledger.append(("fatal", round(card.fatal - before, 1)))
        value = card.fatal
    return Score(value, grade(value, card), before, tuple(ledger))


def grade(value: float, card: Scorecard) -> str:
    """The first grade, best first, whose least score ``value`` reaches."""
    return next((name for name, least in card.grades if value >= least), card.grades[-1][0])
