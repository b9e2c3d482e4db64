"""Words: spaCy token patterns over jieba's words and parts of speech. Imported only when a pattern asks for words.

No model is downloaded: words and tags come from jieba with the domain dictionary (data/words.txt).
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from typing import Any

from checker.normalize import DATA


@lru_cache(maxsize=1)
def _parts() -> tuple[Any, Any]:
    import jieba
    import jieba.posseg
    import spacy

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for line in (DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        word, tag = line.split(" ")
        tokenizer.add_word(word, 20_000, tag)
    return spacy.blank("zh"), jieba.posseg.POSTokenizer(tokenizer)


def document(text: str) -> Any:
    """spaCy Doc of ``text`` with jieba's words in ``token.text`` and jieba's tags (n, v, ns, nr, m …) in ``token.tag_``."""
    from spacy.tokens import Doc

    nlp, tagger = _parts()
    pairs = [(pair.word, pair.flag) for pair in tagger.cut(text)]
    return Doc(nlp.vocab, words=[word for word, _ in pairs], spaces=[False] * len(pairs), tags=[tag for _, tag in pairs])


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> Any:
    from spacy.matcher import Matcher

    matcher = Matcher(_parts()[0].vocab)
    matcher.add("p", [json.loads(pattern)], greedy="LONGEST")
    return matcher


@lru_cache(maxsize=2_000)
def _document(text: str) -> Any:
    return document(text)


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    """Half-open character spans in ``text`` of the token ``pattern`` (a list of token descriptions as JSON text)."""
    doc = _document(text)
    return sorted((doc[start:end].start_char, doc[start:end].end_char) for _, start, end in _matcher(pattern)(doc))


def check(pattern: str) -> str:
    """ "" if ``pattern`` is a token pattern that spaCy accepts, else the reason."""
    import spacy
    from spacy.matcher import Matcher

    try:
        Matcher(spacy.blank("zh").vocab, validate=True).add("p", [json.loads(pattern)])
    except Exception as error:  # spaCy raises several kinds
        return " ".join(str(error).split())[:160]
    return ""
