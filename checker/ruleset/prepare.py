"""From a ruleset to what checking one sort of record takes: only the concepts that its rules can reach, with all expressions compiled."""

from __future__ import annotations

from collections.abc import Iterable

from checker import normalize, regexes
from checker.concepts.match import Program, program, references
from checker.language import Ruleset
from checker.ruleset.build import uses
from checker.ruleset.cache import Ready
from checker.ruleset.conditions import mentioned

SCOPES = {"letter": ("letter", "case"), "spoken": ("conversation", "case")}  # a case looks at the hits of its contacts


def outline(ruleset: Ruleset, sort: str) -> Ready:
    """Ready without compiled expressions and tables: for a run that keeps nothing."""
    lean = ruleset._replace(concepts=(), rules=tuple(rule._replace(examples=(), note="") for rule in ruleset.rules))
    return Ready(lean, _program(ruleset, sort), {}, normalize.Tables(None, None, None))


def prepare(ruleset: Ruleset, sort: str) -> Ready:
    """Ready for records of ``sort``: "letter", or "spoken" for calls and chats."""
    made = outline(ruleset, sort)
    patterns = (pattern for concept in made.program.concepts for pattern in (*concept.patterns, *concept.unless))
    plain = (pattern.regex for pattern in patterns if not pattern.tokens and not pattern.literals)
    return made._replace(expressions=_frozen((*plain, *_shared())), tables=normalize.tables())


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


def _program(ruleset: Ruleset, sort: str) -> Program:
    wanted = reached(ruleset, sort)
    shown = frozenset(name for rule in ruleset.rules for name in rule.near)
    return program(tuple(concept for concept in ruleset.concepts if concept.id in wanted), shown)


def _shared() -> tuple[str, ...]:
    """Expressions that do not come from rules: typed values, vetoes, folding, reading plain text, masking."""
    from checker import masking
    from checker.concepts import formulas, vetoes
    from checker.concepts.values import VALUES
    from checker.readers import plain

    assert masking and formulas and vetoes  # imported for the expressions that they name
    values = (kind.regex for kind in VALUES.values())
    return (*values, *plain.sources(), *regexes.named())


def _frozen(sources: Iterable[str]) -> dict[str, regexes.Frozen]:
    programs = {source: regexes.freeze(source) for source in dict.fromkeys(sources)}
    return {source: frozen for source, frozen in programs.items() if frozen is not None}
