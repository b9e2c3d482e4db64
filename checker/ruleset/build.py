"""Turn what was read from rule files into language objects: phrases become expressions, names are checked."""

from __future__ import annotations

import difflib
import re
from typing import Any

from checker.checks import KINDS
from checker.concepts import literals, shadow
from checker.concepts.grammar import PhraseError, to_regex
from checker.concepts.match import references
from checker.language import Concept, Condition, Pattern, Rule
from checker.ruleset.conditions import mentioned, similar
from checker.ruleset.nodes import Place, Problems


def concepts(
    raw: dict[str, tuple[dict[str, Any], Place]], problems: Problems, params: dict[str, Any] | None = None
) -> tuple[Concept, ...]:
    """Compile the raw concepts; every mistake is noted with its place. ``params``: the words that ``<$name>`` stands for."""
    compiler = _Compiler(raw, problems, params or {})
    out = tuple(compiler.concept(name) for name in raw)
    _check_references(out, raw, problems)
    return out


class _Compiler:
    def __init__(self, raw: dict[str, tuple[dict[str, Any], Place]], problems: Problems, params: dict[str, Any]) -> None:
        self.raw = raw
        self.params = params
        self.problems = problems
        self.fragments: dict[str, str] = {}
        self.open: list[str] = []

    def concept(self, name: str) -> Concept:
        given, place = self.raw[name]
        patterns = [self.phrase(p, at) for p, at in given.get("say", ())]
        patterns += [self.regex(p, at) for p, at in given.get("regex", ())]
        for (on, tokens), _ in given.get("tokens", ()):
            patterns.append(Pattern(tokens, "", on, (), tokens))
        if not patterns and not given.get("any-of"):
            self.problems.add(f"概念 {name} 没有说法", place, "请写 say、regex、tokens 或 any-of")
        return Concept(
            id=name,
            title=given.get("title", ""),
            by=given.get("by", "any"),
            patterns=tuple(p for p in patterns if p is not None),
            any_of=tuple(given.get("any-of", ())),
            unless=tuple(p for p in (self.phrase(p, at) for p, at in given.get("unless", ())) if p is not None),
            veto=tuple(given.get("veto", ())),
            with_=tuple(given.get("with", ())),
            without=tuple(given.get("without", ())),
            hit=tuple(given.get("hit", ())),
            miss=tuple(given.get("miss", ())),
            note=given.get("note", ""),
            place=str(place),
        )

    def phrase(self, phrase: str, place: Place) -> Pattern | None:
        try:
            source = to_regex(phrase, self.reference)
        except PhraseError as error:
            self.problems.add(f"短语“{phrase}”第 {error.at + 1} 个字：{error.what}", place, "写法见 docs/rule-language.md")
            return None
        return self.pattern(phrase, source, place)

    def regex(self, source: str, place: Place) -> Pattern | None:
        return self.pattern(source, source, place)

    def pattern(self, phrase: str, source: str, place: Place) -> Pattern | None:
        reason = literals.check(source)
        if reason:
            self.problems.add(reason, place, "请改写")
            return None
        types = shadow.types_of(source)
        visible = source
        for name in types:
            visible = visible.replace(shadow.fragment(name), shadow.opaque(name))
        return Pattern(phrase, source, literals.required(visible), types)

    def reference(self, name: str) -> str:
        """Expression of a referenced value or concept; raises KeyError for an unknown name."""
        if name in shadow.MARKS:
            return shadow.fragment(name)
        if name.startswith("$"):
            words = self.params[name[1:]]
            return "|".join(re.escape(str(word)) for word in (words if isinstance(words, list) else [words]))
        if name in self.fragments:
            return self.fragments[name]
        if name in self.open:
            raise PhraseError(f"概念互相引用成环：{' → '.join([*self.open, name])}", 0)
        given, _ = self.raw[name]
        self.open.append(name)
        try:
            parts = [to_regex(p, self.reference) for p, _ in given.get("say", ())]
            parts += [p for p, _ in given.get("regex", ())]
            parts += [self.reference(part) for part in given.get("any-of", ())]
        finally:
            self.open.pop()
        self.fragments[name] = "|".join(f"(?:{part})" for part in parts)
        return self.fragments[name]


def _check_references(built: tuple[Concept, ...], raw: dict[str, tuple[dict[str, Any], Place]], problems: Problems) -> None:
    known = set(raw)
    for concept in built:
        for name in references(concept):
            if name not in known:
                problems.add(f"概念 {concept.id} 引用了不存在的概念“{name}”", concept.place, suggest(name, known))
    graph = {concept.id: [name for name in references(concept) if name in known] for concept in built}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            problems.add(f"概念互相依赖成环：{' → '.join([*path[path.index(name) :], name])}", raw[name][1], "请去掉其中一个引用")
            done.update(path)
            return
        if name in done:
            return
        for other in graph[name]:
            visit(other, (*path, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def suggest(name: str, known: Any) -> str:
    """ "是不是 …？" for a misspelt name, or ""."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"是不是 {near[0]}？" if near else ""


def rule(name: str, given: dict[str, Any], place: Place, weight: dict[str, Any]) -> Rule:
    """A rule from its raw keys and its entry in the score card."""
    kind = given.get("check", "must-say")
    params = {key: given[key] for key in KINDS[kind].PARAMS if key in given}
    return Rule(
        id=name,
        clause=given.get("clause", ""),
        title=given.get("title", ""),
        scope=given.get("scope", "conversation"),
        kind=kind,
        applies=given.get("applies"),
        params=params,
        requirement=given.get("requirement", ""),
        basis=given.get("basis", "standard"),
        severity=weight.get("severity", "warning"),
        weight=weight.get("weight", 0),
        fatal=tuple(weight.get("fatal", ())),
        waived_by=given.get("waived-by"),
        cut_off=given.get("when-cut-off", "na"),
        near=tuple(given.get("near", ())),
        message=given.get("message", ""),
        suggestion=given.get("suggestion", ""),
        examples=(*given.get("hit", ()), *given.get("miss", ())),
        note=given.get("note", ""),
        place=str(place),
    )


def uses(built: Rule) -> tuple[set[str], set[str], set[str]]:
    """Concepts, scenes and letter types that a rule names anywhere."""
    concepts: set[str] = set(built.near)
    scenes: set[str] = set()
    types: set[str] = set()
    for key, (reads, _, _) in KINDS[built.kind].PARAMS.items():
        if reads == "concept" and key in built.params:
            concepts.add(built.params[key])
    for condition in conditions_of(built):
        for target, found in zip((concepts, scenes, types), mentioned(condition), strict=True):
            target.update(found)
    return concepts, scenes, types


def conditions_of(built: Rule) -> list[Condition]:
    """Every condition of a rule."""
    out = [condition for condition in (built.applies, built.waived_by) if condition is not None]
    for key, (reads, _, _) in KINDS[built.kind].PARAMS.items():
        value = built.params.get(key)
        if value is not None and reads == "condition":
            out.append(value)
        elif value is not None and reads == "conditions":
            out.extend(value.values())
    return out


def models(built: Rule) -> dict[str, str]:
    """``similar`` models that a rule names, and the verdict that a likely turn speaks for.

    That is fail where words are forbidden, and any where a turn shows what is counted (one-go).
    """
    out = {name: "pass" for condition in conditions_of(built) for name in similar(condition)}
    out |= {name: "fail" for condition in built.params.get("forbid", {}).values() for name in similar(condition)}
    own = "any" if built.kind == "one-go" else "pass"
    return {built.params["similar"]: own, **out} if "similar" in built.params else out
