"""Paths given by a person → the files to read, in order: folders walked, wildcards expanded, hidden files left out."""

# Annotations are not postponed: see model.py.

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.readers.rejected import Defect, Rejected

STDIN = "-"
FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "plain",
    ".md": "plain",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
KNOWN = " ".join(FORMATS)


class Source(NamedTuple):
    """A file to read: ``path`` as shown, ``format`` (of FORMATS, "" for standard input), ``name`` for ids made up."""

    path: str
    format: str
    name: str


def sources(paths: Sequence[str]) -> list[Source | Rejected]:
    """The files that ``paths`` stand for, each once, and a Rejected for each path or file that can't be read."""
    found: list[Source | Rejected] = []
    seen: set[str] = set()
    for path in paths:
        for item in _expand(path):
            if isinstance(item, Source):
                real = item.path if item.path == STDIN else os.path.realpath(item.path)
                if real in seen:
                    continue
                seen.add(real)
            found.append(item)
    stems = Counter(item.name for item in found if isinstance(item, Source))
    return [_renamed(item) if isinstance(item, Source) and stems[item.name] > 1 else item for item in found]


def _renamed(source: Source) -> Source:
    """``source`` named by its whole path, for files of one run that have the same name."""
    return source._replace(name=source.path)


def _expand(path: str) -> Iterator[Source | Rejected]:
    if path == STDIN:
        yield Source(STDIN, "", "stdin")
    elif os.path.lexists(path):
        yield from _path(path)
    elif any(char in path for char in "*?["):
        import glob

        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            yield Defect("no-match").rejected(path)
        for match in matches:
            yield from _path(match)
    else:
        yield Defect("not-found").rejected(path)


def _path(path: str) -> Iterator[Source | Rejected]:
    if not os.path.isdir(path):
        yield _file(path)
        return
    count = 0
    for item in _walk(path, frozenset()):
        count += 1
        yield item
    if not count:
        yield Defect("empty-folder").rejected(path)


def _walk(folder: str, above: frozenset[str]) -> Iterator[Source | Rejected]:
    """Files below ``folder``, sorted by name; a link that leads back up is not followed."""
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield Defect("unreadable", reason=reason(error)).rejected(folder)
        return
    for name in names:
        if name.startswith((".", "~$")):
            continue
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            yield from _walk(path, above | {real})
        else:
            yield _file(path)


def _file(path: str) -> Source | Rejected:
    stem, suffix = os.path.splitext(os.path.basename(path))
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return Defect("not-found").rejected(path)
    except OSError as error:
        return Defect("unreadable", reason=reason(error)).rejected(path)
    if not stat.S_ISREG(mode):
        return Defect("not-a-file").rejected(path)
    wanted = FORMATS.get(suffix.lower())
    if wanted is None:
        return Defect("unknown-suffix", suffix=suffix, known=KNOWN).rejected(path)
    return Source(path, wanted, stem)


def reason(error: OSError) -> str:
    """Why a file can't be opened, in Chinese."""
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, FileNotFoundError):
        return "文件已不在"
    return f"系统错误 {error.errno}"
