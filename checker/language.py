"""The rule language as data: what a rule file says once it is read. No YAML here, no judging."""

# Annotations are not postponed: see model.py.

from typing import Any, NamedTuple


class Pattern(NamedTuple):
    """One wording: a regular expression over the folded text of one turn.

    ``literals``: strings of which every match contains one (empty: the expression runs on every turn).
    ``values``: types of the typed values that it names (values.VALUES). ``phrase`` is what the rule file says.
    With ``tokens`` (a spaCy token pattern as JSON text) words are matched instead of ``regex``.
    """

    phrase: str
    regex: str
    literals: tuple[str, ...]
    values: tuple[str, ...] = ()
    tokens: str = ""


class Near(NamedTuple):
    """A condition on a hit: a hit of ``concept`` (or of one of several) at a turn distance between ``low`` and ``high``.

    ``chars`` bounds the distance in characters inside the same turn (-1: no bound); ``order``: "before", "after" or "".
    """

    concepts: tuple[str, ...]
    low: int = 0
    high: int = 0
    chars: int = -1
    order: str = ""


class Concept(NamedTuple):
    """What a wording is. A hit counts if its speaker, vetoes, ``with_`` and ``without`` allow it."""

    id: str
    title: str = ""
    by: str = "any"
    patterns: tuple[Pattern, ...] = ()
    any_of: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    veto: tuple[str, ...] = ()
    with_: tuple[Near, ...] = ()
    without: tuple[Near, ...] = ()
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()
    note: str = ""
    place: str = ""


class Condition(NamedTuple):
    """``op`` is one of conditions.OPS, or ``has`` for a concept; ``parts`` are sub-conditions or names."""

    op: str
    parts: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()

    def option(self, name: str, default: Any = None) -> Any:
        """Value of an option."""
        return dict(self.options).get(name, default)


class Example(NamedTuple):
    """A short record inside a rule with the verdict that it must get."""

    text: str
    verdict: str
    scenes: tuple[str, ...] | None = None
    kind: str = ""
    missing: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One requirement: when it applies, what is judged (``kind`` and its ``params``), what is said of a breach."""

    id: str
    clause: str
    title: str
    scope: str
    kind: str
    applies: Condition | None
    params: dict[str, Any]
    requirement: str = ""
    basis: str = "standard"
    severity: str = "warning"
    weight: float = 0
    fatal: tuple[str, ...] = ()
    waived_by: Condition | None = None
    cut_off: str = "na"
    near: tuple[str, ...] = ()
    message: str = ""
    suggestion: str = ""
    examples: tuple[Example, ...] = ()
    note: str = ""
    place: str = ""


class Scorecard(NamedTuple):
    """How verdicts become a number; see standard/scoring.yaml."""

    method: str = "deduct"
    fatal: float = 0
    null_below: float = 0.2
    grades: tuple[tuple[str, float], ...] = (("A", 95), ("B", 85), ("C", 70), ("D", 0))
    groups: tuple[tuple[str, float, tuple[str, ...]], ...] = ()


class Ruleset(NamedTuple):
    """Everything that decides verdicts. ``hash`` covers all of it, and the program's version.

    ``similar``: name, file and content hash of each model.
    """

    hash: str
    concepts: tuple[Concept, ...]
    scenes: tuple[tuple[str, str, Condition], ...]
    letter_types: tuple[tuple[str, str, Condition], ...]
    rules: tuple[Rule, ...]
    scorecard: Scorecard
    params: dict[str, Any]
    clauses: tuple[tuple[str, str], ...] = ()
    not_judged: tuple[tuple[str, str], ...] = ()
    name: str = ""
    cut_off: Condition | None = None
    similar: tuple[tuple[str, str, str], ...] = ()
