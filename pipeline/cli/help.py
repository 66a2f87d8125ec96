"""Help and usage errors in Chinese, laid out for signs that take two columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from pipeline.cli.terminal import pad, wide, wrapped


class _Formatter(click.HelpFormatter):
    """Help laid out for signs that take two columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage; click would put a blank after the full-width colon."""
        super().write_usage(prog, args, prefix or "用法：")

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
    """Help that ends with a line to paste; usage errors that know their command."""

    context_class: type[click.Context] = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; click does not say at which command an option lacks its value or has one too many."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # a mixin of click.Command
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest

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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands, each with its whole sentence: click cuts at blanks, and Chinese has none."""
        rows = [(name, self.commands[name].get_short_help_str(200)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order they are used in a month, not by alphabet."""
        return list(self.commands)


def usage_message(error: click.UsageError) -> str:
    """What click says of a usage error, what was meant or can be written instead, and where to read on.

    Where click joins its words by blanks, quotes and full stops of English, the words are joined here.
    """
    near = getattr(error, "possibilities", None)  # of commands: only since click 8.4
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            text = f"缺少{_label(param).rstrip()}。"
        case click.BadParameter(param=click.Parameter() as param):
            error.param_hint = _label(param)
            text = f"{error.format_message()}。"
        case _ if near:
            text = f"{error.message}，是不是 {' 或 '.join(near)}？"
        case click.NoSuchOption() | click.BadOptionUsage():
            text = f"{error.message}。"
        case click.UsageError(ctx=click.Context(command=click.Group(commands=commands))):
            text = f"{error.message}，可用的命令：{'、'.join(commands)}。"
        case _:
            text = f"{error.message}。"
    return f"{text}查看用法：{error.ctx.command_path if error.ctx is not None else 'minsheng'} -h"


def _label(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return f"选项 {param.opts[-1]} "
    return f"参数“{param.human_readable_name}”"
