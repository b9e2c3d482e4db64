"""The command ``lipei``. Only click and the standard library are imported here; commands import what they need when run."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from checker import __version__
from checker.cli import common
from checker.cli.check import check
from checker.cli.evaluate import evaluate
from checker.cli.rules import rules
from checker.cli.usage import Command, Group, PipeClosed, explain
from checker.errors import USAGE, LipeiError, RuleError

INTERRUPTED = 130  # as shells have it
FAULT = 70  # a fault of the program itself, as sysexits.h has it; never mistaken for findings


@click.group(cls=Group, help="检查保险理赔服务记录是否符合规则。")
@click.version_option(__version__, message="lipei %(version)s", help="显示版本")
def app() -> None:
    pass


@click.command(cls=Command, help="显示程序和 Python 的版本。")
def version() -> int:
    click.echo(f"lipei {__version__}（Python {sys.version.split()[0]}）")
    return 0


for command in (check, evaluate, rules, version):
    app.add_command(command)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line ``args`` (None: the process's own) and return the exit code; see checker.errors."""
    common.prepare_streams()
    try:
        code = app.main(args=list(args) if args is not None else None, prog_name="lipei", standalone_mode=False)
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
