"""What a check may look at: the record, its events, its conditions. Checks see no YAML and no raw text patterns."""

# Annotations are not postponed: see model.py.

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.concepts.similar import load, ranked
from checker.concepts.vetoes import NAMES
from checker.language import Condition, Rule
from checker.model import Evidence, Hit, Record, Verdict
from checker.normalize import Folded

MOST_EVIDENCE = 3
CLOSE = 0.08  # probability from which the likest turn is shown as a near-miss


class Context(NamedTuple):
    """One folded and matched record with its scenes and letter types; ``params`` are the company's numbers and lists.

    ``models`` are the files of the ``similar`` models by name.

    A case has ``contacts``, one context for each of its contacts in the order of time, and no hits of its own.
    """

    record: Record
    folded: Folded
    hits: Mapping[str, list[Hit]]
    vetoed: Mapping[str, list[Hit]]
    params: dict[str, Any]
    scenes: dict[str, tuple[Hit, ...]] = {}  # noqa: RUF012  (never mutated)
    letter_types: dict[str, tuple[Hit, ...]] = {}  # noqa: RUF012
    contacts: "tuple[Context, ...]" = ()
    models: dict[str, str] = {}  # noqa: RUF012

    def events(self, concept: str) -> list[Hit]:
        """Hits of ``concept`` that count, in reading order."""
        return self.hits.get(concept, [])

    def text(self, hit: Hit) -> str:
        """Folded words of a hit."""
        return self.folded.turns[hit.turn][hit.at : hit.to]

    def param(self, value: Any) -> Any:
        """A value of a rule file: ``$name`` stands for the parameter ``name``."""
        return self.params[value[1:]] if isinstance(value, str) and value.startswith("$") else value

    def evidence(self, hit: Hit, note: str = "") -> Evidence:
        """The source words of a hit."""
        turn = self.record.turns[hit.turn]
        return Evidence(hit.turn, hit.start, hit.end, turn.text[hit.start : hit.end], note or NAMES.get(hit.veto, ""))

    def proofs(self, hits: Any, most: int = MOST_EVIDENCE) -> tuple[Evidence, ...]:
        """Evidence of the first ``most`` hits in different places."""
        seen: set[tuple[int, int, int]] = set()
        out: list[Evidence] = []
        for hit in hits:
            if (hit.turn, hit.start, hit.end) not in seen and len(out) < most:
                seen.add((hit.turn, hit.start, hit.end))
                out.append(self.evidence(hit))
        return tuple(out)

    def alike(self, model: str, but: set[int]) -> tuple[Evidence, ...]:
        """Turns that the ``similar`` model counts as examples of the thing, except ``but``, most alike first.

        None without a model.
        """
        if model not in self.models:
            return ()
        path = self.models[model]
        pairs = ranked(path, self.folded, self.record.turns)
        found = [(sure, turn) for sure, turn in pairs if sure >= load(path).threshold and turn not in but]
        return tuple(self.whole_turn(turn, f"与已标注的例子相似（{sure:.2f}）") for sure, turn in found[:MOST_EVIDENCE])

    def closest(self, model: str) -> tuple[Evidence, ...]:
        """The turn most like the model's examples though not enough: the nearest near-miss where no wording comes near."""
        if model not in self.models:
            return ()
        best = ranked(self.models[model], self.folded, self.record.turns)[:1]
        return tuple(self.whole_turn(turn, "最接近的一句") for sure, turn in best if sure >= CLOSE)

    def resembling(self, hits: list[Hit], model: str, sure: float | None = None) -> list[Hit]:
        """Hits in turns that the ``similar`` model finds like its examples with a probability of at least ``sure``.

        Without ``sure`` the model's own threshold decides; without a model no hit is dropped.
        """
        if model not in self.models or not hits:
            return hits
        path = self.models[model]
        least = load(path).threshold if sure is None else sure
        like = {turn for p, turn in ranked(path, self.folded, self.record.turns) if p >= least}
        return [hit for hit in hits if hit.turn in like]

    def turns_by(self, role: str) -> list[int]:
        """Indexes of the turns of ``role``; of a letter its lines that are not blank."""
        turns = self.record.turns
        if self.record.kind == "letter":
            return [i for i, turn in enumerate(turns) if turn.text.strip()]
        return [i for i, turn in enumerate(turns) if role == "any" or turn.role == role]

    def whole_turn(self, turn: int, note: str = "") -> Evidence:
        """Evidence that is a whole turn."""
        text = self.record.turns[turn].text
        return Evidence(turn, 0, len(text), text, note)

    def cancelled(self, condition: Condition) -> set[int]:
        """Turns in which words of ``condition`` stand but were cancelled: promised, denied, asked, quoted."""
        names = condition.parts if condition.op == "has" else ()
        if condition.op == "weigh":
            names = tuple(name for name, _ in condition.parts)
        own = {hit.turn for name in names for hit in self.vetoed.get(name, ()) if hit.veto not in ("speaker", "context")}
        return own.union(*(self.cancelled(part) for part in condition.parts if isinstance(part, Condition)))

    def nearly(self, condition: Condition) -> tuple[Hit, ...] | None:
        """Like ``holds`` with half the weight, or one fewer of those counted: more than a sign of it, though it does not hold."""
        options = dict(condition.options)
        if condition.op == "weigh":
            return self.holds(condition._replace(options=(("at-least", options["at-least"] / 2),)))
        if condition.op == "count":
            return self.holds(condition._replace(options=(("at-least", max(1, options["at-least"] - 1)),)))
        if condition.op not in ("all", "any"):
            return self.holds(condition)
        found = [self.nearly(part) for part in condition.parts]
        met = [hits for hits in found if hits is not None]
        if len(met) < (len(found) if condition.op == "all" else 1):
            return None
        return tuple(sorted((hit for hits in met for hit in hits), key=lambda hit: (hit.turn, hit.at)))

    # -- conditions

    def holds(self, condition: Condition | None) -> tuple[Hit, ...] | None:
        """The hits that make ``condition`` true (perhaps none), or None if it is false."""
        if condition is None:
            return ()
        return getattr(self, "_" + condition.op.replace("-", "_"))(condition)  # type: ignore[no-any-return]

    def _all(self, condition: Condition) -> tuple[Hit, ...] | None:
        out: list[Hit] = []
        for part in condition.parts:
            found = self.holds(part)
            if found is None:
                return None
            out.extend(found)
        return tuple(out)

    def _any(self, condition: Condition) -> tuple[Hit, ...] | None:
        best: tuple[Hit, ...] | None = None
        for part in condition.parts:
            found = self.holds(part)
            if found is not None:
                best = found if not best else best + found
        return tuple(sorted(best, key=lambda h: (h.turn, h.at))) if best else best

    def _not(self, condition: Condition) -> tuple[Hit, ...] | None:
        return () if self.holds(condition.parts[0]) is None else None

    def _has(self, condition: Condition) -> tuple[Hit, ...] | None:
        hits: list[Hit] = [hit for name in condition.parts for hit in self.events(name)]
        hits.sort(key=lambda hit: (hit.turn, hit.at))
        options = dict(condition.options)
        if not hits:
            return None
        if "first" in options or "last" in options:
            order = self.turns_by(options.get("by", "agent"))
            scope = set(order[: options["first"]] if "first" in options else order[-options["last"] :])
            hits = [hit for hit in hits if hit.turn in scope]
        if "after" in options:
            anchor = self.events(options["after"])
            hits = [hit for hit in hits if anchor and (hit.turn, hit.at) >= (anchor[0].turn, anchor[0].at)]
        if "before" in options:
            anchor = self.events(options["before"])
            hits = [hit for hit in hits if anchor and (hit.turn, hit.at) <= (anchor[-1].turn, anchor[-1].at)]
        if "window" in options:
            hits = self._densest(hits, options["window"])
        if "similar" in options:
            hits = self.resembling(hits, options["similar"], options.get("sure"))
        if len(hits) < options.get("at-least", 1):
            return None
        if len({self.text(hit) for hit in hits}) < options.get("distinct", 1):
            return None
        return tuple(hits) if hits else None

    def _densest(self, hits: list[Hit], width: int) -> list[Hit]:
        """The hits of the stretch of ``width`` turns with most different wordings."""
        best: list[Hit] = []
        for first in hits:
            group = [hit for hit in hits if first.turn <= hit.turn < first.turn + width]
            if len({self.text(hit) for hit in group}) > len({self.text(hit) for hit in best}):
                best = group
        return best

    def _count(self, condition: Condition) -> tuple[Hit, ...] | None:
        found = [self.holds(part) for part in condition.parts]
        met = [hits for hits in found if hits is not None]
        if len(met) < condition.option("at-least"):
            return None
        return tuple(hit for hits in met for hit in hits[:1])

    def _weigh(self, condition: Condition) -> tuple[Hit, ...] | None:
        total, out = 0.0, []
        for name, weight in condition.parts:
            hits = self.events(name)
            if hits:
                total += weight
                if weight > 0:
                    out.append((-weight, hits[0]))
        if total < condition.option("at-least"):
            return None
        return tuple(hit for _, hit in sorted(out, key=lambda pair: (pair[0], pair[1].turn, pair[1].at)))

    def _scene(self, condition: Condition) -> tuple[Hit, ...] | None:
        return self._named(self.scenes, condition)

    def _letter_type(self, condition: Condition) -> tuple[Hit, ...] | None:
        return self._named(self.letter_types, condition)

    def _named(self, found: dict[str, tuple[Hit, ...]], condition: Condition) -> tuple[Hit, ...] | None:
        for name in condition.parts:
            if name in found:
                return found[name]
        return None

    def _timed(self, condition: Condition) -> tuple[Hit, ...] | None:
        return () if any(turn.start is not None for turn in self.record.turns) else None

    def _kind(self, condition: Condition) -> tuple[Hit, ...] | None:
        return () if self.record.kind in condition.parts else None

    def _starts_with(self, condition: Condition) -> tuple[Hit, ...] | None:
        return () if self.record.turns and self.record.turns[0].role in condition.parts else None

    def _meta(self, condition: Condition) -> tuple[Hit, ...] | None:
        name, value = condition.parts
        return () if str(self.record.meta.get(name, "")) == value else None


def na(rule: Rule) -> Verdict:
    """The requirement does not apply."""
    return Verdict(rule.id, "na")


def unknown(rule: Rule, reason: str, message: str, **more: Any) -> Verdict:
    """The duty arose but this input cannot show whether it was met."""
    return Verdict(rule.id, "unknown", message=message, reason=reason, **more)


def passed(context: Context, rule: Rule, hits: Any) -> Verdict:
    """Met, with the words that meet it."""
    return Verdict(rule.id, "pass", evidence=context.proofs(hits))


def absent(context: Context, rule: Rule, trigger: Any, **more: Any) -> Verdict:
    """Breached by absence: the nearest near-miss first, then the trigger; the stretch searched is the whole record."""
    near = near_misses(context, rule)
    shown = context.proofs(near, 2) or context.closest(rule.params.get("similar", ""))
    evidence = (*shown, *context.proofs(trigger, 1))[:MOST_EVIDENCE]
    return Verdict(
        rule.id,
        "fail",
        message=rule.message,
        evidence=evidence,
        searched=(0, len(context.record.turns)),
        nearest=context.proofs(near) or shown,
        **more,
    )


def near_misses(context: Context, rule: Rule) -> list[Hit]:
    """Vetoed hits of the concepts that the rule names as near, and their plain hits; the rule's order, then the text's."""
    out: list[Hit] = []
    for name in rule.near:
        out.extend(context.vetoed.get(name, ()))
        out.extend(context.events(name))
    own = [hit for hit in out if hit.veto != "speaker"]
    return own + [hit for hit in out if hit.veto == "speaker"]
