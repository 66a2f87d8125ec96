"""A year so far: every month's folder read, checked and settled in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.decisions.replies import read_replies
from pipeline.inputs.decisions.spotcheck_records import read_spot_checks
from pipeline.inputs.returns.ad_hoc import look_at_days, read_days
from pipeline.inputs.returns.arrivals import digests
from pipeline.inputs.returns.kept_months import KeptMonths
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import (
    FileOutcome,
    History,
    Outcome,
    Returns,
    Settled,
)
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace


def read_year(office: Workspace, plan: Plan, decisions: Decisions, upto: Month) -> History:
    """Every reporting month up to `upto`, settled, spot checks and replies; a month without a folder is one nobody reported."""
    settled: list[Settled] = []
    kept = KeptMonths(office, plan, decisions.received)
    for month in plan.months(upto):
        then = plan.on(month.last_day)
        returns = kept.returns(month, partial(_read_month, office, then, decisions, month))
        done(f"读报表 {month}", f"{len(returns.files)}份")
        settled.append(settle(then, returns, decisions, settled))
        done(f"核对 {month}", f"{len(settled[-1].findings)}个问题")
    called = read_days(office, plan, settled, plan.lead_deadline(upto))
    return replace(_history(office, plan, settled), ad_hoc=called)


def look_over(office: Workspace, plan: Plan, upto: Month) -> tuple[Decisions, History]:
    """What lies there for the year up to `upto`, by digest only: of all sheets only the register is read, nothing is judged.

    It names the same files as the history of `read_year`.
    """
    settled = []
    for month in plan.months(upto):
        found = digests(office.month_folder(month), office.root)
        files = tuple(FileOutcome(name, Outcome.IGNORED, "", sha256) for name, sha256 in found.items())
        settled.append(Settled(Returns(month, files), (), {}))
    called = look_at_days(office, plan, plan.lead_deadline(upto))
    history = replace(_history(office, plan, settled), ad_hoc=called)
    return read_decisions(office, plan), history


def strays(office: Workspace, plan: Plan) -> tuple[Finding, ...]:
    """F20: what lies in the folder of a month that is no period, and where it belongs; a finding a folder."""
    return tuple(
        _stray(office, plan, month, names)
        for month in (Month(plan.profile.year, number) for number in range(1, 13))
        if not plan.cycle.has(month) and (names := sorted(digests(office.month_folder(month), office.root)))
    )


def _stray(office: Workspace, plan: Plan, month: Month, names: Sequence[str]) -> Finding:
    place, due = office.relative(office.month_folder(month)), plan.cycle.holding(month)
    where = f"{office.relative(office.month_folder(due))}（{plan.cycle.label(due)}）"
    some = "、".join(name.removeprefix(f"{place}/") for name in names[:3])
    said = f"{place} 里有{len(names)}个文件没有读（{some}{'等' if len(names) > 3 else ''}）：{month.number}月不单独报送"
    return Finding(Code.F20, said, f"请移到 {where}", place=Place(place))


def _read_month(office: Workspace, plan: Plan, decisions: Decisions, month: Month) -> Returns:
    # What looks for forms is loaded where a month is not known yet.
    from pipeline.inputs.returns.month_folder import read_month

    return read_month(office, plan, decisions, month)


def not_heard_of(office: Workspace, plan: Plan, month: Month) -> tuple[str, ...]:
    """The units this office waits for that have no usable sheet in the month's folder, in protocol order."""
    reports = _read_month(office, plan.on(month.last_day), Decisions(), month).reports
    return tuple(one.unit for one in reports if plan.waits_for(one.role) and not one.file)


def _history(office: Workspace, plan: Plan, settled: Sequence[Settled]) -> History:
    """The months with what came in for the year as a whole."""
    months = {one.month: one for one in settled}
    return History(months, read_spot_checks(office, plan), read_replies(office, plan))
