"""Kept rules: never stale, never trusted from a folder that others may write, never in the way."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.cli import main
from checker.ruleset import cache

PACK = Path(__file__).parents[1] / "data/minipack"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept"
    monkeypatch.setenv("LIPEI_CACHE", str(path))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PACK, tmp_path / "pack")
    return path


@pytest.fixture
def said(capfd: Any) -> Callable[..., str]:
    """What a command says of the pack."""

    def go(*args: str) -> str:
        main([*args, "--rules", "pack"])
        out, err = capfd.readouterr()
        return str(out + err)

    return go


def test_kept_rules_say_the_same(home: Path, said: Callable[..., str]) -> None:
    first = said("rules", "list")
    assert "minipack@1：9 条规则" in first
    assert any(home.iterdir())
    assert said("rules", "list") == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: 规范开场", "title: 开场问候"),
        ("check: must-say\n    say: {concept: greets", "check: must-say\n    say: {concept: threat"),
    ],
)
def test_a_changed_rule_file_is_read_again(home: Path, said: Callable[..., str], old: str, new: str) -> None:
    before = said("rules", "explain", "greeting")
    path = Path("pack/rules.yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    state = path.stat()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # the time of a file proves nothing
    assert said("rules", "explain", "greeting") != before


def test_changed_settings_are_read_again(home: Path, said: Callable[..., str]) -> None:
    before = said("rules", "list")
    Path("lipei.yaml").write_text("rules: {greeting: {weight: 3}}\n", encoding="utf-8")
    after = said("rules", "list")
    assert after.splitlines()[1].split()[3] == "3"
    Path("lipei.yaml").unlink()
    assert said("rules", "list") == before != after


def test_a_changed_own_rule_folder_is_read_again(home: Path, said: Callable[..., str]) -> None:
    Path("own").mkdir()
    own = Path("own/a.yaml")
    own.write_text("params: {spare: 1}\n", encoding="utf-8")
    Path("lipei.yaml").write_text("rule-files: [own]\n", encoding="utf-8")
    before = said("rules", "list")
    own.write_text("params: {spare: 2}\n", encoding="utf-8")
    assert said("rules", "list") != before  # the hash


@pytest.mark.parametrize("junk", [b"", b"not a pickle", b"\x80\x05N."])
def test_a_damaged_file_is_made_again(home: Path, said: Callable[..., str], junk: bytes) -> None:
    first = said("rules", "list")
    for path in home.rglob("*"):
        if path.is_file():
            path.write_bytes(junk)
    assert said("rules", "list") == first


def test_mistakes_are_never_kept(home: Path, said: Callable[..., str]) -> None:
    path = Path("pack/rules.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
    assert "是不是 title？" in said("rules", "list")
    assert "是不是 title？" in said("rules", "list")
    path.write_text(text, encoding="utf-8")
    assert "minipack@1：9 条规则" in said("rules", "list")


def test_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPEI_CACHE", "off")
    assert cache.folder() is None


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_folder_that_others_may_write_is_not_used(home: Path, said: Callable[..., str]) -> None:
    first = said("rules", "list")
    for path in home.rglob("*"):
        if path.is_file():
            path.unlink()
    home.chmod(0o777)
    assert cache.folder() is None
    assert said("rules", "list") == first
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    monkeypatch.setenv("LIPEI_CACHE", str(blocked / "inside"))
    assert cache.folder() is None
