"""Rows of a table, one a turn → records, grouped by id in order of appearance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from checker.model import Record, Turn
from checker.readers import times
from checker.readers.canonical import letter_turns
from checker.readers.columns import KIND_OF, Columns, find, folded
from checker.readers.rejected import Defect, Rejected
from checker.readers.roles import role_of

META_FIELDS = ("agent", "team", "case_id", "company")
MS_GAP = 300
SIGNED = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)


class Row(NamedTuple):
    """``number``: line (CSV) or row (XLSX) from 1; ``cells``: texts; ``raw``: the row as it may be shown."""

    number: int
    cells: list[str]

    @property
    def raw(self) -> str:
        return "\t".join(self.cells)

    def at(self, index: int | None) -> str:
        return self.cells[index] if index is not None and index < len(self.cells) else ""


class Group(NamedTuple):
    """The rows of one record, with the times of each (value, form) or None."""

    ident: str
    rows: list[Row]
    starts: list[tuple[float, str] | None]
    ends: list[tuple[float, str] | None]
    bad: list[Rejected]


def records(
    rows: Iterable[Row], path: str, name: str, kind: str | None, mapping: Mapping[str, Any]
) -> Iterator[Record | Rejected]:
    """Records of a table; the first row that is not blank is its header. A bad row is a Rejected, the rest goes on.

    A table without id column is one record called ``name``.
    Raises InputError if ``mapping`` names a column that is not there.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        yield Defect("empty-file").rejected(path)
        return
    header, body = filled[0], filled[1:]
    columns = find(header.cells, mapping, path)
    if kind == "case":
        yield Defect("plain-case").rejected(path)
        return
    if "text" not in columns.at:
        there = "、".join(cell.strip() for cell in header.cells if cell.strip())
        yield Defect("no-text-column", columns=there).rejected(path, header.number, header.raw)
        return
    if not body:
        yield Defect("no-rows").rejected(path)
        return
    groups = list(_groups(body, columns, len(header.cells), path, name))
    unit = mapping.get("start_unit") or columns.start_unit or _unit(groups)
    for group in groups:
        yield from group.bad
        yield from _record(group, columns, unit, path, kind, mapping.get("roles") or {})


def _groups(body: list[Row], columns: Columns, width: int, path: str, name: str) -> Iterator[Group]:
    groups: dict[str, Group] = {}
    at = columns.at
    for row in body:
        ident = row.at(at["id"]).strip() if "id" in at else name
        group = groups.setdefault(ident, Group(ident, [], [], [], []))
        try:
            if any(cell.strip() for cell in row.cells[width:]):
                cells = max(index for index, cell in enumerate(row.cells, 1) if cell.strip())
                raise Defect("row-too-long", cells=cells, columns=width)
            if not ident:
                raise Defect("row-no-id")
            start, end = _cell_time(row, at, "start"), _cell_time(row, at, "end")
        except Defect as defect:
            group.bad.append(defect.rejected(path, row.number, row.raw))
            continue
        group.rows.append(row)
        group.starts.append(start)
        group.ends.append(end)
    yield from groups.values()


def _cell_time(row: Row, at: Mapping[str, int], field: str) -> tuple[float, str] | None:
    text = row.at(at.get(field)).strip()
    if not text:
        return None
    value = times.stamp(text)
    if value is None:
        raise Defect("row-bad-time", field=field, value=text)
    return value


def _unit(groups: list[Group]) -> str:
    """``ms`` where numeric times lie too far apart for seconds (median step or length at least MS_GAP), else ``s``."""
    steps = []
    for group in groups:
        numbers = [item[0] for item in group.starts if item and item[1] == "number"]
        steps += [after - before for before, after in pairwise(numbers) if after > before]
        for start, end in zip(group.starts, group.ends, strict=True):
            if start and end and start[1] == end[1] == "number" and end[0] > start[0]:
                steps.append(end[0] - start[0])
    return "ms" if steps and median(steps) >= MS_GAP else "s"


def _record(
    group: Group, columns: Columns, unit: str, path: str, kind: str | None, roles: Mapping[str, str]
) -> Iterator[Record | Rejected]:
    """The record of a group, after the Rejected of each of its rows that can't be a turn."""
    at = columns.at
    bad = len(group.bad)
    kept: list[tuple[Row, Turn]] = []
    actual = kind or _kind_of(group.rows, at)
    starts, ends, started = _seconds(group, unit)
    before = 0.0
    for row, start, end in zip(group.rows, starts, ends, strict=True):
        try:
            turn = _turn(row, at, start, end, before, roles, actual)
        except Defect as defect:
            bad += 1
            yield defect.rejected(path, row.number, row.raw)
            continue
        before = before if start is None else start
        kept.append((row, turn))
    if not kept:
        return
    meta = _meta([row for row, _ in kept], columns, started)
    if bad:
        meta["rejected_rows"] = bad
    turns = tuple([turn for _, turn in kept])
    if actual == "letter":
        turns = letter_turns("\n".join(turn.text for turn in turns))
    yield Record(group.ident, actual, turns, (), f"{path}#{kept[0][0].number}", meta)


def _turn(
    row: Row, at: Mapping[str, int], start: float | None, end: float | None, before: float, roles: Mapping[str, str], kind: str
) -> Turn:
    text = row.at(at["text"])
    if kind == "letter":
        if not text.strip():
            raise Defect("row-blank-text")
        return Turn("letter", text)
    role, speaker = role_of(row.at(at.get("role")).strip(), roles)
    if start is not None and end is not None and end < start:
        raise Defect("time-end-first", where="", start=f"{start:.10g}", end=f"{end:.10g}")
    if start is not None and start < before:
        raise Defect("time-back", where="", start=f"{start:.10g}", before=f"{before:.10g}")
    return Turn(role, text, start, end, row.at(at.get("speaker")).strip() or speaker, row.at(at.get("type")).strip() or "text")


def _kind_of(rows: list[Row], at: Mapping[str, int]) -> str:
    for row in rows:
        kind = KIND_OF.get(folded(row.at(at.get("kind"))))
        if kind:
            return kind
    return "call"


def _seconds(group: Group, unit: str) -> tuple[list[float | None], list[float | None], str]:
    """Starts and ends in seconds from the beginning of the record, and the date-time of its beginning or "".

    Date-times that are the same in all rows are the record's beginning, not the times of its turns.
    """
    starts, ends = [_scaled(item, unit) for item in group.starts], [_scaled(item, unit) for item in group.ends]
    forms = {item[1] for item in group.starts if item}
    first = next((item for item in group.starts if item), None)
    started = ""
    if first and first[1] == "moment":
        started = _iso(first[0])
        if len(group.rows) > 1 and len(set(starts)) == 1:
            return [None] * len(starts), [None] * len(starts), started
    epoch = first is not None and first[1] == "number" and (_scaled(first, unit) or 0) >= 1e9
    if epoch and first:
        started = _iso(_scaled(first, unit) or 0)
    if forms & {"moment", "clock"} or epoch:
        times.rebase(starts, ends, forms == {"clock"})
    return starts, ends, started


def _scaled(item: tuple[float, str] | None, unit: str) -> float | None:
    if item is None:
        return None
    return round(item[0] / 1000, 6) if unit == "ms" and item[1] == "number" else item[0]


def _iso(seconds: float) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(seconds, times.SHANGHAI).replace(tzinfo=None).isoformat()


def _meta(rows: list[Row], columns: Columns, started: str) -> dict[str, Any]:
    """Fields of the record: what is the same in all rows; columns that vary go to ``turn_fields``."""
    meta: dict[str, Any] = {}
    if started:
        meta["started_at"] = started
    known = {columns.at[field]: field for field in (*META_FIELDS, "started_at") if field in columns.at}
    varying: dict[str, list[Any]] = {}
    for index, name in [*sorted(known.items()), *sorted(columns.others.items())]:
        values = [row.at(index) for row in rows]
        filled = {value for value in values if value.strip()}
        if len(filled) == 1 and (len(set(values)) == 1 or name in META_FIELDS):
            value = filled.pop().strip()
            if name == "started_at":
                when = times.iso(value)
                name, value = ("started_at", when) if when else ("date", value)
                meta.pop(name, None)
            meta.setdefault(name, value)
        elif filled:
            varying[name] = _numbers(values)
    if varying:
        meta["turn_fields"] = varying
    return meta


def _numbers(values: list[str]) -> list[Any]:
    """``values`` as numbers where all that are filled are numbers, else as texts; blanks are None."""
    filled = [value.strip() or None for value in values]
    if all(value is None or SIGNED.fullmatch(value) for value in filled):
        return [None if value is None else float(value) for value in filled]
    return list(filled)
