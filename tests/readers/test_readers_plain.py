"""Plain-text transcripts and letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker import readers
from checker.model import Record, Turn


def read(text: str, name: str = "in.txt", **options: Any) -> list[Record]:
    Path(name).write_bytes(text.encode())
    found = list(readers.read([name], **options))
    assert all(isinstance(item, Record) for item in found), found
    return [item for item in found if isinstance(item, Record)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("客服：您好", Turn("agent", "您好")),
        ("坐席: 您好 ", Turn("agent", "您好")),
        ("座席:您好", Turn("agent", "您好")),
        ("A: 您好", Turn("agent", "您好")),
        ("C: 您好", Turn("customer", "您好")),
        ("S: 您好", Turn("system", "您好")),
        ("系统：您好", Turn("system", "您好")),
        ("机器人：您好", Turn("bot", "您好")),
        ("Agent: hello", Turn("agent", "hello")),
        ("**客服**：您好", Turn("agent", "您好")),
        ("**客服：** 您好", Turn("agent", "您好")),
        ("客服(1023)：您好", Turn("agent", "您好", speaker="1023")),
        ("客服（小王）：您好", Turn("agent", "您好", speaker="小王")),
        ("客服1023：您好", Turn("agent", "您好", speaker="1023")),
        ("[00:12] 客服：您好", Turn("agent", "您好", 12.0)),
        ("00:01:02 客服：您好", Turn("agent", "您好", 62.0)),
        ("客服 00:01:02：您好", Turn("agent", "您好", 62.0)),
        ("客服 [00:12]：您好", Turn("agent", "您好", 12.0)),
        ("客服：[00:12] 您好", Turn("agent", "您好", 12.0)),
        ("A 0.0-4.6: 您好", Turn("agent", "您好", 0.0, 4.6)),
        ("0.0-4.6 客服：您好", Turn("agent", "您好", 0.0, 4.6)),
        ("[00:00:01,500 --> 00:00:02,250] 客服：您好", Turn("agent", "您好", 1.5, 2.25)),
        ("客服 00:00:12\n您好", Turn("agent", "您好", 12.0)),
        ("[00:12] 客服\n您好", Turn("agent", "您好", 12.0)),
        ("客服：10:30 给您回电", Turn("agent", "10:30 给您回电")),
        ("客服：您好\n\n  请讲 \n", Turn("agent", "您好\n请讲")),
        ("客服：您好\n报案号：4321", Turn("agent", "您好\n报案号：4321")),
        ("客服：", Turn("agent", "")),
    ],
)
def test_one_turn(line: str, expected: Turn) -> None:
    (record,) = read(line + "\n客户：好" if expected.start is None else line)
    assert (record.id, record.kind, record.source) == ("in", "call", "in.txt#1")
    assert record.turns[0] == expected


def test_a_whole_call_with_header() -> None:
    (record,) = read(
        "通话编号：T-1\r\n坐席工号：1023\r\n通话时间：2025/3/4 9:12\r\n险种：车险\r\n（录音开始）\r\n客服：您好\r客户：我要报案\n"
    )
    assert record == Record(
        "T-1",
        "call",
        (Turn("unknown", "（录音开始）"), Turn("agent", "您好"), Turn("customer", "我要报案")),
        (),
        "in.txt#1",
        {"agent": "1023", "started_at": "2025-03-04T09:12:00", "险种": "车险"},
    )


def test_dates_count_from_the_first() -> None:
    (record,) = read("2025-03-04 23:59:50 客服：一\n2025-03-05 00:00:10 客户：二", kind="chat")
    assert [turn.start for turn in record.turns] == [0.0, 20.0]
    assert (record.kind, record.meta) == ("chat", {"started_at": "2025-03-04T23:59:50"})


def test_times_of_day_pass_midnight() -> None:
    (record,) = read("23:59:50 客服：一\n00:00:10 客户：二")
    assert [turn.start for turn in record.turns] == [0.0, 20.0]


@pytest.mark.parametrize("mark", ["---", "===", "-----"])
def test_records_parted_by_a_line(mark: str) -> None:
    first, second = read(f"客服：一\n{mark}\n客服：二\n{mark}\n")
    assert (first.id, first.source, first.turns) == ("in#1", "in.txt#1", (Turn("agent", "一"),))
    assert (second.id, second.source, second.turns) == ("in#3", "in.txt#3", (Turn("agent", "二"),))


def test_records_parted_by_ids() -> None:
    first, second = read("### 甲-1\n客服：一\n### 乙 2\n尊敬的客户：\n您好\n")
    assert (first.id, first.kind) == ("甲-1", "call")
    assert (second.id, second.kind, second.source) == ("乙 2", "letter", "in.txt#3")


LETTER = "客户：张三\n保单号：1\n\n尊敬的张先生：\n  您好。\n-----\n客服：95511"


def test_a_letter_is_kept_line_by_line() -> None:
    (record,) = read(LETTER + "\r\n", "in.md")
    assert record.kind == "letter"
    assert record.turns == tuple(Turn("letter", line) for line in LETTER.split("\n"))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("尊敬的客户：您好", None, "letter"),
        ("客服：您好", None, "call"),
        ("客服：您好", "chat", "chat"),
        ("客服：您好", "letter", "letter"),
        ("您好\n请讲", "call", "call"),
    ],
)
def test_kind(text: str, kind: str | None, expected: str) -> None:
    (record,) = read(text, kind=kind)
    assert record.kind == expected


def test_without_labels_each_line_of_a_call_is_a_turn() -> None:
    (record,) = read("您好\n\n请讲", kind="call")
    assert record.turns == (Turn("unknown", "您好"), Turn("unknown", "请讲"))


def test_own_labels() -> None:
    (record,) = read("王经理：您好\n李女士：你好\n", mapping={"roles": {"王经理": "agent", "李女士": "customer"}})
    assert [turn.role for turn in record.turns] == ["agent", "customer"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str, folder: Path) -> None:
    (folder / "in.txt").write_bytes("客服：您好\r\n客户：一些".encode(encoding))
    (record,) = readers.read(["in.txt"])
    assert isinstance(record, Record)
    assert [turn.text for turn in record.turns] == ["您好", "一些"]
