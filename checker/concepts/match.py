"""Find concepts in a folded record: one literal pass, then confirmation only where literals hit, and only of what is asked.

``Lexicon.match`` makes the literal pass. Concepts themselves are worked out when a rule first asks for them: most rules do not
apply to most records, and the wordings of their concepts then need not be looked at.
"""

# Annotations are not postponed: see model.py.

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from checker import automaton
from checker.language import Concept, Near, Pattern
from checker.model import Hit, Turn
from checker.normalize import Folded
from checker.regexes import compiled

Span = tuple[int, int, Any]  # folded start, folded end, typed value
NONE: list[Hit] = []


class Program(NamedTuple):
    """What a Lexicon needs, as plain data that the compiled-rule cache can keep.

    ``concepts`` come after those that they refer to; ``serves[key]``: numbers of the patterns that literal ``key`` calls up,
    patterns being numbered through all concepts, of each first its wordings, then its ``unless``; ``always``: numbers of those
    without a literal. ``scan``: the automaton over the literals. ``shown``: concepts whose cancelled hits are wanted (None: all).
    """

    concepts: tuple[Concept, ...]
    serves: tuple[tuple[int, ...], ...]
    always: tuple[int, ...]
    scan: automaton.Frozen
    shown: frozenset[str] | None = None


class Plan(NamedTuple):
    """A concept with its patterns, and the numbers of the first of its wordings, of its ``unless``, and after them."""

    concept: Concept
    first: int
    unless: int
    after: int


def program(concepts: tuple[Concept, ...], shown: frozenset[str] | None = None) -> Program:
    """Lay out ``concepts`` for matching; without the texts that only people read."""
    ordered = _ordered(concepts)
    serves: dict[str, list[int]] = {}
    always: list[int] = []
    number = 0
    for concept in ordered:
        for pattern in (*concept.patterns, *concept.unless):
            if not pattern.literals:
                always.append(number)
            for literal in pattern.literals:
                serves.setdefault(literal, []).append(number)
            number += 1
    lean = tuple(
        Concept(
            c.id, by=c.by, patterns=_lean(c.patterns), any_of=c.any_of, unless=_lean(c.unless),
            veto=c.veto, with_=c.with_, without=c.without,
        )
        for c in ordered
    )  # fmt: skip
    return Program(lean, tuple(map(tuple, serves.values())), tuple(always), automaton.freeze(tuple(serves)), shown)


def _lean(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    return tuple(Pattern("", p.regex, p.literals if p.literals == (p.regex,) else (), p.values, p.tokens) for p in patterns)


class Lexicon:
    """Concepts ready to match: a record is laid before them, and what was found is worked out as it is asked for."""

    def __init__(self, concepts: tuple[Concept, ...] | Program) -> None:
        made = concepts if isinstance(concepts, Program) else program(concepts)
        self.serves = made.serves
        self.always = made.always
        self.shown = made.shown
        self.scan = automaton.thaw(made.scan)
        self.plans: dict[str, Plan] = {}
        number = 0
        for concept in made.concepts:
            unless = number + len(concept.patterns)
            after = unless + len(concept.unless)
            self.plans[concept.id] = Plan(concept, number, unless, after)
            number = after

    def match(self, folded: Folded, turns: tuple[Turn, ...]) -> "Matches":
        """The record's hits, by concept."""
        last = len(folded.joined) + 1
        ends = (*folded.starts[1:], last)
        seen: dict[int, int] = {}  # key → its turns, one bit a turn
        turn, end, bit = 0, ends[0] if ends else last, 1
        for _, stop, key in self.scan(folded.joined):
            while stop > end:
                turn += 1
                end = ends[turn]
                bit <<= 1
            seen[key] = seen.get(key, 0) | bit
        whole = (1 << len(turns)) - 1
        where: dict[int, int] = dict.fromkeys(self.always, whole)  # pattern → turns in which it may match
        serves = self.serves
        for key, bits in seen.items():
            for number in serves[key]:
                where[number] = where.get(number, 0) | bits
        found = _Found(self, folded, turns, where)
        return Matches(_View(found.hits, found.of, self.plans), _View(found.vetoed, found.of, self.plans))


class Lexicons:
    """One Lexicon for letters and one for what is spoken, each made when the first such record comes.

    ``fetch`` gives the Program of a sort: "letter", or "spoken" for calls and chats.
    """

    def __init__(self, fetch: Callable[[str], Program]) -> None:
        self.fetch = fetch
        self.made: dict[str, Lexicon] = {}

    def match(self, folded: Folded, turns: tuple[Turn, ...]) -> "Matches":
        """The record's hits, by concept."""
        sort = "letter" if any(turn.role == "letter" for turn in turns) else "spoken"
        if sort not in self.made:
            self.made[sort] = Lexicon(self.fetch(sort))
        return self.made[sort].match(folded, turns)


class Matches(NamedTuple):
    """``hits[concept]``: what counts, in reading order. ``vetoed[concept]``: what was cancelled, with its veto."""

    hits: Mapping[str, list[Hit]]
    vetoed: Mapping[str, list[Hit]]

    def of(self, concept: str) -> list[Hit]:
        """Hits of a concept that count."""
        return self.hits.get(concept, NONE)


class _View(Mapping[str, list[Hit]]):
    """Hits by concept, worked out when first asked for; concepts without any are not in it."""

    def __init__(self, done: dict[str, list[Hit]], work: Callable[[str], object], names: Mapping[str, Plan]) -> None:
        self.done = done
        self.work = work
        self.names = names

    def __getitem__(self, name: str) -> list[Hit]:
        self.work(name)
        return self.done[name]

    def get(self, name: str, default: Any = None) -> Any:
        self.work(name)
        return self.done.get(name, default)

    def __contains__(self, name: object) -> bool:
        self.work(str(name))
        return name in self.done

    def __iter__(self) -> Iterator[str]:
        for name in self.names:
            self.work(name)
        return (name for name in self.names if name in self.done)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Found:
    """What was found so far in one record."""

    def __init__(self, lexicon: Lexicon, folded: Folded, turns: tuple[Turn, ...], where: dict[int, int]) -> None:
        self.plans = lexicon.plans
        self.shown = lexicon.shown
        self.folded = folded
        self.turns = turns
        self.where = where
        self.done: set[str] = set()
        self.hits: dict[str, list[Hit]] = {}
        self.vetoed: dict[str, list[Hit]] = {}
        self.roles: dict[str, int] = {}
        for at, turn in enumerate(turns):
            self.roles[turn.role] = self.roles.get(turn.role, 0) | 1 << at
        self._shadows: Any = None

    def of(self, name: str) -> list[Hit]:
        """Hits of a concept that count."""
        if name not in self.done:
            self.done.add(name)
            plan = self.plans.get(name)
            if plan:
                self._work_out(plan)
        return self.hits.get(name, NONE)

    def _work_out(self, plan: Plan) -> None:
        concept = plan.concept
        found = self._said(plan)
        for part in concept.any_of:
            found.extend(hit._replace(concept=concept.id) for hit in self.of(part))
        if not found:
            return
        found.sort(key=lambda hit: (hit.turn, hit.at, -hit.to))
        called = self._called(concept.unless, plan.unless)
        stops: dict[int, list[Span]] = {}
        kept: list[Hit] = []
        lost: list[Hit] = []
        for hit in found:
            if hit.turn not in stops:
                stops[hit.turn] = self._spans(called, hit.turn)
            veto = self._veto(concept, hit, stops[hit.turn])
            (lost if veto else kept).append(hit if veto == hit.veto else hit._replace(veto=veto))
        if kept:
            self.hits[concept.id] = kept
        if lost:
            self.vetoed[concept.id] = lost

    def _said(self, plan: Plan) -> list[Hit]:
        """Every place where one of the concept's own wordings stands, whether it counts or not."""
        concept = plan.concept
        called = self._called(concept.patterns, plan.first)
        bits = 0
        for turns, _ in called:
            bits |= turns
        if bits and concept.by != "any" and (concept.by == "letter" or (self.shown is not None and concept.id not in self.shown)):
            bits &= self._sayable(concept.by)
        out: list[Hit] = []
        while bits:
            turn = (bits & -bits).bit_length() - 1
            bits &= bits - 1
            for start, end, value in _longest(self._spans(called, turn)):
                out.append(Hit(concept.id, turn, *self.folded.source(turn, start, end), start, end, value))
        return out

    def _sayable(self, by: str) -> int:
        """Turns to look at for wordings of the speaker ``by``: a letter's lines are the agent's, and letters have no others."""
        letter = self.roles.get("letter", 0)
        if by == "letter":
            return (1 << len(self.turns)) - 1 if letter else 0
        return self.roles.get(by, 0) | (letter if by == "agent" else 0)

    def _called(self, patterns: tuple[Pattern, ...], first: int) -> list[tuple[int, Pattern]]:
        """Those of ``patterns``, numbered from ``first``, that the literal pass called up, each with its turns as bits."""
        where = self.where
        return [(where[number], pattern) for number, pattern in enumerate(patterns, first) if number in where]

    def _spans(self, called: list[tuple[int, Pattern]], turn: int) -> list[Span]:
        out: list[Span] = []
        bit = 1 << turn
        for turns, pattern in called:
            if turns & bit:
                out += self._matches(pattern, turn)
        return out

    def _matches(self, pattern: Pattern, turn: int) -> list[Span]:
        if pattern.tokens:
            from checker.concepts.tokens import spans

            return [(start, end, None) for start, end in spans(pattern.tokens, self.folded.turns[turn])]
        if not pattern.values:
            text = self.folded.turns[turn]
            if pattern.literals:
                return _plain(pattern.regex, text)
            return [(m.start(), m.end(), None) for m in compiled(pattern.regex).finditer(text) if m.end() > m.start()]
        if self._shadows is None:
            from checker.concepts.shadow import Shadows

            self._shadows = Shadows(self.folded.turns)
        text, values = self._shadows.of(turn, pattern.values)
        found = [(m.start(), m.end()) for m in compiled(pattern.regex).finditer(text) if m.end() > m.start()]
        if not values:
            return [(start, end, None) for start, end in found]
        return [(a, b, next((value for i, value in sorted(values.items()) if a <= i < b), None)) for a, b in found]

    def _veto(self, concept: Concept, hit: Hit, stops: list[Span]) -> str:
        role = self.turns[hit.turn].role
        if concept.by != "any" and role != concept.by and not (role == "letter" and concept.by == "agent"):
            return "speaker"
        if any(start < hit.to and hit.at < end for start, end, _ in stops):
            return "unless"
        if concept.veto:
            from checker.concepts.vetoes import VETOES

            text = self.folded.turns[hit.turn]
            for name in concept.veto:
                if VETOES[name](text, hit.at, hit.to):
                    return name
        if not all(self._near(near, hit) for near in concept.with_):
            return "context"
        if any(self._near(near, hit) for near in concept.without):
            return "context"
        return ""

    def _near(self, near: Near, hit: Hit) -> bool:
        for name in near.concepts:
            for other in self.of(name):
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


def _plain(words: str, text: str) -> list[Span]:
    """Places of plain words, as an expression would find them."""
    out: list[Span] = []
    at = text.find(words)
    while at >= 0:
        out.append((at, at + len(words), None))
        at = text.find(words, at + len(words))
    return out


def _longest(spans: list[Span]) -> list[Span]:
    """Of overlapping spans of one concept the longest; the first of equals."""
    if len(spans) < 2:
        return spans
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if out and span[0] < out[-1][1]:
            if span[1] - span[0] > out[-1][1] - out[-1][0]:
                out[-1] = span
            continue
        out.append(span)
    return out


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
