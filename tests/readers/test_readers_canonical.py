"""Canonical JSON: what is kept, what goes to meta, and that no text is changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker import readers
from checker.model import Record, Turn
from checker.readers import Rejected, canonical, jsonl
from checker.readers.roles import role_of

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
SAME_FOLDER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_one(value: object, **options: Any) -> Record:
    Path("in.jsonl").write_text(json.dumps(value, ensure_ascii=False) + "\n", "utf-8", newline="")
    (record,) = readers.read(["in.jsonl"], **options)
    assert isinstance(record, Record), record
    return record


def test_call_with_everything() -> None:
    record = read_one(
        {
            "id": "c1",
            "kind": "chat",
            "turns": [
                {"role": "坐席", "text": " 您好 ", "start": 0, "end": 1.5, "speaker": "小王", "energy": 0.5, "gold": 1},
                {"text": "", "type": "image", "start": 2.0},
            ],
            "started_at": "2025-03-04T09:12:00+08:00",
            "agent": 1023,
            "team": None,
            "gold": {"labels": {}},
        }
    )
    assert record == Record(
        "c1",
        "chat",
        (Turn("agent", " 您好 ", 0.0, 1.5, "小王"), Turn("unknown", "", 2.0, None, "", "image")),
        (),
        "in.jsonl#1",
        {"started_at": "2025-03-04T09:12:00+08:00", "agent": 1023, "turn_fields": {"energy": [0.5, None]}},
    )
    assert isinstance(record.turns[0].start, float)


def test_letter_lines_are_kept_exactly() -> None:
    text = "尊敬的客户：\r\n\n  您好 \n"
    record = read_one({"id": "l", "text": text, "type": "refusal"})
    assert record.kind == "letter"
    assert record.turns == tuple(Turn("letter", line) for line in ["尊敬的客户：\r", "", "  您好 ", ""])
    assert record.meta == {"type": "refusal"}


def test_case_contacts_are_records() -> None:
    first = {"kind": "chat", "started_at": "2025-03-04T09:12", "turns": [{"role": "agent", "text": "好"}], "gold": 1}
    second = {"started_at": "2025-03-04T09:12:00", "text": "信\n完", "channel": "邮寄", "id": "x9"}
    record = read_one({"id": "k", "case_id": "P-1", "covers_until": "2025-04-01", "contacts": [first, second]})
    assert (record.kind, record.turns) == ("case", ())
    assert record.meta == {"case_id": "P-1", "covers_until": "2025-04-01"}
    assert record.contacts == (
        Record("k/0", "chat", (Turn("agent", "好"),), (), "in.jsonl#1", {"started_at": "2025-03-04T09:12", "case_id": "P-1"}),
        Record(
            "k/1",
            "letter",
            (Turn("letter", "信"), Turn("letter", "完")),
            (),
            "in.jsonl#1",
            {"started_at": "2025-03-04T09:12:00", "channel": "邮寄", "id": "x9", "case_id": "P-1"},
        ),
    )


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ({"turns": [{"text": "a"}]}, None, "call"),
        ({"turns": [{"text": "a"}]}, "chat", "chat"),
        ({"kind": "call", "turns": [{"text": "a"}]}, "chat", "call"),
        ({"text": "a"}, None, "letter"),
        ({"contacts": [{"started_at": "2025-03-04 09:12", "text": "a"}]}, None, "case"),
    ],
)
def test_kind(value: object, kind: str | None, expected: str) -> None:
    record = read_one(value, kind=kind)
    assert (record.kind, record.id) == (expected, "in#1")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("agent", ("agent", "")),
        (" Agent ", ("agent", "")),
        ("座席", ("agent", "")),
        ("客服(1023)", ("agent", "1023")),
        ("坐席（小王）", ("agent", "小王")),
        ("坐席1023", ("agent", "1023")),
        ("客户-张三", ("customer", "张三")),
        ("\uff21", ("agent", "")),
        ("系统", ("system", "")),
        ("机器人", ("bot", "")),
        ("第三方", ("other", "")),
        ("", ("unknown", "")),
    ],
)
def test_role_words(label: str, expected: tuple[str, str]) -> None:
    assert role_of(label) == expected


def test_own_role_words_come_first() -> None:
    value = {"turns": [{"role": 1, "text": "a"}, {"role": "客户", "text": "b"}]}
    record = read_one(value, mapping={"roles": {"1": "agent", "客户": "other"}})
    assert [turn.role for turn in record.turns] == ["agent", "other"]


def test_gold_changes_nothing() -> None:
    value = {"id": "a", "turns": [{"role": "agent", "text": "好"}], "x": 1}
    assert read_one(value) == read_one(value | {"gold": {"labels": {"greeting": "pass"}}})


@SAME_FOLDER
@given(st.lists(TEXT, min_size=1), st.booleans())
def test_any_text_comes_back_unchanged(texts: list[str], ascii_only: bool) -> None:
    value = {"id": "a", "turns": [{"role": "agent", "text": text} for text in texts]}
    line = json.dumps(value, ensure_ascii=ascii_only)
    Path("any.jsonl").write_bytes(line.encode() + b"\r\n")
    (record,) = readers.read(["any.jsonl"])
    assert isinstance(record, Record)
    assert [turn.text for turn in record.turns] == texts
    (again,) = jsonl.read_json(line.encode(), "any.jsonl", "any")
    assert again == record


@SAME_FOLDER
@given(TEXT.filter(str.strip))
def test_any_letter_comes_back_unchanged(text: str) -> None:
    record = read_one({"id": "a", "text": text})
    assert "\n".join(turn.text for turn in record.turns) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from(["agent", "call", "letter"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "kind", "turns", "text", "role", "start", "end", "contacts", "started_at", "x"]), inner
        )
    ),
    max_leaves=12,
)


@SAME_FOLDER
@given(VALUES)
def test_both_decoders_agree_on_anything(value: object) -> None:
    line = json.dumps(value).encode()
    results = []
    for fast in (jsonl._fast(), None):
        try:
            results.append(jsonl._one(line, "utf-8", fast, "s#1", "s#1", None, None))
        except canonical.Defect as defect:
            results.append(defect.rejected("s", 1))
    assert repr(results[0]) == repr(results[1])
    assert isinstance(results[0], Record | Rejected)


def test_the_labelled_corpora_are_read_whole() -> None:
    folder = Path(__file__).parents[2] / "corpora" / "dev"
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in folder.glob("*.jsonl"))
    found = list(readers.read([f"{folder}/*.jsonl"]))
    assert len(found) == lines
    assert not [item for item in found if isinstance(item, Rejected)]
