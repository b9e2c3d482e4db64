"""Words shown where they stand: an excerpt of the turn with carets under them, as wide as a terminal draws them."""

from __future__ import annotations

import unicodedata

from checker.masking import harmless, mask
from checker.spans import cells

AROUND = 24  # characters shown before and after the words
LONGEST = 60  # turns up to this length are shown whole, longer words are cut
EVIDENT = 30  # a turn longer than this that is meant as a whole needs no carets


def shown(text: str, masked: bool = True) -> str:
    """``text`` fit for a human report: harmless, and with personal numbers starred if ``masked``. Keeps the length."""
    safe = harmless(text)
    return mask(safe) if masked else safe


def lines(head: str, text: str, start: int, end: int, masked: bool = True) -> tuple[str, str]:
    """``head`` and an excerpt of ``text`` around ``text[start:end]``, and a line with carets under those words.

    The second line is "" where there are no words to point at, or the whole of a long turn is meant. An ASCII ellipsis stands
    before a cut, as the width of "…" differs from terminal to terminal.
    """
    safe = shown(text, masked)
    end = max(start, min(end, len(safe)))
    first, last = (0, len(safe)) if len(safe) <= LONGEST else (max(0, start - AROUND), min(len(safe), end + AROUND))
    whole = start == 0 and end == len(safe) > EVIDENT
    if end - start > LONGEST:
        end = last = start + LONGEST
    before = head + ("..." if first else "") + safe[first:start]
    after = safe[end:last] + ("…" if last < len(safe) else "")
    words = safe[start:end]
    return before + words + after, blank(before) + "^" * cells(words) if words.strip() and not whole else ""


def blank(text: str) -> str:
    """White space as wide as ``text``: ideographic spaces under wide characters, so that other fonts align too."""
    return "".join("\u3000" if unicodedata.east_asian_width(char) in "WF" else " " * cells(char) for char in text)
