"""Records that resemble labelled ones of a scene or a letter type: linear models over n-grams of the whole record.

They correct the recognition of scenes at its edges, never replace it: a scene that the words show is dropped where the record is
quite unlike every labelled example of it (below ``low``); a scene of which there is only some sign counts where the record is
much like them (from ``high`` on). Fitted by ``lipei rules train``; small, deterministic, offline.

One file holds all classes: ``{"classes": […], "bias": […], "low": […], "high": […], "records": n, "idf": {gram: w},
"weights": {gram: […]}}``.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from checker.concepts.similar import grams
from checker.model import Turn
from checker.normalize import Folded

LONGEST = 3
SHORTEST = 2


class Model(NamedTuple):
    """All classes of one sort of record; lists run in the order of ``classes``."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    idf: dict[str, float]
    weights: dict[str, list[float]]


@lru_cache(maxsize=4)
def load(path: str) -> Model:
    """Read a model file."""
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    classes, bias, low, high = (tuple(given[name]) for name in ("classes", "bias", "low", "high"))
    return Model(classes, bias, low, high, given["idf"], given["weights"])


def features(folded: Folded, turns: tuple[Turn, ...]) -> frozenset[str]:
    """Distinct n-grams of two and three characters, marked by who said them: C the customer, L a letter, A anybody else."""
    out: set[str] = set()
    for turn, text in zip(turns, folded.turns, strict=True):
        who = {"customer": "C", "letter": "L"}.get(turn.role, "A")
        out.update(who + gram for gram in grams(text, LONGEST) if len(gram) >= SHORTEST)
    return frozenset(out)


def unit(found: frozenset[str], idf: dict[str, float]) -> dict[str, float]:
    """tf-idf of the known n-grams, of length one, in a fixed order."""
    values = {gram: idf[gram] for gram in sorted(found) if gram in idf}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {gram: value / length for gram, value in values.items()}


def probabilities(path: str, folded: Folded, turns: tuple[Turn, ...]) -> dict[str, tuple[float, float, float]]:
    """Class → (probability, low, high) for one record."""
    model = load(path)
    totals = list(model.bias)
    for gram, value in unit(features(folded, turns), model.idf).items():
        for at, weight in enumerate(model.weights.get(gram, ())):
            totals[at] += weight * value
    sure = [round(1 / (1 + math.exp(-max(-40.0, min(40.0, total)))), 4) for total in totals]
    return {name: (p, low, high) for name, p, low, high in zip(model.classes, sure, model.low, model.high, strict=True)}
