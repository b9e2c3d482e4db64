"""What a typed value is: its shape in a text (ValueType) and what was read there (Value)."""

# Annotations are not postponed: see model.py.

from collections.abc import Callable
from typing import NamedTuple

from checker.regexes import compiled

__all__ = ["Value", "ValueType", "compiled"]


class Value(NamedTuple):
    """A value that was read.

    ``type`` is a key of values.VALUES; ``norm`` the canonical string, equal for equal values; ``number`` the size in ``unit``
    (None where the value has no size); ``extra`` holds flags (``partial``, ``approx``, ``low=3`` …) and details, described
    where each type is parsed.
    """

    type: str
    norm: str
    number: float | None = None
    unit: str = ""
    extra: tuple[str, ...] = ()


class ValueType(NamedTuple):
    """A kind of value.

    ``regex`` is a source without capturing groups and without nested unbounded repeats, fit for standing inside a larger
    regex; it carries its own boundaries (lookarounds of fixed width). Every match contains at least one of ``literals``.
    ``parse`` reads the matched words and returns None where they are no such value after all.
    """

    name: str
    regex: str
    literals: tuple[str, ...]
    parse: Callable[[str], Value | None]
