"""Where rules and settings lie. Standard library only: this is on the way of every command."""

from __future__ import annotations

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


def files_of(rules: Path, settings: Path | None) -> list[Path]:
    """Every file that can change the ruleset: the pack's, the settings, and what lies in folders beside the settings."""
    files = [*sorted(rules.rglob("*.yaml")), *sorted(rules.glob("similar/*.json"))]
    if settings:
        files.append(settings)
        text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
        if "rule-files" in text:
            files.extend(sorted(settings.parent.rglob("*.yaml")))
    return files
