"""The tiny pack of tests/data, ready to check."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.engine import Engine
from checker.ruleset.load import load


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(load(Path(__file__).parents[1] / "data/minipack"))
