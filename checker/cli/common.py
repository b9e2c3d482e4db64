"""What the commands share: options, the ruleset in force, choosing rules, and writing to the two streams."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from checker.cli.usage import near
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.language import Ruleset
    from checker.readers import Rejected
    from checker.ruleset.cache import Ready

F = TypeVar("F", bound=Callable[..., Any])


class Sources(NamedTuple):
    """Where rules come from: the folder of the pack, and the company's settings file or None."""

    folder: Path
    settings: Path | None


def rule_options(command: F) -> F:
    """--rules and --config."""
    command = click.option("--config", metavar="文件", help="公司设置；默认从输入处向上找 lipei.yaml")(command)
    return click.option("--rules", metavar="文件夹", help="规则包；默认用自带的")(command)


def choice_options(command: F) -> F:
    """--select and --ignore."""
    command = click.option("--ignore", multiple=True, metavar="规则", help="不查这些规则；可多次，或用逗号隔开")(command)
    return click.option("--select", multiple=True, metavar="规则", help="只查这些规则；可多次，或用逗号隔开")(command)


def sources(rules: str | None, config: str | None, start: str = ".") -> Sources:
    """The pack and the settings in force; without ``config`` the settings nearest to the input ``start``.

    Raises InputError for a settings file that is not there.
    """
    from checker.ruleset.find import settings_near, shipped

    folder = Path(rules) if rules else shipped()
    if config:
        if not Path(config).is_file():
            raise InputError("找不到设置文件", config, "请检查 --config 的路径")
        return Sources(folder, Path(config))
    path = Path("." if start == "-" else start)
    while not path.exists() and path != path.parent:
        path = path.parent
    return Sources(folder, settings_near(path))


def load(where: Sources) -> Ruleset:
    """The ruleset in force. Raises RuleError with every mistake."""
    from checker.ruleset import cache

    return cache.load(where.folder, where.settings)


def ready(where: Sources) -> Ready:
    """The ruleset in force, ready for checking: without its examples, its concepts apart. Raises RuleError with every mistake."""
    from checker.ruleset import cache

    made = cache.ready(where.folder, where.settings)
    gc.freeze()  # what was made so far stays to the end: the collector need not look through it
    return made


def chosen(values: Sequence[str], ruleset: Ruleset, option: str) -> frozenset[str]:
    """Rule ids given to --select or --ignore. Raises InputError for an unknown one."""
    known = {rule.id for rule in ruleset.rules}
    names = [name.strip() for value in values for name in value.replace("，", ",").split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise InputError(f"{option}：没有规则“{name}”", "", near(name, known) or "lipei rules list 列出所有规则")
    return frozenset(names)


def prepare_streams() -> None:
    """Never fail on a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def emit(pieces: Iterable[str], data: bool = False) -> None:
    """Write to standard output; ``data`` (JSON) always as UTF-8 with plain line ends, whatever the terminal speaks."""
    if not data:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    sys.stdout.flush()
    buffer = sys.stdout.buffer
    for piece in pieces:
        buffer.write(piece.encode("utf-8", "backslashreplace"))
    buffer.flush()


def complain(text: str) -> None:
    """Write a line to standard error, harmless to a terminal."""
    from checker.masking import harmless

    sys.stdout.flush()
    click.echo("\n".join(harmless(line) for line in text.split("\n")), err=True)


def reject(item: Rejected) -> None:
    """Name what could not be read."""
    complain(f"{item.place}: {item.what}；{item.mend}")


def close_stdout() -> None:
    """After a broken pipe: the interpreter must not fail again when it flushes."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def colourful() -> bool:
    """Colours only on a terminal, and not where they are unwanted (NO_COLOR)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of a table, columns aligned as a terminal draws them; those in ``right`` to the right."""
    from checker.spans import cells

    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        parts = []
        for at, (text, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cells(text))
            parts.append(gap + text if at in right else text + gap)
        lines.append("  ".join(parts).rstrip())
    return lines
