"""Check labelled records written in the plain-text form (corpora/README.md) and turn them into JSONL.

usage: python tools/convert_gold.py FILE...            check only, print counts and errors
       python tools/convert_gold.py --out DIR FILE...  also write DIR/<stem>.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import yaml

CATALOGUE = yaml.safe_load((Path(__file__).resolve().parents[1] / "corpora/catalogue.yaml").read_text(encoding="utf-8"))
IDS = {k: {r["id"] for r in CATALOGUE[k]} for k in ("conversation", "letter", "case")}
KIND = {"call": "conversation", "chat": "conversation", "letter": "letter", "case": "case"}
ROLE = {"A": "agent", "C": "customer", "S": "system"}
TURN = re.compile(r"^([ACS])(?: (\d+(?:\.\d+)?)-(\d+(?:\.\d+)?))?\s*[::]\s*(.*)$")
LETTER_TYPES = {"refusal", "partial", "payment", "supplement", "progress", "investigation", "paid", "complaint-reply"}


def turns(lines, err):
    out = []
    for line in lines:
        if not line.strip():
            continue
        m = TURN.match(line)
        if not m:
            err(f"not a turn: {line[:60]!r}")
            continue
        t = {"role": ROLE[m[1]], "text": m[4].strip()}
        if m[2]:
            t["start"], t["end"] = float(m[2]), float(m[3])
        out.append(t)
    timed = sum("start" in t for t in out)
    if timed not in (0, len(out)):
        err(f"times on {timed} of {len(out)} turns")
    for a, b in zip(out, out[1:]):
        if "start" in a and "start" in b and b["start"] < a["start"]:
            err(f"times go back at {b['text'][:20]!r}")
    return out


def record(block, errors):
    rid = block.split("\n", 1)[0].strip()
    err = lambda m: errors.append(f"{rid}: {m}")
    parts = re.split(r"^---\s*$", block.split("\n", 1)[1], flags=re.M)
    if len(parts) != 3:
        err(f"{len(parts)} parts between --- lines, 3 wanted")
        return None
    head = {}
    for line in parts[0].strip().splitlines():
        k, _, v = line.partition(":")
        head[k.strip()] = v.split("  #")[0].strip()
    kind = head.get("kind")
    if kind not in KIND:
        err(f"kind {kind!r}")
        return None
    gold = {"style": head.get("style")}
    rec = {
        "id": rid,
        "kind": kind,
        "company": head.get("company"),
        "case_id": head.get("case") or None,
        "started_at": head.get("started") or None,
        "gold": gold,
    }
    n = 0
    if kind in ("call", "chat"):
        rec["turns"] = turns(parts[1].splitlines(), err)
        n = len(rec["turns"])
        gold["scenes"] = [s.strip() for s in head.get("scenes", "").split(",") if s.strip()]
        for s in gold["scenes"]:
            if s not in CATALOGUE["scenes"]:
                err(f"scene {s!r}")
    elif kind == "letter":
        gold["type"] = head.get("type")
        if gold["type"] not in LETTER_TYPES:
            err(f"letter type {gold['type']!r}")
        rec["text"] = parts[1].strip("\n")
    else:
        rec["covers_until"] = head.get("covers-until")
        rec["contacts"] = []
        chunks = re.split(r"^== *(\S+) +(call|chat|letter)(?: +\S+)? *==\s*$", parts[1], flags=re.M)
        if chunks[0].strip():
            err("text before the first contact")
        for when, ck, body in zip(chunks[1::3], chunks[2::3], chunks[3::3]):
            c = {"kind": ck, "started_at": when}
            if ck == "letter":
                c["text"] = body.strip("\n")
            else:
                c["turns"] = turns(body.splitlines(), err)
            rec["contacts"].append(c)
        times = [c["started_at"] for c in rec["contacts"]]
        if times != sorted(times):
            err("contacts not in time order")
        if len(times) < 2:
            err("fewer than two contacts")
    labels = {}
    for line in parts[2].strip().splitlines():
        if not line.strip():
            continue
        m = re.match(r"^([a-z0-9-]+):\s*(pass|fail)\b\s*(.*)$", line.strip())
        if not m:
            err(f"label line {line!r}")
            continue
        if m[1] not in IDS[KIND[kind]]:
            err(f"unknown requirement {m[1]!r} for a {kind}")
            continue
        if m[1] in labels:
            err(f"{m[1]} twice")
        lab = {"v": m[2]}
        ev = [int(x) for x in re.findall(r"@(\d+)", m[3])] + [
            int(x) for grp in re.findall(r"@\d+((?:\s*,\s*\d+)+)", m[3]) for x in re.findall(r"\d+", grp)
        ]
        if ev and kind in ("call", "chat"):
            bad = [e for e in ev if e >= n]
            if bad:
                err(f"{m[1]}: evidence turn {bad} of {n}")
            lab["turns"] = sorted(set(ev))
        q = re.search(r'["“](.+?)["”]', m[3])
        if q:
            lab["quote"] = q[1]
            if kind == "letter" and q[1] not in rec["text"]:
                err(f"{m[1]}: quote not in the letter: {q[1][:30]!r}")
        ms = re.search(r"missing=(\S+)", m[3])
        if ms:
            lab["missing"] = re.split(r"[,,、]", ms[1])
        labels[m[1]] = lab
    if not labels:
        err("no labels")
    gold["labels"] = labels
    return rec


def read(path):
    errors, recs = [], []
    text = Path(path).read_text(encoding="utf-8")
    for block in re.split(r"^### *", text, flags=re.M)[1:]:
        r = record(block, errors)
        if r:
            recs.append(r)
    dup = [i for i, c in Counter(r["id"] for r in recs).items() if c > 1]
    if dup:
        errors.append(f"ids twice: {dup}")
    return recs, errors


def main():
    args, out = sys.argv[1:], None
    if args[:1] == ["--out"]:
        out, args = Path(args[1]), args[2:]
    bad = False
    for f in args:
        recs, errors = read(f)
        c = Counter(l["v"] for r in recs for l in r["gold"]["labels"].values())
        print(
            f"{Path(f).name}: {len(recs)} records {dict(Counter(r['kind'] for r in recs))}, labels {dict(c)}, {len(errors)} errors"
        )
        for e in errors:
            print("  error:", e)
        bad |= bool(errors)
        if out:
            out.mkdir(parents=True, exist_ok=True)
            with open(out / (Path(f).stem + ".jsonl"), "w", encoding="utf-8") as h:
                for r in recs:
                    h.write(json.dumps(r, ensure_ascii=False) + "\n")
    sys.exit(bad)


if __name__ == "__main__":
    main()
