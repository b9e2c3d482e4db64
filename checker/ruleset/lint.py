"""Loose ends of a rule pack that loads: nothing here breaks it, everything here should be mended before publishing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.concepts.match import references
from checker.language import Concept, Rule, Ruleset
from checker.ruleset import nodes
from checker.ruleset.build import suggest, uses
from checker.ruleset.conditions import mentioned

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = {  # what each check kind fills in
    "must-not-say": ("kind",),
    "checklist": ("missing",),
    "within-time": ("seconds",),
    "answer-to": ("words",),
    "case-gaps": ("from", "to"),
    "case-interval": ("from", "due", "to"),
    "case-promise": ("from", "due", "to"),
    "case-sets": ("count", "words"),
}
REFERENCE = re.compile(r"(?<!\\)<([^<>]+)>")


class Finding(NamedTuple):
    """A loose end: ``place`` is path:line:column, ``what`` is wrong and ``mend`` how to mend it, both Chinese."""

    place: str
    what: str
    mend: str


def lint(ruleset: Ruleset, folders: tuple[Path, ...] = ()) -> list[Finding]:
    """All loose ends. ``folders`` are the pack's own: with them, weights of rules that do not exist are found too."""
    out = [*_unused(ruleset)]
    for concept in ruleset.concepts:
        out += [*_slow(concept), *_twice(concept)]
    clauses = {name for name, _ in ruleset.clauses}
    for rule in ruleset.rules:
        for clause in clauses_of(rule):
            if clause not in clauses:
                mend = "请在 clauses 里写出这一条，或改正条款号"
                out.append(Finding(rule.place, f"规则 {rule.id} 的条款“{clause}”不在 clauses 里", mend))
        if not rule.weight:
            out.append(Finding(rule.place, f"规则 {rule.id} 没有分值", "请在 score.weights 里写明严重度和分值"))
        out += _placeholders(rule)
    return out + list(_scores(ruleset, folders))


def clauses_of(rule: Rule) -> list[str]:
    """The clauses that a rule serves; several are written with strokes between them."""
    return [clause.strip() for clause in rule.clause.split("/")]


def reach(ruleset: Ruleset, names: set[str]) -> set[str]:
    """``names`` and all concepts that they need, directly or not."""
    concepts = {concept.id: concept for concept in ruleset.concepts}
    left, found = list(names), set()
    while left:
        name = left.pop()
        if name in found or name not in concepts:
            continue
        found.add(name)
        left += needed(concepts[name])
    return found


def needed(concept: Concept) -> list[str]:
    """Names that a concept mentions: other concepts, in its conditions and inside its phrases."""
    phrases = (p.phrase for p in (*concept.patterns, *concept.unless) if not p.tokens)
    return [*references(concept), *(name for phrase in phrases for name in REFERENCE.findall(phrase))]


def _unused(ruleset: Ruleset) -> Iterator[Finding]:
    roots: set[str] = set(mentioned(ruleset.cut_off)[0])
    for rule in ruleset.rules:
        roots |= uses(rule)[0]
    for _, _, when in (*ruleset.scenes, *ruleset.letter_types):
        roots |= mentioned(when)[0]
    used = reach(ruleset, roots)
    for concept in ruleset.concepts:
        if concept.id not in used:
            yield Finding(concept.place, f"概念 {concept.id} 没有被任何规则、场景或信函类型用到", "请用上它，或删去")


def _slow(concept: Concept) -> Iterator[Finding]:
    for pattern in (*concept.patterns, *concept.unless):
        if not pattern.literals and not pattern.regex.startswith("^"):  # tried once a turn, at its beginning: cheap
            mend = "请写进一个必定出现的字，否则每句话都要试一遍，很慢"
            yield Finding(concept.place, f"概念 {concept.id} 的“{pattern.phrase}”没有必定出现的字", mend)


def _twice(concept: Concept) -> Iterator[Finding]:
    for patterns, key in ((concept.patterns, "say"), (concept.unless, "unless")):
        seen: dict[str, str] = {}
        for pattern in patterns:
            same = pattern.tokens or pattern.regex
            if same in seen:
                other = "" if seen[same] == pattern.phrase else f"，与“{seen[same]}”相同"
                yield Finding(concept.place, f"概念 {concept.id} 的 {key} 里“{pattern.phrase}”重复{other}", "请删去一条")
            seen.setdefault(same, pattern.phrase)


def _placeholders(rule: Rule) -> Iterator[Finding]:
    known = PLACEHOLDERS.get(rule.kind, ())
    for name in PLACEHOLDER.findall(rule.message):
        if name not in known:
            mend = f"可用：{'、'.join('{' + k + '}' for k in known)}" if known else f"{rule.kind} 的 message 没有可填的项"
            yield Finding(rule.place, f"规则 {rule.id} 的 message 里“{{{name}}}”不会被填上", mend)


def _scores(ruleset: Ruleset, folders: tuple[Path, ...]) -> Iterator[Finding]:
    """Weights and groups that name rules which do not exist; a rule that is switched off still exists."""
    rules = {rule.id for rule in ruleset.rules}
    weights: dict[str, str] = {}
    for path, shown in ((p, p.relative_to(root.parent).as_posix()) for root in folders for p in sorted(root.rglob("*.yaml"))):
        problems = nodes.Problems()
        reader = nodes.Reader(shown, problems)
        for key, _, value in reader.pairs_quiet(nodes.compose(path, shown, problems)):
            if key == "rules":
                rules |= {name for name, _, _ in reader.pairs_quiet(value)}
            elif key == "score":
                for name, _, part in reader.pairs_quiet(value):
                    if name == "weights":
                        weights |= {rule: str(reader.at(at)) for rule, at, _ in reader.pairs_quiet(part)}
    for name, place in weights.items():
        if name not in rules:
            yield Finding(place, f"score.weights 里的“{name}”不是规则", suggest(name, rules) or "请删去，或补上这条规则")
    for group, _, ids in ruleset.scorecard.groups:
        for name in ids:
            if name not in rules:
                yield Finding("", f"score.groups.{group} 里的“{name}”不是规则", suggest(name, rules) or "请删去，或补上这条规则")
