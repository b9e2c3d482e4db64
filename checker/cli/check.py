"""``lipei check``: records in, verdicts out, one exit code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from checker.cli import common
from checker.cli.usage import Command, Number, Words
from checker.errors import FINDINGS, NOT_JUDGED, OK, InputError
from checker.model import KINDS

if TYPE_CHECKING:
    from checker.model import Result
    from checker.report.tally import Tally

FORMATS = ("text", "jsonl", "json")
FAIL_ON = ("error", "warning", "info", "never")


@click.command(cls=Command, help="检查记录：文件、文件夹、通配符；- 是标准输入。")
@click.argument("inputs", nargs=-1, metavar="输入…")
@click.option("--format", "form", type=Words(*FORMATS), default="text", metavar="|".join(FORMATS), help="输出格式；默认 text")
@common.rule_options
@common.choice_options
@click.option("--map", "mapping", metavar="列映射", help="列映射文件，或 id=通话编号,text=内容")
@click.option("--kind", type=Words(*KINDS), metavar="|".join(KINDS), help="输入没有写明时的记录种类")
@click.option(
    "--fail-on", type=Words(*FAIL_ON), default="error", metavar="|".join(FAIL_ON), help="到这一级的违反算不通过；默认 error"
)
@click.option("--min-score", type=Number(0, 100), metavar="分数", help="低于这个分数算不通过")
@click.option("--verbose", is_flag=True, help="也列出满足和不适用的要求")
@click.option("--no-mask", is_flag=True, help="不遮盖手机号、证件号、卡号")
def check(
    inputs: tuple[str, ...],
    form: str,
    rules: str | None,
    config: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    mapping: str | None,
    kind: str | None,
    fail_on: str,
    min_score: float | None,
    verbose: bool,
    no_mask: bool,
) -> int:
    from checker.engine import Engine
    from checker.readers import Rejected, load_mapping, read
    from checker.report.tally import Tally

    if not inputs:
        raise InputError("没有给出要检查的文件", "", "请写出文件、文件夹或通配符；从标准输入读请写 -")
    ruleset, lexicon = common.ready(common.sources(rules, config, inputs[0]))
    chosen = (common.chosen(select, ruleset, "--select"), common.chosen(ignore, ruleset, "--ignore"))
    engine = Engine(ruleset, *chosen, lexicon)
    if not any(engine.rules.values()):
        raise InputError("没有要检查的规则", "", "请检查 --select 和 --ignore")
    tally = Tally(ruleset)
    items = read(inputs, kind=kind, mapping=load_mapping(mapping) if mapping else None)

    def results() -> Iterator[Result]:
        for item in items:
            if isinstance(item, Rejected):
                tally.rejected += 1
                common.reject(item)
                continue
            result = engine.check(item)
            tally.add(result)
            yield result

    if form == "jsonl":
        from checker.report import jsonl

        common.emit(jsonl.write(results()), data=True)
    elif form == "json":
        from checker.report import json

        common.emit(json.write(results(), ruleset), data=True)
    else:
        from checker.report import text

        look = text.Look(verbose, not no_mask, common.colourful())
        common.emit(text.write(results(), ruleset, tally, look))
    return exit_code(tally, fail_on, min_score)


def exit_code(tally: Tally, fail_on: str, min_score: float | None) -> int:
    """The code that a finished run ends with. Raises InputError if nothing was checked."""
    if not tally.records:
        raise InputError("没有一条记录可以检查", "", "请检查输入的内容和格式")
    if fail_on != "never" and tally.at_least(fail_on):
        return FINDINGS
    if min_score is not None and tally.lowest is not None and tally.lowest < min_score:
        return FINDINGS
    return NOT_JUDGED if tally.rejected or tally.verdicts["unknown"] else OK
