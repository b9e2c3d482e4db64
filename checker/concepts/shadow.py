"""Typed values inside phrases: found once a turn, then laid over its text as marks that a phrase's expression can name.

The expressions of values are large; written into every phrase that names one they would be compiled a thousand times.
So ``<duration>`` in a phrase becomes a private-use character, and the phrase is matched on a copy of the turn, of the same
length, in which each duration is replaced by that character and fillers. What stands after a time (内、左右、之前) stays as
it is.
"""

from __future__ import annotations

import re
from functools import cache

from checker.concepts.values import VALUES, Value, find
from checker.regexes import regex

FIRST = 0xE000
FILLER = "\uf8ff"
MARKS = {name: chr(FIRST + at) for at, name in enumerate(VALUES)}
NAMES = {mark: name for name, mark in MARKS.items()}
TIMES = ("duration", "deadline")
TAIL = "(?:左右|上下)?(?:之前|以前|以内|之内|内|里头|里|以上|之后|以后|前|后)?"
_TAIL = regex(TAIL + "$")
_MARK = regex(f"[{chr(FIRST)}-{chr(FIRST + len(VALUES))}]")

Shadow = tuple[str, dict[int, Value]]  # text with marks, value by the offset at which it begins


@cache
def fragment(name: str) -> str:
    """Expression for a value of the type ``name`` in marked text. Raises KeyError for an unknown type."""
    return f"{MARKS[name]}{FILLER}*{TAIL if name in TIMES else ''}"


@cache
def opaque(name: str) -> str:
    """Expression that stands for the value when required literals are looked for: anything around one of its literals."""
    return f"[^\\n]*(?:{'|'.join(map(re.escape, VALUES[name].literals))})[^\\n]*"


def types_of(regex: str) -> tuple[str, ...]:
    """Types of the values that an expression names, in the order of their first mention."""
    return tuple(dict.fromkeys(NAMES[mark] for mark in _MARK.findall(regex)))


class Shadows:
    """Marked copies of the turns of one record, made when first asked for."""

    def __init__(self, turns: tuple[str, ...]) -> None:
        self.turns = turns
        self.values: dict[tuple[int, str], list[tuple[int, int, Value]]] = {}
        self.made: dict[tuple[int, tuple[str, ...]], Shadow] = {}

    def found(self, turn: int, name: str) -> list[tuple[int, int, Value]]:
        """Values of one type in one turn; of a time without the words after it."""
        key = (turn, name)
        if key not in self.values:
            text = self.turns[turn]
            spans = []
            for start, end, value in find(name, text):
                tail = _TAIL.search(text, start, end) if name in TIMES else None
                spans.append((start, tail.start() if tail and tail.start() > start else end, value))
            self.values[key] = spans
        return self.values[key]

    def of(self, turn: int, types: tuple[str, ...]) -> Shadow:
        """The turn with the values of ``types`` marked; of overlapping ones the longest, then the type named first."""
        key = (turn, types)
        if key not in self.made:
            text = self.turns[turn]
            spans = [(start, end, types.index(name), value) for name in types for start, end, value in self.found(turn, name)]
            taken: list[tuple[int, int]] = []
            starts: dict[int, Value] = {}
            for start, end, at, value in sorted(spans, key=lambda s: (s[0] - s[1], s[2], s[0])):
                if all(end <= a or b <= start for a, b in taken):
                    taken.append((start, end))
                    starts[start] = value
                    text = text[:start] + MARKS[types[at]] + FILLER * (end - start - 1) + text[end:]
            self.made[key] = (text, starts)
        return self.made[key]
