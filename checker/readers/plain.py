"""Plain text → transcripts (``客服：…``, ``[00:12] A: …``) and letters; several records in one file."""

# Annotations are not postponed: see model.py.

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from checker.model import Record, Turn
from checker.readers import times
from checker.readers.canonical import letter_turns
from checker.readers.columns import fields_of
from checker.readers.encoding import decode
from checker.readers.rejected import Defect, Rejected
from checker.readers.roles import ROLE_OF, role_of
from checker.regexes import compiled, regex

COLON = "[:\uff1a]"
CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d\d(?:[.,]\d{1,6})?"
DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]+\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?"
DASH = r"\s{0,3}(?:-->|[-~–—至])\s{0,3}"
NUMBER = r"\d{1,7}(?:\.\d{1,6})?"
SPAN = rf"(?:(?:{DATE}|{CLOCK})(?:{DASH}(?:{DATE}|{CLOCK}))?|{NUMBER}{DASH}{NUMBER})"
OPEN, CLOSE = "[\\[(【\uff08]", "[\\])】\uff09]"
STAMP = rf"(?:{OPEN}\s{{0,3}}{SPAN}\s{{0,3}}{CLOSE}|{SPAN})"
INNER = regex(rf"({DATE}|{CLOCK}|{NUMBER})(?:{DASH}({DATE}|{CLOCK}|{NUMBER}))?")
MARK = regex(r"###[ \t]+(\S.*?)[ \t]*")
RULE = regex(r"(?:-{3,}|={3,})[ \t]*")
SHORT_RULE = regex(r"(?:---|===)[ \t]*")
SALUTATION = regex(r"\s*尊敬的\S{1,20}")
HEADER = regex(rf"\s*([^\s:\uff1a]{{1,16}})\s*{COLON}\s*(\S.*)")


class Block(NamedTuple):
    """The lines of one record; ``first`` is the number of its first line, ``ident`` its id from a ``### id`` line."""

    ident: str
    first: int
    lines: list[str]


class Said(NamedTuple):
    """A line that begins a turn: who, what, and the time as written (both "" where not given)."""

    line: int
    label: str
    text: str
    start: str
    end: str


def read(
    data: bytes, path: str, name: str, kind: str | None = None, roles: Mapping[str, str] | None = None
) -> Iterator[Record | Rejected]:
    """Records of a text file. Without ``kind``, a block with speaker labels is a call, any other a letter.

    A single record without id is called ``name``, one of several ``name#line``. ``roles`` maps own labels to roles.
    """
    try:
        text, _ = decode(data)
    except Defect as defect:
        yield defect.rejected(path)
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    if not any(line.strip() for line in lines):
        yield Defect("empty-file").rejected(path)
        return
    if kind == "case":
        yield Defect("plain-case").rejected(path)
        return
    own = dict(roles or {})
    label = labels(tuple(own))
    spoken = kind in ("call", "chat") or (kind is None and is_transcript(lines, label))
    blocks = split(lines, RULE if spoken else SHORT_RULE)
    for block in blocks:
        ident = block.ident or (name if len(blocks) == 1 else f"{name}#{block.first}")
        try:
            yield _record(block, ident, f"{path}#{block.first}", kind, label, own)
        except Defect as defect:
            at = defect.line or block.first
            raw = lines[at - 1] if defect.line else ""
            yield defect.rejected(path, at, raw)


class Labels(NamedTuple):
    """Patterns of a line that begins a turn: with a colon after the label, and with only a label and a time on it."""

    spoken: re.Pattern[str]
    alone: re.Pattern[str]


@lru_cache(maxsize=16)
def labels(own: tuple[str, ...] = ()) -> Labels:
    """The patterns for the usual labels and a company's ``own``."""
    spoken, alone = sources(own)
    return Labels(compiled(spoken), compiled(alone))


def sources(own: tuple[str, ...] = ()) -> tuple[str, str]:
    """The expressions of :class:`Labels`."""
    words = sorted((word for word in ROLE_OF if len(word) > 1), key=lambda word: (-len(word), word))
    names = [re.escape(word) for word in sorted(own, key=lambda word: (-len(word), word))]
    names += [f"(?i:{re.escape(word)})" if word.isascii() else re.escape(word) for word in words]
    names.append("[ACS\uff21\uff23\uff33]")
    tag = rf"{OPEN}(?!\s{{0,3}}{SPAN}\s{{0,3}}{CLOSE})[^\[\]()【】\uff08\uff09]{{1,30}}{CLOSE}"
    suffix = rf"(?:\s?{tag}|\d{{1,10}}(?![\d.]|:\d\d)|[-_#·][^\s:\uff1a]{{1,20}})?"
    who = rf"\**((?:{'|'.join(names)}){suffix})\**"
    after = rf"{COLON}\**\s*(?:\[\s{{0,3}}({SPAN})\s{{0,3}}\])?(.*)"
    spoken = rf"\s*(?:({STAMP})\s*)?{who}\s*(?:({STAMP})\s*)?{after}"
    return spoken, rf"\s*(?:({STAMP})\s*{who}|{who}\s*({STAMP}))\s*"


def _begins(line: str, number: int, label: Labels) -> Said | None:
    """The turn that ``line`` begins, or None for a line that goes on with the turn above."""
    match = label.alone.fullmatch(line)  # first: in "客户 00:02:00" the last colon ends no label
    if match:
        start, end = _span(match[1] or match[4])
        return Said(number, match[2] or match[3], "", start, end)
    match = label.spoken.fullmatch(line)
    if match:
        start, end = _span(match[1] or match[3] or match[4] or "")
        return Said(number, match[2], match[5].strip(), start, end)
    return None


def _span(text: str) -> tuple[str, str]:
    match = INNER.search(text)
    return (match[1], match[2] or "") if match else ("", "")


def is_transcript(lines: list[str], label: Labels | None = None) -> bool:
    """Whether lines are a transcript: half of them begin with a speaker label, or, without a letter's salutation,
    a third of them do or the first and one more. ``键：值`` lines at the top do not count.
    """
    label = label or labels()
    written = [line for line in lines if line.strip() and not MARK.fullmatch(line) and not RULE.fullmatch(line)]
    labelled = [bool(_begins(line, 0, label)) for line in written]
    top = next((at for at, line in enumerate(written) if labelled[at] or not HEADER.fullmatch(line)), 0)
    count, size = sum(labelled), len(written) - top
    if count == 0 or any(map(SALUTATION.match, written)):
        return 0 < size <= count * 2
    return size <= count * 3 or (count > 1 and labelled[top])


def split(lines: list[str], rule: re.Pattern[str]) -> list[Block]:
    """The records of a file, parted by ``rule`` and ``### id`` lines. Blank blocks without id are left out."""
    blocks = [Block("", 1, [])]
    for number, line in enumerate(lines, 1):
        mark = MARK.fullmatch(line)
        if mark:
            blocks.append(Block(mark[1], number, []))
        elif rule.fullmatch(line):
            blocks.append(Block("", number + 1, []))
        else:
            blocks[-1].lines.append(line)
    return [block for block in blocks if block.ident or any(line.strip() for line in block.lines)]


def _record(block: Block, ident: str, source: str, kind: str | None, label: Labels, roles: Mapping[str, str]) -> Record:
    if not any(line.strip() for line in block.lines):
        raise Defect("plain-no-turns")
    if kind == "letter" or (kind is None and not is_transcript(block.lines, label)):
        return Record(ident, "letter", letter_turns("\n".join(block.lines)), (), source, {})
    begin = block.first + (1 if block.ident else 0)
    meta: dict[str, Any] = {}
    said = _said(block.lines, begin, label, meta)
    starts, ends = _times(said, meta)
    turns = []
    before = 0.0
    for item, start, end in zip(said, starts, ends, strict=True):
        role, speaker = role_of(item.label, roles)
        if start is not None and end is not None and end < start:
            raise Defect("time-end-first", item.line, where="", start=f"{start:.10g}", end=f"{end:.10g}")
        if start is not None and start < before:
            raise Defect("time-back", item.line, where="", start=f"{start:.10g}", before=f"{before:.10g}")
        before = before if start is None else start
        turns.append(Turn(role, item.text, start, end, speaker))
    given = meta.pop("id", "")
    return Record(ident if block.ident else given or ident, kind or "call", tuple(turns), (), source, meta)


def _said(lines: list[str], begin: int, label: Labels, meta: dict[str, Any]) -> list[Said]:
    """Turns as written. Before the first label, ``键：值`` lines go to ``meta``, others are turns of nobody known."""
    said: list[Said] = []
    none_labelled = not any(_begins(line, 0, label) for line in lines)
    for number, line in enumerate(lines, begin):
        if not line.strip():
            continue
        turn = _begins(line, number, label)
        head = HEADER.fullmatch(line)
        if turn:
            said.append(turn)
        elif none_labelled:
            said.append(Said(number, "", line.strip(), "", ""))
        elif said:
            above = said[-1]
            said[-1] = above._replace(text=f"{above.text}\n{line.strip()}" if above.text else line.strip())
        elif head:
            _header(head[1], head[2].strip(), meta)
        else:
            said.append(Said(number, "", line.strip(), "", ""))
    return said


def _header(name: str, value: str, meta: dict[str, Any]) -> None:
    field = next(iter(fields_of(name)), "")
    when = times.iso(value)
    if field in ("started_at", "start") and when:
        meta["started_at"] = when
    elif field in ("id", "agent", "team", "case_id", "company"):
        meta[field] = value
    elif name != "gold":
        meta[name] = value


def _times(said: list[Said], meta: dict[str, Any]) -> tuple[list[float | None], list[float | None]]:
    """Seconds from the beginning of the record; a transcript with dates gives its own ``started_at``."""
    starts: list[float | None] = []
    ends: list[float | None] = []
    forms = set()
    for item in said:
        start, end = times.stamp(item.start), times.stamp(item.end)
        starts.append(start[0] if start else None)
        ends.append(end[0] if end else None)
        if start:
            forms.add(start[1])
            if start[1] == "moment" and "started_at" not in meta:
                meta["started_at"] = times.iso(item.start)
        if item.start and not start:
            raise Defect("row-bad-time", item.line, field="时间", value=item.start)
    if forms & {"moment", "clock"}:
        times.rebase(starts, ends, forms == {"clock"})
    return starts, ends
