"""Check kinds: a small closed set, one file each. KINDS is the only registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any


class _Kinds(Mapping[str, Any]):
    """Module by name of the kind, imported when first used: most records call for few kinds."""

    def __init__(self, *names: str) -> None:
        self.modules: dict[str, Any] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Any:
        module = self.modules[name]
        if module is None:
            module = self.modules[name] = import_module(f"{__name__}.{name.replace('-', '_')}")
        return module

    def __contains__(self, name: object) -> bool:
        return name in self.modules

    def __iter__(self) -> Iterator[str]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)


KINDS = _Kinds(
    "must-say",
    "must-not-say",
    "in-order",
    "checklist",
    "within-time",
    "one-go",
    "answer-to",
    "value-limit",
    "arithmetic",
    "case-interval",
    "case-promise",
    "case-gaps",
    "case-sets",
)
