"""The typed values that concepts may name, by name; and how to find them in folded text.

Folded text: half-width ASCII and punctuation, lower-case Latin, simplified characters, no spaces between Chinese characters;
it may lack punctuation altogether, and digits may be spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.concepts.clauses import CLAUSE, CLAUSE_TITLE, LAW
from checker.concepts.codes import BANK_CARD, CASE_ID, EMAIL, ID_CARD, PHONE, PLATE, TAIL, URL
from checker.concepts.dates import CLOCK_TIME, DATE
from checker.concepts.deadlines import DEADLINE, resolve
from checker.concepts.durations import DURATION, hours, workdays
from checker.concepts.money import AMOUNT, MONEY, PERCENT
from checker.concepts.numbers import chinese_number
from checker.concepts.past import PAST
from checker.concepts.typed import Value, ValueType, compiled

__all__ = ["VALUES", "Value", "ValueType", "chinese_number", "find", "hours", "pattern", "resolve", "workdays"]

VALUES: dict[str, ValueType] = {
    kind.name: kind
    for kind in (
        DURATION, DEADLINE, DATE, PAST, CLOCK_TIME, MONEY, AMOUNT, PERCENT, CLAUSE, CLAUSE_TITLE, LAW,
        CASE_ID, PHONE, TAIL, ID_CARD, BANK_CARD, PLATE, EMAIL, URL,
    )
}  # fmt: skip


def pattern(name: str) -> re.Pattern[str]:
    """The compiled regex of the value type ``name``. Raises KeyError for an unknown name."""
    return compiled(VALUES[name].regex)


def find(name: str, text: str) -> Iterator[tuple[int, int, Value]]:
    """Values of the type ``name`` in folded ``text`` as (start, end, value), left to right, without overlap.

    Words of the right shape that are no such value are passed over, and the search goes on one character later.
    """
    kind, regex = VALUES[name], pattern(name)
    if not any(literal in text for literal in kind.literals):
        return
    at = 0
    while match := regex.search(text, at):
        value = kind.parse(match.group())
        if value is None:
            at = match.start() + 1
        else:
            yield match.start(), match.end(), value
            at = match.end()
