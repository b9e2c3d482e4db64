"""The score and its ledger: deduct and ratio, caps, fatal items, null, grades. Every number worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from checker.language import Rule, Scorecard
from checker.model import Score, Verdict
from checker.scoring import grade, score

CARD = Scorecard(groups=(("vague", 6, ("c", "d")),))


def rule(name: str, weight: float, fatal: tuple[str, ...] = ()) -> Rule:
    return Rule(name, "一.1", name, "conversation", "must-say", None, {}, weight=weight, fatal=fatal)


RULES = {r.id: r for r in (rule("a", 10), rule("b", 5, ("威胁",)), rule("c", 4), rule("d", 4), rule("e", 2, ("any",)))}


def scored(card: Scorecard = CARD, **verdicts: str) -> Score:
    """``fail:威胁`` is a breach of that kind; rules that are not named do not apply."""
    given = []
    for name in RULES:
        verdict, _, kind = verdicts.get(name, "na").partition(":")
        given.append(Verdict(name, verdict, kind=kind))
    return score(given, RULES, card)


@pytest.mark.parametrize(
    ("verdicts", "value", "ledger"),
    [
        ({"a": "pass", "b": "pass"}, 100, ()),
        ({"a": "fail", "b": "pass"}, 90, (("a", -10),)),
        ({"a": "fail", "b": "fail"}, 85, (("a", -10), ("b", -5))),
        ({"a": "pass", "c": "fail"}, 96, (("c", -4),)),
        ({"a": "pass", "c": "fail", "d": "fail"}, 94, (("c", -4), ("d", -4), ("cap:vague", 2))),
        ({"a": "pass", "b": "unknown"}, 100, ()),
    ],
)
def test_deduct(verdicts: dict[str, str], value: float, ledger: tuple[tuple[str, float], ...]) -> None:
    found = scored(**verdicts)
    assert (found.value, found.before_veto, found.ledger) == (value, value, ledger)


@pytest.mark.parametrize(
    ("verdicts", "value"),
    [
        ({"a": "pass", "b": "pass"}, 100),
        ({"a": "pass", "b": "fail"}, 66.7),
        ({"a": "fail", "b": "fail"}, 0),
        ({"a": "pass", "b": "unknown", "c": "fail"}, 71.4),  # what could not be judged counts neither way
    ],
)
def test_ratio(verdicts: dict[str, str], value: float) -> None:
    assert scored(CARD._replace(method="ratio"), **verdicts).value == value


def test_never_below_zero() -> None:
    heavy = {name: rule(name, 60) for name in ("a", "b")}
    found = score([Verdict("a", "fail"), Verdict("b", "fail")], heavy, CARD)
    assert (found.value, found.grade, found.ledger) == (0, "D", (("a", -60), ("b", -60)))


@pytest.mark.parametrize(
    ("verdicts", "value", "before"),
    [
        ({"a": "pass", "b": "fail:威胁"}, 0, 95),
        ({"a": "pass", "b": "fail:讥讽"}, 95, 95),  # only the kinds named are fatal
        ({"a": "pass", "e": "fail"}, 0, 98),  # any
        ({"a": "pass", "b": "pass:威胁"}, 100, 100),
        ({"a": "pass", "b": "unknown:威胁"}, 100, 100),
    ],
)
def test_fatal_items(verdicts: dict[str, str], value: float, before: float) -> None:
    found = scored(**verdicts)
    assert (found.value, found.before_veto) == (value, before)
    assert [name for name, _ in found.ledger if name == "fatal"] == (["fatal"] if value != before else [])


def test_a_veto_may_leave_some_points() -> None:
    found = scored(CARD._replace(fatal=40), a="pass", e="fail")
    assert (found.value, found.grade, found.ledger[-1]) == (40, "D", ("fatal", -58))


@pytest.mark.parametrize(
    ("verdicts", "null"),
    [
        ({}, True),
        ({"c": "fail"}, True),  # 4 of 25 is less than a fifth
        ({"a": "unknown", "c": "pass"}, True),
        ({"b": "pass"}, False),  # exactly a fifth
    ],
)
def test_nothing_is_said_where_too_little_applies(verdicts: dict[str, str], null: bool) -> None:
    assert (scored(**verdicts) == Score(None, None, None)) is null


def test_verdicts_of_other_rules_do_not_count() -> None:
    assert score([Verdict("a", "pass"), Verdict("stranger", "fail")], RULES, CARD).value == 100


@pytest.mark.parametrize(
    "verdicts",
    [
        {"a": "fail", "b": "fail", "c": "fail", "d": "fail", "e": "pass"},
        {"a": "pass", "b": "fail:威胁", "c": "fail", "d": "fail"},
        {"a": "pass", "e": "fail"},
        {"a": "pass"},
    ],
)
def test_the_ledger_reproduces_the_number(verdicts: dict[str, Any]) -> None:
    found = scored(**verdicts)
    assert found.value == 100 + sum(points for _, points in found.ledger)
    assert found.before_veto == 100 + sum(points for name, points in found.ledger if name != "fatal")


@pytest.mark.parametrize(("value", "wanted"), [(100, "A"), (95, "A"), (94.9, "B"), (85, "B"), (84.9, "C"), (70, "C"), (0, "D")])
def test_grades(value: float, wanted: str) -> None:
    assert grade(value, CARD) == wanted


def test_a_value_below_every_grade_gets_the_last() -> None:
    assert grade(10, CARD._replace(grades=(("good", 90), ("fair", 50)))) == "fair"
