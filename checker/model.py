"""What is read and what is said of it: Turn, Record, Hit, Evidence, Verdict, Result. Text is kept exactly as read."""

# No "from __future__ import annotations" on the way of every start: with it each field of a NamedTuple is a text that
# typing compiles on import, 0.1 ms a field.

from typing import Any, NamedTuple

ROLES = ("agent", "customer", "system", "bot", "other", "letter", "unknown")
KINDS = ("call", "chat", "letter", "case")
SCOPE_OF_KIND = {"call": "conversation", "chat": "conversation", "letter": "letter", "case": "case"}


class Turn(NamedTuple):
    """One utterance, message or letter line.

    ``start`` and ``end`` are seconds from the beginning of the record, or None where the input gives no time.
    ``role`` is one of ROLES; a line of a letter has the role ``letter``, a speaker that the input does not name ``unknown``.
    """

    role: str
    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    type: str = "text"


class Record(NamedTuple):
    """One call, chat, letter or case.

    ``source`` is ``path#line`` of the input. A letter's turns are its lines (``text`` split at line ends), a case has
    ``contacts`` (records in time order) and no turns of its own. ``meta`` holds every further field of the input,
    never the key ``gold``.
    """

    id: str
    kind: str
    turns: tuple[Turn, ...] = ()
    contacts: "tuple[Record, ...]" = ()
    source: str = ""
    meta: dict[str, Any] = {}  # noqa: RUF012  (never mutated)

    @property
    def scope(self) -> str:
        """conversation, letter or case: the section of the standard that applies."""
        return SCOPE_OF_KIND[self.kind]


class Hit(NamedTuple):
    """A concept found in one turn. Offsets are code points in the turn's source text, half-open.

    ``at`` and ``to`` are the same place in the folded text of the turn. ``value`` is the typed value (values.Value) or None.
    ``veto`` names what cancelled the hit (``negation``, ``speaker`` …); "" for a hit that counts.
    """

    concept: str
    turn: int
    start: int
    end: int
    at: int
    to: int
    value: Any = None
    veto: str = ""


class Evidence(NamedTuple):
    """Words that prove a verdict: ``quote`` is ``text[start:end]`` of the turn (or line) ``turn``.

    ``contact`` is the index of the contact inside a case, or -1. ``note`` is a short Chinese remark
    (why a near-miss does not count), or "".
    """

    turn: int
    start: int
    end: int
    quote: str
    note: str = ""
    contact: int = -1


class Verdict(NamedTuple):
    """The judgement of one requirement: ``verdict`` is pass, fail, na or unknown.

    ``searched`` is the half-open range of turns looked through for what is absent; ``nearest`` the near-misses there;
    ``missing`` the slots of a checklist that were not found; ``reason`` the code of an ``unknown``; ``kind`` the sort of breach.
    """

    rule: str
    verdict: str
    message: str = ""
    kind: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    searched: tuple[int, int] | None = None
    nearest: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()


class Score(NamedTuple):
    """``value`` 0–100 or None where too little applied; ``ledger`` reproduces it: (rule or group, points)."""

    value: float | None
    grade: str | None
    before_veto: float | None
    ledger: tuple[tuple[str, float], ...] = ()


class Result(NamedTuple):
    """All that is said of one record. ``verdicts`` follow the order of the rules; ``contacts`` nests a case's contacts."""

    record: Record
    ruleset: str
    scenes: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    score: Score
    letter_type: tuple[str, ...] = ()
    contacts: "tuple[Result, ...]" = ()
