"""Rule files and a company's settings → Ruleset. Every mistake of every file is found and named before anything is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from checker import __version__
from checker.errors import RuleError
from checker.language import Rule, Ruleset, Scorecard
from checker.ruleset import build, fields, nodes
from checker.ruleset.conditions import mentioned, similar
from checker.ruleset.find import shipped
from checker.ruleset.nodes import Place, Problems, Reader
from checker.ruleset.settings import Settings
from checker.ruleset.settings import read as read_settings

SECTIONS = ("params", "clauses", "not-judged", "concepts", "scenes", "letter-types", "rules")


class Source(NamedTuple):
    """The files that make a ruleset: rule folders (shipped first) and the settings file."""

    folders: tuple[Path, ...]
    settings: Path | None = None

    def files(self) -> list[Path]:
        """All rule files, in reading order."""
        return [path for folder in self.folders for path in sorted(folder.rglob("*.yaml"))]


def load(folder: Path | None = None, settings: Path | None = None, models: bool = True) -> Ruleset:
    """Read the pack in ``folder`` (None: the shipped one) under ``settings``. Raises RuleError with all mistakes.

    ``models=False`` lets rules name ``similar`` models that have not been trained yet.
    """
    problems = Problems()
    company = read_settings(settings, problems) if settings else Settings()
    root = folder or shipped()
    if not root.is_dir() or not any(root.rglob("*.yaml")):
        raise RuleError("没有找到规则文件", str(root), "请检查 --rules 指定的文件夹里有没有 .yaml 文件")
    source = Source((root, *company.folders), settings)
    for own in company.folders:
        if not own.is_dir():
            problems.add(f"rule-files 指定的文件夹不存在：{own.name}", str(settings), "请检查路径")
    raw = _merge(source, problems)
    _apply(company, raw, problems)
    built = _build(raw, company, source.folders, problems, models)
    problems.raise_all()
    return built._replace(hash=fingerprint(built))


def _merge(source: Source, problems: Problems) -> dict[str, Any]:
    merged: dict[str, Any] = {section: {} for section in SECTIONS} | {"score": {}, "name": "", "cut-off": None}
    where: dict[tuple[str, str], str] = {}
    for folder in source.folders:
        for path in sorted(folder.rglob("*.yaml")):
            shown = path.relative_to(folder.parent).as_posix()
            node = nodes.compose(path, shown, problems)
            if node is None:
                continue
            given = Reader(shown, problems).mapping(node, fields.FILE, "规则文件")
            merged["name"] = merged["name"] or given.get("name", "")
            merged["cut-off"] = given.get("cut-off") or merged["cut-off"]
            for section in SECTIONS:
                for key, value in given.get(section, {}).items():
                    if key in merged[section]:
                        problems.add(f"{section} 里的“{key}”重复", shown, f"{where[section, key]} 里已有，请换名或删去一个")
                    where[section, key] = shown
                    merged[section][key] = value
            score = given.get("score", {})
            for key, value in score.items():
                if isinstance(value, dict):
                    merged["score"].setdefault(key, {}).update(value)
                else:
                    merged["score"][key] = value
    return merged


def _apply(company: Settings, raw: dict[str, Any], problems: Problems) -> None:
    """Lay the company's settings over what the packs say."""
    if company.extends and raw["name"] and company.extends[0] != raw["name"]:
        problems.add(
            f"设置是给规则包 {company.extends[0]} 写的，现在用的是 {raw['name']}", company.extends[1], "请核对后改写 extends"
        )
    for name, (value, place) in company.params.items():
        if name not in raw["params"]:
            problems.add(f"没有参数“{name}”", place, build.suggest(name, raw["params"]))
        elif type(value) is not type(raw["params"][name]) and not (
            isinstance(value, int | float) and isinstance(raw["params"][name], int | float)
        ):
            problems.add(f"参数 {name} 的类型不对", place, f"默认值是 {raw['params'][name]!r}")
        else:
            raw["params"][name] = value
    for name, (change, place) in company.concepts.items():
        if name not in raw["concepts"]:
            problems.add(f"没有概念“{name}”", place, build.suggest(name, raw["concepts"]))
            continue
        given, at = raw["concepts"][name]
        given = dict(given)
        for phrase in change.get("remove", ()):
            kept = [pair for key in ("say", "regex") for pair in given.get(key, ()) if pair[0] == phrase]
            if not kept:
                problems.add(f"概念 {name} 里没有“{phrase}”这条说法", place, "请照规则包里的写法填写")
            for key in ("say", "regex"):
                if key in given:
                    given[key] = [pair for pair in given[key] if pair[0] != phrase]
        given["say"] = [*given.get("say", ()), *change.get("add", ())]
        given["unless"] = [*given.get("unless", ()), *change.get("unless", ())]
        raw["concepts"][name] = (given, at)
    for name, (_, place) in company.rules.items():
        if name not in raw["rules"]:
            problems.add(f"没有规则“{name}”", place, build.suggest(name, raw["rules"]))
    for key, value in company.score.items():
        if isinstance(value, dict):
            raw["score"].setdefault(key, {}).update(value)
        else:
            raw["score"][key] = value


def _build(raw: dict[str, Any], company: Settings, folders: tuple[Path, ...], problems: Problems, trained: bool) -> Ruleset:
    concepts = build.concepts(raw["concepts"], problems, raw["params"])
    weights = dict(raw["score"].get("weights", {}))
    rules = []
    for name, (given, place) in raw["rules"].items():
        own = company.rules.get(name, ({}, None))[0]
        if own.get("enabled", True):
            rules.append(build.rule(name, given, place, {**weights.get(name, {}), **own}))
    scenes = tuple((name, given.get("title", ""), given["when"]) for name, given in raw["scenes"].items() if "when" in given)
    types = tuple((name, given.get("title", ""), given["when"]) for name, given in raw["letter-types"].items() if "when" in given)
    known = ({concept.id for concept in concepts}, {name for name, _, _ in scenes}, {name for name, _, _ in types})
    for rule in rules:
        for what, names, all_names in zip(("概念", "场景", "信函类型"), build.uses(rule), known, strict=True):
            for name in sorted(names - all_names):
                problems.add(f"规则 {rule.id} 用到了不存在的{what}“{name}”", rule.place, build.suggest(name, all_names))
        for key in ("limit", "told-limit"):
            for value in rule.params.get(key, {}).values() if isinstance(rule.params.get(key), dict) else ():
                _check_param(value, raw["params"], rule, problems)
    for kind, group in (("场景", scenes), ("信函类型", types)):
        for name, _, when in group:
            for other in sorted(mentioned(when)[0] - known[0]):
                problems.add(f"{kind} {name} 用到了不存在的概念“{other}”", "", build.suggest(other, known[0]))
    card = raw["score"]
    scorecard = Scorecard(
        card.get("method", "deduct"),
        card.get("fatal", 0),
        card.get("null-below", 0.2),
        tuple(sorted(card.get("grades", {"D": 0}).items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple((name, g.get("cap", 0), tuple(g.get("ids", ()))) for name, g in card.get("groups", {}).items()),
    )
    models = {path.stem: path for folder in folders for path in sorted(folder.glob("similar/*.json"))}
    for rule in rules if trained else ():
        for name in sorted(build.models(rule).keys() - models.keys()):
            problems.add(f"规则 {rule.id} 用到了不存在的模型“{name}”", rule.place, "请先运行 lipei rules train")
    for kind, group in (("场景", scenes), ("信函类型", types)) if trained else ():
        for title, _, when in group:
            for name in sorted(similar(when) - models.keys()):
                problems.add(f"{kind} {title} 用到了不存在的模型“{name}”", "", "请先运行 lipei rules train")
    return Ruleset(
        "",
        concepts,
        scenes,
        types,
        tuple(rules),
        scorecard,
        dict(raw["params"]),
        tuple(raw["clauses"].items()),
        tuple(raw["not-judged"].items()),
        raw["name"],
        raw["cut-off"],
        tuple((name, str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in models.items()),
    )


def _check_param(value: Any, params: dict[str, Any], rule: Rule, problems: Problems) -> None:
    if isinstance(value, str) and value[1:] not in params:
        problems.add(f"规则 {rule.id} 用到了不存在的参数“{value}”", rule.place, build.suggest(value[1:], params))


def fingerprint(ruleset: Ruleset) -> str:
    """12 hexadecimal digits over everything that decides verdicts: effective rules, parameters, program version.

    Places and examples do not count: moving a rule or adding an example changes no verdict.
    """
    concepts = [c._replace(place="", hit=(), miss=(), note="") for c in ruleset.concepts]
    rules = [r._replace(place="", examples=(), note="") for r in ruleset.rules]
    models = [(name, digest) for name, _, digest in ruleset.similar]
    named = [ruleset.scenes, ruleset.letter_types, ruleset.cut_off, models]
    content = json.dumps(
        [__version__, concepts, rules, *named, ruleset.scorecard, ruleset.params], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]


__all__ = ["Place", "Source", "fingerprint", "load", "shipped"]
