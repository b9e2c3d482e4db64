"""JSON Lines and JSON files → records. JSON Lines are streamed: one line is held in memory at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, BinaryIO

from checker.model import Record
from checker.readers import canonical
from checker.readers.encoding import bom, decode, sniff
from checker.readers.rejected import Defect, Rejected

MAX_LINE = 64 * 1024 * 1024
LOOK_AHEAD = 64
WHITE = " \t\n\r"

REASONS = {
    "Expecting value": "此处应有一个值",
    "Expecting property name enclosed in double quotes": "此处应有双引号括起的键",
    "Expecting ':' delimiter": "缺少冒号",
    "Expecting ',' delimiter": "缺少逗号",
    "Illegal trailing comma before end of object": "对象末尾多了逗号",
    "Illegal trailing comma before end of array": "列表末尾多了逗号",
    "Unterminated string starting at": "这个字符串缺少结束的引号",
    "Invalid control character at": "字符串里有未转义的控制字符",
    "Invalid \\escape": "反斜杠之后的转义无效",
    "Invalid \\escape: ": "反斜杠之后的转义无效",
    "Invalid \\uXXXX escape": "\\u 之后应有四个十六进制数字",
    "Extra data": "对象之后还有多余的内容",
}


def loads(text: str) -> Any:
    """The value of one JSON ``text`` by the standard library; NaN and Infinity pass here and are refused by canonical.

    Raises Defect ``bad-json``, ``too-deep`` or ``bad-number``.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _bad(error.msg, error.colno) from None
    except RecursionError:
        raise Defect("too-deep") from None
    except ValueError:  # an integer of thousands of digits
        raise Defect("bad-number") from None


def _bad(message: str, column: int, line: int = 0) -> Defect:
    return Defect("bad-json", line, column=column, reason=REASONS.get(message, "格式有误"))


def _bad_at(message: str, text: str, at: int) -> Defect:
    """Bad JSON at the offset ``at`` of a text of many lines."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return _bad(message, at - start + 1, _line_ends(text, 0, at) + 1)


def _fast() -> tuple[Callable[[bytes | str], Any], type[Exception]] | None:
    """msgspec's decoder and its error, or None where it is not installed. What it accepts, ``loads`` reads the same."""
    try:
        import msgspec
    except ImportError:
        return None
    return msgspec.json.Decoder().decode, msgspec.DecodeError


def read_lines(
    handle: BinaryIO, path: str, name: str, kind: str | None = None, roles: Mapping[str, str] | None = None
) -> Iterator[Record | Rejected]:
    """Records of a JSON Lines stream, in order; a line with a defect is a Rejected and the next line goes on.

    ``path`` is shown in places, ``name`` begins the ids that are made up (``name#line``).
    """
    fast = _fast()
    seen = False
    for number, line, encoding in _lines(handle):
        if isinstance(line, Defect):
            seen = True
            yield line.rejected(path, number)
            continue
        if not line.strip():
            continue
        seen = True
        try:
            yield _one(line, encoding, fast, f"{path}#{number}", f"{name}#{number}", kind, roles)
        except Defect as defect:
            yield defect.rejected(path, number, _raw(line, encoding))
    if not seen:
        yield Defect("empty-file").rejected(path)


def _one(
    line: bytes | str,
    encoding: str,
    fast: tuple[Callable[[bytes | str], Any], type[Exception]] | None,
    source: str,
    made_id: str,
    kind: str | None,
    roles: Mapping[str, str] | None,
) -> Record:
    if isinstance(line, bytes) and encoding == "gb18030":
        line = _decoded(line, encoding)
    if fast:
        decode_fast, failure = fast
        try:
            value = decode_fast(line)
        except (failure, UnicodeDecodeError, RecursionError):
            pass
        else:
            escaped = b"\\u" in line if isinstance(line, bytes) else "\\u" in line
            found = canonical.record(value, source, made_id, kind=kind, roles=roles, suspicious=escaped)
            return canonical.checked(found) if escaped else found
    text = _decoded(line, encoding) if isinstance(line, bytes) else line
    found = canonical.record(loads(text), source, made_id, kind=kind, roles=roles, suspicious="\\u" in text)
    return canonical.checked(found)


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError as error:
        raise Defect("bad-encoding", byte=error.start + 1) from None


def _raw(line: bytes | str, encoding: str) -> str:
    return line if isinstance(line, str) else line.decode(encoding, "backslashreplace")


def _lines(handle: BinaryIO) -> Iterator[tuple[int, bytes | str | Defect, str]]:
    r"""Number (from 1), line without its end, and encoding. Line ends are ``\n``, ``\\r\\n`` and ``\\r``."""
    first = handle.readline(MAX_LINE + 1)
    marked = bom(first)
    if marked in ("utf-16", "utf-32"):
        yield from _wide_lines(handle, first, marked)
        return
    physical = _physical(handle, first[3:] if marked else first)
    head = list(islice(physical, LOOK_AHEAD))
    encoding = "utf-8" if marked else sniff(b"".join(line for line in head if isinstance(line, bytes)))
    number = 0
    for line in chain(head, physical):
        if isinstance(line, Defect):
            number += 1
            yield number, line, encoding
            continue
        if encoding == "ascii" and not line.isascii():
            encoding = sniff(line)
        if line.endswith(b"\n"):
            line = line[:-2] if line.endswith(b"\r\n") else line[:-1]
        for part in line.split(b"\r") if b"\r" in line else (line,):
            number += 1
            yield number, part, "utf-8" if encoding == "ascii" else encoding


def _physical(handle: BinaryIO, line: bytes) -> Iterator[bytes | Defect]:
    r"""``line`` and all lines after it, each ending with ``\n``; instead of one that is too long, a Defect."""
    while line:
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            yield Defect("line-too-long", limit=MAX_LINE >> 20)
            while line and not line.endswith(b"\n"):
                line = handle.readline(MAX_LINE)
        else:
            yield line
        line = handle.readline(MAX_LINE + 1)


class _Joined(io.RawIOBase):
    """A stream that gives ``head`` first and then ``tail``."""

    def __init__(self, head: bytes, tail: BinaryIO) -> None:
        self.head = head
        self.tail = tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.head[: len(buffer)] or self.tail.read(len(buffer))
        self.head = self.head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _wide_lines(handle: BinaryIO, first: bytes, encoding: str) -> Iterator[tuple[int, bytes | str | Defect, str]]:
    text = io.TextIOWrapper(io.BufferedReader(_Joined(first, handle)), encoding, newline=None)
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(MAX_LINE + 1)
        except UnicodeDecodeError as error:
            yield number, Defect("bad-encoding", byte=error.start + 1), encoding
            return
        if not line:
            return
        if len(line) > MAX_LINE:
            yield number, Defect("line-too-long", limit=MAX_LINE >> 20), encoding
            return
        yield number, line.rstrip("\n"), encoding


def read_json(
    data: bytes, path: str, name: str, kind: str | None = None, roles: Mapping[str, str] | None = None
) -> Iterator[Record | Rejected]:
    """Records of a JSON file: one object, a list of objects, or objects one after another.

    Bad JSON gives a Rejected, and nothing after it is read.
    """
    try:
        text, _ = decode(data)
    except Defect as defect:
        yield defect.rejected(path)
        return
    if not text.strip():
        yield Defect("empty-file").rejected(path)
        return
    try:
        yield from _items(text, path, name, kind, roles)
    except Defect as defect:
        yield defect.rejected(path)


def _items(text: str, path: str, name: str, kind: str | None, roles: Mapping[str, str] | None) -> Iterator[Record | Rejected]:
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    listed = text[at] == "["
    at = _skip(text, at + 1) if listed else at
    line, counted, count = 1, 0, 0
    while at < len(text) and not (listed and text[at] == "]"):
        line, counted = line + _line_ends(text, counted, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise _bad_at(error.msg, text, error.pos) from None
        except RecursionError:
            raise Defect("too-deep", line) from None
        except ValueError:
            raise Defect("bad-number", line) from None
        raw = text[at:end]
        after = _skip(text, end)
        count += 1
        made = f"{name}#{count}" if listed or count > 1 or after < len(text) else name
        try:
            yield canonical.checked(canonical.record(value, f"{path}#{line}", made, kind=kind, roles=roles))
        except Defect as defect:
            yield defect.rejected(path, line, raw)
        at = _after_comma(text, after) if listed else after
    if not listed:
        return
    if at >= len(text):
        raise _bad_at("Expecting ',' delimiter", text, len(text))
    after = _skip(text, at + 1)
    if after < len(text):
        raise _bad_at("Extra data", text, after)
    if not count:
        raise Defect("empty-file")


def _after_comma(text: str, at: int) -> int:
    """The place after the comma at ``at``; a closing bracket or the end stays. Raises Defect ``bad-json``."""
    if at >= len(text) or text[at] == "]":
        return at
    if text[at] != ",":
        raise _bad_at("Expecting ',' delimiter", text, at)
    after = _skip(text, at + 1)
    if after < len(text) and text[after] == "]":
        raise _bad_at("Illegal trailing comma before end of array", text, at)
    return after


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in WHITE:
        at += 1
    return at


def _line_ends(text: str, start: int, end: int) -> int:
    r"""Line ends in ``text[start:end]``: ``\n``, ``\r\n`` and ``\r``."""
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)
