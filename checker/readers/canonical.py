"""One JSON object → Record, strictly checked (canonical input, see docs/input-formats.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from checker.model import KINDS, Record, Turn
from checker.readers import times
from checker.readers.rejected import Defect, kind_of_value
from checker.readers.roles import ALLOWED, ROLE_OF, role_of
from checker.regexes import regex

TURN_KEYS = frozenset(("role", "text", "start", "end", "speaker", "type"))
OWN_KEYS = frozenset(("id", "kind", "turns", "text", "contacts", "gold"))
SURROGATE = regex("[\ud800-\udfff]")
INFINITY = float("inf")
EMPTY: dict[str, str] = {}


def record(
    value: object,
    source: str,
    made_id: str,
    *,
    kind: str | None = None,
    roles: Mapping[str, str] | None = None,
    suspicious: bool = True,
) -> Record:
    r"""The record that a decoded JSON ``value`` describes.

    ``made_id`` is used where it has no id, ``kind`` where it has no kind. ``roles`` maps own role names to roles.
    ``suspicious`` False skips the search for surrogates and NUL: only for JSON without ``\u``.
    Raises Defect with the first defect found.
    """
    if not isinstance(value, dict):
        raise Defect("not-object", got=kind_of_value(value))
    ident = _id(value.get("id"), made_id)
    own = roles or EMPTY
    actual = _kind(value, kind, "")
    started = value.get("started_at")
    if started is not None:
        _moment(started, "", "started_at")
    meta = {key: item for key, item in value.items() if key not in OWN_KEYS and item is not None}
    turns: tuple[Turn, ...] = ()
    contacts: tuple[Record, ...] = ()
    if actual == "case":
        _covers(value.get("covers_until"))
        case_id = value.get("case_id")
        contacts = _contacts(value, ident, source, ident if case_id is None else case_id, own, suspicious)
    else:
        turns, fields = _content(value, actual, "", own, suspicious)
        if fields:
            meta.setdefault("turn_fields", fields)
    return Record(ident, actual, turns, contacts, source, meta)


def checked(record: Record) -> Record:
    """``record`` itself, if no field outside its turns holds a lone surrogate, NaN or Infinity. Raises Defect."""
    left: list[object] = [record.id, record.meta, *(contact.meta for contact in record.contacts)]
    while left:
        item = left.pop()
        if isinstance(item, str):
            if SURROGATE.search(item):
                raise Defect("field-surrogate")
        elif isinstance(item, float):
            if not isfinite(item):
                raise Defect("bad-number")
        elif isinstance(item, dict):
            left += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple):
            left += item
    return record


def letter_turns(text: str) -> tuple[Turn, ...]:
    """The lines of a letter as turns, split at ``\\n`` and otherwise untouched, blank lines included."""
    return tuple([Turn("letter", line) for line in text.split("\n")])


def _id(value: object, made_id: str) -> str:
    if value is None:
        return made_id
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Defect("bad-id", got=kind_of_value(value))
    if not value.strip():
        raise Defect("blank-id")
    return value


def _kind(value: Mapping[str, Any], wanted: str | None, where: str) -> str:
    kind = value.get("kind")
    if kind is not None:
        if kind not in KINDS:
            raise Defect("unknown-kind", where=where, kind=kind, allowed="、".join(KINDS))
        return str(kind)
    if wanted:
        return wanted
    for key, kind in (("contacts", "case"), ("turns", "call"), ("text", "letter")):
        if value.get(key) is not None:
            return kind
    raise Defect("no-kind", where=where)


def _content(
    value: Mapping[str, Any], kind: str, where: str, roles: Mapping[str, str], suspicious: bool
) -> tuple[tuple[Turn, ...], dict[str, list[Any]]]:
    """Turns of a conversation or letter, and further fields of its turns (one list a field, None where it lacks)."""
    if kind == "letter":
        text = _text(value, where, suspicious)
        if not text.strip():
            raise Defect("blank-letter", where=where)
        return letter_turns(text), {}
    items = value.get("turns")
    if items is not None and not isinstance(items, list):
        raise Defect("turns-not-list", where=where, got=kind_of_value(items))
    if not items:
        raise Defect("no-turns", where=where)
    return _turns(items, where, roles, suspicious)


def _turns(
    items: list[Any], where: str, roles: Mapping[str, str], suspicious: bool
) -> tuple[tuple[Turn, ...], dict[str, list[Any]]]:
    turns: list[Turn] = []
    fields: dict[str, list[Any]] = {}
    before = 0.0
    usual = {} if suspicious or roles else ROLE_OF
    make = tuple.__new__  # half the time of Turn(…), and this loop is most of the reading
    for item in items:
        try:  # what is usual and sound; all else is told apart by _turn
            role, text, size = usual[item["role"]], item["text"], len(item)
            if type(text) is str:
                if size == 2:
                    turns.append(make(Turn, (role, text, None, None, "", "text")))
                    continue
                start, end = item["start"], item["end"]
                if size == 4 and type(start) is float and type(end) is float and before <= start <= end < INFINITY:
                    turns.append(make(Turn, (role, text, start, end, "", "text")))
                    before = start
                    continue
        except (TypeError, KeyError):
            pass
        index = len(turns)
        turn = _turn(item, f"{where}turns[{index}].", roles, suspicious)
        if turn.start is not None:
            if turn.start < before:
                place = f"{where}turns[{index}]."
                raise Defect("time-back", where=place, start=_show(turn.start), before=_show(before))
            before = turn.start
        turns.append(turn)
        for key in item.keys() - TURN_KEYS - {"gold"}:
            fields.setdefault(key, [None] * len(items))[index] = item[key]
    return tuple(turns), dict(sorted(fields.items()))


def _turn(item: object, where: str, roles: Mapping[str, str], suspicious: bool) -> Turn:
    if not isinstance(item, dict):
        raise Defect("turn-not-object", where=where[:-1] + " ", got=kind_of_value(item))
    text = _text(item, where, suspicious)
    label = _word(item, "role", where)
    try:
        role, speaker = role_of(label, roles)
    except Defect:
        raise Defect("unknown-role", where=where, role=label, allowed=ALLOWED) from None
    speaker = _word(item, "speaker", where) or speaker
    kind = _word(item, "type", where) or "text"
    start, end = _seconds(item, "start", where), _seconds(item, "end", where)
    if start is not None and end is not None and end < start:
        raise Defect("time-end-first", where=where, start=_show(start), end=_show(end))
    return Turn(role, text, start, end, speaker, kind)


def _text(item: Mapping[str, Any], where: str, suspicious: bool) -> str:
    text = item.get("text")
    if text is None:
        raise Defect("text-missing", where=where)
    if not isinstance(text, str):
        raise Defect("text-not-string", where=where, got=kind_of_value(text))
    if suspicious:
        if SURROGATE.search(text):
            raise Defect("text-surrogate", where=where)
        if "\0" in text:
            raise Defect("text-nul", where=where)
    return text


def _word(item: Mapping[str, Any], field: str, where: str) -> str:
    """A short text field: absent is "", whole numbers are taken as their digits."""
    value = item.get(field)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Defect("field-not-string", where=where, field=field, got=kind_of_value(value))
    return value


def _seconds(item: Mapping[str, Any], field: str, where: str) -> float | None:
    value = item.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Defect("time-not-number", where=where, field=field, got=kind_of_value(value))
    try:
        seconds = float(value)
    except OverflowError:
        seconds = float("inf")
    if not isfinite(seconds):
        raise Defect("time-not-finite", where=where, field=field)
    if seconds < 0:
        raise Defect("time-negative", where=where, field=field, value=_show(seconds))
    return seconds


def _moment(value: object, where: str, field: str) -> datetime:
    when = times.moment(value) if isinstance(value, str) else None
    if when is None:
        raise Defect("bad-started-at", where=where, field=field, value=value)
    return when


def _covers(value: object) -> None:
    if value is not None and not (isinstance(value, str) and times.is_date(value)):
        _moment(value, "", "covers_until")


def _contacts(
    value: Mapping[str, Any], ident: str, source: str, case_id: object, roles: Mapping[str, str], suspicious: bool
) -> tuple[Record, ...]:
    items = value.get("contacts")
    if items is not None and not isinstance(items, list):
        raise Defect("contacts-not-list", got=kind_of_value(items))
    if not items:
        raise Defect("contacts-missing")
    contacts: list[Record] = []
    before: datetime | None = None
    for index, item in enumerate(items):
        where = f"contacts[{index}]."
        if not isinstance(item, dict):
            raise Defect("contact-not-object", where=where[:-1] + " ", got=kind_of_value(item))
        kind = _kind(item, None, where)
        if kind == "case":
            raise Defect("contact-kind", where=where)
        started = item.get("started_at")
        if started is None:
            raise Defect("contact-no-start", where=where)
        when = _moment(started, where, "started_at")
        if before is not None and when < before:
            raise Defect("contacts-order", where=where, value=started, before=items[index - 1]["started_at"])
        before = when
        turns, fields = _content(item, kind, where, roles, suspicious)
        meta = {key: entry for key, entry in item.items() if key not in OWN_KEYS and entry is not None}
        if item.get("id") is not None:
            meta["id"] = item["id"]
        meta["case_id"] = case_id
        if fields:
            meta.setdefault("turn_fields", fields)
        contacts.append(Record(f"{ident}/{index}", kind, turns, (), source, meta))
    return tuple(contacts)


def _show(seconds: float) -> str:
    return f"{seconds:.10g}"
