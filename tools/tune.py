"""A rule author's loop: self-test, then flag P/R/F1 per rule on labelled files, with every error shown in its context.

usage: python tools/tune.py [--rules ID,ID] [--errors] [--types] [--context N] GOLD.jsonl...
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

from checker import selftest
from checker.engine import Engine
from checker.errors import RuleError
from checker.model import SCOPE_OF_KIND
from checker.readers import read
from checker.ruleset.load import load


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--rules", default="")
    parser.add_argument("--errors", action="store_true", help="show each wrong verdict")
    parser.add_argument("--types", action="store_true", help="compare scenes and letter types with the labels")
    args = parser.parse_args()
    try:
        ruleset = load()
    except RuleError as error:
        for problem in error.problems or (error,):
            print(problem)
        raise SystemExit(3) from None
    only = frozenset(filter(None, args.rules.split(",")))
    problems = selftest.run(ruleset)
    for p in problems[:60]:
        print(f"{p.place}: {p.what}")
    print(len(problems), "self-test problems")
    engine = Engine(ruleset, only)
    gold = {}
    for path in args.gold:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            gold[item["id"]] = (path, item["kind"], item["gold"])
    table: dict[str, Counter] = defaultdict(Counter)
    files: dict[str, Counter] = defaultdict(Counter)
    types: Counter = Counter()
    began = time.perf_counter()
    for record in read(args.gold):
        if not hasattr(record, "turns"):
            print(record)
            continue
        path, kind, labels = gold[record.id]
        result = engine.check(record)
        if args.types:
            wanted = set(labels.get("scenes") or []) if kind != "letter" else {labels.get("type")}
            got = set(result.scenes) if kind != "letter" else set(result.letter_type)
            for name in sorted(wanted | got):
                types[name, name in wanted, name in got] += 1
            if wanted != got:
                print(f"  types {record.id}: wanted {sorted(wanted)} got {sorted(got)}")
        for verdict in result.verdicts:
            want = labels["labels"].get(verdict.rule, {})
            a, b = want.get("v", "na"), verdict.verdict.replace("unknown", "na")
            table[verdict.rule][a, b] += 1
            files[path][a, b] += 1
            bad_missing = set(want.get("missing", ())) != set(verdict.missing) and a == b == "fail"
            if args.errors and (a != b or bad_missing):
                where = want.get("turns") or want.get("quote") or ""
                print(
                    f"\n## {verdict.rule} {record.id}: gold {a} {where} {want.get('missing', '')} | got {verdict.verdict} {verdict.kind} {verdict.missing or ''} {verdict.reason}"
                )
                shown = set()
                for at in want.get("turns") or []:
                    shown |= {at}
                for ev in verdict.evidence:
                    print(f"   evidence {ev.turn}: {ev.quote[:60]} ({ev.note})")
                    shown |= {ev.turn}
                for at in sorted(shown):
                    if at < len(record.turns):
                        print(f"     {at} {record.turns[at].role[0]}: {record.turns[at].text[:220]}")
    spent = time.perf_counter() - began
    print(
        f"\n{'rule':32}{'appl':>5}{'fail':>5}{'P':>7}{'R':>7}{'F1':>7}{'acc':>7}{'p>f':>5}{'na>f':>5}{'f>p':>5}{'f>na':>5}{'na>p':>5}{'p>na':>5}"
    )
    total: Counter = Counter()
    for rule, c in sorted(table.items(), key=lambda pair: figures(pair[1])[2]):
        total.update(c)
        row(rule, c)
    row("TOTAL", total)
    for path, c in files.items():
        row(path[-30:], c)
    if args.types:
        names = sorted({n for n, _, _ in types if n})
        for name in names:
            print(
                f"type {name}: hit {types[name, True, True]} missed {types[name, True, False]} extra {types[name, False, True]}"
            )
    print(f"{len(gold)} records, {spent / max(1, len(gold)) * 1000:.1f} ms each", SCOPE_OF_KIND and "")


def figures(c: Counter) -> tuple[float, float, float, float]:
    tp = c["fail", "fail"]
    fp = c["pass", "fail"] + c["na", "fail"]
    fn = c["fail", "pass"] + c["fail", "na"]
    applied = sum(v for (a, _), v in c.items() if a != "na")
    nan = float("nan")
    return (
        tp / (tp + fp) if tp + fp else nan,
        tp / (tp + fn) if tp + fn else nan,
        2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 9,
        (tp + c["pass", "pass"]) / applied if applied else nan,
    )


def row(name: str, c: Counter) -> None:
    p, r, f, acc = figures(c)
    applied = sum(v for (a, _), v in c.items() if a != "na")
    fails = sum(v for (a, _), v in c.items() if a == "fail")
    cells = "".join(f"{v:7.2f}" for v in (p, r, f if f != 9 else float("nan"), acc))
    print(
        f"{name:32}{applied:5}{fails:5}{cells}{c['pass', 'fail']:5}{c['na', 'fail']:5}{c['fail', 'pass']:5}{c['fail', 'na']:5}{c['na', 'pass']:5}{c['pass', 'na']:5}"
    )


if __name__ == "__main__":
    main()
