"""Fit the ``similar`` models of a pack from labelled records: ``lipei rules train GOLD…`` writes one JSON file a model.

Positive examples are the evidence turns of gold passes; negative ones all other turns of the agent in records where the
requirement applies. Cross-validation leaves one file out at a time; the threshold is the one that is best there. Same input,
same bytes.
Needs scikit-learn (extra ``train``); running the models does not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from checker.concepts.similar import (
    BEFORE,
    MARK,
    OWN,
    SHARE,
    VOCABULARY,
    Model,
    Vector,
    Vocabulary,
    candidates,
    grams,
    probability,
    said_before,
    vector,
    weigh,
)
from checker.errors import InputError
from checker.evaluate import Label, read_gold
from checker.language import Ruleset
from checker.model import Record
from checker.normalize import fold
from checker.ruleset import build

STRENGTH = 20.0  # inverse regularisation of the logistic regression
LEAST = 0.05  # smaller weights are dropped
ANY = "any"  # the evidence turns of passes and fails alike show the thing
MARGIN = 0.15  # added to the threshold: a model is asked only where written wordings found nothing
RARE = 3  # an n-gram of the vocabulary stands in this many turns
THRESHOLDS = tuple(round(0.2 + 0.05 * step, 2) for step in range(13))

Gold = list[tuple[str, Record, dict[str, Label]]]  # file, record, labels


class Example(NamedTuple):
    """One turn: its features, whether it is a positive example, its record and file, and the record's gold verdict."""

    seen: Vector
    positive: bool
    record: str
    file: str
    gold: str


def read_labelled(paths: list[str]) -> Gold:
    """Labelled records of the JSON Lines in ``paths``, in reading order."""
    from checker.readers import read

    labels = read_gold(paths)
    return [(labels[r.id].file, r, labels[r.id].labels) for r in read(paths) if isinstance(r, Record) and r.id in labels]


def count(records: Gold) -> dict[str, Any]:
    """Content of the vocabulary file: number of turns, and of those that contain each n-gram."""
    turns, own, before = 0, Counter[str](), Counter[str]()
    for _, record, _ in records:
        folded = fold(record.turns)
        for i in candidates(folded, record.turns):
            turns += 1
            own.update(grams(folded.turns[i], OWN))
            before.update(grams(said_before(folded, record.turns, i), BEFORE))
    parts = {name: {g: n for g, n in sorted(part.items()) if n >= RARE} for name, part in (("own", own), ("before", before))}
    return {"turns": turns, **parts}


def examples(rule: str, records: Gold, known: Vocabulary, wanted: str = "pass") -> list[Example]:
    """Examples of one requirement; the evidence turns of the gold verdict ``wanted`` are the positive ones."""
    out = []
    for file, record, labels in records:
        label = labels.get(rule)
        if label is None or record.kind == "case":
            continue
        folded = fold(record.turns)
        turns = set(label.turns) if wanted in (ANY, label.verdict) else set()
        if record.kind == "letter" and label.quote:
            turns = {i for i, turn in enumerate(record.turns) if label.quote[:12] in turn.text}
        if wanted in (ANY, label.verdict) and not turns:
            continue
        for i in candidates(folded, record.turns):
            out.append(Example(vector(folded, record.turns, i, known), i in turns, record.id, file, label.verdict))
    return out


def fit(name: str, given: list[Example], threshold: float = 0.5) -> Model:
    """Logistic regression on the examples; raises InputError where scikit-learn is missing or one class is empty."""
    try:
        import numpy as np
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise InputError("训练需要 scikit-learn", "", "请先运行 pip install 'lipei-checker[train]'") from None
    if len({example.positive for example in given}) < 2:
        raise InputError(f"{name} 的例子只有一类，无法训练", "", "请给出既有满足也有违反的标注记录")
    rows = [_row(example.seen) for example in given]
    if not any(rows):
        raise InputError(f"{name} 的例子太少，无法训练", "", "请给出更多标注记录")
    index = {key: i for i, key in enumerate(sorted({key for row in rows for key in row}))}
    cells = [(at, index[key], value) for at, row in enumerate(rows) for key, value in row.items()]
    at, column, value = zip(*cells, strict=True)
    matrix = csr_matrix((value, (at, column)), shape=(len(rows), len(index)))
    target = np.array([example.positive for example in given])
    solver = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1000)
    solver.fit(matrix, target)
    weights: dict[str, dict[str, float]] = {"own": {}, "before": {}, "marks": {}}
    for (part, key), weight in zip(index, solver.coef_[0], strict=True):
        if abs(weight) >= LEAST:
            weights[part][key] = round(float(weight), 2)
    return Model(name, threshold, round(float(solver.intercept_[0]), 3), weights["own"], weights["before"], weights["marks"])


def _row(seen: Vector) -> dict[tuple[str, str], float]:
    row = {("own", gram): value for gram, value in seen.own.items()}
    row.update({("before", gram): SHARE * value for gram, value in seen.before.items()})
    row.update({("marks", mark): MARK for mark in seen.marks})
    return row


def held_out(name: str, given: list[Example]) -> dict[str, tuple[str, float]]:
    """Leave-one-file-out: record → (gold verdict, highest probability of its turns)."""
    out: dict[str, tuple[str, float]] = {}
    for file in sorted({example.file for example in given}):
        rest = [example for example in given if example.file != file]
        if not any(example.positive for example in rest):
            continue
        model = fit(name, rest)
        for example in given:
            if example.file == file:
                best = out.get(example.record, (example.gold, 0.0))[1]
                out[example.record] = (example.gold, max(best, probability(model, example.seen)))
    return out


def choose(scores: dict[str, tuple[str, float]], wanted: str = "pass") -> tuple[float, dict[str, Any]]:
    """The threshold with the best F1 of the verdict ``fail`` (ties: the higher one), and its figures.

    ``wanted`` is the verdict that a likely turn speaks for.
    """
    best: tuple[float, float, dict[str, Any]] = (-1.0, 0.5, {})
    for threshold in THRESHOLDS:
        fails = {record for record, (_, p) in scores.items() if (p < threshold) is (wanted == "pass")}
        tp = sum(scores[record][0] == "fail" for record in fails)
        fn = sum(gold == "fail" for gold, _ in scores.values()) - tp
        f1 = 2 * tp / (len(fails) + tp + fn) if fails or fn else 0.0
        if f1 >= best[0]:
            passes = len(scores) - len(fails)
            figures: dict[str, Any] = {"records": len(scores), "fails": tp + fn, "fail_f1": round(f1, 3)}
            figures["fail_precision"] = round(tp / len(fails), 3) if fails else None
            figures["pass_precision"] = round((passes - fn) / passes, 3) if passes else None
            best = (f1, threshold, figures)
    return best[1], best[2]


def train(rules: Mapping[str, str], gold: list[str], out: Path) -> list[dict[str, Any]]:
    """Fit, cross-validate and write a model for each of ``rules`` (id → the verdict that a likely turn speaks for).

    Returns the figures of each.
    """
    records = read_labelled(gold)
    out.mkdir(parents=True, exist_ok=True)
    counted = count(records)
    _write(out / f"{VOCABULARY}.json", counted)
    known = weigh(counted["turns"], counted["own"], counted["before"])
    report = []
    for rule, wanted in rules.items():
        given = examples(rule, records, known, wanted)
        best, figures = choose(held_out(rule, given), wanted)
        threshold = round(best + MARGIN, 2) if wanted == "pass" else best
        model = fit(rule, given, threshold)
        content = {
            "similar": rule,
            "speaks_for": wanted,
            "threshold": threshold,
            "bias": model.bias,
            "examples": {"positive": sum(e.positive for e in given), "negative": sum(not e.positive for e in given)},
            "leave_one_file_out": figures,
            "weights": {"own": model.own, "before": model.before, "marks": model.marks},
        }
        _write(out / f"{rule}.json", content)
        report.append({"rule": rule, "threshold": threshold, **figures})
    return report


def wanted_by(ruleset: Ruleset) -> dict[str, str]:
    """Models that the rules name, and the verdict that a likely turn speaks for: pass, or fail where words are forbidden."""
    return {name: wanted for rule in ruleset.rules for name, wanted in build.models(rule).items()}


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
