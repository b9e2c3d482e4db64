"""Places in a text: code-point offsets inside; line:column, terminal cells and UTF-16 only at the edges."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right


def line_starts(text: str) -> list[int]:
    r"""Offsets at which the lines of ``text`` begin (``\n`` ends a line)."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def line_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code-point ``offset``; ``starts`` is from :func:`line_starts`."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def cells(text: str) -> int:
    """Width of ``text`` in terminal cells: wide and full-width characters take two, combining marks none."""
    width = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WFA" and ord(char) > 0x7F else 1
    return width


def utf16(text: str, offset: int) -> int:
    """UTF-16 code units before the code-point ``offset`` (what the Language Server Protocol counts in)."""
    return offset + sum(1 for char in text[:offset] if ord(char) > 0xFFFF)
