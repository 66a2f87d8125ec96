"""THE STORY. Start here: a month, from the sheets that came in to the drafts that go up for signature.

Every other chapter is told the same way. Everything above `show` only reads and reckons; `show`, and `found` and
`lay` for new workspaces, are the only lines that change the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pipeline.documents.boards.board import INTERNAL, OUTER, internal_board, outer_board
from pipeline.documents.letters import (
    appeal,
    brief,
    bulletin,
    circular,
    comparison,
    correcting,
    one_page,
    perusal,
    report,
    routing,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.pictures.charts import charting
from pipeline.documents.rendering.charted import asked_charts
from pipeline.documents.templates.catalogue import CHARTED
from pipeline.documents.wording import instructed
from pipeline.documents.wording.parts import in_its_name, makes
from pipeline.documents.workbooks.checklist import checklist
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.documents.workbooks.ledgerbook import ledger_files
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.files.spreadsheets.books import reading_afresh
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import unsettled
from pipeline.model.charts import AskedChart
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind, Source
from pipeline.model.phrases import Letter, Phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from pipeline.progress.observations import COLUMNS, reported
from pipeline.progress.supervision import drafted, reconsidered, supervised
from pipeline.workflows.editing import with_editorial
from pipeline.workflows.editions import as_last_said, made_from, show, signed_before
from pipeline.workflows.printing import add_pdfs, add_workbooks, print_letters
from pipeline.workflows.reading import read, reckon
from pipeline.workflows.results import MonthNotFinal, Run
from pipeline.workflows.standing import day_since_sealed, inputs_of
from pipeline.workflows.two_offices import unlike
from pipeline.workflows.upward import upward_forms, with_blanks


def monthly(office: Workspace, month: Month, as_of: date | None, final: bool, pdf: bool = False) -> Run:
    """One month: unit spreadsheets in, drafts for signature out, published as one set.

    With `pdf` every Word file as a PDF beside it; where that fails the Word files are published without. Raises
    `MonthNotFinal` for a final set while anything is unsettled.
    """
    plan, decisions, history, course, letters = written(office, month, as_of, final)
    tables = upward_forms(office, plan, course[-1])
    course[-1] = progress = with_blanks(course[-1], tables)
    title = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}"
    kept = [one for one in decisions.kept_in(month) if makes(plan, one.paper)]
    papers = print_letters(letters, office.templates, title, progress.drawn_up, kept, tables)
    noticed = (*papers.noticed, *unlike(office, month, papers.files))
    course[-1] = progress = replace(progress, findings=(*progress.findings, *noticed))
    _require_settled(final, plan, decisions, progress)
    findings = {FINDINGS: findings_json(progress.findings, plan, progress.drawn_up)}
    beside = month_workbooks(plan, history, course, decisions) | month_boards(plan, course, final)
    papers = add_workbooks(papers, beside, findings)
    papers = add_pdfs(papers, pdf)
    sources = inputs_of(office, plan, decisions, history)
    command = Command(CommandKind.MONTHLY, {"final": final})
    origin = made_from(office, command, sources, papers, progress.drawn_up)
    return Run(plan, progress, show(office, str(month), papers, origin, final))


def written(
    office: Workspace, month: Month, as_of: date | None, final: bool, beside: str = ""
) -> tuple[Plan, Decisions, History, list[Progress], list[Letter]]:
    """A month, with those before it, read, reckoned and put into words, nothing printed yet; raises as `monthly` does.

    `beside` names the 更正 it is to be, where that is signed already: only what was signed before it is put right.
    """
    with reading_afresh(final):
        plan, decisions, history = read(office, month)
    _require_compiler(plan, month)
    sources = inputs_of(office, plan, decisions, history)
    as_of = as_of or day_since_sealed(office, decisions, history, month, sources)
    course = course_to(plan, history, reckon(plan, history, month, as_of), decisions)
    _require_settled(final, plan, decisions, course[-1])
    signed = signed_before(office, str(month), sources, course[-1].drawn_up, beside)
    restated = _restated(office, plan, course, sources)
    charts = asked_charts(office.templates, sorted(CHARTED))
    last = as_last_said(office, str(plan.cycle.previous(month)), "报告")
    letters = month_letters(plan, history, course, decisions, not final, signed, restated, charts, last)
    return plan, decisions, history, [*course[:-1], _remarked(plan, course[-1], letters, decisions)], letters


def _restated(
    office: Workspace, plan: Plan, course: Sequence[Progress], sources: Sequence[Source]
) -> Sequence[tuple[str, Phrase]]:
    """What the signed 简报 of the month before printed and no longer stands, whatever 更正 has been made since."""
    for last in course[-2:-1]:
        signed = signed_before(office, str(last.month), sources, last.drawn_up, f"{last.month}-更正")
        if signed is not None:
            return tuple(correcting.restated(plan, last, signed))
    return ()


def course_to(plan: Plan, history: History, progress: Progress, decisions: Decisions) -> list[Progress]:
    """Every month of the year up to this one, each as of its own deadline; this one with what its 督办 gives to look at."""
    months = plan.months(progress.month)[:-1]
    earlier = [compute(plan, history, each, plan.lead_deadline(each)) for each in months]
    urged = supervised(plan, [*earlier, progress], decisions.steps, history.replies)
    noticed = reconsidered(plan, progress, decisions.steps, urged)
    return [*earlier, replace(progress, findings=(*progress.findings, *noticed))]


def month_letters(
    plan: Plan,
    history: History,
    course: Sequence[Progress],
    decisions: Decisions,
    draft: bool,
    signed: correcting.Signed | None = None,
    restated: Sequence[tuple[str, Phrase]] = (),
    charts: Sequence[AskedChart] = (),
    last: Sequence[str] = (),
) -> list[Letter]:
    """Every document of the last month of `course`, what goes up for signature first; what corrects what was `signed` too.

    `restated` is what the 简报 before said and this one puts right, `charts` are those the office's own templates hold,
    `last` the lines of the report before as it went to the leader, for 对照.
    """
    progress = course[-1]
    month, papers = progress.month, drafted(plan, course, decisions.steps, history.replies)
    choices = decisions.chosen_in(month)
    drafts = [
        report.compose(plan, progress, draft, history.replies.records, choices, decisions.instructions),
        bulletin.compose(plan, progress, draft, choices, restated),
        brief.compose(plan, progress, draft, choices),
        *circular.compose(plan, progress, draft),
        *perusal.compose(plan, progress, draft, choices, decisions.instructions, decisions.coordinations),
        *supervision_slip.compose(plan, progress, draft, papers, decisions.instructions),
        *supervision_letter.compose(plan, progress, draft, papers, decisions.instructions),
        *appeal.compose(plan, progress, draft, papers, choices),
    ]
    drafts.append(one_page.compose(plan, course, draft, choices))
    if signed is not None:
        drafts += correcting.of_month(plan, progress, signed, drafts[0], decisions.steps, draft)
    data = charting(plan, course)
    drafts = [replace(one, charts=data) for one in with_editorial(plan, month, drafts, decisions)]
    ours = in_its_name(plan, drafts)
    return [*ours, *_for_the_desk(plan, history, course, decisions, ours, charts, last)]


def _for_the_desk(
    plan: Plan,
    history: History,
    course: Sequence[Progress],
    decisions: Decisions,
    drafts: Sequence[Letter],
    charts: Sequence[AskedChart],
    went: Sequence[str],
) -> Iterator[Letter]:
    """The sheet to sign on for every draft that bears a number; where the report is among them, how it differs from the last."""
    if any(one.dispatch is not None for one in drafts):
        yield routing.compose(f"{plan.cycle.name(course[-1].month)}", drafts)
    if all(one.template != report.TEMPLATE for one in drafts):
        return
    printed = {one.template.removesuffix(".docx") for one in drafts}
    for last, progress in pairwise(course[-2:]):

        def parts(
            one: Progress, fullness: report.Fullness | None = None
        ) -> tuple[report.Fullness, tuple[tuple[str, Phrase], ...]]:
            choices = decisions.chosen_in(one.month)
            return report.parts(plan, one, history.replies.records, choices, decisions.instructions, fullness)

        (full, now), (other, before) = parts(progress), parts(last)
        alike = before if full == other else parts(last, full)[1]
        figures = comparison.figures(plan, last, progress)
        drawn = comparison.charts(plan, course, [one for one in charts if one.paper in printed])
        before = comparison.as_it_went(before, went)
        yield comparison.compose(plan.terms, progress.month, before, now, figures, drawn, alike)


def month_workbooks(
    plan: Plan, history: History, course: Sequence[Progress], decisions: Decisions
) -> dict[str, bytes]:
    """Every workbook of the last month of `course`, by file name."""
    progress = course[-1]
    return {
        "会议汇总表.xlsx": meeting_table(plan, progress, course),
        "核对表.xlsx": checklist(plan, progress, COLUMNS, reported(plan, history)),
        **ledger_files(plan, history, course, decisions),
    }


def month_boards(plan: Plan, course: Sequence[Progress], final: bool) -> dict[str, bytes]:
    """The pages that open from disk, by file name; that for others only of a final set."""
    boards = {INTERNAL: internal_board(plan, course, not final)}
    return boards | ({OUTER: outer_board(plan, course)} if final else {})


def _require_compiler(plan: Plan, month: Month) -> None:
    if plan.profile.office is Office.LEAD:
        raise UsageProblem(
            f"本工作区属于责任单位，只收配合单位的表，不做{plan.terms.realm}月报。汇总请用 minsheng collate。"
        )
    if month.is_year_end:
        raise UsageProblem("年终表不出月报，请写月份，如2021-12；年终考核另有命令。")


def _require_settled(final: bool, plan: Plan, decisions: Decisions, progress: Progress) -> None:
    left = unsettled(decisions, progress.month, progress.findings)
    if final and left:
        raise MonthNotFinal(plan, progress, left)


def _remarked(plan: Plan, progress: Progress, letters: list[Letter], decisions: Decisions) -> Progress:
    """The month with what was noticed while its documents were composed."""
    noticed = [
        *perusal.unread(plan, progress),
        *instructed.unfollowed(plan, progress, decisions.instructions),
        *(finding for one in letters for finding in one.findings),
    ]
    return replace(progress, findings=(*progress.findings, *noticed))
