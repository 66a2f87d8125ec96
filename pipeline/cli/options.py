"""How the command behaves whatever it is asked: shared options, what words are turned into, the lock, the clock.

What only a command that runs needs is loaded when it runs, as in `commands`.
"""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from pipeline.cli.terminal import Screen, pasted
from pipeline.model.months import Month, as_day
from pipeline.model.periods import of_whole_year, spelt
from pipeline.model.workspace import Terms, Workspace
from pipeline.outputs.runlog import Journal

if TYPE_CHECKING:
    from pipeline.workflows.unchanged import Question

_SHANGHAI = ZoneInfo("Asia/Shanghai")
# Commands that only look change nothing at all, and so leave no record unless they published something (check --return).
_LOOKS = frozenset({"status", "check", "verify", "plan check", "plan show", "templates check"})


def now() -> datetime:
    """The time in Shanghai; the only reading of the clock."""
    return datetime.now(_SHANGHAI)


def seconds() -> float:
    """Seconds that only go forward, to tell how long something took."""
    return time.monotonic()


def to_period(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A period as people write one, or a usage error that shows how to; with `--year-end` or `--commitments` a year stands for its own."""
    if ctx.params.get("year_end") or ctx.params.get("commitments"):
        year = to_year(ctx, param, value) if value != "年终" else None
        return of_whole_year(str(year)) if year is not None else "年终"
    if value is not None and spelt(value) is None:
        raise click.BadParameter(f"“{value}”不是月份，请写成2021-09的样子", ctx, param)
    return value


def period(manner: Manner, text: str | None) -> Month:
    """The period meant on the command line. Left out, it is the one in hand: that is said first."""
    from pipeline.workflows.in_hand import period_meant

    plan, month = period_meant(manner.office, text, manner.today)
    if plan is not None and text is None and not (manner.json or manner.quiet):
        click.echo(
            f"{plan.terms.of('没有写月份')}，按现在在办的{month.year}年{plan.cycle.name(month)}（{month}）办。"
        )
    return month


def of_period(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the period its first word means; it receives a `Month`."""

    @functools.wraps(command)
    def run(manner: Manner, month: str | None, **options: Any) -> Any:
        day: date | None = options.get("day")
        if day is not None and month is not None:
            raise click.UsageError("写了 --date 就不用再写月份")
        # What is about a day is about no period: none is looked for.
        asked = Month(day.year, day.month) if day is not None else period(manner, month)
        return command(manner, month=asked, **options)

    return click.argument("month", callback=to_period, metavar="月份", required=False)(run)


def period_and_word(first: str | None, second: str | None) -> tuple[str | None, str | None]:
    """What stands behind a command about a period and a unit, or a kind of pack: a first word that is no period is that."""
    if first is None or spelt(first) is not None:
        return first, second
    if second is not None:
        raise click.UsageError(f"“{first}”不是月份，请写成2021-09的样子")
    return None, first


def to_year(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """2022 on the command line as a year, or a usage error that shows how to write one."""
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and 2000 <= int(value) <= 2100):
        raise click.BadParameter(f"“{value}”不是年度，请写成2022的样子", ctx, param)
    return int(value)


def to_until(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """11, 11月, 半年 or 全年 on the command line as the month up to which a year is told."""
    if value is None:
        return None
    bare = {"半年": "6", "上半年": "6", "全年": "12"}.get(value, value.removesuffix("份").removesuffix("月"))
    if not (bare.isascii() and bare.isdigit() and 1 <= int(bare) <= 12):
        raise click.BadParameter(f"“{value}”不是月份，请写成11的样子，或写半年、全年", ctx, param)
    return int(bare)


def to_count(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """A number of things on the command line, one at least."""
    if not (value.isascii() and value.isdigit() and int(value)):
        raise click.BadParameter(f"“{value}”不是个数，请写成5的样子", ctx, param)
    return int(value)


def to_numbers(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...]:
    """Numbers of a list on the command line: 1,3 or 1、3; none for an empty text."""
    words = [word for word in re.split("[,，、 ]+", value.strip()) if word]
    return tuple(to_count(ctx, param, word) for word in words)


def to_number(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """A number on the command line, zero or more."""
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        raise click.BadParameter(f"“{value}”不是数，请写成5的样子", ctx, param)
    return int(value)


def to_seed(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Any text on the command line; bytes that are none can be neither printed nor kept."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter("抽签号里有不是文字的内容，请换一个", ctx, param) from None
    return value


def to_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """2021-09-25 on the command line as a date, or a usage error that shows how to write one."""
    try:
        return None if value is None else as_day(value)
    except ValueError:
        raise click.BadParameter(f"“{value}”不是日期，请写成2021-09-25的样子", ctx, param) from None


@dataclass(frozen=True, slots=True)
class Manner:
    """The shared options, wherever they stood on the line. `given_day` is --today, None for the clock.

    `afresh`: nothing kept is taken for what the files say. `asked` is the command as it can be asked again.
    """

    office: Workspace
    given_folder: Path | None
    given_day: date | None
    json: bool
    quiet: bool
    verbose: bool = False
    afresh: bool = False
    asked: Question | None = None

    @property
    def command(self) -> str:
        """How to call the command again for the same workspace: minsheng, or minsheng -C 文件夹."""
        return "minsheng" if self.given_folder is None else f"minsheng -C {pasted(self.given_folder)}"

    @property
    def today(self) -> date:
        """--today, or the day it is in Shanghai."""
        return self.given_day or now().date()


_SHARED = (
    click.option(
        "-C",
        "directory",
        metavar="文件夹",
        type=click.Path(path_type=Path),
        help="工作目录，默认当前文件夹。",
    ),
    click.option("--today", metavar="日期", callback=to_day, help="当作今天是这一天，如2021-09-25。"),
    click.option("--json", "as_json", is_flag=True, help="只输出一份JSON，供程序读取。"),
    click.option("--quiet", is_flag=True, help="一切正常时不输出。"),
    click.option("-v", "--verbose", is_flag=True, help="逐步说出做了什么、用了几秒。"),
    click.option(
        "--keep", metavar="次数", default="5", callback=to_number, help="每套材料留几次以前的结果，默认5。"
    ),
    click.option(
        "--wait",
        metavar="秒数",
        default="0",
        callback=to_number,
        help="另一个 minsheng 在运行时最多等多少秒，默认不等。",
    ),
    click.option("--no-cache", is_flag=True, help="每份表都重新读，并与以前读的比较。"),
)


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the shared options; it receives one `Manner` in their place."""

    @functools.wraps(command)
    def run(**options: Any) -> Any:
        context = click.get_current_context()
        root = context.find_root()
        names = ("directory", "today", "as_json", "quiet", "verbose", "keep", "wait", "no_cache")
        own = {name: options.pop(name) for name in names}
        values = {
            name: own[name]
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
            else root.params.get(name, own[name])
            for name in names
        }
        folder: Path | None = values["directory"]
        terms = Terms(values["keep"], values["wait"], _told(context, options))
        office = Workspace((folder or Path()).resolve(), terms)
        as_json, quiet, verbose, afresh = (
            bool(values[name]) for name in ("as_json", "quiet", "verbose", "no_cache")
        )
        manner = Manner(office, folder, values["today"], as_json, quiet, verbose, afresh)
        _listen(manner, context)
        if not manner.afresh:
            return command(manner, **options)
        from pipeline.files.spreadsheets.books import reading_afresh

        with reading_afresh():
            return command(manner, **options)

    for option in reversed(_SHARED):
        run = option(run)
    return run


def _told(context: click.Context, options: Mapping[str, Any]) -> str:
    """The command and what it is about, as others are told of it: monthly 2021-09."""
    names = [param.name for param in context.command.params if isinstance(param, click.Argument)]
    about = [str(options[name]) for name in names if name and options.get(name) is not None]
    return " ".join([*context.command_path.split()[1:], *about])


def alone(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command that publishes have the workspace to itself, as `workflows.jobs.alone` says.

    Who only looks (`--dry-run`) waits for nobody.
    """

    @functools.wraps(command)
    def run(manner: Manner, **options: Any) -> Any:
        if options.get("dry_run") or not manner.office.inputs.is_dir():
            return command(manner, **options)
        from pipeline.workflows import jobs

        with jobs.alone(manner.office):
            return command(manner, **options)

    return run


def unchanged_at_once(
    *, today: bool = False, made: bool = False, afresh: Sequence[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command that was asked before, and would give the same answer, give it without reading anything.

    The answer hangs on what people put in and the set it is about; on the day it is where `today`, else only on one given;
    on everything `made` too where said. With one of the options in `afresh` it is always worked out.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def run(manner: Manner, **options: Any) -> Any:
            if manner.afresh or any(options.get(name) for name in afresh):
                return command(manner, **options)
            from pipeline.cli.answers import told_before
            from pipeline.workflows.unchanged import Question

            about = sorted((name, str(value)) for name, value in options.items())
            day = manner.today if today else manner.given_day
            where = (str(manner.given_folder), str(Path.cwd()), manner.office.terms.keep)
            name = click.get_current_context().command_path.partition(" ")[2]
            asked = Question.of(manner.office, name, about, str(day), where, made=made)
            manner = replace(manner, asked=asked)
            code = told_before(manner)
            return command(manner, **options) if code is None else code

        return run

    return decorate


def _listen(manner: Manner, context: click.Context) -> None:
    """Tell the journal of this run, if it has one, what runs where and what may be shown."""
    journal = context.find_object(Journal)
    if journal is None:
        return
    name = context.command_path.partition(" ")[2] or "status"
    journal.begin(manner.office, name, kept=name not in _LOOKS)
    watched = sys.stderr is not None and sys.stderr.isatty() and not (manner.json or manner.quiet)
    journal.show(Screen(sys.stderr if manner.verbose else None, sys.stderr if watched else None))


def recorded_in(office: Workspace) -> None:
    """Let the record of this run lie in the workspace it has just founded."""
    journal = click.get_current_context().find_object(Journal)
    if journal is not None:
        journal.move(office)
