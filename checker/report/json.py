"""All results as one JSON list, readable without the rule files: each verdict carries the texts of its rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from checker.language import Rule, Ruleset
from checker.model import Result
from checker.report import jsonl


def write(results: Iterable[Result], ruleset: Ruleset) -> Iterator[str]:
    """The list piece by piece, one record at a time."""
    rules = {rule.id: rule for rule in ruleset.rules}
    between = "[\n"
    for result in results:
        text = json.dumps(expanded(jsonl.record(result), rules), ensure_ascii=False, indent=2)
        yield between + text
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def expanded(record: dict[str, Any], rules: dict[str, Rule]) -> dict[str, Any]:
    """``record`` (see jsonl.record) with the texts of the rules in its verdicts and those of its contacts."""
    out = dict(record)
    out["verdicts"] = [{**verdict, **texts(rules[verdict["rule"]])} for verdict in record["verdicts"]]
    if "contacts" in record:
        out["contacts"] = [expanded(contact, rules) for contact in record["contacts"]]
    return out


def texts(rule: Rule) -> dict[str, Any]:
    """What a rule says of itself."""
    return {
        "title": rule.title,
        "clause": rule.clause,
        "severity": rule.severity,
        "weight": jsonl.number(rule.weight),
        "requirement": rule.requirement,
        "suggestion": rule.suggestion,
    }
