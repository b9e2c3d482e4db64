"""``lipei rules``: look at the rules, test them, compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checker.cli import common
from checker.cli.usage import Command, Group, Words, near
from checker.errors import FINDINGS, OK, RULES_BROKEN, InputError

if TYPE_CHECKING:
    from checker.language import Ruleset

HEADINGS = ("规则", "条款", "等级", "分值", "名称")
NEEDS = ("words",)


@click.group(cls=Group, help="查看、自测和比较规则。")
def rules() -> None:
    pass


def _load(rules: str | None, config: str | None) -> Ruleset:
    return common.load(common.sources(rules, config))


@rules.command("list", cls=Command, help="列出所有规则。")
@common.rule_options
@click.option("--format", "form", type=Words("text", "json"), default="text", metavar="text|json", help="输出格式；默认 text")
@click.option("--needs", type=Words(*NEEDS), metavar="words", help="只列要分词的规则")
def list_rules(rules: str | None, config: str | None, form: str, needs: str | None) -> int:
    import json

    from checker.report.json import texts
    from checker.ruleset.build import uses
    from checker.ruleset.describe import SEVERITY
    from checker.ruleset.lint import reach

    ruleset = _load(rules, config)
    words = {concept.id for concept in ruleset.concepts if any(pattern.tokens for pattern in concept.patterns)}
    wanted = {rule.id: bool(words & reach(ruleset, uses(rule)[0])) for rule in ruleset.rules}
    kept = [rule for rule in ruleset.rules if wanted[rule.id] or not needs]
    if form == "json":
        items = [
            {"rule": rule.id, "scope": rule.scope, "basis": rule.basis, "check": rule.kind, **texts(rule)}
            | {"fatal": list(rule.fatal), "message": rule.message, "needs": list(NEEDS) if wanted[rule.id] else []}
            for rule in kept
        ]
        content = {"schema": 1, "ruleset": ruleset.hash, "name": ruleset.name, "rules": items}
        common.emit([json.dumps(content, ensure_ascii=False, indent=2), "\n"], data=True)
        return OK
    rows = [(rule.id, rule.clause, SEVERITY[rule.severity], str(rule.weight), rule.title) for rule in kept]
    for line in common.table([HEADINGS, *rows], frozenset([3])):
        click.echo(line)
    click.echo(f"{ruleset.name or '规则包'}：{len(kept)} 条规则，版本指纹 {ruleset.hash}")
    return OK


@rules.command(cls=Command, help="说明一条规则或一个概念：查什么、何时适用、例子。")
@click.argument("name", metavar="编号")
@common.rule_options
def explain(name: str, rules: str | None, config: str | None) -> int:
    from checker.ruleset.describe import Describer

    ruleset = _load(rules, config)
    describer = Describer(ruleset)
    found = {rule.id: rule for rule in ruleset.rules}
    concepts = describer.concepts
    if name not in found and name not in concepts:
        raise InputError(f"没有规则或概念“{name}”", "", near(name, [*found, *concepts]) or "lipei rules list 列出所有规则")
    for line in describer.rule(found[name]) if name in found else describer.concept(concepts[name]):
        click.echo(line)
    return OK


@rules.command(cls=Command, help="运行规则和概念里的例子；可只写几个编号。")
@click.argument("names", nargs=-1, metavar="[编号…]")
@common.rule_options
def test(names: tuple[str, ...], rules: str | None, config: str | None) -> int:
    from checker import selftest

    ruleset = _load(rules, config)
    known = {rule.id for rule in ruleset.rules} | {concept.id for concept in ruleset.concepts}
    for name in names:
        if name not in known:
            raise InputError(f"没有规则或概念“{name}”", "", near(name, known))
    problems = selftest.run(ruleset, frozenset(names))
    for problem in problems:
        click.echo(f"{problem.place}: {problem.what}")
    count = f"{len(names)} 项" if names else f"{len(ruleset.concepts)} 个概念、{len(ruleset.rules)} 条规则"
    click.echo(f"{count}：" + (f"{len(problems)} 处与例子不符" if problems else "例子全部相符"))
    return RULES_BROKEN if problems else OK


@rules.command(cls=Command, help="找规则包里的疏漏：没用到的概念、重复的说法等。")
@common.rule_options
def lint(rules: str | None, config: str | None) -> int:
    from checker.ruleset import lint as linter

    where = common.sources(rules, config)
    findings = linter.lint(common.load(where), (where.folder,))
    for finding in findings:
        click.echo(f"{finding.place}: {finding.what}；{finding.mend}" if finding.place else f"{finding.what}；{finding.mend}")
    click.echo(f"{len(findings)} 处疏漏" if findings else "没有疏漏")
    return FINDINGS if findings else OK


@rules.command(cls=Command, help="输出规则文件的 JSON Schema，供编辑器使用。")
@click.option("--settings", is_flag=True, help="输出 lipei.yaml 的")
def schema(settings: bool) -> int:
    import json

    from checker.ruleset.schema import rules_schema, settings_schema

    made = settings_schema() if settings else rules_schema()
    common.emit([json.dumps(made, ensure_ascii=False, indent=2), "\n"], data=True)
    return OK


@rules.command(cls=Command, help="列出标准的每一条由哪些规则检查，或为何不查。")
@common.rule_options
def coverage(rules: str | None, config: str | None) -> int:
    from checker.ruleset.lint import clauses_of

    ruleset = _load(rules, config)
    by_clause: dict[str, list[str]] = {}
    for rule in ruleset.rules:
        for clause in clauses_of(rule):
            by_clause.setdefault(clause, []).append(rule.id)
    names = [name for name, _ in ruleset.clauses]
    asked = [(name, text) for name, text in ruleset.clauses if name in by_clause or not _is_heading(name, names)]
    for name, text in asked:
        click.echo(f"{name} {text}")
        click.echo(f"    {'、'.join(by_clause.get(name, ())) or '（没有规则）'}")
    for name, reason in ruleset.not_judged:
        click.echo(f"不查：{name}")
        click.echo(f"    {reason}")
    met = sum(name in by_clause for name, _ in asked)
    share = f"（{100 * met / len(asked):.0f}%）" if asked else ""
    other = f"；另有 {len(ruleset.not_judged)} 条文字看不出来" if ruleset.not_judged else ""
    click.echo(f"{len(asked)} 条中 {met} 条有规则{share}{other}")
    return OK


def _is_heading(name: str, names: list[str]) -> bool:
    """A chapter that has clauses of its own."""
    return any(other.startswith(f"{name}.") for other in names)


@rules.command(cls=Command, help="比较公司设置与规则包：参数、开关、分值、说法。")
@common.rule_options
def diff(rules: str | None, config: str | None) -> int:
    from checker.ruleset.compare import differences

    where = common.sources(rules, config)
    if where.settings is None:
        raise InputError("没有找到公司设置 lipei.yaml", "", "请用 --config 指明")
    shipped, own = common.load(where._replace(settings=None)), common.load(where)
    lines = list(differences(shipped, own))
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} 处不同，版本指纹 {shipped.hash} → {own.hash}" if lines else "与规则包相同")
    return OK


@rules.command(cls=Command, help="用标注记录训练规则里 similar 所指的模型，写到规则包的 similar 文件夹。")
@click.argument("gold", nargs=-1, required=True, metavar="标注文件…")
@common.rule_options
def train(gold: tuple[str, ...], rules: str | None, config: str | None) -> int:
    from checker.ruleset.load import load
    from checker.train import train as fit
    from checker.train import wanted_by
    from checker.train_records import train as fit_records

    where = common.sources(rules, config)
    wanted = wanted_by(load(where.folder, where.settings, models=False))
    if not wanted:
        raise InputError("规则里没有 similar", str(where.folder), "请先在规则里写明要用哪个模型")
    report = fit(wanted, list(gold), where.folder / "similar")
    kinds = fit_records(list(gold), where.folder / "similar")
    rows = [
        (row["rule"], str(row["records"]), str(row["fails"]), f"{row['fail_f1']:.2f}", f"{row['pass_precision'] or 0:.2f}")
        for row in report
    ]
    for line in common.table([("模型", "记录", "违反", "违反 F1（留一文件）", "满足的精确率"), *rows], frozenset([1, 2, 3, 4])):
        click.echo(line)
    click.echo("场景和信函类型：" + "、".join(f"{row['class']}（{row['records']} 条）" for row in kinds))
    click.echo(f"已写入 {len(report)} 个模型；新例子从现在起生效，发布前请用 lipei rules diff 和 lipei evaluate 核对。")
    return OK
