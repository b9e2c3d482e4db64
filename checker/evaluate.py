"""How well the rules agree with labelled records: flags, verdicts, evidence, over all and rule by rule.

A requirement that a record's labels do not list is ``na`` there. A verdict ``unknown`` counts as ``na`` and is counted apart.
A flag is the verdict ``fail``: the positive class of precision, recall and F1. Shares are 0 to 1, or None where undefined.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

from checker.errors import InputError
from checker.model import SCOPE_OF_KIND, Evidence, Result, Verdict

BREACH_RATES = (2, 5, 10)  # per cent of applicable verdicts, to which precision is projected
LEAST_FAILS = 3  # rules with fewer labelled breaches are left out of the mean over rules
GOOD = 0.85
NONE = Verdict("", "na")
Figures = dict[str, Any]


class Label(NamedTuple):
    """The right verdict on one requirement; ``turns`` or ``quote`` say where it shows, ``missing`` names empty slots."""

    verdict: str = "na"
    turns: tuple[int, ...] = ()
    quote: str = ""
    missing: tuple[str, ...] = ()


class Labelled(NamedTuple):
    """The labels of one record; ``text`` is that of a letter, else ""."""

    id: str
    kind: str
    file: str
    text: str
    labels: dict[str, Label]


class Pair(NamedTuple):
    """Label and verdict of one rule on one record. ``located``: does the first evidence fit (None: nothing to compare)?"""

    record: str
    file: str
    rule: str
    label: Label
    verdict: Verdict
    located: bool | None

    @property
    def gold(self) -> str:
        """pass, fail or na."""
        return self.label.verdict

    @property
    def given(self) -> str:
        """pass, fail or na: what the checker said, ``unknown`` as na."""
        return "na" if self.verdict.verdict == "unknown" else self.verdict.verdict


def read_gold(paths: Sequence[str]) -> dict[str, Labelled]:
    """Labels by record id of the JSON Lines in ``paths``; lines without labels, or that are no JSON, are passed over.

    Raises InputError for labels of the wrong form, and where there are none at all.
    """
    from checker.readers.encoding import decode
    from checker.readers.rejected import Defect
    from checker.readers.sources import STDIN, Source, sources

    out: dict[str, Labelled] = {}
    for source in sources(paths):
        if not isinstance(source, Source):
            continue
        if source.path == STDIN:
            raise InputError("标注记录不能从标准输入读", "", "请给出文件或文件夹")
        if source.format != "jsonl":
            continue
        try:
            with open(source.path, "rb") as handle:
                text, _ = decode(handle.read())
        except (OSError, Defect):  # the reader of the records names it
            continue
        for number, line in enumerate(text.split("\n"), 1):
            found = _labelled(line, source.path, f"{source.path}:{number}")
            if found:
                out.setdefault(found.id, found)
    if not out:
        raise InputError("没有找到标注", "", '每行应有 "gold": {"labels": {规则: {"v": "pass" 或 "fail"}}}，文件后缀为 .jsonl')
    return out


def _labelled(line: str, path: str, place: str) -> Labelled | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    gold = value.get("gold") if isinstance(value, dict) else None
    if not isinstance(gold, dict) or not isinstance(gold.get("labels"), dict):
        return None
    if not isinstance(value.get("id"), str | int):
        raise InputError("标注记录没有 id", place, "请填写 id")
    labels = {rule: _label(given, f"{place} {rule}") for rule, given in gold["labels"].items()}
    text = value.get("text")
    return Labelled(str(value["id"]), str(value.get("kind", "")), path, text if isinstance(text, str) else "", labels)


def _label(given: Any, place: str) -> Label:
    if not isinstance(given, dict) or given.get("v") not in ("pass", "fail", "na"):
        raise InputError("标注写得不对", place, '应为 {"v": "pass"}、{"v": "fail"} 或 {"v": "na"}')
    return Label(given["v"], tuple(given.get("turns") or ()), given.get("quote") or "", tuple(given.get("missing") or ()))


def pairs(gold: Iterable[Labelled], results: Mapping[str, Result], rules: Mapping[str, Iterable[str]]) -> list[Pair]:
    """Every rule of every labelled record's scope; ``results`` are by record id, ``rules`` are the ids by scope."""
    out = []
    for record in gold:
        result = results.get(record.id)
        kind = result.record.kind if result else record.kind
        verdicts = {verdict.rule: verdict for verdict in result.verdicts} if result else {}
        for rule in rules.get(SCOPE_OF_KIND.get(kind, ""), ()):
            label, verdict = record.labels.get(rule, Label()), verdicts.get(rule, NONE)
            out.append(Pair(record.id, record.file, rule, label, verdict, _located(label, verdict, record.text)))
    return out


def _located(label: Label, verdict: Verdict, text: str) -> bool | None:
    """Whether the first evidence names a labelled turn (± 1) or overlaps the labelled quote; None unless both agree."""
    if label.verdict != verdict.verdict or label.verdict == "na" or not (label.turns or label.quote):
        return None
    first: Evidence | None = verdict.evidence[0] if verdict.evidence else None
    if first is None:
        return False
    if label.turns:
        return any(abs(first.turn - turn) <= 1 for turn in label.turns)
    a, b = text.find(first.quote), text.find(label.quote)
    return bool(first.quote) and 0 <= a < b + len(label.quote) and 0 <= b < a + len(first.quote)


def figures(given: Sequence[Pair], documents: int) -> Figures:
    """The figures over all rules and records of ``given``; ``documents`` is the number of records."""
    counts = _confusion(given)
    out: Figures = {"documents": documents, **_flags(counts)}
    rules = [row for row in by_rule(given) if row["fails"] >= LEAST_FAILS]
    out["macro_f1"] = ratio(sum(row["f1"] or 0.0 for row in rules), len(rules))
    out["accuracy"] = _accuracy(counts)
    out["kappa"] = kappa(counts)
    shown = [pair for pair in given if pair.located is not None]
    out["evidence"] = ratio(sum(pair.located is True for pair in shown), len(shown))
    out["evidence_items"] = ratio(sum(len(pair.verdict.evidence) for pair in shown), len(shown))
    false = counts["pass", "fail"] + counts["na", "fail"]
    out["false_flags"] = ratio(100 * false, documents)
    out |= _projected(counts, out["recall"])
    out["unknown"] = sum(pair.verdict.verdict == "unknown" for pair in given)
    out["missing_f1"] = _missing(given)
    out["rules_below_085"] = sum((row["f1"] or 0.0) < GOOD for row in rules)
    out["rules_counted"] = len(rules)
    return out


def by_rule(given: Iterable[Pair]) -> list[Figures]:
    """The figures of each rule, in the order of the pairs."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in given:
        groups[pair.rule].append(pair)
    return [_rule(rule, _confusion(group)) for rule, group in groups.items()]


def _rule(rule: str, counts: Counter[tuple[str, str]]) -> Figures:
    right, false, lost = _outcomes(counts)
    gold = _gold(counts)
    out: Figures = {"rule": rule, "applicable": gold["pass"] + gold["fail"], "fails": gold["fail"], **_flags(counts)}
    out["precision_interval"] = wilson(right, right + false)
    out["recall_interval"] = wilson(right, right + lost)
    out["f1_interval"] = _f1_interval(right, false, lost)
    out["accuracy"] = _accuracy(counts)
    out["kappa"] = kappa(counts)
    out["false_flag_rate"] = ratio(false, gold["pass"] + gold["na"])
    return out | _projected(counts, out["recall"])


def errors(given: Iterable[Pair]) -> list[Figures]:
    """Where label and verdict differ, in the order of the pairs."""
    return [
        {
            "record": pair.record,
            "rule": pair.rule,
            "gold": pair.gold,
            "predicted": pair.verdict.verdict,
            "gold_turns": list(pair.label.turns) or pair.label.quote or None,
            "evidence_turns": [item.turn for item in pair.verdict.evidence],
            "message": pair.verdict.message,
        }
        for pair in given
        if pair.gold != pair.given
    ]


def _confusion(given: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How often each (label, verdict) occurs."""
    return Counter((pair.gold, pair.given) for pair in given)


def _gold(counts: Counter[tuple[str, str]]) -> Counter[str]:
    out: Counter[str] = Counter()
    for (gold, _), number in counts.items():
        out[gold] += number
    return out


def _outcomes(counts: Counter[tuple[str, str]]) -> tuple[int, int, int]:
    """Right flags, false flags, breaches not flagged."""
    lost = counts["fail", "pass"] + counts["fail", "na"]
    return counts["fail", "fail"], counts["pass", "fail"] + counts["na", "fail"], lost


def _flags(counts: Counter[tuple[str, str]]) -> Figures:
    right, false, lost = _outcomes(counts)
    return {
        "precision": ratio(right, right + false),
        "recall": ratio(right, right + lost),
        "f1": ratio(2 * right, 2 * right + false + lost),
    }


def _accuracy(counts: Counter[tuple[str, str]]) -> float | None:
    gold = _gold(counts)
    return ratio(counts["pass", "pass"] + counts["fail", "fail"], gold["pass"] + gold["fail"])


def _projected(counts: Counter[tuple[str, str]], recall: float | None) -> Figures:
    """Precision if so many per cent of applicable verdicts were breaches: what a team sees whose records are mostly good."""
    right, false, _ = _outcomes(counts)
    rate_false = false / max(1, _gold(counts)["pass"])
    out: Figures = {}
    for rate in BREACH_RATES:
        seen = rate * (recall or 0.0)
        out[f"precision_at_{rate}"] = ratio(seen, seen + (100 - rate) * rate_false) if right else None
    return out


def _missing(given: Iterable[Pair]) -> float | None:
    """F1 of the slots said to be missing."""
    right = false = lost = 0
    for pair in given:
        gold, said = set(pair.label.missing), set(pair.verdict.missing)
        right, false, lost = right + len(gold & said), false + len(said - gold), lost + len(gold - said)
    return ratio(2 * right, 2 * right + false + lost)


def kappa(counts: Counter[tuple[str, str]]) -> float | None:
    """Cohen's κ of the three verdicts over all pairs but those that are na on both sides."""
    kept = {key: number for key, number in counts.items() if key != ("na", "na")}
    total = sum(kept.values())
    if not total:
        return None
    gold, given = Counter[str](), Counter[str]()
    for (a, b), number in kept.items():
        gold[a] += number
        given[b] += number
    observed = sum(number for (a, b), number in kept.items() if a == b) / total
    expected = sum(gold[name] * given[name] for name in gold) / total / total
    return (observed - expected) / (1 - expected) if expected < 1 else None


def ratio(part: float, whole: float) -> float | None:
    """``part / whole``, or None for nothing."""
    return part / whole if whole else None


def wilson(part: int, whole: int, z: float = 1.959964) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share, or None for nothing."""
    if not whole:
        return None
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _f1_interval(right: int, false: int, lost: int) -> tuple[float, float] | None:
    """The interval of F1 = 2J / (1 + J), from that of the share J = right / (right + false + lost)."""
    interval = wilson(right, right + false + lost)
    return (2 * interval[0] / (1 + interval[0]), 2 * interval[1] / (1 + interval[1])) if interval else None
