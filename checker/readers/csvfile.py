"""CSV and TSV → rows of text. The delimiter is the one that the header line has most of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from checker.model import Record
from checker.readers.encoding import decode
from checker.readers.rejected import Defect, Rejected
from checker.readers.table import Row, records

DELIMITERS = (",", "\t", ";", "\uff0c", "|")
REASONS = {
    "unexpected end of data": "引号没有成对",
    "field larger than field limit": "有一格太长",
    "expected after": "结束的引号之后有多余的文字",
}


def read(
    data: bytes, path: str, name: str, kind: str | None = None, mapping: Mapping[str, Any] | None = None
) -> Iterator[Record | Rejected]:
    """Records of a CSV or TSV file; see table.records.

    After a row that can't be parsed (open quotation mark) nothing more is read.
    """
    try:
        text, _ = decode(data)
    except Defect as defect:
        yield defect.rejected(path)
        return
    rows: list[Row] = []
    broken: Rejected | None = None
    try:
        for row in _rows(text):
            rows.append(row)
    except Defect as defect:
        broken = defect.rejected(path)
    if rows or not broken:
        yield from records(rows, path, name, kind, mapping or {})
    if broken:
        yield broken


def delimiter(text: str) -> str:
    """The delimiter of a table, judged by its first line that is not blank."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=head.count)


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = next((said for key, said in REASONS.items() if key in str(error)), "格式有误")
            raise Defect("bad-table", line, reason=reason) from None
        yield Row(line, cells)
