"""Every test here runs in an empty folder of its own, with the tiny pack and no kept rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from checker.cli import main

PACK = Path(__file__).parents[1] / "data/minipack"


class Ran(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIPEI_CACHE", "off")
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Run a command line; ``rules`` False leaves out the tiny pack."""

    def go(*args: str, rules: bool = True) -> Ran:
        code = main([*args, "--rules", str(PACK)] if rules else list(args))
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return go
