"""Folders, wildcards, hidden files and standard input."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from checker import readers
from checker.model import Record
from checker.readers import Rejected


@pytest.fixture
def tree(folder: Path) -> Path:
    for name in ("b.txt", "a.txt", "子/c.txt", ".hidden.txt", ".git/x.txt", "~$a.xlsx", "d.pdf"):
        path = folder / "录音" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("尊敬的客户：您好", "utf-8")
    (folder / "录音" / "空").mkdir()
    return folder


def ids(found: object) -> list[str]:
    return [item.id if isinstance(item, Record) else item.place for item in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["录音"], ["a", "b", "录音/d.pdf", "c"]),
        (["录音/*.txt"], ["a", "b"]),
        (["录音/**/*.txt"], ["a", "b", "c"]),
        (["录音/[b]*"], ["b"]),
        (["录音/b.txt", "录音"], ["b", "a", "录音/d.pdf", "c"]),
        (["录音/b.txt", "./录音/b.txt"], ["b"]),
        (["录音/.hidden.txt"], [".hidden"]),
        (["录音/空", "录音/子"], ["录音/空", "c"]),
    ],
)
def test_paths(tree: Path, paths: list[str], expected: list[str]) -> None:
    assert ids(readers.read(paths)) == expected


def test_a_name_with_brackets_is_a_name_first(folder: Path) -> None:
    (folder / "a[1].txt").write_text("信", "utf-8")
    assert ids(readers.read(["a[1].txt"])) == ["a[1]"]


def test_a_link_to_its_own_folder_ends(folder: Path) -> None:
    (folder / "录音").mkdir()
    (folder / "录音" / "a.txt").write_text("信", "utf-8")
    (folder / "录音" / "再来").symlink_to(folder / "录音")
    (folder / "录音" / "断").symlink_to(folder / "没有")
    found = list(readers.read(["录音"]))
    assert ids(found) == ["a", "录音/断"]
    assert isinstance(found[1], Rejected) and found[1].what == "找不到这个文件或文件夹"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{"text": "a"}\n{"turns": [{"text": "b"}]}\n', ["letter", "call"]),
        ('{"text": "' + "长" * 50_000 + '"}\n{"text": "b"}\n', ["letter", "letter"]),
        ('[\n{"text": "a"}, {"text": "b"}]', ["letter", "letter"]),
        ('{\n"text": "a"\n}', ["letter"]),
        ("[00:12] 客服：您好\n[00:15] 客户：你好", ["call"]),
        ("通话编号,角色,内容\n1,客服,您好\n2,客户,你好", ["call", "call"]),
        ("通话编号\t角色\t内容\n1\t客服\t您好", ["call"]),
        ("尊敬的客户：\n您好", ["letter"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_standard_input(text: str, kinds: list[str], encoding: str) -> None:
    stream = io.BytesIO(text.encode(encoding))
    found = list(readers.read(["-"], stdin=stream))
    assert [item.kind for item in found if isinstance(item, Record)] == kinds
    assert len(found) == len(kinds)
    assert all(item.source.startswith("-#") for item in found if isinstance(item, Record))
    assert not stream.closed


def test_standard_input_names() -> None:
    found = list(readers.read(["-", "-"], stdin=io.BytesIO(b'{"text": "a"}\n{}\n')))
    assert ids(found) == ["stdin#1", "-:2"]


def test_empty_standard_input_is_said() -> None:
    assert list(readers.read(["-"], stdin=io.BytesIO())) == [Rejected("-", "文件是空的", "请放入要检查的记录", "")]


def test_mapped_standard_input_is_a_table() -> None:
    stream = io.BytesIO("甲;乙\n1;您好\n".encode())
    (record,) = readers.read(["-"], stdin=stream, mapping={"id": "甲", "text": "乙"})
    assert isinstance(record, Record)
    assert (record.id, record.turns[0].text) == ("1", "您好")
