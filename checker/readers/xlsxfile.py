"""XLSX workbooks → rows of text; openpyxl is imported only here. Formulas are never evaluated, they are text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from checker.model import Record
from checker.readers.rejected import Defect, Rejected
from checker.readers.table import Row, records

MAX_UNPACKED = 1024 * 1024 * 1024


def read(
    data: bytes, path: str, name: str, kind: str | None = None, mapping: Mapping[str, Any] | None = None
) -> Iterator[Record | Rejected]:
    """Records of every sheet that is not empty; with several of them, places name the sheet: ``path[Sheet2]:7``."""
    try:
        sheets = _sheets(data)
    except Defect as defect:
        yield defect.rejected(path)
        return
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        yield Defect("empty-file").rejected(path)
    for title, rows in filled:
        place = path if len(filled) == 1 else f"{path}[{title}]"
        yield from records(rows, place, name if len(filled) == 1 else f"{name}[{title}]", kind, mapping or {})


def _sheets(data: bytes) -> list[tuple[str, list[Row]]]:
    try:
        import openpyxl
    except ImportError:
        raise Defect("no-openpyxl") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise Defect("xlsx-too-big", limit=MAX_UNPACKED >> 20)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheets = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = [
                Row(number, [text_of(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
                if any(value is not None for value in values)
            ]
            sheets.append((str(sheet.title), rows))
        book.close()
    except Defect:
        raise
    except Exception:  # whatever a damaged or hostile workbook makes the library raise
        raise Defect("bad-xlsx") from None
    return sheets


def text_of(value: object) -> str:
    """The text of a cell: dates as ISO, durations as H:MM:SS, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        whole = f"{seconds:06.3f}".removesuffix(".000")
        return f"{int(minutes // 60)}:{int(minutes % 60):02d}:{whole}"
    return str(getattr(value, "text", None) or value)
