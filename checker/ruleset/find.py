"""Where rules and settings lie. Standard library only: this is on the way of every command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SETTINGS = "lipei.yaml"


def shipped() -> Path:
    """The rule pack that comes with the program: inside the package when installed, beside it in the source tree."""
    inside = Path(__file__).resolve().parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def settings_near(start: Path) -> Path | None:
    """The nearest lipei.yaml in ``start`` or a folder above it."""
    start = start.resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        if (folder / SETTINGS).is_file():
            return folder / SETTINGS
    return None


def below(folder: str | Path, suffix: str) -> Iterator[Path]:
    """Files with the ending ``suffix`` in ``folder`` and the folders in it, sorted by name (pathlib takes ten times as long)."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from below(entry.path, suffix)
        elif entry.name.endswith(suffix):
            yield Path(entry.path)


def files_of(rules: Path, settings: Path | None) -> list[Path]:
    """Every file that can change the ruleset: the pack's, the settings, and what lies in folders beside the settings."""
    files = [*below(rules, ".yaml"), *below(rules / "similar", ".json")]
    if settings:
        files.append(settings)
        text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
        if "rule-files" in text:
            files.extend(below(settings.parent, ".yaml"))
    return files
