"""Compiled rules kept in the user's own cache folder, so that a command starts without reading or compiling any rule file.

Files of four sorts for a pack and settings: ``rules`` (the whole Ruleset); ``core`` (what every check takes: the rules without
their examples and concepts, the tables of folding); ``letter`` and ``spoken`` (the concepts that such records can reach, laid out
for matching, with their automaton and compiled expressions). A file begins with a check sum, and names what it was made from:
version, Python, path, size and times of every rule file, a digest of their content. If only the times differ, the digest decides.

The cache is a pickle, so it is read only from a folder that belongs to this user and that nobody else may write.
``LIPEI_CACHE`` names another folder; ``LIPEI_CACHE=off`` switches the cache off. Any mismatch or fault: compile again.
"""

# Annotations are not postponed: see model.py.

import os
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from checker import __version__, normalize, regexes
from checker.concepts.match import Lexicons, Program
from checker.language import Ruleset
from checker.ruleset.find import below, files_of

KEPT = 24  # files kept side by side
SETTLED = 2_000_000_000  # ns: a file younger than this when it was read may change without its times showing it
KEY = (__version__, regexes.KEY)

Stamps = tuple[tuple[str, int, int, int], ...]
T = TypeVar("T")


class Core(NamedTuple):
    """What every check takes: ``ruleset`` without concepts and examples; frozen ``expressions`` outside the rules; ``tables``."""

    ruleset: Ruleset
    expressions: dict[str, regexes.Frozen]
    tables: normalize.Tables


class Part(NamedTuple):
    """What matching one sort of record takes: its concepts, and their frozen expressions."""

    program: Program
    expressions: dict[str, regexes.Frozen]


class Ready(NamedTuple):
    """A ruleset ready for checking: ``ruleset`` is without concepts and examples, ``lexicon`` has the concepts."""

    ruleset: Ruleset
    lexicon: Lexicons


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
    return _whole(_Sources(rules, settings))


def ready(rules: Path, settings: Path | None) -> Ready:
    """What checking takes, from the cache if nothing changed; concepts are fetched when a record needs them. Raises RuleError."""
    source = _Sources(rules, settings)
    if source.home is None:
        from checker.ruleset import prepare

        ruleset = _whole(source)
        return Ready(prepare.lean(ruleset), Lexicons(lambda sort: prepare.reduced(ruleset, sort)))

    def make_core() -> Core:
        from checker.ruleset import prepare

        return prepare.core(_whole(source))

    core = source.through("core", Core, make_core)
    regexes.learn(core.expressions)
    normalize.learn(core.tables)

    def fetch(sort: str) -> Program:
        def make() -> Part:
            from checker.ruleset import prepare

            return prepare.part(_whole(source), sort)

        part = source.through(sort, Part, make)
        regexes.learn(part.expressions)
        return part.program

    return Ready(core.ruleset, Lexicons(fetch))


def _whole(source: "_Sources") -> Ruleset:
    def compile_rules() -> Ruleset:
        from checker.ruleset.load import load as compiled

        return compiled(source.rules, source.settings)

    return source.through("rules", Ruleset, compile_rules)


class _Sources:
    """A pack and settings, with the files they consist of as they are now; ``home`` is the cache folder, None without a cache."""

    def __init__(self, rules: Path, settings: Path | None) -> None:
        self.rules = rules
        self.settings = settings
        self.home = folder()
        self.files = [*files_of(rules, settings), *_program_files()] if self.home else []
        self.stamps = _stamps(self.files)

    def through(self, sort: str, kind: type[T], make: Callable[[], T]) -> T:
        """What ``make`` makes, kept under ``sort`` for the next time."""
        if self.home is None:
            return make()
        where = f"{os.path.abspath(self.rules)}\n{os.path.abspath(self.settings) if self.settings else ''}"
        kept = self.home / f"{sort}-{crc32(where.encode('utf-8', 'replace')):08x}.pickle"
        try:
            found = _read(kept, self.stamps, self.files)
        except Exception:  # a damaged or foreign file may fail in any way; it is overwritten
            found = None
        if isinstance(found, kind):
            return found
        digest, when = _digest(self.files), time.time_ns()
        made = make()
        _keep(kept, (KEY, self.stamps, digest, when), pickle.dumps(made, protocol=5))
        return made


def _program_files() -> list[Path]:
    """What of the program itself goes into the cache, where it may change under the same version: in a source tree."""
    package = Path(__file__).parents[1]
    if (package / "rules").is_dir():  # installed
        return []
    parts = ((package / "concepts", ".py"), (package / "ruleset", ".py"), (package / "data", ".txt"))
    own = [package / f"{name}.py" for name in ("automaton", "language", "normalize", "regexes")]
    return [*own, *(path for folder, suffix in parts for path in below(folder, suffix))]


def _stamps(files: list[Path]) -> Stamps:
    out = []
    for path in files:
        try:
            state = path.stat()
            out.append((str(path), state.st_size, state.st_mtime_ns, state.st_ctime_ns))
        except OSError:
            out.append((str(path), -1, 0, 0))
    return tuple(out)


def _digest(files: list[Path]) -> str:
    """SHA-256 over the names and contents of all rule files."""
    import hashlib

    digest = hashlib.sha256()
    for path in files:
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"\n{path} {len(data)}\n".encode("utf-8", "replace"))
        digest.update(data)
    return digest.hexdigest()


def _read(kept: Path, stamps: Stamps, files: list[Path]) -> Any:
    """What the cache file holds, or None if it was made from something else. May raise anything."""
    try:
        data = kept.read_bytes()
    except FileNotFoundError:
        return None
    if crc32(memoryview(data)[4:]) != int.from_bytes(data[:4], "big"):
        return None
    size = int.from_bytes(data[4:8], "big")
    key, seen, digest, when = pickle.loads(memoryview(data)[8 : 8 + size])
    content = memoryview(data)[8 + size :]
    if key != KEY:
        return None
    settled = all(when - changed > SETTLED for _, _, changed, _ in seen)
    if seen != stamps or not settled:
        now = time.time_ns()
        if _digest(files) != digest:
            return None
        _keep(kept, (key, stamps, digest, now), content)
    return _unpickled(content)


def _unpickled(content: memoryview) -> Any:
    """Thousands of small tuples at once: the collector would look through them again and again."""
    import gc

    on = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)
    finally:
        if on:
            gc.enable()


def _keep(kept: Path, origin: tuple[Any, ...], content: bytes | memoryview) -> None:
    """Write beside and rename, so that a reader never sees half a file; drop the oldest."""
    try:
        head = pickle.dumps(origin, protocol=5)
        data = b"".join((len(head).to_bytes(4, "big"), head, content))
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(crc32(data).to_bytes(4, "big") + data)
        part.replace(kept)
        for old in sorted(kept.parent.glob("*.pickle"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
