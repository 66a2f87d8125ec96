"""目标调整 of the plan: what documents change of a target within the year, from which day on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.inputs.tables.reader import Record
from pipeline.model.codes import Code
from pipeline.model.figures import PERCENT, Measure
from pipeline.model.promises import Adjustment, Goal, Handover

# What 0.1 called 目标值.
_ALIASES = {"调整": Adjustment.GOAL}
ACTIONS = (*_ALIASES, *Adjustment)
# Papers that are for their readers only, whatever they decide.
_INTERNAL = ("会议纪要", "批示")
_STATES = (Adjustment.CANCELLED, Adjustment.ADDED, Adjustment.SUSPENDED, Adjustment.RESUMED)


@dataclass(frozen=True, slots=True)
class _Change:
    """A row: what it changes and from which day on, None where that is not legible."""

    row: Record
    action: Adjustment
    since: date | None


def adjusted(
    first: Goal,
    measure: Measure,
    rows: list[Record],
    sensible: Callable[[Record, Decimal | None], Decimal | None],
    keys: Callable[[Record, str], tuple[str, ...]],
) -> tuple[tuple[Goal, ...], tuple[Handover, ...]]:
    """The promises of a target by date, from `first` in its own measure, and the leads it is handed to.

    Amounts come in base measures, an unchanged one keeps its cell; a target that is 新增 is absent until its day. `keys`
    gives the units a cell names. P04, P05 and P08 for what is missing, makes no sense or is said twice.
    """
    found = [_Change(row, _action(row), row.day("生效日期", required=True)) for row in rows]
    changes = sorted(found, key=lambda change: change.since or date.min)
    _check_days(changes)
    return tuple(_goals(first, measure, changes, sensible)), tuple(_handovers(changes, keys))


def _goals(
    first: Goal,
    measure: Measure,
    changes: list[_Change],
    sensible: Callable[[Record, Decimal | None], Decimal | None],
) -> Iterator[Goal]:
    amount = None if first.amount is None else first.amount * measure.factor
    states = [change.action for change in changes if change.action in _STATES]
    now = replace(first, amount=amount, absent=states[:1] == [Adjustment.ADDED])
    yield now
    for change in changes:
        row, action = change.row, change.action
        _check_columns(row, action)
        if action is Adjustment.LEAD:
            continue
        needed = action is Adjustment.GOAL and amount is not None
        new = sensible(row, row.number("目标值", required=needed, percent=measure.base == PERCENT))
        if new is not None:
            now = replace(now, amount=new * measure.factor, cell=row.cell("目标值"))
        source = row.text("依据", required=True)
        until = row.day("完成时限", required=action is Adjustment.DEADLINE) or now.until
        named = replace(now, since=change.since, source=source, until=until, printable=printable(row))
        now = _after(named, action)
        yield now


def _handovers(changes: list[_Change], keys: Callable[[Record, str], tuple[str, ...]]) -> Iterator[Handover]:
    for change in changes:
        row = change.row
        if change.action is not Adjustment.LEAD:
            continue
        named, source = row.text("责任单位", required=True), row.text("依据", required=True)
        leads = keys(row, "责任单位") if named else ()
        if leads and change.since is not None:
            yield Handover(change.since, leads, source, printable(row))


def _check_columns(row: Record, action: Adjustment) -> None:
    """P05: a lead in a row about something else, or something else in a row about leads: it would go unread."""
    of_others = ("目标值", "完成时限") if action is Adjustment.LEAD else ("责任单位",)
    for column in of_others:
        if row.text(column):
            said = f"事项是“{action}”的一行里又填了“{column}”"
            row.fault(Code.P05, column, said, "换责任单位的另起一行")


def _action(row: Record) -> Adjustment:
    """What a row changes; 目标值 where nothing legible is said, with a finding."""
    text = row.choice("事项", ACTIONS, Adjustment.GOAL)
    return _ALIASES.get(text) or Adjustment(text)


def printable(row: Record) -> bool:
    """Whether its document may be named in print: 可否印发, else no for what is for its readers only."""
    default = "否" if any(word in row.text("依据") for word in _INTERNAL) else "是"
    return row.choice("可否印发", ("是", "否"), default) == "是"


def _after(goal: Goal, action: Adjustment) -> Goal:
    """What a row makes of the goal in force: a new amount ends 暂缓, a new day does not."""
    if action in _STATES or action is Adjustment.GOAL:
        goal = replace(goal, suspended=action is Adjustment.SUSPENDED)
    if action in _STATES:
        goal = replace(goal, absent=action is Adjustment.CANCELLED)
    return replace(goal, change=action)


def _check_days(changes: list[_Change]) -> None:
    """P08: two adjustments of one thing on one day; nobody knows which is the later."""
    seen: dict[tuple[date, str], Record] = {}
    for change in changes:
        row, thing = change.row, "状态" if change.action in _STATES else change.action.value
        first = seen.setdefault((change.since, thing), row) if change.since is not None else row
        if change.since is not None and first is not row:
            said = f"{row.text('编号')}在{change.since.isoformat()}有两次{thing}的调整（第{first.row}行已有）"
            row.fault(Code.P08, "生效日期", said, "请只留一次，或改正生效日期")
