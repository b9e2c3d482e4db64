"""click in Chinese: help pages, values that must be one of a few words, and its own complaints about wrong use."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Any

import click

from checker.errors import USAGE
from checker.spans import cells

WIDEST = 34  # terminal cells of the left column of a help page


def near(name: str, known: Iterable[str]) -> str:
    """ "是不是 …？" for a misspelt name, or ""."""
    import difflib

    found = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"是不是 {found[0]}？" if found else ""


class Words(click.ParamType):  # type: ignore[type-arg]
    """One of a few words."""

    name = "words"

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself. Raises click.BadParameter for any other."""
        if value not in self.allowed:
            self.fail(f"不能是“{value}”；{near(value, self.allowed) or '可用：' + '、'.join(self.allowed)}", param, ctx)
        return str(value)


class Number(click.ParamType):  # type: ignore[type-arg]
    """A number between two bounds."""

    name = "number"

    def __init__(self, low: float, high: float) -> None:
        self.low = low
        self.high = high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter for what is none, or out of bounds."""
        try:
            number = float(value)
        except ValueError:
            self.fail(f"应是数字，不能是“{value}”", param, ctx)
        if not self.low <= number <= self.high:
            self.fail(f"应在 {self.low:g} 和 {self.high:g} 之间", param, ctx)
        return number


class PipeClosed(Exception):
    """Whoever read standard output went away."""


class Command(click.Command):
    """A command whose help page is Chinese throughout."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. Raises PipeClosed for a broken pipe, on which click itself would end with the code for findings."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise PipeClosed from None
        return result

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that says how to call it."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Its options and arguments."""
        return ["[选项]", *(piece for param in self.get_params(ctx) for piece in param.get_usage_pieces(ctx))]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段帮助"
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, one a line."""
        rows = [param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option)]
        _section(formatter, "选项", [row for row in rows if row])


class Group(Command, click.Group):
    """A command with commands of its own."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Its options and commands."""
        return ["[选项]", "命令", "…"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands in the order in which they were added."""
        Command.format_options(self, ctx, formatter)
        _section(formatter, "命令", [(name, command.help or "") for name, command in self.commands.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command there is nothing to do: show the help page, as wrong use."""
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they were added."""
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` names. Raises click.UsageError for an unknown one."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            ctx.fail(f"没有命令“{name}”；{near(name, self.commands) or '可用：' + '、'.join(self.commands)}")
        return super().resolve_command(ctx, args)


def _section(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    """A list of names and what they mean, aligned as a terminal draws it (click counts characters)."""
    width = min(WIDEST, max(cells(name) for name, _ in rows))
    formatter.write(f"\n{heading}：\n")
    for name, text in rows:
        gap = f"\n{' ' * (width + 4)}" if cells(name) > width else " " * (width - cells(name) + 2)
        formatter.write(f"  {name}{gap}{text}\n")


def explain(error: click.UsageError) -> str:
    """What is wrong with a command line and where to look, in Chinese."""
    lines = []
    if error.ctx is not None:
        lines.append(error.ctx.get_usage())
    lines.append(_what(error))
    if error.ctx is not None:
        lines.append(f"看帮助：{error.ctx.command_path} --help")
    return "\n".join(lines)


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        known = [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        return f"没有选项 {error.option_name}；{near(error.option_name, known) or '请看帮助里有哪些选项'}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name(error.param)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)} {error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} " + ("后面不带值" if "not take" in error.message else "后面要写值")
    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.message)
    return f"多出了参数 {extra[1]}" if extra else error.format_message()


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"选项 {param.opts[-1]}"
    return f"参数 {param.metavar or param.name}" if param is not None else "参数"
