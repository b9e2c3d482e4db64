"""CSV, TSV and XLSX: columns guessed or mapped, time units, bad rows, meta."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checker import readers
from checker.errors import InputError
from checker.model import Record, Turn
from checker.readers import Rejected, load_mapping

CALLS = (
    "通话编号,说话人,内容,开始(毫秒),结束(毫秒),坐席工号,班组,险种,能量\n"
    'a,坐席,"您好, ""请讲""",0,1500,7,一组,车险,0.5\n'
    "b,客服(8),喂,0,900,8,二组,医疗,1\n"
    "a,客户, =1+1 ,2000,4250,7,一组,车险,0.7\n"
)
EXPECTED = [
    Record(
        "a",
        "call",
        (Turn("agent", '您好, "请讲"', 0.0, 1.5), Turn("customer", " =1+1 ", 2.0, 4.25)),
        (),
        "in.csv#2",
        {"agent": "7", "team": "一组", "险种": "车险", "turn_fields": {"能量": [0.5, 0.7]}},
    ),
    Record(
        "b", "call", (Turn("agent", "喂", 0.0, 0.9, "8"),), (), "in.csv#3",
        {"agent": "8", "team": "二组", "险种": "医疗", "能量": "1"},
    ),
]  # fmt: skip


def read(text: str, name: str = "in.csv", encoding: str = "utf-8", **options: Any) -> list[Record | Rejected]:
    Path(name).write_bytes(text.encode(encoding))
    return list(readers.read([name], **options))


def one(text: str, **options: Any) -> Record:
    (record,) = read(text, **options)
    assert isinstance(record, Record), record
    return record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_grouped_by_id(encoding: str, end: str) -> None:
    assert read(CALLS.replace("\n", end), encoding=encoding) == EXPECTED


@pytest.mark.parametrize(("name", "mark"), [("in.tsv", "\t"), ("in.csv", ";"), ("in.csv", "\t"), ("in.csv", "\uff0c")])
def test_delimiters(name: str, mark: str) -> None:
    (record,) = read(f"角色{mark}内容\n客服{mark}您好,请讲\n", name)
    assert isinstance(record, Record)
    assert (record.id, record.turns) == ("in", (Turn("agent", "您好,请讲"),))


def test_lines_inside_a_cell_are_kept_and_counted() -> None:
    good, bad = read('id,text,start\n1,"甲\r\n乙",0\n1,丙,x\n')[::-1]
    assert isinstance(good, Record) and good.turns[0].text == "甲\r\n乙"
    assert isinstance(bad, Rejected) and bad.place == "in.csv:4"


def test_a_bad_row_leaves_the_rest_of_its_record() -> None:
    bad, record = read("id,role,text\n1,老板,甲\n1,客服,乙\n")
    assert isinstance(bad, Rejected) and bad.place == "in.csv:2"
    assert isinstance(record, Record)
    assert (record.turns, record.meta) == ((Turn("agent", "乙"),), {"rejected_rows": 1})


@pytest.mark.parametrize(
    "header",
    [
        "会话ID,角色,内容,开始时间",
        "通话编号,说话人,文本,开始",
        "call_id,speaker,text,start",
        "Session ID,Role,Content,Start Time",
        "序号,id,会话编号,角色,说话人,消息内容,发送时间",
    ],
)
def test_column_words(header: str) -> None:
    cells = {"序号": "9", "id": "8", "角色": "客服", "说话人": "客服", "speaker": "客服", "Role": "客服"}
    names = header.split(",")
    text = next(name for name in names if name in ("内容", "文本", "text", "Content", "消息内容"))
    ident = next(name for name in names if name in ("会话ID", "通话编号", "call_id", "Session ID", "会话编号"))
    row = [cells.get(name, "5") for name in names]
    row[names.index(text)], row[names.index(ident)] = "您好", "x1"
    record = one(header + "\n" + ",".join(row))
    assert (record.id, record.turns[0][:3]) == ("x1", ("agent", "您好", 5.0))


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("start", ["0", "4", "9"], [0, 4, 9]),
        ("start", ["0.5", "4.25", ""], [0.5, 4.25, None]),
        ("start", ["0", "1200", "5300"], [0, 1.2, 5.3]),
        ("start_ms", ["0", "12", "53"], [0, 0.012, 0.053]),
        ("开始（毫秒）", ["0", "12", "53"], [0, 0.012, 0.053]),
        ("开始时间(秒)", ["0", "1200", "5300"], [0, 1200, 5300]),
        ("start", ["00:00:01", "00:01:02", "01:00:00.5"], [1, 62, 3600.5]),
        ("start", ["09:12:00", "09:12:30", "09:13:00"], [0, 30, 60]),
        ("发送时间", ["2025-03-04 09:12:00", "2025/3/4 9:12:30", "2025-03-04T09:13:00"], [0, 30, 60]),
        ("timestamp", ["1741050720000", "1741050725500", "1741050730000"], [0, 5.5, 10]),
        ("timestamp", ["1741050720", "1741050725", "1741050730"], [0, 5, 10]),
        ("开始时间", ["2025-03-04 09:12:00"] * 3, [None] * 3),
    ],
)
def test_time_units(header: str, values: list[str], expected: list[float | None]) -> None:
    record = one(f"角色,内容,{header}\n" + "".join(f"客服,好,{value}\n" for value in values))
    assert [turn.start for turn in record.turns] == expected
    dated = values[0].startswith(("2025", "1741"))
    assert record.meta.get("started_at") == ("2025-03-04T09:12:00" if dated else None)


def test_lengths_tell_milliseconds_where_there_is_one_turn() -> None:
    assert one("text,start,end\n好,0,1500").turns[0].end == 1.5


def test_dates_and_meta() -> None:
    record = one("内容,通话时间,公司,gold,渠道\n好,2025/3/4 9:12,华险,pass,在线\n好,2025/3/4 9:12,华险,fail,在线\n")
    assert (record.kind, record.meta) == ("chat", {"started_at": "2025-03-04T09:12:00", "company": "华险"})
    assert one("内容,日期\n好,2025-03-04\n").meta == {"date": "2025-03-04"}


def test_letters_in_a_table() -> None:
    first, second = read('编号,正文\n1,"尊敬的客户：\n您好"\n2,信\n', kind="letter")
    assert isinstance(first, Record) and isinstance(second, Record)
    assert (first.kind, [turn.text for turn in first.turns]) == ("letter", ["尊敬的客户：", "您好"])
    assert second.turns == (Turn("letter", "信"),)


MAPPING = {
    "id": "单号",
    "role": "谁",
    "text": "话",
    "start": "起",
    "start_unit": "ms",
    "roles": {"1": "agent", "2": "customer"},
}


def test_mapping() -> None:
    record = one("内容,单号,谁,话,起\n无,x,1,您好,0\n无,x,2,你好,50\n", mapping=MAPPING)
    assert record.turns == (Turn("agent", "您好", 0.0), Turn("customer", "你好", 0.05))
    assert (record.id, record.meta) == ("x", {"内容": "无"})


def test_a_mapped_column_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        read("甲,内容\n1,好", mapping={"id": "单号"})
    assert str(caught.value) == "in.csv: 表里没有“单号”这一列；表里的列有：甲、内容"


@pytest.mark.parametrize("value", ["id=单号,role=谁, text = 话,start=起,start_unit=ms,roles.1=agent，roles.2=customer", "m.yaml"])
def test_load_mapping(value: str, folder: Path) -> None:
    (folder / "m.yaml").write_text(
        "id: 单号\nrole: 谁\ntext: 话\nstart: 起\nstart_unit: ms\nroles: {1: agent, '2': customer}\n", "utf-8"
    )
    assert load_mapping(value) == MAPPING


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("m.yml", "m.yml: 找不到列映射文件；请检查路径，或写成 id=通话编号,text=内容,role=角色 的形式"),
        ("id=", "列映射里“id=”写得不完整；请写成 键=列名，各项用逗号隔开"),
        ("id=a,id=b", "列映射里“id”重复；每个键只写一次"),
        (
            "words=a",
            "列映射里有不认识的键“words”；可用的键：id、role、text、start、end、speaker、type、kind、started_at、agent、team、"
            "case_id、roles、start_unit",
        ),
        ("start_unit=h", "start_unit“h”不认识；请用 s（秒）或 ms（毫秒）"),
        ("roles.1=boss", "roles 里“1”的角色“boss”不认识；请用 agent、customer、system、bot、other、unknown"),
        ("roles=1", "列映射里的 roles 应为一组“名称: 角色”；例如 roles: {'1': agent, '2': customer}"),
        ("id: a\nid: b", "m.yaml:2:1: 列映射里“id”重复；每个键只写一次"),
        ("- a", "m.yaml: 列映射应为一组“键: 列名”；"),
        ("id: [a]", "m.yaml:1:1: 列映射里“id”的列名应为文字；请写出表头里的列名"),
        ("id: ''", "m.yaml: 列映射里“id”的列名应为文字；请写出表头里的列名"),
        ("id: {", "m.yaml:1:6: 不是合法的 YAML；请检查缩进、冒号和引号"),
    ],
)
def test_wrong_mappings(value: str, message: str, folder: Path) -> None:
    if ":" in value or value == "- a":
        (folder / "m.yaml").write_text(value, "utf-8")
        value = "m.yaml"
    with pytest.raises(InputError) as caught:
        load_mapping(value)
    assert str(caught.value).startswith(message)


def save(rows: list[list[Any]], title: str = "一", more: list[list[Any]] | None = None) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if more is not None:
        other = book.create_sheet("二")
        for row in more:
            other.append(row)
    book.create_sheet("空")
    book.save("in.xlsx")


def test_xlsx_is_read_like_csv() -> None:
    rows: list[list[Any]] = [line.split(",") for line in CALLS.replace('"您好, ""请讲"""', "您好").splitlines()]
    rows = rows[:1] + [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows[1:]]
    save(rows)
    found = list(readers.read(["in.xlsx"]))
    want = [record._replace(source=record.source.replace("csv", "xlsx")) for record in EXPECTED]
    want[0] = want[0]._replace(turns=(want[0].turns[0]._replace(text="您好"), want[0].turns[1]))
    assert found == want


def test_xlsx_cells() -> None:
    save(
        [
            ["通话编号", "角色", "内容", "发送时间"],
            [1001, "客服", "=SUM(A1:A9)", datetime.datetime(2025, 3, 4, 9, 12)],
            [None, None, None, None],
            [1001.0, "客户", 12.5, datetime.datetime(2025, 3, 4, 9, 12, 30)],
            [None, "客户", "丢", None],
        ]
    )
    record, bad = sorted(readers.read(["in.xlsx"]), key=lambda item: isinstance(item, Rejected))
    assert isinstance(record, Record) and isinstance(bad, Rejected)
    assert (record.id, record.turns) == ("1001", (Turn("agent", "=SUM(A1:A9)", 0.0), Turn("customer", "12.5", 30.0)))
    assert (bad.place, bad.what) == ("in.xlsx:5", "这一行没有编号")


def test_xlsx_times() -> None:
    save([["内容", "开始"], ["a", datetime.time(0, 1, 2)], ["b", datetime.timedelta(seconds=3723.5)]])
    (record,) = readers.read(["in.xlsx"])
    assert isinstance(record, Record)
    assert [turn.start for turn in record.turns] == [62.0, 3723.5]


def test_xlsx_sheets() -> None:
    save([["内容"], ["a"]], more=[["甲"], ["b"]])
    record, bad = readers.read(["in.xlsx"])
    assert isinstance(record, Record) and isinstance(bad, Rejected)
    assert (record.id, record.source) == ("in[一]", "in.xlsx[一]#2")
    assert (bad.place, bad.what) == ("in.xlsx[二]:1", "找不到内容列；表里的列有：甲")
