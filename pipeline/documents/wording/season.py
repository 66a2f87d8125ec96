"""What the time of year asks of whoever is behind: to catch up; from November to say what can still be done; then why, and by when next year.

Pure (DOCUMENTS §2). `month` is the one reported on; a year's last period asks nothing of the year that is over.
"""

from __future__ import annotations

from datetime import date

from pipeline.model.months import Month, chinese_date, day_of_month
from pipeline.model.plan import Plan

_CLOSING, _LAST = 11, 12


def closing(month: Month) -> bool:
    """From November on: what is unmet speaks of the year, and days carry it."""
    return month.number >= _CLOSING


def over(month: Month) -> bool:
    """The year's last period."""
    return month.number >= _LAST


def dated(day: date, month: Month) -> str:
    """12月6日; with its year from November on, when papers speak of two."""
    return chinese_date(day) if closing(month) or day.year != month.year else day_of_month(day)


def paper_before(plan: Plan, month: Month) -> date | None:
    """The day of the papers of the period before; None in the year's first."""
    return plan.lead_deadline(plan.cycle.previous(month)) if month > plan.first_month else None


def demands(plan: Plan, month: Month) -> tuple[tuple[str, str], tuple[str, str]]:
    """The first two demands of a letter, each with its heading: why, and what is to be done by when and by whom."""
    if over(month):
        return (
            ("说明原因。", "逐项说明未能按年度目标推进的原因，问题出在哪个环节、需要哪些单位配合。"),
            ("跨年推进。", f"明确{_next(plan)}完成的时限和责任岗位，继续推进未完成的任务，不因跨年放松。"),
        )
    why = ("查明原因。", "逐项分析进度滞后的原因，说明问题出在哪个环节、需要哪些单位配合。")
    if closing(month):
        return why, (
            "分类推进。",
            f"年内能够完成的，按周排定进度，{plan.profile.year}年12月31日前完成；年内确实不能完成的，说明情况，"
            f"明确{_next(plan)}完成的时限和责任岗位。",
        )
    text = "制定追赶计划，明确各月完成数量、完成时限和责任岗位，确保年底前完成年度目标任务。"
    return why, ("加快推进。", plan.terms.of(text))


def in_short(plan: Plan, month: Month) -> str:
    """The same in a sentence, for a slip: 对照年度目标查找原因，…."""
    if over(month):
        return f"逐项说明未能按年度目标推进的原因，明确{_next(plan)}完成的时限和责任岗位"
    if closing(month):
        return (
            f"逐项查找原因，年内能够完成的，{plan.profile.year}年12月31日前完成；年内确实不能完成的，明确{_next(plan)}完成的"
            "时限和责任岗位"
        )
    return plan.terms.of("对照年度目标查找原因，采取措施加快推进，确保年底前完成年度目标任务")


def of_everybody(plan: Plan, month: Month) -> str:
    """The same of all at once, for a 通报, without full stop."""
    if over(month):
        return (
            f"尚未完成年度目标的指标的责任单位，要逐项说明原因，明确{_next(plan)}完成的时限和责任岗位，跨年推进，"
            "直至完成"
        )
    if closing(month):
        return (
            "尚未完成年度目标的指标的责任单位，要逐项查明原因，年内能够完成的按周推进、12月底前完成，年内确实不能完成的"
            f"提前明确{_next(plan)}完成的时限和责任岗位"
        )
    return (
        "低于序时进度、进度滞后和尚未达标指标的责任单位，要逐项查明原因，倒排工期，确保年底前完成年度目标任务"
    )


def _next(plan: Plan) -> str:
    return f"{plan.profile.year + 1}年"
