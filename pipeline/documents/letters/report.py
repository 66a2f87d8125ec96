"""The monthly 报告 of the compiling office to the city government: an upward document.

One recipient, no orders, no request (条例 8, 15; 手册-秘书): matters to coordinate stand in annex 2 only.
Every sentence is decided here; the template holds layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pipeline.documents.wording import (
    instructed,
    mended,
    next_steps,
    overview,
    progress_table,
    shortcomings,
    targets,
    whose,
)
from pipeline.documents.wording.parts import RedHead, fields_of, imprint, numbered, white_head
from pipeline.model.choices import Choice
from pipeline.model.codes import Code
from pipeline.model.figures import Figure
from pipeline.model.findings import Finding
from pipeline.model.instructions import Instruction
from pipeline.model.kinds import BEHIND, LATE
from pipeline.model.months import day_of_month
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.readings import Row
from pipeline.model.supervision import Reply

TEMPLATE = "报告.docx"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part: heading and paragraphs."""

    heading: Annotated[str, "一级标题"]
    paragraphs: Annotated[tuple[str | Phrase, ...], "段落，一段一项"]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that begins with its own heading, and paragraphs that follow it."""

    heading: Annotated[str, "段首的小标题"]
    text: Annotated[str | Phrase, "这一段的文字"]
    more: Annotated[tuple[str | Phrase, ...], "跟在后面的段落，一段一项"] = ()


@dataclass(frozen=True, slots=True)
class Problems:
    """The part on problems."""

    heading: Annotated[str, "一级标题"]
    items_: Annotated[tuple[Item, ...], "一类问题一项"]


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明: the first line and the others."""

    first: Annotated[str, "附件说明第一行，不带“附件”二字"]
    others: Annotated[tuple[str, ...], "附件说明其余各行"]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A line of annex 2, first table; texts as lists of lines."""

    number: Annotated[str, "序号"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    problem: Annotated[tuple[Phrase, ...], "存在的困难和问题，一行一项"]
    plan: Annotated[tuple[Phrase, ...], "下一步打算，一行一项"]


@dataclass(frozen=True, slots=True)
class CoordinationRow:
    """A line of annex 2, second table."""

    number: Annotated[str, "序号"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    matter: Annotated[tuple[Phrase, ...], "需协调事项，一行一项"]


@dataclass(frozen=True, slots=True)
class ProblemAnnex:
    """Annex 2: problems, and matters to coordinate."""

    label: Annotated[str, "附件序号"]
    title: Annotated[str, "附件标题"]
    problems_heading: Annotated[str, "第一张表的标题"]
    problems: Annotated[tuple[ProblemRow, ...], "有问题的指标，一项一行"]
    coordination_heading: Annotated[str, "第二张表的标题"]
    coordination: Annotated[tuple[CoordinationRow, ...], "需协调的指标，一项一行"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(RedHead):
    """What the template 报告.docx prints."""

    issuer: Annotated[str, "签发人，留空"]
    opening: Annotated[str, "开头：依据哪个通知"]
    overview: Annotated[Section, "总体情况"]
    progress_heading: Annotated[str, "各项实事进展的标题"]
    matters: Annotated[tuple[Item, ...], "一件实事一段"]
    problems: Annotated[Problems, "存在的主要问题"]
    mended: Annotated[tuple[Section, ...], "有关单位整改情况，收到了回告才有"]
    next_steps: Annotated[Section, "下一步工作"]
    closing: Annotated[str, "结束语"]
    attachments: Annotated[Attachments, "附件说明"]
    annex1: Annotated[progress_table.ProgressAnnex, "附件1：全部指标的进展情况表"]
    annex2: Annotated[ProblemAnnex, "附件2：存在问题及需协调事项清单"]


def compose(
    plan: Plan,
    progress: Progress,
    draft: bool,
    replies: Sequence[Reply] = (),
    choices: Sequence[Choice] = (),
    instructions: Sequence[Instruction] = (),
) -> Letter:
    """The report of a month, with what units answered to last month's 督办. A body beyond the plan's limit is a finding, not a cut.

    `instructions` are what leaders wrote: by those it may cite a step is taken next.
    """
    profile, month = plan.profile, progress.month
    titles = _titles(plan, progress)
    _, context = _fitting(plan, progress, titles, draft, _After(replies, choices, instructions))
    name = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}进展情况报告.docx"
    copied = whose.others(plan, profile.organ, profile.copies)
    dispatch = context.dispatch(copied, "；".join(titles))
    return Letter("报告", name, TEMPLATE, context, tuple(too_long(plan, context)), dispatch)


def _titles(plan: Plan, progress: Progress) -> tuple[str, str]:
    month = progress.month
    until = f"截至{day_of_month(progress.as_of)}" if progress.as_of else f"{plan.cycle.name(month)}"
    return f"{month.year}年{plan.profile.programme}进展情况表（{until}）", "存在问题及需协调事项清单"


@dataclass(frozen=True, slots=True)
class _After:
    """What units answered to 督办, what people chose for the papers, what leaders wrote."""

    replies: Sequence[Reply]
    choices: Sequence[Choice]
    instructions: Sequence[Instruction] = ()


@dataclass(frozen=True, slots=True)
class Fullness:
    """How fully a report tells: of a target with its matter, of matters and changes by name, of reasons with their opening,
    of what leads beforehand.
    """

    told: Callable[[TargetProgress], TargetProgress]
    names: bool = True
    opening: str = targets.MAINLY
    leading: bool = True


def _line(target: TargetProgress) -> TargetProgress:
    """What of a target stands with its matter: what is new stands in annex 1; how far behind it is, with the problems."""
    behind = target.standing in (BEHIND if target.closing else LATE)
    return replace(target, new=_corrected(target), gap=None if behind else target.gap)


def _corrected(target: TargetProgress) -> Figure | None:
    """What is new where last month's figure was corrected: that it was is told in every report."""
    return target.new if target.corrected is not None else None


def _terse(target: TargetProgress) -> TargetProgress:
    """Its figure and its rate alone; of per cent how far they are from the goal, what they are made of in annex 1."""
    gap = target.gap if target.target.is_bounded else None
    return replace(target, new=_corrected(target), gap=gap, parts=None)


def _tersest(target: TargetProgress) -> TargetProgress:
    """Of what lags its figure and that it lags."""
    terse = _terse(target)
    return replace(terse, rate=None) if target.standing in LATE else terse


def _without_parts(progress: Progress) -> Progress:
    """The month without what its ratios are made of: annex 1 has it."""
    matters = (
        replace(matter, targets=tuple(replace(one, parts=None) for one in matter.targets))
        for matter in progress.matters
    )
    return replace(progress, matters=tuple(matters))


_LEAST = Fullness(_tersest, names=False, opening="")
_FULLNESS = (Fullness(_line), Fullness(_terse), _LEAST, replace(_LEAST, leading=False))


def _fitting(
    plan: Plan, progress: Progress, titles: tuple[str, str], draft: bool, after: _After
) -> tuple[Fullness, Report]:
    """The report told as fully as the plan's limit of characters allows (DOCUMENTS §4); annex 1 has the rest."""
    fullest, *shorter = _FULLNESS
    told, context = fullest, _context(plan, progress, titles, draft, fullest, after)
    for fullness in shorter:
        if _length(context) <= plan.rules.body_limit:
            break
        told, context = fullness, replace(context, **_told(plan, progress, fullness, after))
    return told, context


def _told(plan: Plan, progress: Progress, fullness: Fullness, after: _After) -> dict[str, Any]:
    """The fields of the report that are told more or less fully."""
    return {
        "overview": Section("一、总体情况", tuple(_overview(plan, progress, fullness))),
        "matters": tuple(_matter(plan, progress, matter, fullness.told) for matter in progress.matters),
        "problems": _problems(plan, progress, fullness, after),
    }


def _context(
    plan: Plan,
    progress: Progress,
    titles: tuple[str, str],
    draft: bool,
    fullness: Fullness,
    after: _After,
) -> Report:
    profile, month = plan.profile, progress.month
    copied = whose.others(plan, profile.organ, profile.copies)
    done = tuple(_mended(plan, progress, after.replies))
    return Report(
        **fields_of(white_head(profile.organ, progress.drawn_up, draft)),
        **_told(plan, progress, fullness, after),
        organ_mark=profile.organ_mark,
        number=numbered(profile.number_word, progress.drawn_up),
        issuer=targets.BLANK,
        title_lines=targets.title(
            profile.organ,
            f"关于{month.year}年{plan.cycle.name(month)}{profile.programme}",
            "进展情况的报告",
            profile.programme,
        ),
        addressee=f"{profile.addressee}：",
        opening=(
            f"{whose.cited(plan, Requirement.MONTHLY, '按照')}{profile.self_name}对各责任单位"
            f"{plan.cycle.name(month)}报送的工作进展情况作了汇总。现将有关情况报告如下。"
        ),
        progress_heading=f"二、各项{plan.terms.matter}进展",
        mended=done,
        next_steps=Section(
            f"{'五' if done else '四'}、下一步工作", tuple(_next_steps(plan, progress, after.instructions))
        ),
        closing="特此报告。",
        attachments=Attachments(f"1.{titles[0]}", (f"2.{titles[1]}",)),
        annex1=progress_table.annex(plan, progress, titles[0]),
        annex2=_problem_annex(plan, progress, titles[1]),
        imprint=imprint(profile.printer, progress.drawn_up, copied),
    )


def _next_steps(plan: Plan, progress: Progress, instructions: Sequence[Instruction]) -> Iterator[str]:
    return next_steps.told(plan, progress, tuple(instructed.step(plan, progress, instructions)))


def parts(
    plan: Plan,
    progress: Progress,
    replies: Sequence[Reply] = (),
    choices: Sequence[Choice] = (),
    instructions: Sequence[Instruction] = (),
    fullness: Fullness | None = None,
) -> tuple[Fullness, tuple[tuple[str, Phrase], ...]]:
    """The body part by part, heading and text, in reading order: what 对照 compares. And how fully it tells, where that is not asked for."""
    titles, after = _titles(plan, progress), _After(replies, choices, instructions)
    told, report = (
        (fullness, _context(plan, progress, titles, True, fullness, after))
        if fullness is not None
        else _fitting(plan, progress, titles, True, after)
    )

    def texts(item: Item) -> Phrase:
        return phrase(item.text, *item.more)

    return told, (
        (report.overview.heading, phrase(*report.overview.paragraphs)),
        *((item.heading.partition("（责任单位")[0], texts(item)) for item in report.matters),
        *((item.heading or report.problems.heading, texts(item)) for item in report.problems.items_),
        *((section.heading, phrase(*section.paragraphs)) for section in report.mended),
        (report.next_steps.heading, phrase(*report.next_steps.paragraphs)),
    )


def _problems(plan: Plan, progress: Progress, fullness: Fullness, after: _After) -> Problems:
    """What is not as it should be."""
    shown = progress if fullness.names else _without_parts(progress)
    told = shortcomings.told(plan, shown, fullness.opening, after.choices)
    return Problems("三、存在的主要问题", tuple(Item(one.heading, one.text, one.more) for one in told))


def _mended(plan: Plan, progress: Progress, replies: Sequence[Reply]) -> Iterator[Section]:
    """What was done about it; of 督办 it speaks only where the compiling office urges by itself (DOCUMENTS §1)."""
    told = tuple(mended.told(plan, progress, replies))
    urges = plan.one_body(plan.profile.organ, plan.profile.supervising_organ)
    if told:
        yield Section(f"四、{'督办事项' if urges else '有关单位'}整改情况", told)


def _overview(plan: Plan, progress: Progress, fullness: Fullness) -> Iterator[str | Phrase]:
    yield overview.counts(plan, progress)
    yield (overview.by_matter if fullness.names else overview.matter_counts)(plan, progress)
    # A short report names who is behind with the problems, and what leads with its matter, and there alone.
    leading = overview.leading(plan, progress) if fullness.leading else phrase()
    standing_out = phrase(leading, overview.behind(plan, progress) if fullness.names else "")
    if standing_out:
        yield standing_out
    changes = overview.changes(plan, progress, fullness.names)
    if changes:
        yield changes


def _matter(
    plan: Plan,
    progress: Progress,
    matter: MatterProgress,
    told: Callable[[TargetProgress], TargetProgress],
) -> Item:
    keys = {key for target in matter.targets for key in target.target.leads}
    leads = overview.leads(plan, progress, matter)
    late = [report for report in progress.reports_of(keys) if report.told_late]
    arrived = "".join(f"，{day_of_month(report.received)}报送" for report in late if report.received)
    heading = f"（{targets.chinese_number(matter.matter.number)}）{matter.matter.title}（责任单位：{leads}{arrived}）。"
    return Item(heading, phrase(*overview.sentences(plan, progress, matter, told)))


def _problem_annex(plan: Plan, progress: Progress, title: str) -> ProblemAnnex:
    problems, coordination = [], []
    written = [(target, row) for target in progress.targets for row in target.rows]
    for target, row in written:
        unit = plan.name(row.unit, progress.drawn_up)
        if row.difficulty:
            told = (_lines(row, "difficulty"), _lines(row, "next_steps"))
            problems.append((target.target.name, unit, *told))
        if row.coordination:
            coordination.append((target.target.name, unit, _lines(row, "coordination")))
    return ProblemAnnex(
        label="附件2",
        title=title,
        problems_heading="一、存在的困难和问题",
        problems=tuple(ProblemRow(str(index), *row) for index, row in enumerate(problems, 1))
        or (ProblemRow("—", "—", "—", (phrase("无"),), (phrase("—"),)),),
        coordination_heading="二、需协调事项（供参阅）",
        coordination=tuple(CoordinationRow(str(index), *row) for index, row in enumerate(coordination, 1))
        or (CoordinationRow("—", "—", "—", (phrase("无"),)),),
    )


def _lines(row: Row, column: str) -> tuple[Phrase, ...]:
    """What a unit wrote into a column, line by line; a dash where it wrote nothing."""
    lines: list[str] = getattr(row, column).splitlines()
    return tuple(phrase(quoted(line, row.cells[column], row.target) if line else "") for line in lines) or (
        phrase("—"),
    )


def _length(report: Report) -> int:
    """How many characters the body has: all that stands between 主送机关 and 附件说明 (GB/T 9704-2012, 7.3.3), headings too."""
    sections = (report.overview, *report.mended, report.next_steps)
    texts: list[str | Phrase] = [
        report.opening,
        report.progress_heading,
        report.problems.heading,
        report.closing,
    ]
    for section in sections:
        texts += [section.heading, *section.paragraphs]
    for item in (*report.matters, *report.problems.items_):
        texts += [item.heading, item.text, *item.more]
    return sum(len(str(text)) for text in texts)


def too_long(plan: Plan, report: Report) -> Iterator[Finding]:
    """C17 for a body beyond the plan's limit: of what is composed, and again of what people put into it."""
    length = _length(report)
    if length > plan.rules.body_limit:
        yield Finding(
            Code.C17,
            f"报告正文有{length}字，超过{plan.rules.body_limit}字",
            "请在送审稿里压缩，或把细节移到附件",
        )
