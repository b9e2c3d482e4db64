"""What standard input holds, judged by its beginning."""

from __future__ import annotations

import re

from checker.readers.columns import fields_of
from checker.readers.encoding import sniff

LIST = re.compile(r"\[\s*([{\]]|$)")


def format_of(head: bytes, mapped: bool = False) -> str:
    """The format of a stream that begins with ``head``: jsonl, json, xlsx, csv or plain.

    ``mapped``: a column mapping was given, so that what is no JSON is a table.
    """
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    text = head.decode(sniff(head), "ignore").lstrip()
    line = text.split("\n", 1)[0].strip()
    if text.startswith("{"):
        return "json" if "\n" in text and not line.endswith("}") else "jsonl"
    if LIST.match(text):
        return "json"
    if mapped or _is_header(line):
        return "csv"
    return "plain"


def _is_header(line: str) -> bool:
    """Whether ``line`` is the header of a table: a column for the text and one more that is known."""
    for mark in (",", "\t", ";", "\uff0c", "|"):
        fields = {field for cell in line.split(mark) for field in fields_of(cell.strip().strip('"'))[:1]}
        if "text" in fields and len(fields) > 1:
            return True
    return False
