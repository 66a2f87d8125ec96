"""The year assessed: verdicts, the circular of results, a feedback letter to every recipient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from string import ascii_uppercase

from pipeline.documents.letters import approval, assessment_circular, correcting, feedback, routing
from pipeline.documents.wording.parts import in_its_name
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.documents.workbooks.verdicts import (
    accepted,
    confirmation_sheets,
    distribution_list,
    verdict_table,
)
from pipeline.files.folder import is_there, load_own
from pipeline.files.spreadsheets.books import reading_afresh
from pipeline.files.spreadsheets.filling import filled, hindrance
from pipeline.inputs.decisions.objections import read_objections
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.rulings import BASIS, read_rulings
from pipeline.model.assessment import Assessment
from pipeline.model.codes import Code
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.run_steps import done
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.progress.assess import assess as certify
from pipeline.workflows.editing import with_editorial
from pipeline.workflows.editions import made_from, show, signed_before, still_final
from pipeline.workflows.printing import add_pdfs, add_workbooks, bind, print_letters, unprinted
from pipeline.workflows.reading import read
from pipeline.workflows.results import YearNotFinal, YearRun
from pipeline.workflows.standing import approval_day, day_since_sealed, inputs_of, ruled


def assess(office: Workspace, year: int, today: date | None, final: bool, pdf: bool) -> YearRun:
    """考核认定表, the 通报 of results and a feedback letter to every recipient, published as one set.

    Raises `YearNotFinal` for a final set while anything is open.
    """
    plan, decisions, history, assessment, findings, _ = written(office, year, today, final)
    title, day = f"{year}年{plan.profile.programme}考核认定", assessment.drawn_up
    name, sources = f"{year}-考核", inputs_of(office, plan, decisions, history, ruled(office, year))
    # After a final, PDFs are asked of the 清样, or of what was signed, not of one more draft of it.
    final = final or (pdf and still_final(office, name, sources, day))
    before = signed_before(office, name, sources, day)
    letters = year_letters(plan, assessment, decisions, draft=not final, before=before)
    kept = decisions.kept_in(Month.year_end(year))
    papers = print_letters(letters, office.templates, title, day, kept)
    findings = (*findings, *papers.noticed)
    _require_closed(final, plan, assessment, findings)
    workbooks = year_workbooks(plan, assessment, letters, title)
    papers = add_workbooks(papers, workbooks, {FINDINGS: findings_json(findings, plan, day)})
    papers = bind(add_pdfs(papers, pdf))
    origin = made_from(office, Command(CommandKind.ASSESS, {"final": final}), sources, papers, day)
    return YearRun(plan, assessment, findings, show(office, name, papers, origin, final))


def written(
    office: Workspace, year: int, today: date | None, final: bool, beside: str = ""
) -> tuple[Plan, Decisions, History, Assessment, tuple[Finding, ...], list[Letter]]:
    """A year read, assessed and put into words, nothing printed yet; raises as `assess` does. `beside` is as of a month."""
    with reading_afresh(final):
        plan, decisions, history = read(office, Month.year_end(year))
        _require_assessor(plan)
        sources = inputs_of(office, plan, decisions, history, ruled(office, year))
        since = day_since_sealed(office, decisions, history, Month.year_end(year), sources)
        assessment, findings = _assessed(office, plan, history, today, since)
    if plan.rules.circular_picture:
        findings += unprinted(office.templates, assessment_circular.TEMPLATE, "picture")
    _require_closed(final, plan, assessment, findings)
    before = signed_before(office, f"{year}-考核", sources, assessment.drawn_up, beside)
    letters = year_letters(plan, assessment, decisions, draft=not final, before=before)
    findings = (*findings, *(noticed for one in letters for noticed in one.findings))
    return plan, decisions, history, assessment, findings, letters


def accept(office: Workspace, year: int, today: date | None, basis: str, day: date) -> int:
    """Write what is suggested into the empty cells of the kept 考核认定表, as approved by `basis` on `day`; how many
    rows. Where no table is kept yet it is laid there first. Nothing else in the workbook changes.
    """
    plan, _, history = read(office, Month.year_end(year))
    _require_assessor(plan)
    path = office.rulings_file(year)
    if not is_there(path):
        founding.replace(path, verdict_table(plan, _assessed(office, plan, history, today)[0]))
    data = load_own(path, office.inputs)
    assessment, _ = _assessed(office, plan, history, today)
    ruled_rows = [one.ruling for one in (*assessment.targets, *assessment.tasks) if one.ruling is not None]
    if any(BASIS not in ruling.cells for ruling in ruled_rows):
        raise UsageProblem(
            f"{office.relative(path)} 没有“{BASIS}”一列，写不进去。请在表头最后补上这一列，"
            f"或换用 outputs/{year}-考核 里新生成的考核认定表（填过的都在里面）。"
        )
    cells = accepted(assessment, basis, day)
    places = {(cell.sheet, cell.ref): text for cell, text in cells.items()}
    hindered = hindrance(data, places) if places else ""
    if hindered:
        raise UsageProblem(f"{office.relative(path)} {hindered}，没有改动任何内容。")
    if places:
        founding.replace(path, filled(data, places))
    return len({(cell.sheet, cell.ref.lstrip(ascii_uppercase)) for cell in cells})


def year_letters(
    plan: Plan,
    assessment: Assessment,
    decisions: Decisions,
    draft: bool,
    before: correcting.Signed | None = None,
) -> list[Letter]:
    """Every document of a year, what goes out first; what corrects what was signed `before` too."""
    drafts = [
        assessment_circular.compose(plan, assessment, draft),
        *feedback.compose(plan, assessment, draft),
    ]
    if before is not None:
        drafts += correcting.of_year(plan, assessment, before, draft)
    drafts = with_editorial(plan, Month.year_end(assessment.year), drafts, decisions)
    desk = [approval.compose(plan, assessment, draft), routing.compose(f"{assessment.year}年考核", drafts)]
    return in_its_name(plan, drafts + desk)


def year_workbooks(
    plan: Plan, assessment: Assessment, letters: Sequence[Letter], title: str
) -> dict[str, bytes]:
    """Every workbook of a year, by file name."""
    return {
        "考核认定表.xlsx": verdict_table(plan, assessment),
        "发文清单.xlsx": distribution_list(f"{title}发文清单", letters, assessment.drawn_up),
        **confirmation_sheets(plan, assessment),
    }


def _assessed(
    office: Workspace, plan: Plan, history: History, today: date | None, since: date | None = None
) -> tuple[Assessment, tuple[Finding, ...]]:
    """The year assessed from its figures and from what people decided and objected, and all there is to look at.

    As of `today`; without one of the last approval's day, but not before `since`.
    """
    rulings = read_rulings(office, plan)
    objections, unread = read_objections(office, plan)
    day = today or max(approval_day(plan, rulings), since or date.min)
    assessment = certify(plan, history, rulings, objections, day)
    done("计算", f"{len(assessment.targets)}项指标")
    return assessment, (*rulings.findings, *unread, *assessment.findings, *_unconfirmed(plan, assessment))


def _require_assessor(plan: Plan) -> None:
    if plan.profile.office is Office.LEAD:
        raise UsageProblem(f"本工作区属于责任单位，不做{plan.terms.realm}考核认定。")


def _require_closed(final: bool, plan: Plan, assessment: Assessment, findings: tuple[Finding, ...]) -> None:
    if final and any(finding.open for finding in findings):
        raise YearNotFinal(plan, assessment, findings)


def _unconfirmed(plan: Plan, assessment: Assessment) -> Iterator[Finding]:
    """A07: a letter goes out only under a name somebody confirmed."""
    for unit in plan.recipients:
        if not unit.name_on(assessment.drawn_up).confirmed:
            yield Finding(Code.A07, f"{unit.key}的名称没有核定", unit=unit.key)
