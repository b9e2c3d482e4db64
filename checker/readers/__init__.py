"""Files in: ``read`` is the one door. What can't be read is named as a Rejected, never skipped."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, cast

from checker.errors import InputError
from checker.model import KINDS, Record
from checker.readers.mapping import check_mapping, load_mapping
from checker.readers.rejected import Defect, Rejected
from checker.readers.sources import STDIN, Source, reason, sources

__all__ = ["Rejected", "load_mapping", "read"]


def read(
    paths: Sequence[str], *, kind: str | None = None, mapping: Mapping[str, Any] | None = None, stdin: BinaryIO | None = None
) -> Iterator[Record | Rejected]:
    """Records of files, folders, wildcards and standard input (``-``), in the order given; folders sorted by name.

    ``kind`` (one of KINDS) is the kind of records whose input does not name one. ``mapping`` (see :func:`load_mapping`)
    names the columns of tables and own speaker labels. ``stdin`` is read for ``-`` instead of the process's.
    JSON Lines are streamed.
    A defect gives a Rejected and reading goes on; the second record with the same id in one run is a Rejected too.

    Raises InputError at once for an unknown kind, a wrong mapping, no paths, or paths none of which can be read;
    while reading, for a mapping that names a column that a table does not have.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"记录类型“{kind}”不认识", "", "请用 " + "、".join(KINDS))
    checked = check_mapping(mapping) if mapping else {}
    if not paths:
        raise InputError("没有给出要检查的文件", "", "请写出文件、文件夹或通配符；从标准输入读请写 -")
    found = sources(paths)
    bad = [item for item in found if isinstance(item, Rejected)]
    if len(bad) == len(found):
        raise _nothing(bad)
    return _unique(found, kind, checked, stdin)


def _nothing(bad: list[Rejected]) -> InputError:
    first = bad[0]
    if len(bad) == 1:
        return InputError(first.what, first.place, first.mend)
    listed = "、".join(f"{item.place}（{item.what}）" for item in bad[:5]) + ("等" if len(bad) > 5 else "")
    return InputError(f"没有一个文件可以读取，共 {len(bad)} 处问题：{listed}", "", first.mend)


def _unique(
    found: Sequence[Source | Rejected], kind: str | None, mapping: Mapping[str, Any], stdin: BinaryIO | None
) -> Iterator[Record | Rejected]:
    seen: set[str] = set()
    for source in found:
        if isinstance(source, Rejected):
            yield source
            continue
        for item in _open(source, kind, mapping, stdin):
            if isinstance(item, Record):
                if item.id in seen:
                    path, _, line = item.source.rpartition("#")
                    yield Defect("duplicate-id", id=item.id).rejected(path, int(line))
                    continue
                seen.add(item.id)
            yield item


def _open(source: Source, kind: str | None, mapping: Mapping[str, Any], stdin: BinaryIO | None) -> Iterator[Record | Rejected]:
    if source.path == STDIN:
        raw = stdin if stdin is not None else sys.stdin.buffer
        buffered = io.BufferedReader(cast(Any, raw), 65536)
        try:
            from checker.readers.sniff import format_of

            wanted = format_of(buffered.peek(), bool(mapping))
            yield from _parse(source._replace(format=wanted), buffered, kind, mapping)
        finally:
            buffered.detach()
        return
    try:
        with open(source.path, "rb") as handle:
            yield from _parse(source, handle, kind, mapping)
    except OSError as error:
        yield Defect("unreadable", reason=reason(error)).rejected(source.path)


def _parse(source: Source, handle: BinaryIO, kind: str | None, mapping: Mapping[str, Any]) -> Iterator[Record | Rejected]:
    """The records of one open file, by its format; each reader is imported when first needed."""
    path, wanted, name = source
    roles = mapping.get("roles")
    if wanted == "jsonl":
        from checker.readers import jsonl

        yield from jsonl.read_lines(handle, path, name, kind, roles)
    elif wanted == "json":
        from checker.readers import jsonl

        yield from jsonl.read_json(handle.read(), path, name, kind, roles)
    elif wanted == "plain":
        from checker.readers import plain

        yield from plain.read(handle.read(), path, name, kind, roles)
    elif wanted == "csv":
        from checker.readers import csvfile

        yield from csvfile.read(handle.read(), path, name, kind, mapping)
    else:
        from checker.readers import xlsxfile

        yield from xlsxfile.read(handle.read(), path, name, kind, mapping)
