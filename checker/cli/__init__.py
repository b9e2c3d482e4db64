"""The command ``lipei``. Only click and the standard library are imported here; commands import what they need when run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from checker import __version__
from checker.cli import common
from checker.cli.usage import Command, Group, PipeClosed, explain
from checker.errors import USAGE, LipeiError, RuleError

COMMANDS = ("check", "evaluate", "rules")  # each in a file of its own
COLLECT_AFTER = 100_000  # new objects: a start alone makes tens of thousands, none of them garbage
INTERRUPTED = 130  # as shells have it
FAULT = 70  # a fault of the program itself, as sysexits.h has it; never mistaken for findings


@click.command(cls=Command, help="显示程序和 Python 的版本。")
def version() -> int:
    click.echo(f"lipei {__version__}（Python {sys.version.split()[0]}）")
    return 0


def application(first: str = "") -> Group:
    """The program's commands; only the one that ``first`` names; if it names none, all in the order of the help page."""

    @click.group(cls=Group, help="检查保险理赔服务记录是否符合规则。")
    @click.version_option(__version__, message="lipei %(version)s", help="显示版本")
    def app() -> None:
        pass

    for name in (first,) if first in COMMANDS else COMMANDS:
        app.add_command(getattr(import_module(f"checker.cli.{name}"), name))
    app.add_command(version)
    return app


def __getattr__(name: str) -> Any:
    """``app``: all commands, for programs that look at them."""
    if name == "app":
        return application()
    raise AttributeError(name)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line ``args`` (None: the process's own) and return the exit code; see checker.errors."""
    gc.set_threshold(COLLECT_AFTER)
    common.prepare_streams()
    given = list(args) if args is not None else sys.argv[1:]
    try:
        app = application(given[0] if given else "")
        code = app.main(args=given, prog_name="lipei", standalone_mode=False)
        return int(code or 0)
    except click.UsageError as error:
        common.complain(explain(error))
        return USAGE
    except RuleError as error:
        for problem in error.problems:
            common.complain(str(problem))
        common.complain(str(error))
        return error.exit_code
    except LipeiError as error:
        common.complain(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        common.complain("已中断")
        return INTERRUPTED
    except PipeClosed:
        common.close_stdout()
        return USAGE
    except Exception:
        import traceback

        traceback.print_exc()
        common.complain("程序出错了，这不是您的记录或规则的问题；请把上面的内容告诉维护者")
        return FAULT
