"""Every failure that a user sees: what is wrong, where, how to mend it; and the exit codes.

Exit codes (first that holds): RULES_BROKEN, USAGE, FINDINGS, NOT_JUDGED, OK.
"""

from __future__ import annotations

OK = 0
FINDINGS = 1
USAGE = 2
RULES_BROKEN = 3
NOT_JUDGED = 4


class LipeiError(Exception):
    """A failure with a place and a remedy.

    Parameters: ``what`` (Chinese, what is wrong), ``place`` (``path:line:column`` or ``path:line`` or ``""``),
    ``mend`` (Chinese, how to mend it, or ``""``).
    """

    exit_code = USAGE

    def __init__(self, what: str, place: str = "", mend: str = "") -> None:
        self.what = what
        self.place = place
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        return f"{head}；{self.mend}" if self.mend else head

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.what, self.place, self.mend))


class InputError(LipeiError):
    """Input that cannot be read, or wrong use."""

    exit_code = USAGE


class RuleError(LipeiError):
    """A rule file that cannot be used; ``problems`` holds every mistake found, each a RuleError of its own."""

    exit_code = RULES_BROKEN

    def __init__(self, what: str, place: str = "", mend: str = "", problems: tuple[RuleError, ...] = ()) -> None:
        super().__init__(what, place, mend)
        self.problems = problems
