"""What keeps a start fast, told by what is imported and what the cache holds; never by seconds."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker import automaton, regexes
from checker.concepts.match import Lexicon
from checker.concepts.values import VALUES
from checker.engine import Engine
from checker.model import Record, Turn
from checker.ruleset import cache, prepare
from checker.ruleset.load import load

ROOT = Path(__file__).parents[1]
PACK = ROOT / "tests/data/minipack"
HEAVY = (
    "spacy",
    "jieba",
    "numpy",
    "openpyxl",
    "msgspec",
    "hashlib",
    "yaml",
    "json",
    "checker.ruleset.load",
    "checker.ruleset.build",
)
RECORDS = (
    Record(
        "call",
        "call",
        (Turn("agent", "您好，您的报案号是88765"), Turn("customer", "知道了，几天能赔？"), Turn("agent", "三个工作日内")),
    ),
    Record("letter", "letter", (Turn("letter", "王女士："), Turn("letter", "您的赔款2,000元将在三个工作日内到账。"))),
)


def run(code: str, home: Path, *args: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LIPEI_CACHE": str(home), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-c", code, *args], env=env, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    path.mkdir(mode=0o700)
    monkeypatch.setenv("LIPEI_CACHE", str(path))
    return path


def test_help_imports_only_the_command_line(home: Path) -> None:
    code = "import sys; from checker.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stdout)"
    loaded = run(code, home)
    for name in (*HEAVY, "checker.engine", "checker.normalize", "checker.concepts.match"):
        assert f"'{name}'" not in loaded, name


def test_a_warm_check_of_a_letter_compiles_and_reads_no_rules(home: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("王女士：\n您的赔款2,000元将在三个工作日内到账。\n", encoding="utf-8")
    code = (
        "import sys; from checker.cli import main; from checker import regexes; main(sys.argv[1:]);"
        "print(sorted(sys.modules)); print([s for s in regexes.used() if s not in regexes._frozen])"
    )
    args = ("check", str(letter), "--rules", str(PACK), "--fail-on", "never")
    cold = run(code, home, *args)
    warm = run(code, home, *args)
    assert cold.splitlines()[:-2] == warm.splitlines()[:-2]
    for name in (
        *(set(HEAVY) - {"hashlib"}),
        "checker.cli.rules",
        "checker.cli.evaluate",
        "checker.readers.jsonl",
    ):  # hashlib: where a file is just written
        assert f"'{name}'" not in warm.splitlines()[-2], name
    assert warm.splitlines()[-1] == "[]"  # nothing had to be compiled


def verdicts(engine: Engine) -> list[Any]:
    return [engine.check(record) for record in RECORDS]


def test_cached_and_uncached_rules_say_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = verdicts(Engine(load(PACK)))
    for _ in range(2):
        made = cache.ready(PACK, None)
        assert verdicts(Engine(made.ruleset, lexicon=made.lexicon)) == whole
    assert {path.name.partition("-")[0] for path in home.iterdir()} == {"core", "rules", "letter", "spoken"}
    monkeypatch.setenv("LIPEI_CACHE", "off")
    made = cache.ready(PACK, None)
    assert verdicts(Engine(made.ruleset, lexicon=made.lexicon)) == whole


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign", "other version"])
def test_a_damaged_or_foreign_cache_file_is_not_used(home: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cache.load(PACK, None)
    (kept,) = home.iterdir()
    data = kept.read_bytes()
    if damage == "other version":
        monkeypatch.setattr(cache, "KEY", ("0.0.0", ()))
    else:
        flipped = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
        kept.write_bytes({"cut": data[:-20], "flipped": flipped, "empty": b"", "foreign": pickle.dumps({"a": 1})}[damage])
    compiled = []
    monkeypatch.setattr("checker.ruleset.load.load", lambda *args: compiled.append(args) or first)
    assert cache.load(PACK, None) == first
    assert compiled
    compiled.clear()
    assert cache.load(PACK, None) == first
    assert not compiled  # it was overwritten


def test_a_changed_rule_file_is_seen_and_a_touched_one_is_not_compiled_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for path in PACK.rglob("*.yaml"):
        (pack / path.name).write_bytes(path.read_bytes())
    first = cache.load(pack, None)
    changed = sorted(pack.iterdir())[0]
    os.utime(changed)
    with monkeypatch.context() as patch:
        patch.setattr("checker.ruleset.load.load", lambda *args: pytest.fail("compiled again"))
        assert cache.load(pack, None) == first
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    compiled = []
    with monkeypatch.context() as patch:
        patch.setattr("checker.ruleset.load.load", lambda *args: compiled.append(args) or first)
        cache.load(pack, None)
    assert compiled


TEXT = "您好，您的赔款是3,200元，三个工作日内到账，没有收到请拨打4008001234；第六条第(二)项，2025年3月4日前，明天下午。\n如果还要材料呢？"
SOURCES = sorted({kind.regex for kind in VALUES.values()} | set(regexes.named()))


@pytest.mark.parametrize("source", SOURCES)
def test_a_restored_expression_is_the_compiled_one(source: str) -> None:
    frozen = regexes.freeze(source)
    assert frozen is not None
    restored, made = regexes.thaw(source, frozen), re.compile(source)
    assert restored == made
    assert (restored.flags, restored.groups, restored.groupindex) == (made.flags, made.groups, made.groupindex)
    assert [(m.span(), m.groups(), m.lastgroup) for m in restored.finditer(TEXT)] == [
        (m.span(), m.groups(), m.lastgroup) for m in made.finditer(TEXT)
    ]


def test_a_program_that_does_not_fit_is_compiled_anew() -> None:
    flags, code, *rest = regexes.freeze("没有?收到") or pytest.fail("not frozen")
    assert regexes.thaw("没有?收到", (flags, code[:-3], *rest)) is None  # type: ignore[arg-type]
    assert regexes.thaw("没有?收到", (flags, b"\xff\xff\xff\x7f" * 8, *rest)) is None  # type: ignore[arg-type]
    regexes.learn({"没有?收到了": (flags, b"", 0, {}, (None,))})
    assert regexes.compiled("没有?收到了").search(TEXT) is None
    assert regexes.compiled("没有?收到了").search("没收到了")


def test_a_kept_automaton_finds_the_same() -> None:
    keys = ("赔款", "款", "赔款是", "到账", "工作日")
    kept = automaton.freeze(keys)
    assert automaton.thaw(pickle.loads(pickle.dumps(kept)))(TEXT) == automaton.scanner(keys, "bigram")(TEXT)
    assert automaton.thaw(automaton.freeze(()))(TEXT) == []


@pytest.mark.parametrize("sort", ["letter", "spoken"])
def test_the_concepts_out_of_reach_are_left_out(sort: str) -> None:
    ruleset = load(PACK)
    made = prepare.reduced(ruleset, sort)
    assert {concept.id for concept in made.concepts} == prepare.reached(ruleset, sort)
    assert Lexicon(made).plans.keys() <= {concept.id for concept in ruleset.concepts}
