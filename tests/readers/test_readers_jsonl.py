"""JSON Lines and JSON as files: encodings, line ends, streaming, ids made up."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from checker import readers
from checker.errors import InputError
from checker.model import Record
from checker.readers import Rejected, jsonl
from checker.readers.encoding import decode
from checker.readers.rejected import Defect

LINES = [json.dumps({"id": f"r{n}", "text": f"尊敬的客户：第{n}封，一些𠮷"}, ensure_ascii=False) for n in range(200)]


def texts(name: str) -> list[str]:
    found = list(readers.read([name]))
    assert not [item for item in found if isinstance(item, Rejected)], found[:2]
    return [item.turns[0].text for item in found if isinstance(item, Record)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("fast", [True, False])
def test_encodings_and_line_ends(encoding: str, end: str, fast: bool, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not fast:
        monkeypatch.setattr(jsonl, "_fast", lambda: None)
    (folder / "a.jsonl").write_bytes((end.join(LINES) + end).encode(encoding))
    assert texts("a.jsonl") == [json.loads(line)["text"] for line in LINES]


def test_mixed_line_ends_and_blank_lines_keep_the_count(folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b'{"text":"a"}\r\n\r\n{"text":"b"}\r{"text":"c"}\n \n{"text":"d"}')
    assert [item.source for item in readers.read(["a.jsonl"])] == [f"a.jsonl#{n}" for n in (1, 3, 4, 6)]  # type: ignore[union-attr]


def test_one_damaged_line_does_not_change_the_encoding_of_the_rest(folder: Path) -> None:
    lines = [line.encode() for line in LINES[:10]]
    lines[0] = lines[0][:-5] + lines[0][-4:]
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    bad, *rest = readers.read(["a.jsonl"])
    assert isinstance(bad, Rejected) and bad.place == "a.jsonl:1" and bad.what.startswith("文字编码无法识别")
    assert [item.id for item in rest] == [f"r{n}" for n in range(1, 10)]  # type: ignore[union-attr]


def test_gb18030_after_many_lines_of_ascii(folder: Path) -> None:
    data = b'{"text":"a"}\n' * 100 + '{"text":"您好，理赔"}\n'.encode("gb18030")
    (folder / "a.jsonl").write_bytes(data)
    assert texts("a.jsonl")[-1] == "您好，理赔"


def test_lines_are_read_one_after_another() -> None:
    class Endless(io.RawIOBase):
        count = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b'{"id":"%d","text":"x"}\n' % self.count
            self.count += 1
            buffer[: len(line)] = line
            return len(line)

    stream = Endless()
    found = readers.read(["-"], stdin=io.BufferedReader(stream))
    assert [next(found).id for _ in range(500)] == [str(n) for n in range(500)]  # type: ignore[union-attr]
    assert stream.count < 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"text": "a"}', [("in", "in.json#1")]),
        ('\n{\n"text": "a"\n}\n', [("in", "in.json#2")]),
        (
            '[{"text": "a"}, {"text": "b"},\r\n{"id": "x", "text": "c"}]\n',
            [("in#1", "in.json#1"), ("in#2", "in.json#1"), ("x", "in.json#2")],
        ),
        ('{"text": "a"}\n{"text": "b"}', [("in#1", "in.json#1"), ("in#2", "in.json#2")]),
    ],
)
def test_json(text: str, expected: list[tuple[str, str]], folder: Path) -> None:
    (folder / "in.json").write_bytes(text.encode())
    assert [(item.id, item.source) for item in readers.read(["in.json"])] == expected  # type: ignore[union-attr]


def test_a_bad_item_of_a_list_is_named_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "in.json").write_text('[{"text": "a"},\n{"turns": []},\n{"text": "c"}]', "utf-8")
    first, bad, last = readers.read(["in.json"])
    assert isinstance(first, Record) and isinstance(last, Record)
    assert bad == Rejected("in.json:2", "没有 turns，或 turns 是空的", "请写出至少一句对话", '{"turns": []}')


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("", "ascii")),
        (b"abc", ("abc", "ascii")),
        ("理赔\ufffd".encode(), ("理赔\ufffd", "utf-8")),
        (b"\xef\xbb\xbf\xe7\x90\x86", ("理", "utf-8-sig")),
        ("理赔".encode("utf-16"), ("理赔", "utf-16")),
        (b"\xfe\xff" + "理赔".encode("utf-16-be"), ("理赔", "utf-16")),
        ("客服：一些联通".encode("gb18030"), ("客服：一些联通", "gb18030")),
        ("𠮷€".encode("gb18030"), ("𠮷€", "gb18030")),
    ],
)
def test_decode(data: bytes, expected: tuple[str, str]) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize("data", [b"\xff", "理赔理赔".encode()[:-1], b"a\0b", "理赔".encode("utf-16") + b"\0"])
def test_undecodable(data: bytes) -> None:
    with pytest.raises(Defect):
        decode(data)


def test_same_names_in_two_folders_get_their_paths_in_made_up_ids(folder: Path) -> None:
    for name in ("甲", "乙"):
        (folder / name).mkdir()
        (folder / name / "a.jsonl").write_text('{"text": "信"}', "utf-8")
    assert [item.id for item in readers.read(["甲", "乙"])] == ["甲/a.jsonl#1", "乙/a.jsonl#1"]  # type: ignore[union-attr]


def test_the_same_id_in_two_files_is_rejected(folder: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text('\n{"id": "x", "text": "信"}', "utf-8")
    first, second = readers.read(["a.jsonl", "b.jsonl"])
    assert isinstance(first, Record)
    assert isinstance(second, Rejected) and second.place == "b.jsonl:2"


@pytest.mark.parametrize(
    ("paths", "options", "what"),
    [
        ([], {}, "没有给出要检查的文件"),
        (["a", "b"], {}, "没有一个文件可以读取，共 2 处问题：a（找不到这个文件或文件夹）、b（找不到这个文件或文件夹）"),
        (["-"], {"kind": "sms"}, "记录类型“sms”不认识"),
        (["-"], {"mapping": {"words": "x"}}, "列映射里有不认识的键“words”"),
    ],
)
def test_wrong_use(paths: list[str], options: dict[str, object], what: str) -> None:
    with pytest.raises(InputError) as caught:
        readers.read(paths, **options)  # type: ignore[arg-type]
    assert caught.value.what == what
