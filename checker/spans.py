"""Widths of text in terminal cells. Inside, every place is a code-point offset; this is the edge to the terminal."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Width of ``text`` in terminal cells: wide and full-width characters take two, combining marks none."""
    width = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WFA" and ord(char) > 0x7F else 1
    return width
