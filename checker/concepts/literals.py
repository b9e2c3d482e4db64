"""Required literals of a regular expression: strings of which every match contains at least one.

They gate the expression: it runs only on turns in which the one literal pass found one of them.
Works on the standard library's own parse tree (a private module: tests pin it for each Python version).
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from importlib import import_module
from itertools import product
from typing import Any, NamedTuple

_NEW = sys.version_info >= (3, 11)
op: Any = import_module("re._constants" if _NEW else "sre_constants")
parser: Any = import_module("re._parser" if _NEW else "sre_parse")

MOST = 600  # larger sets of alternatives are not expanded
WIDEST = 48  # largest character class that is spelt out


class Part(NamedTuple):
    """``exact``: all strings the part can match, or None; ``required``: strings of which one must occur, or None."""

    exact: frozenset[str] | None
    required: frozenset[str] | None


EMPTY = Part(frozenset([""]), None)
ANYTHING = Part(None, None)


@lru_cache(maxsize=4)
def _tree(source: str) -> Any:
    """The parse tree: an expression is first checked, then asked for its literals."""
    return parser.parse(source)


def required(source: str) -> tuple[str, ...]:
    """Required literals of the regular expression ``source``, sorted; empty if there are none to rely on."""
    part = _sequence(list(_tree(source)))
    best = _better(part.required, part.exact if part.exact and "" not in part.exact else None)
    return tuple(sorted(_minimal(best))) if best else ()


def _minimal(words: frozenset[str]) -> frozenset[str]:
    """Drop every word that contains another one."""
    if len(words) > 400:
        return words
    sizes = sorted(set(map(len, words)))
    return frozenset(
        w for w in words if not any(w[at : at + n] in words for n in sizes if n < len(w) for at in range(len(w) - n + 1))
    )


def _worth(words: frozenset[str]) -> tuple[int, int]:
    return (min(min(map(len, words)), 3), -len(words))


def _better(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    if not a or not b:
        return a or b or None
    return max(a, b, key=_worth)


def _sequence(items: list[Any]) -> Part:
    exact: frozenset[str] | None = frozenset([""])  # what the run of exact parts so far can be
    whole = True
    best: frozenset[str] | None = None
    for item in items:
        part = _one(item)
        if part.exact is not None and exact is not None and len(part.exact) * len(exact) <= MOST:
            exact = frozenset(a + b for a, b in product(exact, part.exact))
            continue
        whole = False
        if exact and "" not in exact:
            best = _better(best, exact)
        best = _better(best, part.required)
        exact = part.exact if part.exact is not None else frozenset([""])
        if part.exact is not None and "" not in part.exact:
            best = _better(best, part.exact)
    if exact and "" not in exact:
        best = _better(best, exact)
    return Part(exact if whole else None, best)


def _one(item: tuple[Any, Any]) -> Part:
    kind, value = item
    if kind is op.LITERAL:
        return Part(frozenset([chr(value)]), None)
    if kind is op.AT or kind in (op.ASSERT, op.ASSERT_NOT):
        return EMPTY
    if kind is op.SUBPATTERN:
        return _sequence(list(value[3]))
    if kind is op.IN:
        return _class(value)
    if kind is op.BRANCH:
        return _branch([_sequence(list(branch)) for branch in value[1]])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT) or kind is getattr(op, "POSSESSIVE_REPEAT", None):
        low, high, body = value
        inner = _sequence(list(body))
        if low == 0:
            if high == 1 and inner.exact is not None:
                return Part(inner.exact | {""}, None)
            return ANYTHING
        if high == 1:
            return inner
        return Part(None, _better(inner.required, inner.exact if inner.exact and "" not in inner.exact else None))
    return ANYTHING


def _branch(parts: list[Part]) -> Part:
    if all(part.exact is not None for part in parts):
        union = frozenset().union(*(part.exact or () for part in parts))
        if len(union) <= MOST:
            return Part(union, None)
    needed = []
    for part in parts:
        best = _better(part.required, part.exact if part.exact and "" not in part.exact else None)
        if not best:
            return ANYTHING
        needed.append(best)
    union = frozenset().union(*needed)
    return Part(None, union if len(union) <= MOST else None)


def _class(items: list[tuple[Any, Any]]) -> Part:
    chars: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            chars.add(chr(value))
        elif kind is op.RANGE:
            if value[1] - value[0] > WIDEST:
                return ANYTHING
            chars.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            chars.update("0123456789")
        else:
            return ANYTHING
    return Part(frozenset(chars), None) if len(chars) <= WIDEST else ANYTHING


def backtracks(source: str) -> bool:
    """True for an unbounded repeat inside another unbounded repeat: such an expression may take exponential time."""

    def walk(items: Any, inside: bool) -> bool:
        for kind, value in items:
            if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
                endless = value[1] >= 1000 or value[1] == op.MAXREPEAT
                if endless and inside:
                    return True
                if walk(value[2], inside or endless):
                    return True
            elif (kind is op.SUBPATTERN and walk(value[3], inside)) or (
                kind is op.BRANCH and any(walk(branch, inside) for branch in value[1])
            ):
                return True
        return False

    return walk(_tree(source), False)


def check(source: str) -> str:
    """ "" if ``source`` is a usable expression, else the reason in Chinese."""
    try:
        endless = backtracks(source)
    except re.error as error:
        return f"正则表达式有误（第 {(error.pos or 0) + 1} 个字符）：{error.msg}"
    if endless:
        return "正则表达式里有无限重复嵌套无限重复，可能极慢"
    return ""
