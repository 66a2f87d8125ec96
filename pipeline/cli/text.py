"""What a person sees on a terminal: plain Chinese text, 80 columns, no colour, no codes to look up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import listed, pad, wrapped
from pipeline.documents.workbooks.chased_matters import (
    answerable,
    coordination_message,
    instruction_message,
    state,
    to_consult,
)
from pipeline.documents.workbooks.checklist import ordered
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.owed_list import called, message
from pipeline.documents.workbooks.uncommitted import request
from pipeline.model.assessment import Assessment, Completion, Verdict
from pipeline.model.codes import Code, Level
from pipeline.model.coordination import Coordination
from pipeline.model.findings import Finding
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month, day_of_month
from pipeline.model.office_terms import Terms
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress
from pipeline.model.readings import FileOutcome, Outcome, Returns
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import recorded
from pipeline.outputs.publish import Published
from pipeline.progress.freshness import proof
from pipeline.progress.owed import Owed, uncommitted
from pipeline.progress.stages import Stage, stages

if TYPE_CHECKING:
    from pipeline.workflows.results import CollatedForm, DrawnRun, Made


def summary(plan: Plan, progress: Progress) -> Iterator[str]:
    """The month at a glance: counts by class, who is missing."""
    day = f"，截至{day_of_month(progress.as_of)}" if progress.as_of else ""
    yield f"{progress.month.year}年{plan.cycle.label(progress.month)}　{len(progress.targets)}项指标{day}"
    shown = [f"{standing.value} {count}" for standing, count in progress.counts.items() if count]
    yield from listed(shown, "  ")
    without = [report for report in progress.reports if not report.file]
    for word, reports in (
        ("未报送", [report for report in without if not report.refused]),
        ("报表不能使用", [report for report in without if report.refused]),
    ):
        if reports:
            names = plan.names((report.unit for report in reports), progress.drawn_up)
            yield from wrapped(f"  {word} {len(reports)} 家：{names}", "  ")


def printed_too_early(progress: Progress) -> Iterator[str]:
    """That the papers are of a month before a sheet they rest on came; nothing where they are not."""
    day = progress.drawn_up
    last = max((one.received for one in progress.reports if one.judged and one.received), default=day)
    if (last.year, last.month) > (day.year, day.month):
        yield from wrapped(
            f"文稿落款印的是{day.year}年{day.month}月，有报表{day_of_month(last)}才收到；要换的，加 --today {last.isoformat()}"
        )


def verdicts(terms: Terms, assessment: Assessment) -> Iterator[str]:
    """The year at a glance: matters by outcome, targets by verdict."""
    counts = Counter(matter.completion for matter in assessment.matters)
    shown = "　".join(f"{each.value} {counts[each]}" for each in Completion if counts[each])
    yield f"{assessment.year}年考核认定　{len(assessment.matters)}{terms.counter}{terms.matter}：{shown}"
    counted = Counter(one.verdict for one in assessment.targets)
    yield from listed(
        [f"{verdict.value} {counted[verdict]}" for verdict in Verdict if counted[verdict]], "  "
    )
    if counted[None]:
        yield f"  待认定 {counted[None]}"


def findings(items: Sequence[Finding], notes: bool) -> Iterator[str]:
    """Each finding as a colleague would say it: what, where, what to do. `notes` includes 提示."""
    counts = {level: sum(finding.level is level for finding in items) for level in Level}
    yield "问题：" + "　".join(f"{level.value} {count}" for level, count in counts.items())
    for finding in ordered(items):
        if finding.level is Level.NOTE and not notes:
            continue
        yield ""
        yield from wrapped(f"{finding.level.value} {finding.code}　{finding.message}", "      ")
        if str(finding.place):
            yield from wrapped(
                f"  位置　{finding.place}{f'，读到“{finding.read}”' if finding.read else ''}", "        "
            )
        if finding.settled:
            yield from wrapped(f"  已办　{finding.settled}", "        ")
            continue
        if finding.why:
            yield from wrapped(f"  影响　{finding.why}", "        ")
        yield from wrapped(f"  办法　{finding.fix}", "        ")


# What is told of people's own words every time, though it holds nothing up.
_OF_WORDS = frozenset({Code.D11, Code.D25, Code.D27})


def settled_words(items: Sequence[Finding]) -> Iterator[str]:
    """What became of words people settled on: not put in, with other figures in them, dropped; nothing where there is none."""
    told = [finding for finding in items if finding.code in _OF_WORDS]
    if told:
        yield from ("", "编辑用语和收下的改动，请看一遍：")
    for finding in told:
        yield from wrapped(f"  {finding.code}　{finding.message}", "      ")
        yield from wrapped(f"      办法　{finding.fix}", "            ")


def files(outcomes: Iterable[FileOutcome]) -> Iterator[str]:
    """Every entry of the folder by outcome; the counts add up. Names are those below the month's folder."""
    outcomes = list(outcomes)
    counts = [f"{outcome.value} {sum(file.outcome is outcome for file in outcomes)}" for outcome in Outcome]
    yield f"文件：共 {len(outcomes)}　" + "　".join(counts)
    for file in outcomes:
        yield from wrapped(
            f"  {pad(file.outcome.value, 6)}　{_below(file.name)}　{file.reason}", "          "
        )


def _below(name: str) -> str:
    """inputs/2021/09/配合/红旗区.xlsx → 配合/红旗区.xlsx."""
    return name.split("/", 3)[-1]


def reports(plan: Plan, returns: Returns, items: tuple[Finding, ...]) -> Iterator[str]:
    """Both stages in a line each, then where every report stands that this office waits for."""
    yield "报送："
    for stage in stages(plan, returns, items):
        yield from stage_lines(stage)
    yield ""
    for report in returns.reports:
        if not report.judged:
            continue
        name = pad(plan.name(report.unit, plan.naming_day(returns.month)), 16)
        received = f"{day_of_month(report.received)}报送" if report.received else ""
        yield f"  {name}{pad(plan.terms.of(report.role.value), 6)}{pad(report.status(items).value, 8)}{received}{'（迟报）' if report.late else ''}"


def collated(plan: Plan, made: CollatedForm) -> Iterator[str]:
    """What was put together, target by target, and what could not be."""
    settled = made.settled
    yield f"{plan.name(made.lead, plan.naming_day(settled.month))}　{plan.cycle.label(settled.month)}汇总"
    if not made.collated:
        yield f"  这个单位没有要按{plan.terms.lower}汇总的指标，各单位报送情况已列在表里。"
    for one in made.collated:
        if one.whole is not None:
            shown = one.target.measure.said(one.whole.amount)
            said = f"合计 {shown}（{len(one.counties)}个{plan.terms.lower}）"
        else:
            said = f"没有合计，{len(one.counties)}个{plan.terms.lower}的数已填入"
        yield from wrapped(f"  {one.target.id} {one.target.name}　{said}", "    ")
    if made.gaps:
        yield ""
        yield from findings(made.gaps, notes=False)


def reminders(plan: Plan, items: Sequence[Owed], month: Month, today: date) -> Iterator[str]:
    """Whom to chase, with the number to call and the message to paste."""
    came = f"{plan.cycle.label(month)}的报表都已收到，没有要催的单位。"
    yield f"要催的单位：{len(items)} 家" if items else came
    for one in items:
        yield ""
        call = "　".join(filter(None, (one.unit.contact, one.unit.phone))) or "没有登记联系方式"
        yield from wrapped(f"{one.name}　{one.status.value}　{call}", "  ")
        if one.called:
            yield from wrapped(f"  电话催过　{'；'.join(map(called, one.called))}", "    ")
        yield from wrapped(f"  {message(plan, one, month, today)}", "  ")


def instructions_due(plan: Plan, due: Sequence[Instruction], today: date) -> Iterator[str]:
    """Which 批示 are due, with the number to call and the message to paste for each unit; nothing where none is."""
    if due:
        yield f"要催办的批示：{len(due)} 件"
    for one, unit in answerable(plan, due):
        yield from _to_call(unit, today, instruction_message(plan, one, unit, today))


def coordinations_due(plan: Plan, due: Sequence[Coordination], today: date) -> Iterator[str]:
    """Which matters to be coordinated are due and how far they are, with a message for each unit still to be asked."""
    if due:
        yield f"要催办的需协调事项：{len(due)} 件"
    for one in due:
        target = plan.target(one.target)
        yield from wrapped(f"  {target.id} {target.name}　{state(plan, one, today)}", "    ")
    for one, unit in to_consult(plan, due):
        if unit is not None:
            yield from _to_call(unit, today, coordination_message(plan, one, unit, today))


def _to_call(unit: Unit, today: date, message: str) -> Iterator[str]:
    call = "　".join(filter(None, (unit.contact, unit.phone))) or "没有登记联系方式"
    yield from wrapped(f"  {unit.name_on(today).short}　{call}", "  ")
    yield from wrapped(f"  {message}", "  ")


def commitments_owed(plan: Plan, today: date) -> Iterator[str]:
    """Which leads returned no 责任清单, with the number to call and the message to paste; nothing if all did."""
    silent = uncommitted(plan)
    if silent:
        yield f"责任清单还没有报的：{len(silent)} 家"
    for unit in silent:
        yield from _to_call(unit, today, request(plan, unit, today))


def drawn(run: DrawnRun) -> Iterator[str]:
    """What is to be looked at, and why."""
    month = run.progress.month
    yield f"{month.year}年{run.plan.cycle.label(month)}　{run.among}个数中抽查{len(run.picks)}个（抽签号{run.seed}）"
    if not run.picks:
        yield run.plan.terms.of("  没有可抽查的数：本月没有可用的数，或各单位都到了全年抽查上限。")
    for pick in run.picks:
        unit = run.plan.name(pick.unit, run.progress.drawn_up)
        shown = pick.target.measure.said(pick.reported.amount)
        yield from wrapped(f"  {pad(unit, 14)}{pick.target.id} {pick.target.name}　自报{shown}", " " * 16)
        yield from wrapped(f"{' ' * 16}缘由　{'、'.join(pick.grounds) or '随机'}", " " * 22)


def heading(published: Published) -> str:
    """What stands above the files of a set."""
    return "内容没有变化，没有重新生成：" if published.unchanged else "已生成："


def made_lines(office: Workspace, made: Made) -> Iterator[str]:
    """Every file of the set, what was kept of the one before, and whether the PDFs show other fonts."""
    folder = shown(office, made.published.folder)
    sealed, drift = made.published.sealed, made.published.drift
    if made.published.state is PaperState.FAIR and made.published.unchanged and not sealed:
        yield f"  {folder} 已出清样，内容没有变化，没有改动"
        return
    if sealed == made.published.folder.name:
        if not drift:
            yield f"  {folder} 已经签发，内容没有变化，没有改动"
            return
        yield f"  {folder} 已经签发，没有改动"
        yield from wrapped(f"  签发以后，{drift}。{proof(sealed)}", "  ")
        return
    if sealed:
        yield f"  {sealed} 已经签发，没有改动；这一套放在旁边，不同的地方见更正说明.xlsx"
        yield from wrapped(f"  签发以后，{drift}", "  ")
    yield from (f"  {folder}/{name}" for name in (*made.files, *made.papers.pdfs) if name != FINDINGS)
    yield from kept(office, made.published)
    if made.published.withdrawn:
        yield from wrapped(
            f"  原来的清样换成了送审稿，清样收在 outputs/.runs/{made.published.folder.name} 里", "  "
        )
    if made.papers.foreign_fonts:
        yield (
            f"PDF 里有替代字体（{'、'.join(made.papers.foreign_fonts)}），版面与正式字体不同，只供预览；字体怎么装见手册-运维。"
        )


def kept(office: Workspace, published: Published) -> list[str]:
    """Where what people had edited lies now, a line each; or the set before, whole, whose manifest is damaged."""
    what = (
        "原来一套的清单（manifest.json）已损坏，看不出是不是定稿，原样保留："
        if published.damaged
        else "有人改过的旧稿已保留："
    )
    told = [f"  {what}{shown(office, path)}" for path in published.kept]
    if not published.damaged and any(path.suffix == ".docx" for path in published.kept):
        told.append("  旧稿里改的话没有收下的，要并到新稿里：minsheng keep 旧稿")
    return told


def set_files(office: Workspace, folder: Path) -> dict[str, str]:
    """The files of a published set with their digests, as paths within the workspace."""
    files = recorded(folder) or {}
    return {shown(office, folder / name): sha256 for name, sha256 in sorted(files.items())}


def shown(office: Workspace, path: Path) -> str:
    """A path as people are told it: within the workspace if it lies there."""
    return office.relative(path) if path.is_relative_to(office.root) else str(path)


def stage_lines(stage: Stage) -> Iterator[str]:
    """One stage: how many came, and by name who was late, was sent back, or is missing."""
    # Another day than the month's usual one is told in full: a holiday, or the year end.
    by = stage.day.text if stage.due.day == stage.day.day else day_of_month(stage.due)
    if not stage.awaited:
        yield from wrapped(f"  {by}前报　{stage.who}　已到 {len(stage.received)} 家，供责任单位汇总", "    ")
    else:
        expected = len(stage.received) + len(stage.missing)
        yield from wrapped(
            f"  {by}前报　{stage.who}　应报 {expected} 家，已到 {len(stage.received)} 家", "    "
        )
    for title, names in (
        ("迟报", stage.late),
        ("退回", stage.returned),
        ("待核", stage.doubtful),
        ("未报", stage.missing),
        ("有盖章件", stage.stamped),
    ):
        if names:
            yield from wrapped(f"    {title} {len(names)} 家：{'、'.join(names)}", "      ")
