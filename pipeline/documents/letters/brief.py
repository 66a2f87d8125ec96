"""要情: the month on one page for those who read nothing else; at most 300 characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import overview
from pipeline.documents.wording import targets as wording
from pipeline.documents.wording.counts import all_matters, count, worded
from pipeline.documents.wording.parts import WhiteHead, fields_of, white_head
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import FINISHED, LATE, UNKNOWN
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

TEMPLATE = "要情.docx"
LIMIT = 300
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(WhiteHead):
    """What the template 要情.docx prints."""

    title: Annotated[str, "标题"]
    paragraphs: Annotated[tuple[Phrase, ...], "正文，一段一项，全文不超过300字"]


def compose(plan: Plan, progress: Progress, draft: bool) -> Letter:
    """The month in three short paragraphs. A text beyond the limit is a finding, not a cut."""
    month = progress.month
    context = Brief(
        **fields_of(white_head(plan.profile.organ, progress.drawn_up, draft)),
        title=f"{plan.cycle.name(month)}{plan.profile.programme}要情",
        paragraphs=tuple(_paragraphs(plan, progress)),
    )
    length = sum(len(str(paragraph)) for paragraph in context.paragraphs)
    findings = (Finding(Code.C17, f"要情正文有{length}字，超过{LIMIT}字"),) if length > LIMIT else ()
    return Letter(
        "要情",
        f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}要情.docx",
        TEMPLATE,
        context,
        findings,
    )


def _paragraphs(plan: Plan, progress: Progress) -> Iterator[Phrase]:
    day = f"截至{day_of_month(progress.as_of)}，" if progress.as_of else ""
    yield worded(
        "{}{}{}的{}定量指标中，{}（{}序时进度按{}计）。",
        day,
        all_matters(plan, progress.matters, progress.targets),
        plan.profile.programme,
        overview.kinds(progress)[0],
        wording.counted(plan, progress.targets),
        plan.cycle.by_pace(progress.month),
        wording.pace(plan, progress),
    )
    late = [target for target in progress.targets if target.standing in LATE]
    if late:
        units = wording.units_of(plan, late, progress.drawn_up)
        yield worded("进度滞后的有{}，涉及{}。", _some(plan, late, "进度滞后的指标数"), units)
    finished = [t for t in progress.targets if t.standing in FINISHED and t.last_standing not in FINISHED]
    if finished and progress.month != plan.first_month:
        more = "等" if len(finished) > _NAMED else ""
        number = overview.changed(finished, plan.terms.of("本月新完成的指标数"))
        yield worded(
            plan.terms.of("本月新完成{}（{}{}）。"), number, wording.names(plan, finished[:_NAMED]), more
        )
    untrue = [t for t in progress.targets if t.target.id in {one.target for one in progress.spot_checks}]
    if untrue:
        names = dict.fromkeys(plan.name(one.unit, progress.drawn_up) for one in progress.spot_checks)
        left = any(one.outstanding(progress.month) for one in progress.spot_checks)
        mended = "" if left else plan.terms.of("，已在本月报表中扣除")
        some = _some(plan, untrue, "抽查发现不实的指标数")
        yield worded("抽查发现{}有不实，涉及{}{}。", some, "、".join(names), mended)
    unsure = [target for target in progress.targets if target.standing in UNKNOWN]
    if unsure:
        yield phrase(
            _some(plan, unsure, "数据正在核实或未报送的指标数"), "的数据正在核实或尚未报送，未列入统计。"
        )


def _some(plan: Plan, targets: list[TargetProgress], how: str) -> Phrase:
    """The first few by name, and how many they are in all."""
    if len(targets) <= _NAMED:
        return phrase(wording.names(plan, targets))
    return phrase(wording.names(plan, targets[:_NAMED]), "等", count(targets, how))
