"""Calls per second and core, as a ratio to decoding the same JSONL with msgspec; and the time of each stage.

Concepts are worked out when a rule asks for them, so the stages from ``fold`` on are cumulative.

usage: python benchmarks/engine.py [N]     (default 2,000 calls, 5 rounds, medians)
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import calls
from checker.concepts.match import Lexicons
from checker.engine import Engine
from checker.normalize import fold
from checker.readers import read
from checker.report.jsonl import line
from checker.ruleset.load import load
from checker.ruleset.prepare import lean, reduced

ROUNDS = 5


class Turn(msgspec.Struct):
    """The floor decodes role and text only."""

    role: str
    text: str


class Call(msgspec.Struct):
    """A call of the floor."""

    id: str
    turns: list[Turn]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    lines = calls(count)
    raw = [text.encode() for text in lines]
    decode = msgspec.json.Decoder(Call).decode
    ruleset = load()
    lexicon = Lexicons(lambda sort: reduced(ruleset, sort))
    engine = Engine(lean(ruleset), lexicon=lexicon)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "calls.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        records = [item for item in read([str(path)]) if hasattr(item, "turns")]
        folded = [fold(record.turns) for record in records]
        results = [engine.check(record) for record in records]
        judged = engine.rules["conversation"].values()
        stages: dict[str, Callable[[], object]] = {
            "floor: msgspec decode": lambda: [decode(text) for text in raw],
            "read": lambda: sum(1 for _ in read([str(path)])),
            "fold": lambda: [fold(record.turns) for record in records],
            "literal pass alone": lambda: [lexicon.match(f, r.turns) for f, r in zip(folded, records, strict=True)],
            "fold, pass, scenes": lambda: [engine.context(record) for record in records],
            "fold to verdicts": lambda: [engine.check(record) for record in records],
            "output": lambda: [line(result) for result in results],
            "whole: read to JSONL line": lambda: [line(engine.check(r)) for r in read([str(path)]) if hasattr(r, "turns")],
        }
        times: dict[str, list[float]] = {name: [] for name in stages}
        for _ in range(ROUNDS):
            for name, run in stages.items():
                began = time.perf_counter()
                run()
                times[name].append(time.perf_counter() - began)
    floor = times["floor: msgspec decode"]
    wordings = sum(len(concept.patterns) for concept in ruleset.concepts)
    print(f"{count} calls, {len(judged)} rules, {wordings} wordings, medians of {ROUNDS} rounds")
    print(f"{'stage':28}{'µs/call':>10}{'calls/s':>10}{'× floor':>9}")
    for name, spent in times.items():
        middle = statistics.median(spent)
        ratio = statistics.median(a / b for a, b in zip(spent, floor, strict=True))
        print(f"{name:28}{middle / count * 1e6:10.1f}{count / middle:10.0f}{ratio:9.1f}")


if __name__ == "__main__":
    main()
