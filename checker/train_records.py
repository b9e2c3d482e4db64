"""Fit the record models (scenes, letter types) from labelled records; see concepts/resemble.py for what they are used for."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from checker.concepts.resemble import features, unit
from checker.errors import InputError
from checker.evaluate import read_gold
from checker.model import Record
from checker.normalize import fold
from checker.readers import read

STRENGTH = 100.0
RARE = 3
COMMON = 0.6  # n-grams in more than this share of the records say nothing
LEAST = 0.1  # weights smaller than this in every class are dropped
LOST = 0.05  # share of true records that may lie below ``low``
LOW_AT_MOST = 0.15
MARGIN = 0.1  # between the highest false record and ``high``
FEWEST = 8  # true records that a class needs


def train(gold: list[str], out: Path) -> list[dict[str, Any]]:
    """Write scenes.json and letter-types.json; returns the figures of each class, cross-validated by leaving out one file."""
    rows: dict[str, list[tuple[str, frozenset[str], frozenset[str]]]] = {"scenes": [], "letter-types": []}
    labels = read_gold(gold)
    named = read_names(list(dict.fromkeys(record.file for record in labels.values())))
    for record in read(gold):
        if isinstance(record, Record) and record.id in named and record.kind != "case":
            sort = "letter-types" if record.kind == "letter" else "scenes"
            seen = features(fold(record.turns), record.turns)
            rows[sort].append((labels[record.id].file, seen, named[record.id]))
    report: list[dict[str, Any]] = []
    for sort, given in rows.items():
        if sum(bool(names) for _, _, names in given) >= FEWEST:
            content, figures = _fit(given)
            text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            (out / f"{sort}.json").write_text(text + "\n", encoding="utf-8")
            report.extend({"sort": sort, **row} for row in figures)
    return report


def read_names(paths: list[str]) -> dict[str, frozenset[str]]:
    """Scenes or letter type of each labelled record, from the key ``gold`` of JSON Lines."""
    out = {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            gold = given.get("gold", {})
            out[str(given.get("id"))] = frozenset(gold.get("scenes") or ([gold["type"]] if gold.get("type") else []))
    return out


def _fit(given: list[tuple[str, frozenset[str], frozenset[str]]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        import numpy as np
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise InputError("训练需要 scikit-learn", "", "请先运行 pip install 'lipei-checker[train]'") from None
    count = Counter(gram for _, seen, _ in given for gram in seen)
    kept = sorted(gram for gram, n in count.items() if RARE <= n <= COMMON * len(given))
    idf = {gram: round(math.log((1 + len(given)) / (1 + count[gram])) + 1, 3) for gram in kept}
    index = {gram: at for at, gram in enumerate(kept)}
    cells = [(row, index[gram], value) for row, (_, seen, _) in enumerate(given) for gram, value in unit(seen, idf).items()]
    row, column, value = zip(*cells, strict=True)
    matrix = csr_matrix((value, (row, column)), shape=(len(given), len(kept)))
    files = np.array([file for file, _, _ in given])

    def solve(rows: Any, target: Any) -> Any:
        solver = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1000)
        return solver.fit(matrix[rows], target[rows])

    classes = sorted({name for _, _, names in given for name in names})
    content: dict[str, Any] = {"classes": [], "bias": [], "low": [], "high": [], "records": len(given), "idf": idf}
    weights: dict[str, list[float]] = {gram: [] for gram in kept}
    report = []
    for name in classes:
        target = np.array([name in names for _, _, names in given])
        if target.sum() < FEWEST or target.all():
            continue
        held = np.zeros(len(given))
        for file in sorted(set(files)):
            rest = files != file
            if target[rest].all() or not target[rest].any():
                continue
            held[~rest] = solve(rest, target).predict_proba(matrix[~rest])[:, 1]
        true, false = sorted(held[target]), sorted(held[~target])
        low = round(min(LOW_AT_MOST, 0.9 * float(true[int(LOST * len(true))])), 3)
        high = round(min(0.95, max(0.5, float(false[-1]) + MARGIN)), 3)
        below = sum(p < low for p in false)
        report.append({"class": name, "records": int(target.sum()), "low": low, "high": high, "false_below_low": below})
        model = solve(np.ones(len(given), bool), target)
        for key, number in (("classes", name), ("bias", round(float(model.intercept_[0]), 3)), ("low", low), ("high", high)):
            content[key].append(number)
        for gram, weight in zip(kept, model.coef_[0], strict=True):
            weights[gram].append(round(float(weight), 2))
    content["weights"] = {gram: each for gram, each in weights.items() if any(abs(weight) >= LEAST for weight in each)}
    return content, report
