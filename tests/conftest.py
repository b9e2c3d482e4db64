"""What many tests share: the shipped rules, loaded once."""

from __future__ import annotations

import pytest

from checker.engine import Engine
from checker.ruleset.load import load


@pytest.fixture(scope="session")
def shipped() -> Engine:
    return Engine(load())
