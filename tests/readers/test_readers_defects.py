"""Every defect once, with its exact place, message and remedy; and the table in the documentation against the code."""

from __future__ import annotations

import builtins
import io
import json
import zipfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

from checker import readers
from checker.errors import InputError
from checker.readers import Rejected, jsonl, xlsxfile
from checker.readers.rejected import DEFECTS

DOCS = Path(__file__).parents[2] / "docs" / "input-formats.md"
SECONDS = "时间是从记录开头起算的秒数，例如 12.5"
ROLES = "请用 agent、customer、system、bot、other、unknown；或在列映射的 roles 里说明它是谁"
MEND_JSON = "请改正这一处；JSONL 每行一个完整的对象"
MEND_ID = "请把 id 改为文字，或删去 id 由系统按行号编号"
MEND_DATE = "请写成 2025-03-04T09:12:00 的形式"
MEND_ENCODING = "请另存为 UTF-8 编码后再试"
MEND_LIST = "请写成 [{…}, {…}] 的形式"
SURROGATE = "含有残缺的代理字符（半个 emoji 之类）"


def call(**turn: object) -> dict[str, Any]:
    return {"id": "a", "turns": [{"text": "您好"} | turn]}


def timed(*pairs: tuple[object, object]) -> dict[str, Any]:
    return {"id": "a", "turns": [{"role": "agent", "text": "好", "start": start, "end": end} for start, end in pairs]}


def case(*contacts: object) -> dict[str, Any]:
    return {"id": "a", "contacts": list(contacts)}


def contact(**fields: object) -> dict[str, Any]:
    return {"started_at": "2025-03-04T09:12", "text": "信"} | fields


# code, JSON value or line, what, mend
JSONL: list[tuple[str, object, str, str]] = [
    ("bad-json", '{"id": "a",,}', "不是合法的 JSON：第 12 列，此处应有双引号括起的键", MEND_JSON),
    ("bad-json", '{"id": "a" "b"}', "不是合法的 JSON：第 12 列，缺少逗号", MEND_JSON),
    ("bad-json", '{"id": "a', "不是合法的 JSON：第 8 列，这个字符串缺少结束的引号", MEND_JSON),
    ("bad-json", '{"id": "a"} x', "不是合法的 JSON：第 13 列，对象之后还有多余的内容", MEND_JSON),
    ("bad-json", '{"id": }', "不是合法的 JSON：第 8 列，此处应有一个值", MEND_JSON),
    ("bad-json", '{"id" "a"}', "不是合法的 JSON：第 7 列，缺少冒号", MEND_JSON),
    ("bad-json", '{"id": "a\tb"}', "不是合法的 JSON：第 10 列，字符串里有未转义的控制字符", MEND_JSON),
    ("too-deep", "[" * 100_000, "JSON 嵌套太深", "请减少嵌套的层数"),
    ("bad-number", '{"text": "信", "x": [NaN]}', "含有 NaN、Infinity 或过大的数值", "请改成普通数值，或删去这个字段"),
    ("bad-number", '{"text": "信", "x": 1e999}', "含有 NaN、Infinity 或过大的数值", "请改成普通数值，或删去这个字段"),
    (
        "bad-number",
        '{"text": "信", "x": ' + "9" * 5000 + "}",
        "含有 NaN、Infinity 或过大的数值",
        "请改成普通数值，或删去这个字段",
    ),
    ("not-object", [1], "应为一个 JSON 对象，实为列表", '请写成 {"id": …, "turns": […]} 的形式'),
    ("not-object", "null", "应为一个 JSON 对象，实为空值", '请写成 {"id": …, "turns": […]} 的形式'),
    ("bad-id", {"id": ["a"], "text": "信"}, "id 应为文字，实为列表", MEND_ID),
    ("bad-id", {"id": True, "text": "信"}, "id 应为文字，实为真假值", MEND_ID),
    ("blank-id", {"id": " ", "text": "信"}, "id 是空的", "请填写 id，或删去 id 由系统按行号编号"),
    ("unknown-kind", call() | {"kind": "sms"}, "kind“sms”不认识", "请用 call、chat、letter、case"),
    ("unknown-kind", case(contact(kind="sms")), "contacts[0].kind“sms”不认识", "请用 call、chat、letter、case"),
    ("no-kind", {"id": "a"}, "看不出是哪类记录：没有 turns、text 或 contacts", "对话写 turns，信件写 text，案件写 contacts"),
    ("no-turns", {"id": "a", "turns": []}, "没有 turns，或 turns 是空的", "请写出至少一句对话"),
    ("no-turns", {"id": "a", "kind": "chat"}, "没有 turns，或 turns 是空的", "请写出至少一句对话"),
    ("turns-not-list", {"id": "a", "turns": {}}, "turns 应为列表，实为对象", MEND_LIST),
    (
        "turn-not-object",
        {"id": "a", "turns": ["您好"]},
        "turns[0] 应为一个 JSON 对象，实为文字",
        '请写成 {"role": "agent", "text": "…"} 的形式',
    ),
    ("text-missing", {"turns": [{"role": "agent"}]}, "turns[0].缺少 text", "请补上原文；没有文字时写空字符串"),
    ("text-missing", {"kind": "letter"}, "缺少 text", "请补上原文；没有文字时写空字符串"),
    ("text-not-string", call(text=12), "turns[0].text 应为文字，实为数值", "请把原文写成字符串"),
    ("text-not-string", {"text": ["信"]}, "text 应为文字，实为列表", "请把原文写成字符串"),
    ("blank-letter", {"text": " \n"}, "信件没有正文", "请补上信件的正文"),
    ("text-surrogate", '{"text": "a\\ud83d"}', "text " + SURROGATE, "请重新导出，或删去这个字符"),
    ("text-nul", '{"text": "a\\u0000"}', "text 含有空字符（NUL）", "请删去这个字符"),
    ("field-surrogate", '{"text": "a", "x": ["\\ud83d"]}', "字段里" + SURROGATE, "请重新导出，或删去这个字符"),
    ("field-surrogate", '{"id": "\\ud83d", "text": "a"}', "字段里" + SURROGATE, "请重新导出，或删去这个字符"),
    ("unknown-role", call(role="老板"), "turns[0].角色“老板”不认识", ROLES),
    ("unknown-role", call(role="letter"), "turns[0].角色“letter”不认识", ROLES),
    ("field-not-string", call(role=["agent"]), "turns[0].role 应为文字，实为列表", "请改成字符串"),
    ("field-not-string", call(speaker={}), "turns[0].speaker 应为文字，实为对象", "请改成字符串"),
    ("time-not-number", call(start="1.5"), "turns[0].start 应为数值，实为文字", SECONDS),
    ("time-not-number", call(end=True), "turns[0].end 应为数值，实为真假值", SECONDS),
    ("time-not-finite", '{"turns": [{"text": "", "start": NaN}]}', "turns[0].start 不是有限的数值", SECONDS),
    ("time-not-finite", '{"turns": [{"text": "", "end": 1e999}]}', "turns[0].end 不是有限的数值", SECONDS),
    ("time-not-finite", call(start=10**400), "turns[0].start 不是有限的数值", SECONDS),
    ("time-negative", call(start=-0.5), "turns[0].start 是负数（-0.5）", SECONDS),
    ("time-end-first", timed((2.0, 1.0)), "turns[0].end（1）早于 start（2）", "请检查这一句的起止时间"),
    ("time-back", timed((5.25, 6.0), (5, 7)), "turns[1].start（5）早于上一句的 5.25", "请按时间先后排列各句"),
    ("bad-started-at", call() | {"started_at": "2025-03-04"}, "started_at“2025-03-04”不是 ISO 格式的日期时间", MEND_DATE),
    (
        "bad-started-at",
        case(contact(started_at="2025-02-30T10:00:00")),
        "contacts[0].started_at“2025-02-30T10:00:00”不是 ISO 格式的日期时间",
        MEND_DATE,
    ),
    ("bad-started-at", case(contact()) | {"covers_until": "四月"}, "covers_until“四月”不是 ISO 格式的日期时间", MEND_DATE),
    ("contacts-missing", case(), "案件没有 contacts，或 contacts 是空的", "请写出至少一次往来"),
    ("contacts-missing", {"kind": "case"}, "案件没有 contacts，或 contacts 是空的", "请写出至少一次往来"),
    ("contacts-not-list", {"contacts": {}}, "contacts 应为列表，实为对象", MEND_LIST),
    ("contact-not-object", case("x"), "contacts[0] 应为一个 JSON 对象，实为文字", '请写成 {"kind": "call", "turns": […]}'),
    ("contact-kind", case(contact(kind="case")), "contacts[0].往来不能又是案件", "每次往来用 call、chat 或 letter"),
    (
        "contact-no-start",
        case(contact(started_at=None)),
        "contacts[0].缺少 started_at",
        "请写出这次往来的时间，例如 2025-03-04T09:12:00",
    ),
    (
        "contacts-order",
        case(contact(), contact(started_at="2025-03-04T01:11:00Z")),
        "contacts[1].started_at（2025-03-04T01:11:00Z）早于上一次往来（2025-03-04T09:12）",
        "请按时间先后排列 contacts",
    ),
    (
        "time-back",
        case(contact() | {"text": None} | timed((3.0, 4.0), (1.0, 4.0))),
        "contacts[0].turns[1].start（1）早于上一句的 3",
        "请按时间先后排列各句",
    ),
]

# code, file name, content, place, what, mend, raw
FILES: list[tuple[str, str, bytes, str, str, str, str]] = [
    ("empty-file", "a.jsonl", b" \n\n", "a.jsonl", "文件是空的", "请放入要检查的记录", ""),
    ("empty-file", "a.json", b"[]", "a.json", "文件是空的", "请放入要检查的记录", ""),
    ("empty-file", "a.txt", b"", "a.txt", "文件是空的", "请放入要检查的记录", ""),
    ("empty-file", "a.csv", b"\r\n", "a.csv", "文件是空的", "请放入要检查的记录", ""),
    ("bad-encoding", "a.txt", "您好您好".encode() + b"\xff", "a.txt", "文字编码无法识别（从第 13 个字节起）", MEND_ENCODING, ""),
    (
        "bad-encoding",
        "a.jsonl",
        '{"text": "您好'.encode() + b'\xe6"}',
        "a.jsonl:1",
        "文字编码无法识别（从第 17 个字节起）",
        MEND_ENCODING,
        '{"text": "您好\\xe6"}',
    ),
    ("not-text", "a.txt", "您好".encode("utf-16-le") + b"\0", "a.txt", "不是文本文件，或是没有 BOM 的 UTF-16", MEND_ENCODING, ""),
    ("bad-json", "a.json", b'[{"text": "a"},\n {"text" 1}]', "a.json:2", "不是合法的 JSON：第 10 列，缺少冒号", MEND_JSON, ""),
    ("bad-json", "b.json", b'[{"text": "a"}', "b.json:1", "不是合法的 JSON：第 15 列，缺少逗号", MEND_JSON, ""),
    ("bad-json", "c.json", b'[{"text": "a"}] x', "c.json:1", "不是合法的 JSON：第 17 列，对象之后还有多余的内容", MEND_JSON, ""),
    ("bad-json", "d.json", b'[{"text": "a"},\n]', "d.json:1", "不是合法的 JSON：第 15 列，列表末尾多了逗号", MEND_JSON, ""),
    (
        "duplicate-id",
        "a.jsonl",
        '{"id":"x","text":"一"}\n{"id":"x","text":"二"}'.encode(),
        "a.jsonl:2",
        "编号“x”在本次输入中重复",
        "请给每条记录不同的编号，或去掉重复的记录",
        "",
    ),
    ("plain-no-turns", "a.txt", "### x\n### y\n信".encode(), "a.txt:1", "这条记录没有内容", "请补上内容，或删去这条记录", ""),
    (
        "time-back",
        "a.txt",
        "[00:12] 客服：一\n[00:02] 客户：二".encode(),
        "a.txt:2",
        "start（2）早于上一句的 12",
        "请按时间先后排列各句",
        "[00:02] 客户：二",
    ),
    (
        "time-end-first",
        "a.txt",
        "9.0-8.0 客服：一\n客户：二".encode(),
        "a.txt:1",
        "end（8）早于 start（9）",
        "请检查这一句的起止时间",
        "9.0-8.0 客服：一",
    ),
    (
        "bad-table",
        "a.csv",
        '内容,角色\n您好,客服\n"您好,客服'.encode(),
        "a.csv:3",
        "表格读不了：引号没有成对",
        "请重新导出；引号要成对，CSV 用逗号、分号或制表符分隔",
        "",
    ),
    (
        "no-text-column",
        "a.csv",
        "甲,乙\n1,2".encode(),
        "a.csv:1",
        "找不到内容列；表里的列有：甲、乙",
        "请用列映射指明，例如 text=内容,role=角色,id=通话编号",
        "甲\t乙",
    ),
    ("no-rows", "a.csv", "角色,内容\n".encode(), "a.csv", "只有表头，没有数据行", "请放入要检查的记录", ""),
    (
        "row-no-id",
        "a.csv",
        "id,内容\n,您好".encode(),
        "a.csv:2",
        "这一行没有编号",
        "请在每一行填写编号；合并的单元格请先拆开并填满",
        "\t您好",
    ),
    (
        "row-too-long",
        "a.csv",
        "角色,内容\n客服,您,好".encode(),
        "a.csv:2",
        "这一行有 3 格，表头只有 2 格",
        "请检查是否多了分隔符；含分隔符的内容要加引号",
        "客服\t您\t好",
    ),
    (
        "row-bad-time",
        "a.csv",
        "内容,开始\n好,早上".encode(),
        "a.csv:2",
        "start“早上”不是能识别的时间",
        "请写秒、毫秒、00:01:02 或 2025-03-04 09:12:00",
        "好\t早上",
    ),
    ("unknown-role", "a.csv", "角色,内容\n老板,好".encode(), "a.csv:2", "角色“老板”不认识", ROLES, "老板\t好"),
    (
        "time-end-first",
        "a.csv",
        b"text,start,end\na,2,1",
        "a.csv:2",
        "end（1）早于 start（2）",
        "请检查这一句的起止时间",
        "a\t2\t1",
    ),
    ("time-back", "a.csv", b"text,start\na,2\nb,1", "a.csv:3", "start（1）早于上一句的 2", "请按时间先后排列各句", "b\t1"),
    (
        "row-blank-text",
        "a.csv",
        "编号,类型,记录类型,内容\n1,甲,信件,\n2,甲,信件,好".encode(),
        "a.csv:2",
        "这一行信件没有正文",
        "请补上信件的正文",
        "1\t甲\t信件\t",
    ),
    (
        "bad-xlsx",
        "a.xlsx",
        b"PK\x03\x04junk",
        "a.xlsx",
        "不是能读的 .xlsx 工作簿",
        "若有密码请先去掉；旧版 .xls 请另存为 .xlsx",
        "",
    ),
]
KNOWN = "能读的后缀：.jsonl .ndjson .json .txt .md .csv .tsv .xlsx .xlsm"
PATHS = [
    ("not-found", "没有.jsonl", "没有.jsonl", "找不到这个文件或文件夹", "请检查路径是否写对"),
    ("no-match", "没有*.jsonl", "没有*.jsonl", "没有文件符合这个通配符", "请检查通配符，例如 录音/*.jsonl"),
    ("empty-folder", "空", "空", "文件夹里没有文件", "请放入要检查的记录，或换一个文件夹"),
    ("unknown-suffix", "a.doc", "a.doc", "不认识后缀“.doc”", KNOWN),
    ("not-a-file", "管道", "管道", "这不是普通文件，没有读取", "请换成普通文件"),
]
APART = {"unreadable", "line-too-long", "xlsx-too-big", "no-openpyxl", "plain-case"}


@pytest.fixture(params=["msgspec", "stdlib"])
def decoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "stdlib":
        monkeypatch.setattr(jsonl, "_fast", lambda: None)


@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize(("code", "value", "what", "mend"), JSONL)
def test_jsonl(code: str, value: object, what: str, mend: str, folder: Path) -> None:
    line = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    (folder / "in.jsonl").write_text(f'{{"id": "ok", "text": "信"}}\n{line}\n{{"id": "ok2", "text": "信"}}\n', "utf-8")
    first, bad, last = readers.read(["in.jsonl"])
    assert bad == Rejected("in.jsonl:2", what, mend, line)
    assert (first.id, last.id) == ("ok", "ok2")  # type: ignore[union-attr]


@pytest.mark.parametrize(("code", "name", "data", "place", "what", "mend", "raw"), FILES)
def test_files(code: str, name: str, data: bytes, place: str, what: str, mend: str, raw: str, folder: Path) -> None:
    (folder / name).write_bytes(data)
    bad = [item for item in readers.read([name]) if isinstance(item, Rejected)]
    assert bad == [Rejected(place, what, mend, raw)]


@pytest.mark.parametrize(("code", "path", "place", "what", "mend"), PATHS)
def test_paths(code: str, path: str, place: str, what: str, mend: str, folder: Path) -> None:
    import os

    (folder / "空").mkdir()
    (folder / "a.doc").touch()
    os.mkfifo(folder / "管道")
    (folder / "ok.txt").write_text("信", "utf-8")
    bad, record = readers.read([path, "ok.txt"])
    assert bad == Rejected(place, what, mend, "")
    assert record.id == "ok"  # type: ignore[union-attr]
    with pytest.raises(InputError) as caught:
        readers.read([path])
    assert (caught.value.what, caught.value.place, caught.value.mend) == (what, place, mend)


def test_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("信", "utf-8")

    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "denied")

    found = readers.read(["a.txt"])
    monkeypatch.setattr(builtins, "open", refuse)
    bad = list(found)
    monkeypatch.undo()
    assert bad == [Rejected("a.txt", "打不开：没有权限", "请检查文件权限或文件是否仍在", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_line_too_long(encoding: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 1 << 20)
    text = '{"text": "' + "x" * (3 << 20) + '"}\n{"text": "信"}'
    (folder / "a.jsonl").write_bytes(text.encode(encoding))
    bad, *rest = readers.read(["a.jsonl"])
    assert bad == Rejected("a.jsonl:1", "这一行超过 1 MB", "请检查是否缺少换行，或把记录拆开", "")
    assert [item.source for item in rest] == (["a.jsonl#2"] if encoding == "utf-8" else [])  # type: ignore[union-attr]


def test_xlsx_too_big(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsxfile, "MAX_UNPACKED", 1 << 20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (2 << 20))
    (folder / "a.xlsx").write_bytes(packed.getvalue())
    assert list(readers.read(["a.xlsx"])) == [Rejected("a.xlsx", "工作簿解压后超过 1 MB", "请拆成几个文件，或导出为 CSV", "")]


def test_no_openpyxl(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    (folder / "a.xlsx").write_bytes(b"PK\x03\x04")
    assert list(readers.read(["a.xlsx"])) == [
        Rejected("a.xlsx", "读 .xlsx 需要 openpyxl", "请先安装：pip install openpyxl；或导出为 CSV", "")
    ]


@pytest.mark.parametrize(("name", "text"), [("a.txt", "客服：您好"), ("a.csv", "角色,内容\n客服,您好")])
def test_plain_case(name: str, text: str, folder: Path) -> None:
    (folder / name).write_text(text, "utf-8")
    expected = Rejected(name, "纯文本和表格不能表示案件", "案件请用 JSON 或 JSONL，写出 contacts", "")
    assert list(readers.read([name], kind="case")) == [expected]


def test_every_defect_has_a_test() -> None:
    tested = {row[0] for row in [*JSONL, *FILES, *PATHS]} | APART
    assert tested == set(DEFECTS)


def test_every_defect_is_documented_word_for_word() -> None:
    documented = DOCS.read_text("utf-8")
    for code, (what, mend) in DEFECTS.items():
        row = f"| `{code}` | {what} | {mend} |".replace("{{", "{").replace("}}", "}")
        assert row in documented, code
