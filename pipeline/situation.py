"""Where a month stands, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Settled, Status
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Situation:
    """A month in a few numbers. `next_step` is what to do and the command for it, without the program's name."""

    next_step: tuple[str, str]
    month: Month | None = None
    deadline: date | None = None
    expected: int = 0
    reported: int = 0
    missing: tuple[str, ...] = ()
    open_findings: int = 0
    published: bool = False
    stale: bool = False


def current_month(office: Workspace, plan: Plan, today: date) -> Month:
    """The month in hand: today's while its year runs, else the last month anything came in for."""
    months = plan.months(Month(plan.profile.year, 12))
    if today.year == plan.profile.year:
        return max(Month(today.year, today.month), plan.first_month)
    used = [month for month in months if office.month_folder(month).is_dir()]
    return used[-1] if used else plan.first_month


def situation(
    plan: Plan,
    progress: Progress,
    settled: Settled,
    manifest: Mapping[str, object] | None,
    inputs: Mapping[str, str],
) -> Situation:
    """The month's numbers; `stale` if the published set was made from other files than lie there now."""
    month = settled.month
    awaited = [report for report in settled.returns.reports if plan.led_by(report.unit)]
    missing = [report for report in awaited if report.status(progress.findings) is Status.MISSING]
    open_findings = sum(finding.open for finding in progress.findings)
    made = manifest is not None
    stale = manifest is not None and not _made_from(manifest, inputs)
    final = manifest is not None and str(manifest.get("command", "")).endswith("--final")
    if final:
        changed = "，但报表此后有变动，先看变动后的问题" if stale else "，可以打印送签"
        step = (f"本月已定稿{changed}", f"check {month}")
    elif len(missing) == len(awaited) and not settled.returns.files:
        step = ("还没有收到报表。先生成空白表样发给各单位", f"forms {month}")
    elif not made or stale:
        step = ("报表有变动，重新生成本月材料" if stale else "生成本月材料", f"monthly {month}")
    elif open_findings:
        step = ("材料已生成，还有问题要处理，先看清单", f"check {month}")
    else:
        step = ("没有待处理的问题，可以定稿", f"monthly {month} --final")
    return Situation(
        next_step=step,
        month=month,
        deadline=plan.lead_deadline(month),
        expected=len(awaited),
        reported=len(awaited) - len(missing),
        missing=tuple(plan.name(report.unit, plan.naming_day(month)) for report in missing),
        open_findings=open_findings,
        published=made,
        stale=stale,
    )


def _made_from(manifest: Mapping[str, object], inputs: Mapping[str, str]) -> bool:
    """True if the manifest names exactly `inputs`, each with the same digest."""
    listed = manifest.get("inputs")
    entries = listed if isinstance(listed, list) else []
    used = {entry.get("path"): entry.get("sha256") for entry in entries if isinstance(entry, dict)}
    return used == dict(inputs)
