"""Compiled rules kept in the user's own cache folder, keyed by the content of every rule file and the program's version.

The cache is a pickle, so it is read only from a folder that belongs to this user and that nobody else may write.
``LIPEI_CACHE`` names another folder; ``LIPEI_CACHE=off`` switches the cache off. Any mismatch or fault: compile again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path

from checker import __version__
from checker.language import Ruleset
from checker.ruleset.find import files_of

KEPT = 8  # compiled rulesets kept side by side


def folder() -> Path | None:
    """The cache folder, or None if it is switched off or not this user's alone."""
    given = os.environ.get("LIPEI_CACHE", "")
    if given == "off":
        return None
    if given:
        path = Path(given)
    elif sys.platform == "win32":
        path = Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "lipei"
    else:
        path = Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "lipei"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid"):
            state = path.stat()
            if state.st_uid != os.getuid() or state.st_mode & 0o022:
                return None
    except OSError:
        return None
    return path


def load(rules: Path, settings: Path | None) -> Ruleset:
    """The ruleset of the pack in ``rules`` under ``settings``, from the cache if nothing changed. Raises RuleError."""
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for path in files_of(rules, settings):
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"\n{path} {len(data)}\n".encode())
        digest.update(data)
    home = folder()
    kept = home / f"rules-{digest.hexdigest()[:32]}.pickle" if home else None
    if kept and kept.is_file():
        try:
            found = pickle.loads(kept.read_bytes())
            if isinstance(found, Ruleset):
                return found
        except Exception:
            kept.unlink(missing_ok=True)
    from checker.ruleset.load import load as compile_rules

    ruleset = compile_rules(rules, settings)
    if kept:
        _keep(kept, ruleset)
    return ruleset


def _keep(kept: Path, ruleset: Ruleset) -> None:
    """Write beside and rename, so that a reader never sees half a file; drop the oldest."""
    try:
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(ruleset, protocol=5))
        part.replace(kept)
        for old in sorted(kept.parent.glob("rules-*.pickle"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
