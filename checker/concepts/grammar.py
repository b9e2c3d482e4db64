"""The phrase grammar, close to JSGF: how wordings are written in rule files.

    别[太](着急|担心)      alternatives (a|b), optional [x]; blanks between parts mean nothing
    先<calming-core>       the wordings of another concept, or a typed value such as <duration>, <money>, <date>
    <$jargon>              the words of a list parameter
    发~6短信               ~n: up to n characters of the same sentence (plain ~ means 4)
    ^您好  再见$           at the beginning (or end) of the utterance, punctuation aside
    \\(                    a backslash makes the next character plain

A phrase is translated into one regular expression over folded text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

GAP = 4
INSIDE = r"[^。?!;\n]"
BEGIN = r"(?:^|(?<=[。?!;,:]))"
NAME = re.compile(r"<(\$?[a-z][a-z0-9_-]*)>")
DIGITS = re.compile(r"\d*")


class PhraseError(ValueError):
    """A phrase that does not follow the grammar; ``at`` is the offset of the mistake."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


def to_regex(phrase: str, resolve: Callable[[str], str]) -> str:
    """Regular expression for ``phrase``; ``resolve(name)`` gives the expression of a reference or raises KeyError.

    Raises PhraseError.
    """
    source, at = _alternatives(phrase, 0, resolve, "")
    if at < len(phrase):
        raise PhraseError(f"多出一个“{phrase[at]}”", at)
    return source


def _alternatives(text: str, at: int, resolve: Callable[[str], str], close: str) -> tuple[str, int]:
    branches: list[str] = []
    parts: list[str] = []
    opened = at - 1
    while at < len(text):
        char = text[at]
        if char in ")]":
            if char == close:
                break
            raise PhraseError(f"“{char}”没有对应的左括号", at)
        if char == "|":
            branches.append("".join(parts))
            parts = []
            at += 1
        elif char in "([":
            inner, at = _alternatives(text, at + 1, resolve, ")" if char == "(" else "]")
            parts.append(f"(?:{inner})" + ("?" if char == "[" else ""))
            at += 1
        else:
            part, at = _atom(text, at, resolve)
            parts.append(part)
    else:
        if close:
            raise PhraseError(f"“{text[opened]}”没有配对的“{close}”", opened)
    branches.append("".join(parts))
    if len(branches) > 1 and "" in branches:
        raise PhraseError("“|”的一边是空的；可有可无请写成 [ ]", at - 1)
    return "|".join(branches), at


def _atom(text: str, at: int, resolve: Callable[[str], str]) -> tuple[str, int]:
    char = text[at]
    if char == "<":
        match = NAME.match(text, at)
        if not match:
            raise PhraseError("引用要写成 <concept-id>", at)
        try:
            return f"(?:{resolve(match[1])})", match.end()
        except KeyError:
            raise PhraseError(f"引用了不存在的概念 <{match[1]}>", at) from None
    if char == "~":
        digits = DIGITS.match(text, at + 1)
        width = int(digits[0]) if digits and digits[0] else GAP
        if width > 40:
            raise PhraseError("~ 后的间隔最多 40 个字", at)
        return f"{INSIDE}{{0,{width}}}?", at + 1 + (len(digits[0]) if digits else 0)
    if char == "^":
        return BEGIN if at else r"^[,、。嗯啊哦好的]{0,4}", at + 1
    if char == "$":
        return r"(?=[。?!;,~]*$)", at + 1
    if char == "\\" and at + 1 < len(text):
        return re.escape(text[at + 1]), at + 2
    if char in " \t":
        return "", at + 1
    if char == ">":
        raise PhraseError("“>”没有对应的“<”", at)
    return re.escape(char), at + 1
