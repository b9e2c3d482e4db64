"""``lipei evaluate``: the rules against labelled records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from checker.cli import common
from checker.cli.usage import Command, Words
from checker.errors import NOT_JUDGED, OK, InputError

SUMMARY = (
    ("documents", "记录"),
    ("precision", "判违反的精确率"),
    ("recall", "判违反的召回率"),
    ("f1", "判违反的 F1"),
    ("macro_f1", "各规则 F1 的平均"),
    ("accuracy", "判定准确率"),
    ("kappa", "kappa"),
    ("evidence", "证据指对的比例"),
    ("evidence_items", "证据平均条数"),
    ("false_flags", "每百份误报"),
    ("precision_at_2", "违反率 2% 时的精确率"),
    ("precision_at_5", "违反率 5% 时的精确率"),
    ("precision_at_10", "违反率 10% 时的精确率"),
    ("unknown", "未能判断"),
    ("missing_f1", "缺少要素的 F1"),
    ("rules_below_085", "F1 低于 0.85 的规则"),
    ("rules_counted", "计入平均的规则"),
)
RULE_HEADINGS = ("规则", "适用", "违反", "精确率", "95% 区间", "召回率", "95% 区间", "F1", "95% 区间")
MORE_HEADINGS = ("准确率", "kappa", "误报率", "@2%", "@5%", "@10%")
FILE_HEADINGS = ("文件", "记录", "精确率", "召回率", "F1", "平均 F1", "准确率", "kappa", "证据", "每百份误报", "未能判断")
FILE_KEYS = ("documents", "precision", "recall", "f1", "macro_f1", "accuracy", "kappa", "evidence", "false_flags", "unknown")


@click.command(cls=Command, help="用带标注的记录检验规则；标注在 gold 键下。")
@click.argument("inputs", nargs=-1, required=True, metavar="标注文件…")
@common.rule_options
@common.choice_options
@click.option("--errors", is_flag=True, help="列出每一处不一致")
@click.option("--by-file", is_flag=True, help="每个文件一行")
@click.option("--format", "form", type=Words("text", "json"), default="text", metavar="text|json", help="输出格式；默认 text")
def evaluate(
    inputs: tuple[str, ...],
    rules: str | None,
    config: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    errors: bool,
    by_file: bool,
    form: str,
) -> int:
    from checker import evaluate as judge
    from checker.engine import Engine
    from checker.model import Result
    from checker.readers import Rejected, read

    ruleset, lexicon = common.ready(common.sources(rules, config, inputs[0]))
    chosen = (common.chosen(select, ruleset, "--select"), common.chosen(ignore, ruleset, "--ignore"))
    engine = Engine(ruleset, *chosen, lexicon)
    gold = judge.read_gold(inputs)
    results: dict[str, Result] = {}
    rejected = 0
    for item in read(inputs):
        if isinstance(item, Rejected):
            rejected += 1
            common.reject(item)
        elif item.id in gold:
            results[item.id] = engine.check(item)
    if not results:
        raise InputError("带标注的记录一条也没有读出来", "", "请检查输入的内容和格式")
    pairs = judge.pairs(gold.values(), results, engine.rules)
    labelled = {rule for record in gold.values() for rule in record.labels}
    content: dict[str, Any] = {"schema": 1, "ruleset": ruleset.hash, **judge.figures(pairs, len(gold))}
    content["absent"] = sum(name not in results for name in gold)
    content["labels_without_rule"] = sorted(labelled - {rule.id for rule in ruleset.rules})
    content["rules"] = judge.by_rule(pairs)
    if by_file:
        files = dict.fromkeys(record.file for record in gold.values())
        content["files"] = [
            {"file": file}
            | judge.figures([pair for pair in pairs if pair.file == file], sum(record.file == file for record in gold.values()))
            for file in files
        ]
    if errors:
        content["errors"] = judge.errors(pairs)
    if form == "json":
        import json

        common.emit([json.dumps(content, ensure_ascii=False, indent=2), "\n"], data=True)
    else:
        _show(content)
    return NOT_JUDGED if rejected else OK


def _show(content: dict[str, Any]) -> None:
    heads = RULE_HEADINGS + MORE_HEADINGS
    rows = [_rule_row(row) for row in content["rules"]]
    for line in common.table([heads, *rows], frozenset(range(1, len(heads)))):
        click.echo(line)
    click.echo()
    if "files" in content:
        files = [[row["file"], *(_plain(row[key]) for key in FILE_KEYS)] for row in content["files"]]
        for line in common.table([FILE_HEADINGS, *files], frozenset(range(1, len(FILE_HEADINGS)))):
            click.echo(line)
        click.echo()
    for row in content.get("errors", ()):
        _show_error(row)
    if content["absent"]:
        click.echo(f"有标注而没有读出来的记录：{content['absent']} 份（按不适用计）")
    if content["labels_without_rule"]:
        click.echo(f"有标注而没有规则：{'、'.join(content['labels_without_rule'])}（不计）")
    for line in common.table([(name, _plain(content[key])) for key, name in SUMMARY], frozenset([1])):
        click.echo(line)


def _show_error(row: dict[str, Any]) -> None:
    from checker.report.quote import shown

    where = row["gold_turns"]
    marked = "、".join(map(str, where)) if isinstance(where, list) else f"“{where}”" if where else "-"
    turns = "、".join(map(str, row["evidence_turns"])) or "-"
    said = f"  {shown(row['message'])}" if row["message"] else ""
    click.echo(
        shown(f"{row['record']}  {row['rule']}  标注 {row['gold']}（{marked}）  判定 {row['predicted']}（{turns}）") + said
    )


def _rule_row(row: dict[str, Any]) -> Sequence[str]:
    out = [row["rule"], str(row["applicable"]), str(row["fails"])]
    for key in ("precision", "recall", "f1"):
        interval = row[f"{key}_interval"]
        out += [_plain(row[key]), f"{interval[0]:.2f}-{interval[1]:.2f}" if interval else "-"]
    keys = ("accuracy", "kappa", "false_flag_rate", "precision_at_2", "precision_at_5", "precision_at_10")
    return [*out, *(_plain(row[key]) for key in keys)]


def _plain(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"
