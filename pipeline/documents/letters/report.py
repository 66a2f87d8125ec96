"""The monthly 报告 of the compiling office to the city government: an upward document.

One recipient, no orders, no request (条例 8, 15; 手册-秘书): matters to coordinate stand in annex 2 only.
Every sentence is decided here; the template holds layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.documents.wording import checked, clauses, doubt, overview, progress_table, targets, whose
from pipeline.documents.wording.counts import count, number_of, worded
from pipeline.documents.wording.parts import RedHead, fields_of, imprint, numbered, white_head
from pipeline.model.codes import Code, Effect
from pipeline.model.findings import Finding
from pipeline.model.kinds import BEHIND, FAILING, LATE, UNKNOWN, WANTING, Standing
from pipeline.model.months import day_of_month
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, phrase, quoted
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.readings import Row

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
class ProgressAnnex:
    """Annex 1: the table of all targets."""

    label: Annotated[str, "附件序号"]
    title: Annotated[str, "附件标题"]
    last_header: Annotated[str, "上月累计一列的表头"]
    matter_header: Annotated[str, "实事一列的表头，随概况“事项名”"]
    this_header: Annotated[str, "本月累计一列的表头"]
    new_header: Annotated[str, "本月新增一列的表头"]
    rows: Annotated[tuple[progress_table.ProgressRow, ...], "一项指标一行"]
    notes: Annotated[tuple[Phrase, ...], "表下的注，一条一项"]


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
    next_steps: Annotated[Section, "下一步工作"]
    closing: Annotated[str, "结束语"]
    attachments: Annotated[Attachments, "附件说明"]
    annex1: Annotated[ProgressAnnex, "附件1：全部指标的进展情况表"]
    annex2: Annotated[ProblemAnnex, "附件2：存在问题及需协调事项清单"]


def compose(plan: Plan, progress: Progress, draft: bool) -> Letter:
    """The report of a month. A body beyond the plan's limit is a finding, not a cut."""
    profile, month = plan.profile, progress.month
    titles = _titles(plan, progress)
    context = _context(plan, progress, titles, draft)
    name = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}进展情况报告.docx"
    copied = whose.others(plan, profile.organ, profile.copies)
    dispatch = context.dispatch(copied, "；".join(titles))
    return Letter("报告", name, TEMPLATE, context, tuple(_too_long(plan, context)), dispatch)


def _titles(plan: Plan, progress: Progress) -> tuple[str, str]:
    month = progress.month
    until = f"截至{day_of_month(progress.as_of)}" if progress.as_of else f"{plan.cycle.name(month)}"
    return f"{month.year}年{plan.profile.programme}进展情况表（{until}）", "存在问题及需协调事项清单"


def _context(plan: Plan, progress: Progress, titles: tuple[str, str], draft: bool) -> Report:
    profile, month = plan.profile, progress.month
    copied = whose.others(plan, profile.organ, profile.copies)
    return Report(
        **fields_of(white_head(profile.organ, progress.drawn_up, draft)),
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
        overview=Section("一、总体情况", tuple(_overview(plan, progress))),
        progress_heading=f"二、各项{plan.terms.matter}进展",
        matters=tuple(_matter(plan, progress, matter) for matter in progress.matters),
        problems=Problems("三、存在的主要问题", tuple(_problems(plan, progress))),
        next_steps=Section("四、下一步工作", tuple(_next_steps(plan, progress))),
        closing="特此报告。",
        attachments=Attachments(f"1.{titles[0]}", (f"2.{titles[1]}",)),
        annex1=_progress_annex(plan, progress, titles[0]),
        annex2=_problem_annex(plan, progress, titles[1]),
        imprint=imprint(profile.printer, progress.drawn_up, copied),
    )


def parts(plan: Plan, progress: Progress) -> tuple[tuple[str, Phrase], ...]:
    """The body part by part, heading and text, in reading order: what 对照 compares."""
    report = _context(plan, progress, _titles(plan, progress), draft=True)

    def texts(item: Item) -> Phrase:
        return phrase(item.text, *item.more)

    return (
        (report.overview.heading, phrase(*report.overview.paragraphs)),
        *((item.heading.partition("（责任单位")[0], texts(item)) for item in report.matters),
        *((item.heading or report.problems.heading, texts(item)) for item in report.problems.items_),
        (report.next_steps.heading, phrase(*report.next_steps.paragraphs)),
    )


def _overview(plan: Plan, progress: Progress) -> Iterator[str | Phrase]:
    yield overview.counts(plan, progress)
    yield overview.by_matter(plan, progress)
    leading = overview.leading(plan, progress)
    if leading:
        yield leading
    changes = overview.changes(plan, progress)
    if changes:
        yield changes


def _matter(plan: Plan, progress: Progress, matter: MatterProgress) -> Item:
    keys = {key for target in matter.targets for key in target.target.leads}
    leads = overview.leads(plan, progress, matter)
    late = [
        report
        for report in progress.reports
        if report.unit in keys and report.role is Role.LEAD and report.told_late
    ]
    arrived = "".join(f"，{day_of_month(report.received)}报送" for report in late if report.received)
    heading = f"（{targets.chinese_number(matter.matter.number)}）{matter.matter.title}（责任单位：{leads}{arrived}）。"
    return Item(heading, phrase(*overview.sentences(plan, progress, matter)))


def _problems(plan: Plan, progress: Progress) -> Iterator[Item]:
    """What is not as it should be, a heading a kind; numbered where there are several."""
    kinds = [kind for kind in _kinds_of_problems(plan, progress) if kind.text or kind.more]
    for number, kind in enumerate(kinds, 1):
        numeral = f"（{targets.chinese_number(number)}）" if len(kinds) > 1 else ""
        yield replace(kind, heading=f"{numeral}{kind.heading}")
    if not kinds:
        fine = "本月各项指标进展正常，各单位均按时报送，暂未发现需要报告的突出问题。"
        yield Item("", plan.terms.of(fine))


def _kinds_of_problems(plan: Plan, progress: Progress) -> Iterator[Item]:
    behind = targets.by_gap(target for target in progress.targets if target.standing in BEHIND)
    late = [target for target in behind if target.standing in LATE]
    hanging = [target for target in progress.targets if doubt.hangs_over(target)]
    closing = any(target.closing for target in behind)
    # From November on whatever is unmet speaks of the year, with its reason.
    told = behind if closing else late
    more = [clauses.late_phrase(plan, target, progress.drawn_up) for target in told]
    more += [phrase(doubt.standing_over(plan, target), "。") for target in hanging]
    lead = _year_s_rest(plan, behind) if closing else _pace_s_rest(plan, behind, late)
    yield Item("部分指标尚未完成年度目标。" if closing else "部分指标进度偏慢。", lead, tuple(more))
    unmet = [target for target in progress.targets if target.standing in FAILING]
    sentences: list[str | Phrase] = []
    for target in unmet:
        sentences += [clauses.stated(plan, target), "。", targets.reason(plan, target, progress.drawn_up)]
    yield Item(f"个别{targets.bounded_words(unmet)}尚未达标。", phrase(*sentences))
    yield Item("个别数据经核查作了核减。", phrase(*checked.told(plan, progress, progress.targets)))
    yield Item("个别单位报送不够及时、准确。", phrase(*_reporting_faults(plan, progress)))


def _pace_s_rest(plan: Plan, behind: Sequence[TargetProgress], late: Sequence[TargetProgress]) -> Phrase:
    """How many lag, and by name what is only below its pace; a single one that lags has its paragraph."""
    below = [target for target in behind if target not in late]
    words = worded("进度滞后的指标有{}。", targets.late_count(plan, late)) if len(late) > 1 else phrase()
    if not below:
        return words
    number = count(below, "低于序时进度的指标数") if len(below) > 1 else ""
    return phrase(words, "另有" if late else "", targets.names(plan, below), number, "低于序时进度。")


def _year_s_rest(plan: Plan, behind: Sequence[TargetProgress]) -> Phrase:
    """How many are unmet, and how many of them lag; nothing of a single one, which has its paragraph."""
    late = [target for target in behind if target.standing in LATE]
    if len(behind) < 2:
        return phrase()
    unmet = count(behind, "尚未完成年度目标的指标数")
    lagging = phrase("（其中进度滞后", count(late, "进度滞后的指标数"), "）") if late else ""
    return phrase("尚未完成年度目标的指标有", unmet, lagging, "。")


def _reporting_faults(plan: Plan, progress: Progress) -> Iterator[str | Phrase]:
    leads = [report for report in progress.reports if report.role is Role.LEAD]
    for report in leads:
        name = plan.name(report.unit, progress.drawn_up)
        due = plan.lead_deadline(progress.month)
        if not report.file and plan.led_by(report.unit):
            yield f"{name}报送的表格正在核实。" if report.refused else f"{name}截至发文时未报送。"
        elif report.told_late and report.received is not None:
            days = number_of((report.received - due).days, "天", "报送日期－规定的报送日期")
            yield phrase(f"{name}于{day_of_month(report.received)}报送，晚于规定时限", days, "天。")
    told: dict[str, list[str]] = {}
    for report in leads:
        led = [t for t in progress.targets if report.unit in t.target.leads]
        doubtful = [target for target in led if _doubted(progress, target, report.unit)]
        silent = [t for t in led if t.standing is Standing.UNREPORTED and report.unit in t.owing]
        asked = "正在核实" if plan.one_body(report.unit, plan.profile.organ) else "已请其核实"
        if doubtful and report.file:
            told.setdefault(f"报送的{doubt.reasons(plan, progress, doubtful)}，{asked}。", []).append(
                report.unit
            )
        if silent and report.file:
            told.setdefault(f"未填报{targets.names(plan, silent)}。", []).append(report.unit)
    # What is said of several leads of one figure is said once.
    for words, units in told.items():
        yield f"{plan.names(units, progress.drawn_up)}{words}"


def _doubted(progress: Progress, target: TargetProgress, unit: str) -> bool:
    """Whether what this lead reported is why a figure is being verified; of several leads not every one's need be."""
    if target.standing is not Standing.DOUBTFUL:
        return False
    own = [f for f in progress.findings if f.target == target.target.id and f.effect is Effect.UNUSED]
    return len(target.target.leads) == 1 or unit in {finding.unit for finding in own}


def _next_steps(plan: Plan, progress: Progress) -> Iterator[str]:
    profile = plan.profile
    steps = []
    behind = [target for target in progress.targets if target.standing in WANTING]
    own, theirs = _own(plan, behind)
    if theirs:
        units = targets.units_of(plan, theirs, progress.drawn_up)
        alone = not profile.inspector or plan.one_body(profile.inspector, profile.organ)
        partner = "" if alone else f"会同{profile.inspector}"
        steps.append(f"{partner}跟踪{units}有关指标，逐项了解原因，督促倒排工期、加快推进")
    if own:
        steps.append(f"倒排工期，加快推进本单位承担的{targets.names(plan, own)}")
    unsure = [target for target in progress.targets if target.standing in UNKNOWN]
    own, theirs = _own(plan, unsure)
    units = targets.units_of(plan, theirs, progress.drawn_up)
    asked = [f"与{units}逐项核对数据"] if theirs else []
    asked += [f"核对本单位承担的{targets.names(plan, own)}的数据"] if own else []
    if asked:
        steps.append(f"{'，'.join(asked)}，{plan.terms.of('核实结果在下月报告中说明')}")
    without_nodes = [target for target in progress.targets if target.standing is Standing.NO_NODES]
    own, theirs = _own(plan, without_nodes)
    soon = plan.terms.of("的时间节点，尽快纳入月度调度")
    if theirs:
        units = targets.units_of(plan, theirs, progress.drawn_up)
        steps.append(f"与{units}商定{targets.names(plan, theirs)}{soon}")
    if own:
        steps.append(f"确定本单位承担的{targets.names(plan, own)}{soon}")
    steps.append(plan.terms.of("继续做好按月汇总和数据审核，及时报告进展情况"))
    paragraph = "".join(
        f"{targets.chinese_number(index)}是{profile.self_name if index == 1 else ''}{step}。"
        for index, step in enumerate(steps, 1)
    )
    yield paragraph if len(steps) > 1 else f"{profile.self_name}将{steps[0]}。"
    if any(row.coordination for target in progress.targets for row in target.rows):
        yield "各单位提出的需协调事项列入附件2，供参阅。"


def _own(plan: Plan, found: list[TargetProgress]) -> tuple[list[TargetProgress], list[TargetProgress]]:
    """The targets the office that writes answers for itself, and the others'."""
    own = [one for one in found if plan.one_body(one.target.leads[0], plan.profile.organ)]
    return own, [one for one in found if one not in own]


def _progress_annex(plan: Plan, progress: Progress, title: str) -> ProgressAnnex:
    month = progress.month
    return ProgressAnnex(
        label="附件1",
        title=title,
        matter_header=plan.terms.matter,
        last_header=f"{plan.cycle.label_before(month)}累计",
        this_header=f"{plan.cycle.label(month)}累计",
        new_header=f"{plan.cycle.label(month)}新增",
        rows=progress_table.rows(plan, progress),
        notes=progress_table.notes(plan, progress),
    )


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


def _too_long(plan: Plan, report: Report) -> Iterator[Finding]:
    texts = [report.opening, *report.overview.paragraphs, *report.next_steps.paragraphs]
    for item in (*report.matters, *report.problems.items_):
        texts += [item.heading, item.text, *item.more]
    length = sum(len(str(text)) for text in texts)
    if length > plan.rules.body_limit:
        yield Finding(
            Code.C17,
            f"报告正文有{length}字，超过{plan.rules.body_limit}字",
            "请在送审稿里压缩，或把细节移到附件",
        )
