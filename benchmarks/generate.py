"""Generate calls of real length from the labelled records: turns of different calls shuffled together in blocks, digits changed.

usage: python benchmarks/generate.py N OUT.jsonl
Seeded: the same N gives the same file. About 40 turns a call, with times.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

CORPORA = Path(__file__).resolve().parents[1] / "corpora" / "dev"
TURNS = 40
BLOCK = 8  # turns taken in a row from one record, so that questions keep their answers


def calls(count: int) -> list[str]:
    """``count`` calls as canonical JSON lines."""
    rng = random.Random(20260101)
    pool = []
    for path in sorted(CORPORA.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["kind"] in ("call", "chat"):
                pool.append([(turn["role"], turn["text"]) for turn in record["turns"]])
    out = []
    for number in range(count):
        picked: list[tuple[str, str]] = []
        while len(picked) < TURNS:
            source = rng.choice(pool)
            at = rng.randrange(max(1, len(source) - BLOCK))
            picked.extend(source[at : at + BLOCK])
        turns, clock = [], 0.0
        for role, text in picked[:TURNS]:
            text = "".join(rng.choice("0123456789") if char.isdigit() else char for char in text)
            spent = round(0.5 + len(text) / 4, 1)
            turns.append({"role": role, "text": text, "start": round(clock, 1), "end": round(clock + spent, 1)})
            clock += spent + rng.choice((0.3, 0.8, 1.5))
        agent = f"A{rng.randrange(200):03d}"
        record = {"id": f"g{number:07d}", "kind": "call", "turns": turns, "agent": agent, "started_at": "2025-03-04T09:12:00"}
        out.append(json.dumps(record, ensure_ascii=False))
    return out


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(calls(int(sys.argv[1]))) + "\n", encoding="utf-8")
