"""The whole way on one screen: fold → match → scenes → checks → score. A rule that throws gives ``unknown``, never ``pass``."""

from __future__ import annotations

from checker.checks import KINDS
from checker.checks.context import Context, na, unknown
from checker.concepts.match import Lexicon, Lexicons
from checker.language import Rule, Ruleset
from checker.model import Hit, Record, Result, Verdict
from checker.normalize import fold
from checker.scoring import score

LEAST_TEXT = 150  # characters: less says too little of what a record is about


class Engine:
    """A ruleset ready to check records. ``select`` and ``ignore`` are rule ids; ``lexicon`` (None: all concepts of the ruleset)
    matches them, see ruleset.cache.ready.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        select: frozenset[str] = frozenset(),
        ignore: frozenset[str] = frozenset(),
        lexicon: Lexicon | Lexicons | None = None,
    ) -> None:
        self.ruleset = ruleset
        self.lexicon = lexicon or Lexicon(ruleset.concepts)
        self.models = {name: path for name, path, _ in ruleset.similar}
        rules = [r for r in ruleset.rules if (not select or r.id in select) and r.id not in ignore]
        self.rules = {scope: {r.id: r for r in rules if r.scope == scope} for scope in ("conversation", "letter", "case")}

    def check(self, record: Record) -> Result:
        """All verdicts on one record; a case's contacts are checked too and nested."""
        return self._result(self.context(record))

    def _result(self, context: Context) -> Result:
        rules = self.rules[context.record.scope]
        verdicts = tuple(self.judge(context, rule) for rule in rules.values())
        return Result(
            context.record,
            self.ruleset.hash,
            tuple(context.scenes),
            verdicts,
            score(verdicts, rules, self.ruleset.scorecard),
            tuple(context.letter_types),
            tuple(self._result(contact) for contact in context.contacts),
        )

    def context(self, record: Record) -> Context:
        """Fold and match a record (a case: each of its contacts, once), then recognise its scenes or its letter type.

        Metadata overrides both.
        """
        if record.kind == "case":
            contacts = tuple(self.context(contact) for contact in record.contacts)
            return Context(record, fold(()), {}, {}, self.ruleset.params, contacts=contacts, models=self.models)
        folded = fold(record.turns)
        hits, vetoed = self.lexicon.match(folded, record.turns)
        context = Context(record, folded, hits, vetoed, self.ruleset.params, models=self.models)
        if record.kind == "letter":
            return context._replace(letter_types=self._recognise(context, self.ruleset.letter_types, record.meta.get("type")))
        return context._replace(scenes=self._recognise(context, self.ruleset.scenes, record.meta.get("scenes")))

    def _recognise(self, context: Context, named: tuple, given: object) -> dict[str, tuple[Hit, ...]]:  # type: ignore[type-arg]
        if given:
            wanted = [given] if isinstance(given, str) else list(given)  # type: ignore[call-overload]
            return {name: () for name, _, _ in named if name in wanted}
        found: dict[str, tuple[Hit, ...]] = {}
        alike = self._alike(context)
        for name, _, when in named:
            context = context._replace(scenes=found, letter_types=found)
            hits = context.holds(when)
            sure, low, high = alike.get(name, (None, 0.0, 1.0))
            if sure is not None and hits is None and sure >= high:
                hits = context.nearly(when) or None
            if hits is not None and (sure is None or sure >= low):
                found[name] = hits
        return found

    def _alike(self, context: Context) -> dict[str, tuple[float, float, float]]:
        """How much the record resembles labelled ones of each scene or letter type; empty without a model or with little text."""
        path = self.models.get("letter-types" if context.record.kind == "letter" else "scenes")
        if path is None or len(context.folded.joined) < LEAST_TEXT:
            return {}
        from checker.concepts.resemble import probabilities

        return probabilities(path, context.folded, context.record.turns)

    def judge(self, context: Context, rule: Rule) -> Verdict:
        """One requirement on one record."""
        try:
            trigger = context.holds(rule.applies)
            if trigger is None:
                return na(rule)
            verdict: Verdict = KINDS[rule.kind].judge(context, rule, trigger)
            if verdict.verdict in ("pass", "fail"):
                verdict = self._blind(context, rule) or verdict
            if verdict.verdict == "fail" and self._excused(context, rule):
                return na(rule)
            return verdict
        except Exception as error:
            return unknown(rule, "rule-error", f"规则 {rule.id} 运行出错：{type(error).__name__}")

    def _blind(self, context: Context, rule: Rule) -> Verdict | None:
        """``unknown`` where the speakers are not named: who said it decides, and this input cannot show it, neither way."""
        turns = context.record.turns
        if any(self._blind(part, rule) and _by_persons(part.record) for part in context.contacts):
            return unknown(rule, "roles-missing", "有的往来没有标明谁是客服、谁是客户，无法判断")
        if context.record.kind in ("call", "chat") and turns and not any(turn.role in ("agent", "customer") for turn in turns):
            return unknown(rule, "roles-missing", "记录没有标明谁是客服、谁是客户，无法判断")
        return None

    def _excused(self, context: Context, rule: Rule) -> bool:
        """The customer did not want to hear it, or the call broke off before the agent could say it (G6, G10)."""
        if rule.waived_by is not None and context.holds(rule.waived_by) is not None:
            return True
        broken = self.ruleset.cut_off
        duty = rule.cut_off == "na" and rule.kind in ("must-say", "checklist")
        return duty and broken is not None and context.holds(broken) is not None


def _by_persons(record: Record) -> bool:
    """Whether somebody speaks in it: a contact of system lines alone (an unanswered call) hides no speaker."""
    return any(turn.role not in ("system", "bot") for turn in record.turns)
