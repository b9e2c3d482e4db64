"""Write reports/accuracy.md: how well the shipped rules agree with the labelled records, and what those figures are not.

usage: python tools/accuracy.py [--unseen] [--out FILE]

``--unseen`` also scores corpora/unseen and corpora/unseen-clean, which rule authors do not read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker import __version__, evaluate  # noqa: E402
from checker.engine import Engine  # noqa: E402
from checker.evaluate import Labelled, Pair  # noqa: E402
from checker.model import Record, Result  # noqa: E402
from checker.readers import read  # noqa: E402
from checker.ruleset.load import load  # noqa: E402

SETS = {
    "dev": "seen while the rules were written",
    "written": "seen while tuning, after each file's first run",
    "clean": "competent staff only: no breach; seen while tuning",
    "unseen": "neither read by anybody who wrote rules nor trained on",
    "unseen-clean": "the same, competent staff only: no breach",
}
STYLES = {"asr-clean": "calls, clean recognition", "asr-raw": "calls, raw recognition", "chat": "chats", "letter": "letters"}
HEADS = ("records", "P", "R", "F1", "accuracy", "κ", "evidence", "false flags per 100")
KEYS = ("documents", "precision", "recall", "f1", "accuracy", "kappa", "evidence", "false_flags")


class Scored(NamedTuple):
    """One set of labelled records with everything that was said of them; ``style`` of each record by id."""

    gold: list[Labelled]
    pairs: list[Pair]
    style: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--out", default=str(ROOT / "reports/accuracy.md"))
    args = parser.parse_args()
    engine = Engine(load())
    names = ["dev", "written", "clean", *(["unseen", "unseen-clean"] if args.unseen else [])]
    sets = {name: scored(engine, ROOT / "corpora" / name) for name in names}
    out = Path(args.out)
    out.parent.mkdir(exist_ok=True)
    out.write_text("\n".join(page(engine, sets)) + "\n", encoding="utf-8")
    print(out)


def scored(engine: Engine, folder: Path) -> Scored:
    """All labelled records of ``folder``, checked."""
    paths = [str(path) for path in sorted(folder.glob("*.jsonl"))]
    gold = list(evaluate.read_gold(paths).values())
    results: dict[str, Result] = {r.id: engine.check(r) for r in read(paths) if isinstance(r, Record)}
    style: dict[str, str] = {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            style[str(item["id"])] = "case" if item.get("kind") == "case" else item["gold"].get("style", "")
    return Scored(gold, evaluate.pairs(gold, results, engine.rules), style)


def page(engine: Engine, sets: dict[str, Scored]) -> Iterator[str]:
    """The report, line by line."""
    yield from opening(engine)
    yield from first_runs()
    yield "\n## By set\n"
    rows = [(f"`{name}`: {SETS[name]}", given.pairs, len(given.gold)) for name, given in sets.items()]
    yield from figures_table("set", rows)
    tuned = [given for name, given in sets.items() if name in ("dev", "written")]
    yield "\n## By style, `dev` and `written`\n"
    yield from figures_table("style", by_style(tuned))
    if "unseen" in sets:
        yield "\n## By style, `unseen`\n"
        yield from figures_table("style", by_style([sets["unseen"]]))
    yield from accusations(sets.get("unseen-clean", sets["clean"]))
    yield "\n## By rule, `dev` and `written`\n"
    yield from rules_table([pair for given in tuned for pair in given.pairs])
    if "unseen" in sets:
        yield "\n## By rule, `unseen`\n"
        yield from rules_table(sets["unseen"].pairs)


def opening(engine: Engine) -> Iterator[str]:
    """What the figures are, and what they are not."""
    yield "# Accuracy\n"
    yield "Made by `python tools/accuracy.py`; do not edit."
    yield f"Program {__version__}, ruleset `{engine.ruleset.hash}`, {len(engine.ruleset.rules)} rules.\n"
    yield "**What these figures are not.** They are not the accuracy on anybody's real calls. All records are invented, by authors who"
    yield "had the catalogue before them and breached it on purpose, so breaches are far more frequent than in real work. The labels follow the"
    yield "catalogue's rulings; they were not given by licensed inspectors. The sets `dev` and `written` were seen while the rules were tuned,"
    yield "and the `similar` models were fitted to such records: there the figures say how well the rules fit what they were fitted to. The"
    yield "first runs below are nearer to the truth. A company should pilot on its own calls first: label some hundred, run"
    yield "`lipei evaluate --errors`, look at every false flag, and only then let a score count.\n"
    yield "A flag is the verdict `fail`. P, R and F1 are of flags; accuracy is over the requirements that apply by the labels; κ is Cohen's over"
    yield "the three verdicts, without pairs that are not applicable on both sides; evidence is the share of right verdicts whose first quote lies"
    yield "where the label says (± 1 turn); false flags are per 100 records. `unknown` counts as not applicable. Intervals are Wilson's, 95 %.\n"


def first_runs() -> Iterator[str]:
    """corpora/first-runs.tsv as a table."""
    yield "## First run on files not read before\n"
    yield "What a group of rules scored when it first met a file that its author had not read, in the order of time"
    yield "(`corpora/first-runs.tsv`). Rules were mended between the lines; a remark stands where more than that has to be known.\n"
    yield from table(("date", "rules", "file", "P", "R", "F1", "accuracy"), first_run_rows())


def first_run_rows() -> Iterator[list[str]]:
    for line in (ROOT / "corpora/first-runs.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            yield [
                cell.replace("nan", "–").replace("corpora/", "").removesuffix(".jsonl")
                for cell in cells + [""] * (7 - len(cells))
            ]


def by_style(given: list[Scored]) -> list[tuple[str, list[Pair], int]]:
    """(name, pairs, number of records) of each style there is."""
    out = []
    for style, name in {**STYLES, "case": "cases"}.items():
        pairs = [pair for one in given for pair in one.pairs if one.style.get(pair.record) == style]
        number = sum(one.style.get(record.id) == style for one in given for record in one.gold)
        if number:
            out.append((name, pairs, number))
    return out


def accusations(clean: Scored) -> Iterator[str]:
    """Every flag on the records of competent staff."""
    false = [pair for pair in clean.pairs if pair.given == "fail"]
    records = len({pair.record for pair in false})
    yield "\n## False accusations, `clean`\n"
    yield f"{len(false)} false flags in {records} of {len(clean.gold)} records that have no breach.\n"
    if false:
        rows = ([pair.record, pair.rule, pair.gold, pair.verdict.message.replace("|", "\\|")] for pair in false)
        yield from table(("record", "rule", "label", "said"), rows)


def figures_table(what: str, rows: Iterable[tuple[str, list[Pair], int]]) -> Iterator[str]:
    """The figures of groups of pairs."""
    lines = []
    for name, pairs, number in rows:
        found = evaluate.figures(pairs, number)
        lines.append([name, *(number_of(found[key], 1 if key == "false_flags" else 2) for key in KEYS)])
    yield from table((what, *HEADS), lines)


def rules_table(pairs: list[Pair]) -> Iterator[str]:
    """The figures of each rule, with intervals."""
    lines = []
    for row in evaluate.by_rule(pairs):
        cells = [row["rule"], str(row["applicable"]), str(row["fails"])]
        lines.append(cells + [with_interval(row, key) for key in ("precision", "recall", "f1")])
    yield from table(("rule", "applicable", "breaches", "P", "R", "F1"), lines)


def with_interval(row: dict[str, Any], key: str) -> str:
    """A figure and its interval."""
    low_high = row[f"{key}_interval"]
    return number_of(row[key]) + (f" ({low_high[0]:.2f}–{low_high[1]:.2f})" if low_high else "")


def number_of(value: float | None, digits: int = 2) -> str:
    """A figure, or a dash for none."""
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.{digits}f}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table."""
    heads = list(heads)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    main()
