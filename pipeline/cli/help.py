"""Help and usage errors in Chinese, laid out for signs that take two columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from pipeline.cli.terminal import pad, wide, wrapped


class _Formatter(click.HelpFormatter):
    """Help laid out for signs that take two columns."""

    def write_heading(self, heading: str) -> None:
        """A heading with a full-width colon."""
        self.write(f"{heading}：\n")

    def write_text(self, text: str) -> None:
        """A paragraph, folded by columns rather than by characters."""
        indent = " " * self.current_indent
        for line in wrapped(indent + text, indent):
            self.write(f"{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names and meanings in two straight columns."""
        rows, indent = list(rows), " " * self.current_indent
        room = max(wide(name) for name, _ in rows) + col_spacing
        for name, meaning in rows:
            for line in wrapped(indent + pad(name, room) + meaning, " " * (len(indent) + room)):
                self.write(f"{line}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class _Chinese:
    """Help in Chinese: headings, usage line, the help option's own words."""

    context_class: type[click.Context] = _Context

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # a mixin of click.Command
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        params = self.get_params(ctx)  # type: ignore[attr-defined]
        options = [param for param in params if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示本说明。"
        return option

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """例：a line to paste."""
        if self.epilog:  # type: ignore[attr-defined]
            formatter.write_paragraph()
            formatter.write(f"例：{self.epilog}\n")  # type: ignore[attr-defined]


class ChineseCommand(_Chinese, click.Command):
    """A command whose help is Chinese; its epilog is a line to paste."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)


class ChineseGroup(_Chinese, click.Group):
    """A group whose help is Chinese."""

    command_class = ChineseCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 …")
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(200)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order they are used in a month, not by alphabet."""
        return list(self.commands)


def usage_message(error: click.UsageError) -> str:
    """A usage error in Chinese, with what to do."""
    match error:
        case click.NoSuchOption():
            near = f"（是不是 {'、'.join(error.possibilities)}）" if error.possibilities else ""
            text = f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            text = f"缺少{_label(error.param)}"
        case click.BadParameter():
            text = f"{_label(error.param)}有误：{error.message}"
        case click.BadOptionUsage():
            text = f"选项 {error.option_name} 用法不对，后面可能少了内容"
        case _:
            text = _plain_usage(error)
    help_line = f"{error.ctx.command_path} -h" if error.ctx is not None else "minsheng -h"
    return f"{text}。查看用法：{help_line}"


def _label(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"选项 {param.opts[-1]} "
    return f"参数“{param.metavar}”" if isinstance(param, click.Argument) else "参数"


def _commands(error: click.UsageError) -> list[str]:
    group = error.ctx.command if error.ctx is not None else None
    return list(group.commands) if isinstance(group, click.Group) else []


def _plain_usage(error: click.UsageError) -> str:
    words = error.message.split("'")
    if isinstance(error.ctx.command if error.ctx else None, click.Group) and error.message.startswith(
        "Missing command"
    ):
        return f"后面还要写命令：{'、'.join(_commands(error))}"
    if error.message.startswith("No such command") and len(words) > 1:
        return f"没有命令 {words[1]}，可用的命令：{'、'.join(_commands(error))}"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多了参数 {error.message.partition('(')[2].rstrip(')')}"
    return "命令写得不完整"
