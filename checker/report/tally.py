"""Counts over a run: what the last lines of the text report and the exit code are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.language import Ruleset
from checker.model import Result

SEVERITIES = ("info", "warning", "error")  # from least to worst


class Tally:
    """Counts of the results added so far; the contacts of a case count as records of their own.

    ``records`` and ``contacts``: how many were checked. ``rejected``: how many could not be read. ``verdicts``: by verdict.
    ``breaches``: by rule. ``severities``: of the breaches. ``scores``: of those that have one.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.severity = {rule.id: rule.severity for rule in ruleset.rules}
        self.records = 0
        self.contacts = 0
        self.rejected = 0
        self.verdicts: Counter[str] = Counter()
        self.breaches: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.scored = 0
        self.total = 0.0
        self.lowest: float | None = None

    def add(self, result: Result) -> None:
        """Count one result and those nested in it."""
        self.records += 1
        for part in walk(result):
            self.contacts += part is not result
            for verdict in part.verdicts:
                self.verdicts[verdict.verdict] += 1
                if verdict.verdict == "fail":
                    self.breaches[verdict.rule] += 1
                    self.severities[self.severity[verdict.rule]] += 1
            value = part.score.value
            if value is not None:
                self.scored += 1
                self.total += value
                self.lowest = value if self.lowest is None else min(self.lowest, value)

    @property
    def mean(self) -> float | None:
        """Mean score, or None if nothing was scored."""
        return self.total / self.scored if self.scored else None

    def at_least(self, severity: str) -> int:
        """How many breaches are of ``severity`` or worse."""
        return sum(self.severities[name] for name in SEVERITIES[SEVERITIES.index(severity) :])


def walk(result: Result) -> Iterator[Result]:
    """A result and the results of its contacts."""
    yield result
    for contact in result.contacts:
        yield from walk(contact)
