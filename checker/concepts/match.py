"""Find every concept in a folded record: one literal pass, then confirmation only where literals hit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from checker.automaton import scanner
from checker.concepts.shadow import Shadows
from checker.concepts.vetoes import VETOES
from checker.language import Concept, Near, Pattern
from checker.model import Hit, Turn
from checker.normalize import Folded

Span = tuple[int, int, Any]  # folded start, folded end, typed value


class Matches(NamedTuple):
    """``hits[concept]``: what counts, in reading order. ``vetoed[concept]``: what was cancelled, with its veto."""

    hits: dict[str, list[Hit]]
    vetoed: dict[str, list[Hit]]

    def of(self, concept: str) -> list[Hit]:
        """Hits of a concept that count."""
        return self.hits.get(concept, [])


@lru_cache(maxsize=20_000)
def compiled(regex: str) -> re.Pattern[str]:
    """The compiled expression; compiled at its first candidate, not at start."""
    return re.compile(regex)


class Lexicon:
    """All concepts of a ruleset, ready to match."""

    def __init__(self, concepts: tuple[Concept, ...]) -> None:
        self.concepts = _ordered(concepts)
        self.patterns: list[tuple[Pattern, str, bool]] = []  # pattern, concept, is it an `unless`
        serves: dict[str, list[int]] = {}
        self.always: list[int] = []
        self.letter_only: set[int] = set()  # wordings that only lines of letters can say
        for concept in self.concepts:
            for patterns, blocks in ((concept.patterns, False), (concept.unless, True)):
                for pattern in patterns:
                    number = len(self.patterns)
                    self.patterns.append((pattern, concept.id, blocks))
                    if concept.by == "letter":
                        self.letter_only.add(number)
                    if not pattern.literals:
                        self.always.append(number)
                    for literal in pattern.literals:
                        serves.setdefault(literal, []).append(number)
        self.serves = list(serves.values())
        self.scan = scanner(tuple(serves))

    def match(self, folded: Folded, turns: tuple[Turn, ...]) -> Matches:
        """Every hit of every concept in the record."""
        candidates: dict[int, set[int]] = {number: set(range(len(turns))) for number in self.always}
        turn, end = 0, folded.starts[1] if len(folded.starts) > 1 else len(folded.joined) + 1
        for _, stop, key in self.scan(folded.joined):
            while stop > end:
                turn += 1
                end = folded.starts[turn + 1] if turn + 1 < len(folded.starts) else len(folded.joined) + 1
            for number in self.serves[key]:
                candidates.setdefault(number, set()).add(turn)
        raw: dict[str, dict[int, list[Span]]] = {}
        blocked: dict[str, dict[int, list[Span]]] = {}
        shadows = Shadows(folded.turns)
        skipped = frozenset() if any(turn.role == "letter" for turn in turns) else self.letter_only
        for number, where in candidates.items():
            if number in skipped:
                continue
            pattern, concept, blocks = self.patterns[number]
            target = blocked if blocks else raw
            for at in where:
                spans = _spans(pattern, at, folded, shadows)
                if spans:
                    target.setdefault(concept, {}).setdefault(at, []).extend(spans)
        return self._judge(folded, turns, raw, blocked)

    def _judge(
        self,
        folded: Folded,
        turns: tuple[Turn, ...],
        raw: dict[str, dict[int, list[Span]]],
        blocked: dict[str, dict[int, list[Span]]],
    ) -> Matches:
        matches = Matches({}, {})
        for concept in self.concepts:
            found = [
                Hit(concept.id, at, *folded.source(at, start, end), start, end, value)
                for at, spans in sorted(raw.get(concept.id, {}).items())
                for start, end, value in _longest(spans)
            ]
            for part in concept.any_of:
                found.extend(hit._replace(concept=concept.id) for hit in matches.of(part))
            if not found:
                continue
            found.sort(key=lambda hit: (hit.turn, hit.at, -hit.to))
            stops = blocked.get(concept.id, {})
            kept: list[Hit] = []
            lost: list[Hit] = []
            for hit in found:
                veto = _veto(concept, hit, folded.turns[hit.turn], turns[hit.turn].role, stops.get(hit.turn, ()), matches)
                (lost if veto else kept).append(hit._replace(veto=veto))
            if kept:
                matches.hits[concept.id] = kept
            if lost:
                matches.vetoed[concept.id] = lost
        return matches


def _spans(pattern: Pattern, at: int, folded: Folded, shadows: Shadows) -> list[Span]:
    if pattern.tokens:
        from checker.concepts.tokens import spans

        return [(start, end, None) for start, end in spans(pattern.tokens, folded.turns[at])]
    text, values = shadows.of(at, pattern.values) if pattern.values else (folded.turns[at], {})
    found = [(m.start(), m.end()) for m in compiled(pattern.regex).finditer(text) if m.end() > m.start()]
    if not values:
        return [(start, end, None) for start, end in found]
    return [(a, b, next((value for i, value in sorted(values.items()) if a <= i < b), None)) for a, b in found]


def _longest(spans: list[Span]) -> list[Span]:
    """Of overlapping spans of one concept the longest; the first of equals."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if out and span[0] < out[-1][1]:
            if span[1] - span[0] > out[-1][1] - out[-1][0]:
                out[-1] = span
            continue
        out.append(span)
    return out


def _veto(concept: Concept, hit: Hit, text: str, role: str, stops: Any, matches: Matches) -> str:
    if concept.by != "any" and role != concept.by and not (role == "letter" and concept.by == "agent"):
        return "speaker"
    if any(start < hit.to and hit.at < end for start, end, _ in stops):
        return "unless"
    for name in concept.veto:
        if VETOES[name](text, hit.at, hit.to):
            return name
    if not all(_near(near, hit, matches) for near in concept.with_):
        return "context"
    if any(_near(near, hit, matches) for near in concept.without):
        return "context"
    return ""


def _near(near: Near, hit: Hit, matches: Matches) -> bool:
    for name in near.concepts:
        for other in matches.of(name):
            distance = other.turn - hit.turn
            if not near.low <= distance <= near.high:
                continue
            if distance == 0:
                if near.order == "before" and other.at >= hit.at:
                    continue
                if near.order == "after" and other.to <= hit.to:
                    continue
                if near.chars >= 0 and max(other.at - hit.to, hit.at - other.to) > near.chars:
                    continue
            return True
    return False


def _ordered(concepts: tuple[Concept, ...]) -> list[Concept]:
    """Concepts after those that they refer to; the loader has refused cycles."""
    by_id = {concept.id: concept for concept in concepts}
    done: dict[str, Concept] = {}

    def visit(concept: Concept) -> None:
        if concept.id in done:
            return
        for name in references(concept):
            if name in by_id and name != concept.id:
                visit(by_id[name])
        done[concept.id] = concept

    for concept in concepts:
        visit(concept)
    return list(done.values())


def references(concept: Concept) -> list[str]:
    """Names of the concepts whose hits this one needs."""
    return [*concept.any_of, *(name for near in (*concept.with_, *concept.without) for name in near.concepts)]
