"""Turns that resemble labelled examples: a linear model over character n-grams, fitted by ``lipei rules train``.

It widens what counts as having been said where lists of wordings reach their limit. It may support a pass, never be the ground of a fail:
it is asked only when the written wordings found nothing, and its use is visible in the evidence. Small, deterministic, offline, pure Python.

A model is a JSON file in a pack's ``similar/`` folder:
``{"similar": name, "threshold": t, "bias": b, "weights": {"own": {gram: w}, "before": {gram: w}, "marks": {value type: w}}, …}``.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from checker.concepts.values import find
from checker.model import Turn
from checker.normalize import Folded

NUMBERS = re.compile(r"[0-9零一二三四五六七八九十百千万两]+")
PUNCTUATION = re.compile(r"[\s,。?!;:、…~\-()\[\]\"'“”‘’]+")
OWN = 4  # longest n-gram of the turn itself
BEFORE = 3  # longest n-gram of what the other party said just before
SHARE = 0.5  # weight of what came before, and of each typed value, against the turn itself
MARKS = ("duration", "deadline", "date", "money", "phone", "case-id", "clause")


class Model(NamedTuple):
    """A fitted model; ``threshold`` is the least probability that counts, ``own`` … the weights of the features."""

    name: str
    threshold: float
    bias: float
    own: dict[str, float]
    before: dict[str, float]
    marks: dict[str, float]


class Features(NamedTuple):
    """What a model sees of one turn: distinct n-grams of the turn, of what came before, and the typed values in it."""

    own: frozenset[str]
    before: frozenset[str]
    marks: tuple[str, ...]


@lru_cache(maxsize=64)
def load(path: str) -> Model:
    """Read a model file."""
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    weights = given["weights"]
    return Model(given["similar"], given["threshold"], given["bias"], weights["own"], weights["before"], weights["marks"])


def grams(text: str, longest: int) -> frozenset[str]:
    """Distinct n-grams up to ``longest`` characters of folded ``text`` without punctuation; numbers become one #."""
    plain = PUNCTUATION.sub("", NUMBERS.sub("#", text))
    return frozenset(plain[i : i + n] for n in range(1, longest + 1) for i in range(len(plain) - n + 1))


def features(folded: Folded, turns: tuple[Turn, ...], turn: int) -> Features:
    """Features of one turn; «before» are the turns of others since the same speaker's last."""
    before = []
    for at in range(turn - 1, -1, -1):
        if turns[at].role == turns[turn].role:
            break
        before.append(folded.turns[at])
    text = folded.turns[turn]
    marks = tuple(name for name in MARKS if next(find(name, text), None) is not None)
    return Features(grams(text, OWN), grams("".join(reversed(before)), BEFORE), marks)


def probability(model: Model, seen: Features) -> float:
    """How sure the model is, 0 to 1, that the turn is like its positive examples."""
    total = model.bias
    if seen.own:
        total += sum(model.own.get(gram, 0.0) for gram in seen.own) / math.sqrt(len(seen.own))
    if seen.before:
        total += SHARE * sum(model.before.get(gram, 0.0) for gram in seen.before) / math.sqrt(len(seen.before))
    total += SHARE * sum(model.marks.get(mark, 0.0) for mark in seen.marks)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def candidates(folded: Folded, turns: tuple[Turn, ...]) -> list[int]:
    """Turns that a model is asked about: the agent's, and links or messages of the system, with more than three characters."""
    return [i for i, turn in enumerate(turns) if turn.role in ("agent", "system", "letter") and len(folded.turns[i]) > 3]


def ranked(path: str, folded: Folded, turns: tuple[Turn, ...]) -> list[tuple[float, int]]:
    """(probability, turn) of every candidate turn, most likely first."""
    model = load(path)
    found = [(round(probability(model, features(folded, turns, i)), 4), i) for i in candidates(folded, turns)]
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))
