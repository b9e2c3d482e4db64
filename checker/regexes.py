"""Regular expressions compiled at their first use, and kept compiled from one run to the next.

Compiling is the dearest part of a start: a class of Chinese characters alone takes about 0.2 ms. So nothing is compiled on
import (:func:`regex`), and the compiled-rule cache keeps programs (:func:`freeze`) that are taken up again without compiling
(:func:`learn`). The program of an expression is private to one build of Python: KEY names it, and whatever can't be restored
is compiled anew.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Mapping
from typing import Any, cast

try:
    import _sre
except ImportError:  # another implementation of Python: nothing is frozen
    _sre = None

KEY = (sys.implementation.name, sys.version_info[:], getattr(_sre, "MAGIC", 0), getattr(_sre, "CODESIZE", 0))

Frozen = tuple[
    int, bytes, int, dict[str, int], tuple[str | None, ...]
]  # flags, code, groups, names of groups, the same by number

_compiled: dict[str, re.Pattern[str]] = {}
_frozen: dict[str, Frozen] = {}
_named: list[str] = []  # sources of the expressions at the top of modules


def compiled(source: str) -> re.Pattern[str]:
    """The compiled expression: made at its first use, from a frozen program if there is one. Raises re.error."""
    found = _compiled.get(source)
    if found is None:
        frozen = _frozen.get(source)
        found = (thaw(source, frozen) if frozen else None) or re.compile(source)
        _compiled[source] = found
    return found


class _Later:
    """Stands for a compiled expression until one of its methods is first asked for, then passes its methods on."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        method = getattr(compiled(self.source), name)
        setattr(self, name, method)  # the next time Python finds it without asking here
        return method


def regex(source: str) -> re.Pattern[str]:
    """An expression for the top of a module: like re.compile(source), but compiled at its first use."""
    _named.append(source)
    return cast("re.Pattern[str]", _Later(source))


def named() -> tuple[str, ...]:
    """Sources of all expressions made by :func:`regex` in the modules imported so far."""
    return tuple(_named)


def used() -> tuple[str, ...]:
    """Sources of all expressions compiled so far."""
    return tuple(_compiled)


def freeze(source: str) -> Frozen | None:
    """The program of an expression as plain data; None where this Python does not let it out. Raises re.error."""
    if _sre is None:
        return None
    try:
        from importlib import import_module

        parser: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
        compiler: Any = import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
        tree = parser.parse(source)
        flags = tree.state.flags
        code = compiler._code(tree, 0)
        names = dict(tree.state.groupdict)
        by_number: list[str | None] = [None] * tree.state.groups
        for name, number in names.items():
            by_number[number] = name
        frozen = (flags, array("I", code).tobytes(), tree.state.groups - 1, names, tuple(by_number))
    except (ImportError, AttributeError, TypeError, OverflowError):
        return None
    made = thaw(source, frozen)
    if made is None:
        return None
    _compiled.setdefault(source, made)
    return frozen


def thaw(source: str, frozen: Frozen) -> re.Pattern[str] | None:
    """The expression of a frozen program, or None if it does not fit this Python (which checks every program)."""
    try:
        flags, code, groups, names, by_number = frozen
        words = array("I")
        words.frombytes(code)
        return _sre.compile(source, flags, words.tolist(), groups, names, by_number)  # type: ignore[no-any-return]
    except (RuntimeError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def learn(programs: Mapping[str, Frozen]) -> None:
    """Take up frozen programs; the caller vouches that they were made under the same KEY and are unchanged."""
    _frozen.update(programs)
