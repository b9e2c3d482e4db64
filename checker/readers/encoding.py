"""Bytes to text: UTF-8 with or without BOM, UTF-16 and UTF-32 with BOM, else GB18030. Damaged UTF-8 is refused."""

from __future__ import annotations

import codecs

from checker.readers.rejected import Defect

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_ASCII = bytes(range(128, 256))


def bom(head: bytes) -> str:
    """The encoding that a byte order mark at the beginning of ``head`` names, or ""."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    return ""


def sniff(data: bytes) -> str:
    """The encoding of ``data``: ``ascii``, ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32`` or ``gb18030``.

    Text that is mostly valid UTF-8 with a few bad bytes is damaged UTF-8, not GB18030.
    """
    marked = bom(data)
    if marked:
        return marked
    if data.isascii():
        return "ascii"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        good = len(text) - bad - len(data.translate(None, NOT_ASCII))
        return "utf-8" if good > bad else "gb18030"
    return "utf-8"


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of the encoding it was in. No character is changed; a byte order mark is not part of the text.

    Raises Defect ``bad-encoding`` (names the first bad byte) or ``not-text`` (NUL: binary, or UTF-16 without BOM).
    """
    name = sniff(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if b"\0" in data and not bom(data):
            raise Defect("not-text") from None
        raise Defect("bad-encoding", byte=error.start + 1) from None
    if "\0" in text:
        raise Defect("not-text")
    return text, name
