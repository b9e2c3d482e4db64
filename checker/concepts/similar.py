"""Turns that resemble labelled examples: a linear model over character n-grams, fitted by ``lipei rules train``.

It widens what counts as having been said where lists of wordings reach their limit. It supports a pass where the written
wordings found nothing, and confirms a weak wording of what is forbidden; it is never alone the ground of a fail. Its use is
visible in the evidence. Small, deterministic, offline, pure Python.

A pack's ``similar/`` folder holds ``vocabulary.json`` (how many of the labelled turns contain each n-gram) and a file a model:
``{"similar": name, "threshold": t, "bias": b, "weights": {"own": {gram: w}, "before": {gram: w}, "marks": {value type: w}}, …}``.
"""

# Annotations are not postponed: see model.py.

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from checker.model import Turn
from checker.normalize import Folded
from checker.regexes import regex

NUMBERS = regex(r"[0-9零一二三四五六七八九十百千万两]+")
PUNCTUATION = regex(r"[\s,。?!;:、…~\-()\[\]\"'“”‘’]+")
OWN = 4  # longest n-gram of the turn itself
BEFORE = 3  # longest n-gram of what the other party said just before
SHARE = 0.5  # weight of what came before against the turn itself
MARK = 0.2  # weight of each sort of typed value in the turn
MARKS = ("duration", "deadline", "date", "money", "phone", "case-id", "clause")
VOCABULARY = "vocabulary"


class Model(NamedTuple):
    """A fitted model; ``threshold`` is the least probability that counts, ``own`` … the weights of the features."""

    name: str
    threshold: float
    bias: float
    own: dict[str, float]
    before: dict[str, float]
    marks: dict[str, float]


class Vocabulary(NamedTuple):
    """Inverse document frequency of the n-grams of a turn (``own``) and of what came before it."""

    own: dict[str, float]
    before: dict[str, float]


class Vector(NamedTuple):
    """Features of one turn: tf-idf of distinct n-grams, each part of length one; and the typed values in it."""

    own: dict[str, float]
    before: dict[str, float]
    marks: tuple[str, ...]


@lru_cache(maxsize=64)
def load(path: str) -> Model:
    """Read a model file."""
    import json

    given = json.loads(Path(path).read_text(encoding="utf-8"))
    weights = given["weights"]
    return Model(given["similar"], given["threshold"], given["bias"], weights["own"], weights["before"], weights["marks"])


@lru_cache(maxsize=4)
def vocabulary(path: str) -> Vocabulary:
    """Read a vocabulary file."""
    import json

    given = json.loads(Path(path).read_text(encoding="utf-8"))
    return weigh(given["turns"], given["own"], given["before"])


def weigh(turns: int, own: dict[str, int], before: dict[str, int]) -> Vocabulary:
    """Vocabulary from the number of turns and of those that contain each n-gram (smoothed idf)."""
    parts = ({gram: math.log((1 + turns) / (1 + count)) + 1 for gram, count in part.items()} for part in (own, before))
    return Vocabulary(*parts)


def grams(text: str, longest: int) -> frozenset[str]:
    """Distinct n-grams up to ``longest`` characters of folded ``text`` without punctuation; numbers become one #."""
    plain = PUNCTUATION.sub("", NUMBERS.sub("#", text))
    return frozenset(plain[i : i + n] for n in range(1, longest + 1) for i in range(len(plain) - n + 1))


def said_before(folded: Folded, turns: tuple[Turn, ...], turn: int) -> str:
    """What others said since the same speaker's last turn."""
    before = []
    for at in range(turn - 1, -1, -1):
        if turns[at].role == turns[turn].role:
            break
        before.append(folded.turns[at])
    return "".join(reversed(before))


def vector(folded: Folded, turns: tuple[Turn, ...], turn: int, known: Vocabulary) -> Vector:
    """Features of one turn."""
    from checker.concepts.values import find

    text = folded.turns[turn]
    marks = tuple(name for name in MARKS if next(find(name, text), None) is not None)
    own, before = grams(text, OWN), grams(said_before(folded, turns, turn), BEFORE)
    return Vector(_unit(own, known.own), _unit(before, known.before), marks)


def _unit(found: frozenset[str], known: dict[str, float]) -> dict[str, float]:
    values = {gram: known[gram] for gram in sorted(found) if gram in known}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {gram: value / length for gram, value in values.items()}


def _product(weights: dict[str, float], values: dict[str, float]) -> float:
    total = 0.0
    for gram, value in values.items():
        if gram in weights:
            total += weights[gram] * value
    return total


def probability(model: Model, seen: Vector) -> float:
    """How sure the model is, 0 to 1, that the turn is like its positive examples."""
    total = model.bias + _product(model.own, seen.own) + SHARE * _product(model.before, seen.before)
    total += MARK * sum(model.marks.get(mark, 0.0) for mark in seen.marks)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def candidates(folded: Folded, turns: tuple[Turn, ...]) -> list[int]:
    """Turns that a model is asked about: the agent's, and links or messages of the system, with more than three characters."""
    return [i for i, turn in enumerate(turns) if turn.role in ("agent", "system", "letter") and len(folded.turns[i]) > 3]


@lru_cache(maxsize=2)
def _vectors(path: str, folded: Folded, turns: tuple[Turn, ...]) -> list[tuple[int, Vector]]:
    """Features of every candidate turn, worked out once a record: many models ask for them. ``path``: the vocabulary's file."""
    known = vocabulary(path)
    return [(i, vector(folded, turns, i, known)) for i in candidates(folded, turns)]


def ranked(path: str, folded: Folded, turns: tuple[Turn, ...]) -> list[tuple[float, int]]:
    """(probability, turn) of every candidate turn, most likely first; ``path`` is the model's file."""
    model = load(path)
    seen = _vectors(str(Path(path).with_name(f"{VOCABULARY}.json")), folded, turns)
    found = [(round(probability(model, features), 4), i) for i, features in seen]
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))
