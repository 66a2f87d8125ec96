"""要情: the month on one page for those who read nothing else; at most 300 characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents.compose import wording
from pipeline.model.findings import Finding
from pipeline.model.kinds import FINISHED, LATE, UNKNOWN, Standing
from pipeline.model.letters import Letter
from pipeline.model.months import day_of_month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

TEMPLATE = "要情.docx"
LIMIT = 300
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Brief:
    """What the template 要情.docx prints."""

    draft_mark: str
    title: str
    paragraphs: tuple[str, ...]
    signature: str
    date: str


def compose(plan: Plan, progress: Progress, draft: bool) -> Letter:
    """The month in three short paragraphs. A text beyond the limit is a finding, not a cut."""
    month = progress.month
    context = Brief(
        draft_mark="送审稿" if draft else "",
        title=f"{month.label}份{plan.profile.programme}要情",
        paragraphs=tuple(_paragraphs(plan, progress)),
        signature=plan.profile.organ,
        date=wording.undated(progress.drawn_up),
    )
    length = sum(map(len, context.paragraphs))
    findings = (
        (Finding("C17", f"要情正文有{length}字，超过{LIMIT}字", "请在送审稿里压缩"),)
        if length > LIMIT
        else ()
    )
    return Letter(
        "要情", f"{month.year}年{month.label}份{plan.profile.programme}要情.docx", TEMPLATE, context, findings
    )


def _paragraphs(plan: Plan, progress: Progress) -> Iterator[str]:
    day = f"截至{day_of_month(progress.as_of)}，" if progress.as_of else ""
    counted = [
        (standing, count)
        for standing, count in progress.counts.items()
        if standing is not Standing.NOT_APPLICABLE
    ]
    total = sum(count for _, count in counted)
    yield (
        f"{day}{len(progress.matters)}件{plan.profile.programme}的{total}项定量指标中，{wording.counted(plan, counted)}"
        f"（{progress.month.label}序时进度按{wording.fixed_percent(plan, progress.pace)}%计）。"
    )
    late = [target for target in progress.targets if target.standing in LATE]
    if late:
        units = wording.units_of(plan, late, progress.drawn_up)
        yield f"进度滞后的有{_some(late)}，涉及{units}。"
    finished = [t for t in progress.targets if t.standing in FINISHED and t.last_standing not in FINISHED]
    if finished and progress.month != plan.first_month:
        more = "等" if len(finished) > _NAMED else ""
        yield f"本月新完成{len(finished)}项（{wording.names(finished[:_NAMED])}{more}）。"
    untrue = [t for t in progress.targets if t.target.id in {one.target for one in progress.spot_checks}]
    if untrue:
        names = dict.fromkeys(plan.name(one.unit, progress.drawn_up) for one in progress.spot_checks)
        left = any(one.outstanding(progress.month) for one in progress.spot_checks)
        mended = "" if left else "，已在本月报表中扣除"
        yield f"抽查发现{_some(untrue)}有不实，涉及{'、'.join(names)}{mended}。"
    unsure = [target for target in progress.targets if target.standing in UNKNOWN]
    if unsure:
        yield f"{_some(unsure)}的数据正在核实或尚未报送，未列入统计。"


def _some(targets: list[TargetProgress]) -> str:
    """The first few by name, and how many they are in all."""
    if len(targets) <= _NAMED:
        return wording.names(targets)
    return f"{wording.names(targets[:_NAMED])}等{len(targets)}项"
