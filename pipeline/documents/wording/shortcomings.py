"""What is not as it should be in a month, a kind at a time: what is behind or unmet, what checks corrected, who reported badly. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.wording import checked, chosen, clauses, doubt, targets
from pipeline.documents.wording.counts import count, number_of
from pipeline.model.choices import Choice
from pipeline.model.codes import Effect
from pipeline.model.kinds import BEHIND, FAILING, LATE, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, phrase
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress, TargetProgress

# What reporting may be wanting in, in the order of the heading.
_WANTING = ("及时", "完整", "准确")


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A kind of shortcoming: its heading, what is said of all, a paragraph for each that has one."""

    heading: str
    text: str | Phrase
    more: tuple[str | Phrase, ...] = ()


def told(
    plan: Plan,
    progress: Progress,
    opening: str = targets.MAINLY,
    choices: Sequence[Choice] = (),
) -> Iterator[Shortcoming]:
    """What is not as it should be, a heading a kind; numbered where there are several. `opening` stands before reasons.

    Behind it by rule 分领域情况 what people chose to have coordinated.
    """
    kinds = [kind for kind in _kinds(plan, progress, opening) if kind.text or kind.more]
    fields = list(chosen.by_field(plan, progress, choices)) if plan.rules.by_field else []
    kinds += [Shortcoming("分领域情况。", fields[0], tuple(fields[1:]))] if fields else []
    for number, kind in enumerate(kinds, 1):
        numeral = f"（{targets.chinese_number(number)}）" if len(kinds) > 1 else ""
        yield replace(kind, heading=f"{numeral}{kind.heading}")
    if not kinds:
        leads = [report for report in progress.reports if report.role is Role.LEAD and report.file]
        in_time = all(report.received is not None and not report.late for report in leads)
        came = "均按时报送" if in_time else "报表均已收到"
        fine = f"本月各项指标进展正常，各单位{came}，暂未发现需要报告的突出问题。"
        yield Shortcoming("", plan.terms.of(fine))


def _kinds(plan: Plan, progress: Progress, opening: str) -> Iterator[Shortcoming]:
    behind = targets.by_gap(target for target in progress.targets if target.standing in BEHIND)
    late = [target for target in behind if target.standing in LATE]
    hanging = [target for target in progress.targets if doubt.hangs_over(target)]
    closing = any(target.closing for target in behind)
    # From November on whatever is unmet speaks of the year, with its reason.
    told = behind if closing else late
    more = [clauses.late_phrase(plan, target, progress.drawn_up, opening) for target in told]
    more += [phrase(doubt.standing_over(plan, target), "。") for target in hanging]
    lead = _year_s_rest(plan, behind) if closing else _below(plan, behind, late)
    yield Shortcoming("部分指标尚未完成年度目标。" if closing else "部分指标进度偏慢。", lead, tuple(more))
    unmet = [target for target in progress.targets if target.standing in FAILING]
    sentences: list[str | Phrase] = []
    for target in unmet:
        sentences += [
            clauses.stated(plan, target),
            "。",
            targets.reason(plan, target, progress.drawn_up, opening),
        ]
    yield Shortcoming(f"个别{targets.bounded_words(unmet)}尚未达标。", phrase(*sentences))
    yield Shortcoming("个别数据经核查作了核减。", phrase(*checked.told(plan, progress, progress.targets)))
    faults = list(_reporting_faults(plan, progress))
    wanting = "、".join(kind for kind in _WANTING if any(fault == kind for fault, _ in faults))
    yield Shortcoming(f"个别单位报送不够{wanting}。", phrase(*(words for _, words in faults)))


def _below(plan: Plan, behind: Sequence[TargetProgress], late: Sequence[TargetProgress]) -> Phrase:
    """By name what is only below its pace; what lags is counted before and has a paragraph each."""
    below = [target for target in behind if target not in late]
    if not below:
        return phrase()
    number = count(below, "低于序时进度的指标数") if len(below) > 1 else ""
    besides = "除进度滞后的以外，另有" if late else ""
    return phrase(besides, targets.names(plan, below), number, "低于序时进度。")


def _year_s_rest(plan: Plan, behind: Sequence[TargetProgress]) -> Phrase:
    """How many are unmet, and how many of them lag; nothing of a single one, which has its paragraph."""
    late = [target for target in behind if target.standing in LATE]
    if len(behind) < 2:
        return phrase()
    unmet = count(behind, "尚未完成年度目标的指标数")
    lagging = phrase("（其中进度滞后", count(late, "进度滞后的指标数"), "）") if late else ""
    return phrase("共", unmet, lagging, "。")


def _reporting_faults(plan: Plan, progress: Progress) -> Iterator[tuple[str, str | Phrase]]:
    """Who reported late or not at all, whose figures are doubtful, which were left out, each with what was wanting."""
    timely, whole, accurate = _WANTING
    leads = [report for report in progress.reports if report.role is Role.LEAD]
    for report in leads:
        name = plan.name(report.unit, progress.drawn_up)
        due = plan.lead_deadline(progress.month)
        if not report.file and plan.led_by(report.unit):
            yield (
                (accurate, f"{name}报送的表格正在核实。")
                if report.refused
                else (timely, f"{name}截至发文时未报送。")
            )
        elif report.told_late and report.received is not None:
            days = number_of((report.received - due).days, "天", "报送日期－规定的报送日期")
            late = f"{name}于{day_of_month(report.received)}报送，晚于规定时限"
            yield timely, phrase(late, days, "天。")
    told: dict[tuple[str, str], list[str]] = {}
    for report in leads:
        led = progress.led_by(report.unit)
        doubtful = [target for target in led if _doubted(progress, target, report.unit)]
        silent = [t for t in led if t.standing is Standing.UNREPORTED and report.unit in t.owing]
        asked = "正在核实" if plan.one_body(report.unit, plan.profile.organ) else "已请其核实"
        if doubtful and report.file:
            words = f"报送的{doubt.reasons(plan, progress, doubtful)}，{asked}。"
            told.setdefault((accurate, words), []).append(report.unit)
        if silent and report.file:
            told.setdefault((whole, f"未填报{targets.names(plan, silent)}。"), []).append(report.unit)
    # What is said of several leads of one figure is said once.
    for (kind, words), units in told.items():
        yield kind, f"{plan.names(units, progress.drawn_up)}{words}"


def _doubted(progress: Progress, target: TargetProgress, unit: str) -> bool:
    """Whether what this lead reported is why a figure is being verified; of several leads not every one's need be."""
    if target.standing is not Standing.DOUBTFUL:
        return False
    own = [f for f in progress.findings_of(target.target.id) if f.effect is Effect.UNUSED]
    return len(target.target.leads) == 1 or unit in {finding.unit for finding in own}
