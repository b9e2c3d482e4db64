"""From a ruleset to what checking one sort of record takes: the concepts that its rules can reach, expressions compiled."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from checker import normalize, regexes
from checker.concepts.match import Program, program, references
from checker.language import Ruleset
from checker.ruleset.build import uses
from checker.ruleset.cache import Core, Part
from checker.ruleset.conditions import mentioned

SCOPES = {"letter": ("letter", "case"), "spoken": ("conversation", "case")}  # a case looks at the hits of its contacts


def lean(ruleset: Ruleset) -> Ruleset:
    """The ruleset without its concepts, and without what only people read who look at rules."""
    return ruleset._replace(concepts=(), rules=tuple(rule._replace(examples=(), note="") for rule in ruleset.rules))


def core(ruleset: Ruleset) -> Core:
    """What every check takes."""
    return Core(lean(ruleset), _frozen(_shared(ruleset)), normalize.tables())


def part(ruleset: Ruleset, sort: str) -> Part:
    """What matching records of ``sort`` takes: "letter", or "spoken" for calls and chats."""
    made = reduced(ruleset, sort)
    patterns = (pattern for concept in made.concepts for pattern in (*concept.patterns, *concept.unless))
    return Part(made, _frozen(pattern.regex for pattern in patterns if not pattern.tokens and not pattern.literals))


def reduced(ruleset: Ruleset, sort: str) -> Program:
    """The concepts that records of ``sort`` can reach, laid out for matching."""
    wanted = reached(ruleset, sort)
    shown = frozenset(name for rule in ruleset.rules for name in rule.near)
    return program(tuple(concept for concept in ruleset.concepts if concept.id in wanted), shown)


def reached(ruleset: Ruleset, sort: str) -> set[str]:
    """Ids of the concepts that can decide anything about records of ``sort``."""
    names: set[str] = set()
    named = ruleset.letter_types if sort == "letter" else ruleset.scenes
    for rule in ruleset.rules:
        if rule.scope in SCOPES[sort]:
            names |= uses(rule)[0]
    for condition in (*(when for _, _, when in named), ruleset.cut_off):
        names |= mentioned(condition)[0]
    by_id = {concept.id: concept for concept in ruleset.concepts}
    left, found = list(names), set()
    while left:
        name = left.pop()
        if name in by_id and name not in found:
            found.add(name)
            left += references(by_id[name])
    return found


def _shared(ruleset: Ruleset) -> tuple[str, ...]:
    """Expressions that do not come from rules: typed values and their parsers, vetoes, folding, reading plain text, masking.

    Parsers compile as they read, so they are given the concepts' own examples to read.
    """
    for name in ("checks.arithmetic", "concepts.vetoes", "masking"):  # for the expressions at their top, and of what they import
        import_module(f"checker.{name}")
    from checker.concepts.values import VALUES, find
    from checker.readers import plain

    for text in (text for concept in ruleset.concepts for text in concept.hit[:2]):
        for name in VALUES:
            list(find(name, text))
    values = (kind.regex for kind in VALUES.values())
    return (*values, *plain.sources(), *regexes.named(), *sorted(regexes.used()))


def _frozen(sources: Iterable[str]) -> dict[str, regexes.Frozen]:
    programs = {source: regexes.freeze(source) for source in dict.fromkeys(sources)}
    return {source: frozen for source, frozen in programs.items() if frozen is not None}
