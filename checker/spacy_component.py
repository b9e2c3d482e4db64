"""The checker inside a spaCy pipeline: ``nlp.add_pipe("lipei")`` marks what was said in ``doc.spans["lipei"]``.

Each span's label is a concept id (rules/concepts). A Doc is taken as one utterance of ``role``; ``rules`` names another pack.
Works on any pipeline for Chinese: spans are widened to whole tokens. No model is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from checker.concepts.match import Lexicon
from checker.model import ROLES, Turn
from checker.normalize import fold
from checker.ruleset.load import load

KEY = "lipei"


class LipeiComponent:
    """Finds concepts in a Doc. ``match`` finds, ``__call__`` is the only writer."""

    def __init__(self, role: str, concepts: list[str], rules: str) -> None:
        if role not in ROLES:
            raise ValueError(f"role {role!r}: one of {', '.join(ROLES)}")
        ruleset = load(Path(rules) if rules else None)
        unknown = set(concepts) - {concept.id for concept in ruleset.concepts}
        if unknown:
            raise ValueError(f"no such concepts: {', '.join(sorted(unknown))}")
        self.role = role
        self.wanted = frozenset(concepts)
        self.lexicon = Lexicon(ruleset.concepts)

    def match(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, concept id) of everything that counts in ``text``, in reading order; code points, half-open."""
        turns = (Turn(self.role, text),)
        hits = self.lexicon.match(fold(turns), turns).hits
        found = [(h.start, h.end, name) for name, each in hits.items() for h in each if not self.wanted or name in self.wanted]
        return sorted(found)

    def __call__(self, doc: Doc) -> Doc:
        spans = [doc.char_span(start, end, label=name, alignment_mode="expand") for start, end, name in self.match(doc.text)]
        doc.spans[KEY] = [span for span in spans if span is not None]
        return doc


@Language.factory("lipei", default_config={"role": "agent", "concepts": [], "rules": ""}, assigns=["doc.spans"])
def create(nlp: Any, name: str, role: str, concepts: list[str], rules: str) -> LipeiComponent:
    """Factory for ``nlp.add_pipe("lipei", config={"role": …, "concepts": […], "rules": folder})``."""
    return LipeiComponent(role, concepts, rules)
