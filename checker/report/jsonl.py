"""One lean line of JSON a record: the stable output that others build on (texts of rules are not repeated)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.model import Evidence, Result, Verdict

SCHEMA = 1


def write(results: Iterable[Result]) -> Iterator[str]:
    """A line, with its line end, for each result."""
    for result in results:
        yield line(result) + "\n"


def line(result: Result) -> str:
    """``result`` as one line of JSON without line end; the same result always gives the same characters."""
    import json

    return json.dumps(record(result), ensure_ascii=False, separators=(",", ":"))


def record(result: Result) -> dict[str, Any]:
    """``result`` as plain data, keys in the order of the output contract.

    Turns and lines count from 0, offsets are code points in the turn or line, half-open.
    """
    head = {"schema": SCHEMA, "id": result.record.id, "kind": result.record.kind, "source": result.record.source}
    return {**head, "ruleset": result.ruleset, **_body(result)}


def _body(result: Result) -> dict[str, Any]:
    letter = result.record.kind == "letter"
    out: dict[str, Any] = {"scenes": list(result.scenes)}
    if result.letter_type:
        out["letter_type"] = list(result.letter_type)
    out["score"] = number(result.score.value)
    out["grade"] = result.score.grade
    out["score_before_veto"] = number(result.score.before_veto)
    out["ledger"] = [[name, number(points)] for name, points in result.score.ledger]
    out["verdicts"] = [verdict(v, letter, result) for v in result.verdicts if v.verdict != "na"]
    out["na"] = [v.rule for v in result.verdicts if v.verdict == "na"]
    if result.record.kind == "case":
        out["contacts"] = [{"id": c.record.id, "kind": c.record.kind, **_body(c)} for c in result.contacts]
    return out


def verdict(given: Verdict, letter: bool, result: Result) -> dict[str, Any]:
    """A verdict as plain data; keys that have nothing to say are left out."""
    out: dict[str, Any] = {"rule": given.rule, "verdict": given.verdict}
    if given.message:
        out["message"] = given.message
    if given.kind:
        out["kind"] = given.kind
    if given.reason:
        out["reason"] = given.reason
    if given.evidence:
        out["evidence"] = [_evidence(item, letter, result) for item in given.evidence]
    if given.searched:
        out["searched"] = list(given.searched)
    if given.nearest:
        out["nearest"] = [_evidence(item, letter, result) for item in given.nearest]
    if given.missing:
        out["missing"] = list(given.missing)
    return out


def _evidence(item: Evidence, letter: bool, result: Result) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if item.contact >= 0:
        out["contact"] = item.contact
        letter = result.record.contacts[item.contact].kind == "letter"
    out["line" if letter else "turn"] = item.turn
    out.update(start=item.start, end=item.end, quote=item.quote)
    if item.note:
        out["note"] = item.note
    return out


def number(value: float | None) -> float | None:
    """A whole number without its decimal point."""
    return int(value) if value is not None and value == int(value) else value
