"""``lipei check``: formats, streams, choices; labels never change a byte; nothing heavy is imported for a letter."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACK = ROOT / "tests/data/minipack"
CALL = {
    "id": "c-1",
    "kind": "call",
    "turns": [
        {"role": "agent", "text": "喂，手机13800138000"},
        {"role": "customer", "text": "我要报案"},
        {"role": "agent", "text": "稍后报案号给您"},
    ],
}
GOLD = {"scenes": [], "labels": {"greeting": {"v": "pass", "turns": [0]}, "no-threat": {"v": "fail"}}}
LETTER = {"id": "l-1", "kind": "letter", "text": "尊敬的客户：\n我公司同意赔付。"}
CASE = {
    "id": "k-1",
    "contacts": [
        {"kind": "call", "started_at": "2025-03-04T09:00", "turns": [{"role": "agent", "text": "您好，请交发票"}]},
        {"kind": "letter", "started_at": "2025-03-05T09:00", "text": "尊敬的客户：\n请交病历。"},
    ],
}
HEAVY = ("spacy", "jieba", "numpy", "pyarrow", "openpyxl", "msgspec")


def save(path: str, *records: object) -> str:
    Path(path).write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def rules_of(line: str) -> list[str]:
    record = json.loads(line)
    return [verdict["rule"] for verdict in record["verdicts"]] + record["na"]


def test_jsonl_has_a_line_a_record(run: Callable[..., Any]) -> None:
    ran = run("check", save("a.jsonl", CALL, LETTER, CASE), "--format", "jsonl")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [(record["id"], record["kind"], record["source"]) for record in records] == [
        ("c-1", "call", "a.jsonl#1"),
        ("l-1", "letter", "a.jsonl#2"),
        ("k-1", "case", "a.jsonl#3"),
    ]
    verdict = records[2]["verdicts"][0]
    assert verdict["evidence"][0] == {"contact": 1, "line": 1, "start": 2, "end": 4, "quote": "病历"}
    assert verdict["evidence"][1] == {"contact": 0, "turn": 0, "start": 5, "end": 7, "quote": "发票"}
    assert [contact["kind"] for contact in records[2]["contacts"]] == ["call", "letter"]


def test_json_is_one_list(run: Callable[..., Any]) -> None:
    ran = run("check", save("a.jsonl", CALL, LETTER), "--format", "json")
    assert [record["id"] for record in json.loads(ran.out)] == ["c-1", "l-1"]


@pytest.mark.parametrize("form", ["text", "jsonl", "json"])
def test_labels_change_nothing(run: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    outputs = []
    for name, extra in (("without", {}), ("with", {"gold": GOLD})):
        (folder / name).mkdir()
        monkeypatch.chdir(folder / name)
        save("a.jsonl", {**CALL, **extra}, {**LETTER, **extra}, {**CASE, **extra})
        outputs.append(run("check", "a.jsonl", "--format", form, "--verbose"))
    assert outputs[0].out
    assert outputs[0] == outputs[1]


def test_select_and_ignore(run: Callable[..., Any]) -> None:
    path = save("a.jsonl", CALL)
    chosen = run("check", path, "--format", "jsonl", "--select", "greeting,no-threat", "--select", "letter-amount")
    assert rules_of(chosen.out) == ["greeting", "no-threat"]
    left = run("check", path, "--format", "jsonl", "--ignore", "greeting，no-threat")
    assert "greeting" not in rules_of(left.out) and "report-number-given" in rules_of(left.out)


def test_settings_are_found_upward_from_the_input(run: Callable[..., Any], folder: Path) -> None:
    deep = folder / "company/calls"
    deep.mkdir(parents=True)
    (folder / "company/lipei.yaml").write_text("rules: {greeting: {enabled: false}}\n", encoding="utf-8")
    save(str(deep / "a.jsonl"), CALL)
    save("b.jsonl", {**CALL, "id": "c-2"})
    for inputs, there in (
        (["company/calls/a.jsonl"], False),
        (["company/calls"], False),
        (["company/calls/*.jsonl"], False),
        (["company/calls/a.jsonl", "b.jsonl"], False),
        (["b.jsonl", "company/calls/a.jsonl"], True),
    ):
        ran = run("check", *inputs, "--format", "jsonl")
        assert ["greeting" in rules_of(line) for line in ran.out.splitlines()] == [there] * len(ran.out.splitlines()), inputs


def test_rejected_lines_are_named_in_order_and_counted(run: Callable[..., Any], folder: Path) -> None:
    save("a.jsonl", CALL, LETTER)
    with open("a.jsonl", "a", encoding="utf-8") as handle:
        handle.write('{"id": "x"}\n\x1b[31m{\n')
    ran = run("check", "a.jsonl")
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == ["a.jsonl:3", "a.jsonl:4"]
    assert all("；" in line and "\x1b" not in line for line in ran.err.splitlines())
    assert "另有 2 条没有读取" in ran.out


def test_standard_input(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(CALL, ensure_ascii=False).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    ran = run("check", "-", "--format", "jsonl")
    assert json.loads(ran.out)["source"] == "-#1"


def test_column_mapping_and_kind(run: Callable[..., Any]) -> None:
    Path("a.csv").write_text("通话,谁,说了\n1,员工,您好\n1,客户,你好\n", encoding="utf-8")
    ran = run("check", "a.csv", "--map", "id=通话,role=谁,text=说了,roles.员工=agent", "--kind", "chat", "--format", "jsonl")
    assert (ran.code, json.loads(ran.out)["kind"]) == (0, "chat")


@pytest.mark.parametrize(("args", "number"), [((), "138****8000"), (("--no-mask",), "13800138000")])
def test_numbers_are_masked_by_default(run: Callable[..., Any], args: tuple[str, ...], number: str) -> None:
    ran = run("check", save("a.jsonl", {**CALL, "turns": [{"role": "agent", "text": "13800138000别怪我们不客气"}]}), *args)
    assert f"客服：{number}别怪我们不客气" in ran.out


def test_verbose_lists_what_is_met(run: Callable[..., Any]) -> None:
    path = save("a.jsonl", CALL)
    assert "✓ 满足 1 条：不得威胁讥讽" in run("check", path).out
    full = run("check", path, "--verbose").out
    assert "  ✓ 不得威胁讥讽（no-threat）" in full and "– 不适用 2 条：" in full


def test_no_colours_without_a_terminal(run: Callable[..., Any]) -> None:
    assert "\x1b" not in run("check", save("a.jsonl", CALL)).out


@pytest.mark.parametrize(
    ("tty", "variables", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, tty: bool, variables: dict[str, str], wanted: bool) -> None:
    from checker.cli import common

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: tty, raising=False)
    assert common.colourful() is wanted


def python(code: str, *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LIPEI_CACHE": "off", "PATH": ""},
        **options,
    )


IMPORTS = """
import sys
from checker.cli import main
code = main(sys.argv[1:])
print(code, *[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


def test_help_and_a_clean_letter_import_nothing_heavy(folder: Path) -> None:
    letter = folder / "信.txt"
    letter.write_text("尊敬的客户：\n我公司同意赔付人民币3000元。\n如有异议，请拨打申诉电话95000。\n", encoding="utf-8")
    code = IMPORTS.format(heavy=HEAVY)
    assert python(code, "--help").stderr == "0\n"
    checked = python(code, "check", str(letter), "--rules", str(PACK))
    assert (checked.stderr, checked.stdout.splitlines()[1]) == ("0\n", "✓ 满足 2 条：写明赔付金额、告知申诉渠道")


def test_help_needs_only_click(folder: Path) -> None:
    code = """
import sys
before = set(sys.modules)
from checker.cli import main
main(["--help"])
new = {name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)
print(*sorted(name for name in new if not name.startswith("_")), file=sys.stderr)
"""
    assert python(code).stderr == "checker click\n"


def test_output_is_utf8_whatever_the_terminal_speaks(folder: Path) -> None:
    save("a.jsonl", {**CALL, "id": "电话😀"})
    code = "import sys; from checker.cli import main; sys.exit(main(sys.argv[1:]))"
    for form in ("jsonl", "text"):
        ran = subprocess.run(
            [sys.executable, "-c", code, "check", "a.jsonl", "--rules", str(PACK), "--format", form],
            capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk", "LIPEI_CACHE": "off"},
            timeout=120,
        )
        assert ran.returncode == 1
        if form == "jsonl":
            assert json.loads(ran.stdout.decode("utf-8"))["id"] == "电话😀"
        else:
            assert "告知报案号" in ran.stdout.decode("gbk")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that break")
def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    save("a.jsonl", *({**CALL, "id": str(number)} for number in range(3000)))
    code = "import sys; from checker.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", "a.jsonl", "--rules", str(PACK)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LIPEI_CACHE": "off"},
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=120) == 2
