"""The shipped pack: its own examples hold, its score card is what the loaded rules carry, its numbers are parameters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker import selftest
from checker.engine import Engine
from checker.ruleset.build import models
from checker.ruleset.lint import lint

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
CATALOGUE = ROOT / "corpora/catalogue.yaml"
NUMBERS = {  # the catalogue's numbers; requirements.yaml's G13 says how days are counted
    "silence_s": 20,
    "silence_chat_s": 120,
    "silence_told_s": 120,
    "silence_told_chat_s": 600,
    "callback_hours": 24,
    "payment_workdays": 3,
    "progress_days": 15,
    "refusal_days": 3,
    "decision_days": 30,
}
SCORE: dict[str, Any] = yaml.safe_load((RULES / "score.yaml").read_text(encoding="utf-8"))["score"]


def test_the_examples_hold(shipped: Engine) -> None:
    assert [f"{problem.place}: {problem.what}" for problem in selftest.run(shipped.ruleset)] == []


def test_no_loose_ends(shipped: Engine) -> None:
    assert [f"{finding.place}: {finding.what}" for finding in lint(shipped.ruleset, (RULES,))] == []


def test_every_rule_carries_its_entry_of_the_score_card(shipped: Engine) -> None:
    carried = {rule.id: {"severity": rule.severity, "weight": rule.weight, "fatal": rule.fatal} for rule in shipped.ruleset.rules}
    written = {name: {**entry, "fatal": tuple(entry.get("fatal", ()))} for name, entry in SCORE["weights"].items()}
    assert carried == written


def test_the_score_card_is_the_one_in_force(shipped: Engine) -> None:
    card = shipped.ruleset.scorecard
    assert (card.method, card.fatal, card.null_below) == (SCORE["method"], SCORE["fatal"], SCORE["null-below"])
    assert dict(card.grades) == SCORE["grades"]
    assert {name: {"cap": cap, "ids": list(ids)} for name, cap, ids in card.groups} == SCORE["groups"]


@pytest.mark.parametrize("name", NUMBERS)
def test_each_number_of_the_catalogue_is_a_parameter(shipped: Engine, name: str) -> None:
    assert shipped.ruleset.params[name] == NUMBERS[name]


@pytest.mark.parametrize("name", NUMBERS)
def test_each_parameter_is_used_by_a_rule(shipped: Engine, name: str) -> None:
    def values(given: Any) -> list[Any]:
        if isinstance(given, dict):
            return [value for part in given.values() for value in values(part)]
        return [given]

    assert [rule.id for rule in shipped.ruleset.rules if f"${name}" in values(rule.params)]


@pytest.mark.parametrize(
    "path", sorted((*RULES.glob("calls/*.yaml"), *RULES.glob("letters/*.yaml"), *RULES.glob("cases/*.yaml")))
)
def test_no_limit_is_written_into_a_rule(path: Path) -> None:
    """Limits that a company may set stand in ``params``; a rule names them with ``$``."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for name, rule in content.get("rules", {}).items():
        limits = [rule.get("within"), rule.get("at-most"), *rule.get("limit", {}).values(), *rule.get("told-limit", {}).values()]
        assert all(isinstance(value, str) for value in limits if value is not None) or rule["check"] == "answer-to", name


def test_no_number_of_the_catalogue_stands_in_code() -> None:
    """No parameter is named in code: what a rule does not hand over, a check does not know."""
    for path in (ROOT / "checker").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in NUMBERS if re.search(rf"\b{name}\b", text)], path.name


def test_every_model_serves_a_rule(shipped: Engine) -> None:
    named = {name for rule in shipped.ruleset.rules for name in models(rule)}
    there = {name for name, _, _ in shipped.ruleset.similar}
    assert named <= there
    assert there - named <= {"vocabulary", "scenes", "letter-types"}


def test_every_requirement_has_something_to_say(shipped: Engine) -> None:
    for rule in shipped.ruleset.rules:
        assert rule.requirement and rule.message and rule.suggestion, rule.id
        verdicts = {example.verdict for example in rule.examples}
        assert "fail" in verdicts and verdicts & {"pass", "na"}, rule.id
