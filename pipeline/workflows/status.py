"""Where a month stands, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from pipeline.documents.workbooks.chased_matters import state
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_in
from pipeline.files.folder import digest
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.inputs.plan.workbook import examine_plan
from pipeline.inputs.returns.history import strays
from pipeline.inputs.returns.settle import unsettled
from pipeline.model.coordination import left_open
from pipeline.model.editorial import OF_KEPT
from pipeline.model.findings import Finding
from pipeline.model.instructions import standing_open
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress
from pipeline.model.readings import Call, History, Settled, Status
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import read_manifest
from pipeline.outputs.past import PastRun, past_runs
from pipeline.progress.freshness import UNCHANGED, Drift, Shown
from pipeline.progress.owed import owed, uncommitted
from pipeline.progress.stages import Stage, stages
from pipeline.workflows.after_signing import to_look_at
from pipeline.workflows.in_hand import current_month
from pipeline.workflows.reading import judged
from pipeline.workflows.standing import correction_of, inputs_of, own_day, ruled, standing

# What people of the office keep themselves.
_PEOPLES = {"任务分解表", "处理登记", "考核认定表"}


@dataclass(frozen=True, slots=True)
class Instructed:
    """A 批示 that waits to be settled: by whom (as papers call them), by when, its words; `late` once that day is over.

    `paper` is what it was written on, `done` how far it is as somebody noted it; either may be empty.
    """

    given: date
    post: str
    units: tuple[str, ...]
    due: date | None
    words: str
    late: bool
    paper: str
    done: str


@dataclass(frozen=True, slots=True)
class Raised:
    """A matter to be coordinated that is not settled: of which target and unit, by when, how far it is; `late` once that day is over."""

    target: str
    unit: str
    due: date | None
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """A month in a few numbers. `next_step` is what to do and the command for it, without the program's name.

    `period` is what the month is called; `strays` are copies of what this office keeps and sheets in months that are no
    period, `signing` what is to be looked at of papers signed and sent, `uncommitted` the leads whose 责任清单 did not come,
    `instructed` the 批示 not settled yet, `raised` the matters to be coordinated, `called` who still owes a report and was
    telephoned for it, `words` what the draft shown told of words people keep; `drift` is what the set shown was not made from;
    `stale` if it should be made anew for it.
    """

    next_step: tuple[str, str]
    month: Month | None = None
    period: str = ""
    deadline: date | None = None
    expected: int = 0
    reported: int = 0
    missing: tuple[str, ...] = ()
    open_findings: int = 0
    published: bool = False
    stale: bool = False
    damaged: bool = False
    state: PaperState | None = None
    drift: Drift = UNCHANGED
    stages: tuple[Stage, ...] = ()
    strays: tuple[Finding, ...] = ()
    signing: tuple[Finding, ...] = ()
    earlier: tuple[PastRun, ...] = ()
    uncommitted: tuple[str, ...] = ()
    instructed: tuple[Instructed, ...] = ()
    raised: tuple[Raised, ...] = ()
    called: tuple[tuple[str, Call], ...] = ()
    words: tuple[Finding, ...] = ()


def situation(
    plan: Plan,
    decisions: Decisions,
    progress: Progress,
    settled: Settled,
    name: str,
    shown: Shown | None,
    earlier: tuple[PastRun, ...] = (),
    folder: str = "",
    of_words: Sequence[Finding] = (),
) -> Situation:
    """The month's numbers, and how the set of this name stands; `earlier` are its runs that are still there, `folder` where
    what comes back goes once forms were made, `of_words` what the set told of words people keep.
    """
    month = settled.month
    awaited = [report for report in settled.returns.reports if plan.waits_for(report.role)]
    missing = [report for report in awaited if progress.status_of(report) is Status.MISSING]
    told = (*progress.findings, *of_words)
    open_findings = sum(finding.open for finding in told)
    held = open_findings if month.is_year_end else len(unsettled(decisions, month, told))
    silent = len(missing) == len(awaited) and not settled.returns.files
    closed = shown is not None and (shown.settled or shown.damaged)
    if silent and not closed:
        words, command = _nothing_came(month, folder)
    else:
        words, command = _next_step(plan, settled, open_findings, held, name, shown)
    return Situation(
        next_step=(plan.terms.of(words), command),
        month=month,
        period=plan.cycle.label(month),
        deadline=plan.due(Role.COOPERATING if plan.own_lead else Role.LEAD, month),
        expected=len(awaited),
        reported=len(awaited) - len(missing),
        missing=tuple(plan.name(report.unit, plan.naming_day(month)) for report in missing),
        open_findings=open_findings,
        published=shown is not None,
        stale=shown is not None and shown.stale,
        damaged=shown is not None and shown.damaged,
        state=shown.state if shown is not None and not shown.damaged else None,
        drift=shown.drift if shown is not None else UNCHANGED,
        stages=stages(plan, settled.returns, progress.findings),
        earlier=earlier,
        uncommitted=tuple(plan.name(unit.key, plan.naming_day(month)) for unit in uncommitted(plan)),
        words=tuple(of_words),
    )


def _next_step(
    plan: Plan,
    settled: Settled,
    open_findings: int,
    held: int,
    name: str,
    shown: Shown | None,
) -> tuple[str, str]:
    """The one thing to do next, and the command for it; `held` of the open findings nobody has waived."""
    month = settled.month
    year_end = month.is_year_end
    make = f"assess {month.year}" if year_end else f"monthly {month}"
    papers = "考核材料" if year_end else "本月材料"
    if shown is not None and shown.settled:
        what = "考核认定" if year_end else "本月"
        ahead = _after_sealing if shown.sealed else _fair
        return ahead(what, month, name, shown.drift)
    if shown is not None and shown.damaged:
        return (
            "清单（manifest.json）已损坏，看不出是不是定稿：从备份恢复；没有备份的，重新生成，原来的原样保留",
            make,
        )
    if plan.own_lead:
        return "各单位的表汇总成本单位的表，补齐后报送", f"collate {month}"
    if shown is None:
        return f"生成{papers}", make
    if not shown.fresh:
        return f"{_changed(shown.drift)}，重新生成{papers}", make
    if held:
        return "材料已生成，还有问题要处理，先看清单", f"check {month}"
    if open_findings:
        return f"剩下的{open_findings}个问题都登记了带缺定稿，可以定稿", f"{make} --final"
    if year_end:
        return "材料已生成；在认定表里填好认定结果和批准日期后定稿", f"{make} --final"
    return "没有待处理的问题，可以定稿", f"{make} --final"


def _nothing_came(month: Month, folder: str) -> tuple[str, str]:
    """What to do before the first sheet is here: forms, and once they were made, to wait."""
    if folder:
        return f"表样已生成。各单位报来的放进 {folder}；到时还没报的，列出来催", f"remind {month}"
    form = f"forms {month.year} --year-end" if month.is_year_end else f"forms {month}"
    return "还没有收到报表。先生成空白表样发给各单位", form


def _fair(what: str, month: Month, name: str, drift: Drift) -> tuple[str, str]:
    """What is left to do with a 清样: it goes to the leader, and comes back signed."""
    if drift.sources:
        return (
            f"{what}已出清样，但{_changed(drift)}；要按新的数重出，先看变动后的问题，再重新生成",
            f"check {month}",
        )
    return f"{what}已出清样，可以打印送签；签发以后登记", f"sign {month} 签回来的文稿.docx"


def _after_sealing(what: str, month: Month, name: str, drift: Drift) -> tuple[str, str]:
    """What is left to do with a sealed set."""
    if drift.sources:
        return (
            f"{what}已签发，但{_changed(drift)}；先看变动后的问题，再重新生成，另出更正的一套",
            f"check {month}",
        )
    if drift.version:
        return f"{what}已签发；程序此后换了版本，可以看看数字有没有变化", f"verify --again {name}"
    return f"{what}已签发，可以打包外发；送出以后登记报送", f"pack {month} 外发"


def _after_correcting(month: Month, name: str, correction: Shown) -> tuple[str, str]:
    """What is left to do with the 更正 of that name, made from what people have put in by now."""
    what = "考核认定" if month.is_year_end else "本月"
    make = f"assess {month.year}" if month.is_year_end else f"monthly {month}"
    if correction.sealed:
        return f"{what}和此后的更正都已签发，可以打包外发", f"pack {month} 外发"
    if correction.settled:
        return (
            f"{what}已签发，此后的更正也出了清样（outputs/{name}），可以打印送签；签发以后登记",
            f"sign {month} 签回来的文稿.docx",
        )
    return f"{what}已签发，此后的变动做成了更正（outputs/{name}），看了更正说明再定稿", f"{make} --final"


def _changed(drift: Drift) -> str:
    """What changed in a word: the files are named elsewhere."""
    changed = {PurePath(path).stem for path in (*drift.arrived, *drift.altered, *drift.gone)}
    if changed:
        own = sorted(changed & _PEOPLES)
        return f"{'、'.join(own) if own and changed <= _PEOPLES else '报表'}有变动"
    return "模板有变动" if drift.templates else "程序换了版本"


def status(office: Workspace, today: date) -> Situation:
    """Where the month stands and what to type next; nothing is written."""
    year = office.current_year(today)
    if year is None:
        return Situation(next_step=("还没有任务分解表，先新建工作目录", "init 文件夹"))
    plan, findings = examine_plan(office, year)
    if plan is None or any(finding.open for finding in findings):
        return Situation(next_step=("任务分解表有错误，先看错在哪里", "plan check"))
    return situation_of(office, today, *judged(office, current_month(office, plan, today)))


def situation_of(
    office: Workspace, today: date, plan: Plan, decisions: Decisions, history: History, progress: Progress
) -> Situation:
    """The same, of a period that is read and reckoned already."""
    month, year = progress.month, progress.month.year
    made = f"{month}-汇总" if plan.own_lead else f"{year}-考核" if month.is_year_end else str(month)
    people = ruled(office, year) if month.is_year_end else []
    inputs = inputs_of(office, plan, decisions, history, people)
    day = own_day(office, plan, month)
    shown = standing(office, made, inputs, day)
    handed_out = (office.outputs / f"{month}-表样").is_dir()
    folder = office.relative(office.month_folder(month)) if handed_out else ""
    earlier = past_runs(office.outputs, made)
    words = _of_kept_words(office.outputs / made) if shown is not None and shown.fresh else ()
    found = situation(plan, decisions, progress, history[month], made, shown, earlier, folder, words)
    corrected = correction_of(office, made, inputs, day) if found.drift.sources else None
    awaited = owed(plan, history, month, progress.findings, decisions.calls)
    sent = _all_sent(decisions, month, found.state)
    if corrected is not None:
        found = replace(found, next_step=_after_correcting(month, *corrected))
    elif sent and not found.drift:
        found = replace(found, next_step=("本期已签发、报送；接下来到哪天办什么", "run --dry-run"))
    return replace(
        found,
        strays=(*copies_beside(office, year), *strays(office, plan)),
        state=PaperState.SENT if sent else found.state,
        signing=to_look_at(office, plan, decisions, today),
        instructed=_instructed(plan, decisions, today),
        raised=_raised(plan, decisions, today),
        called=tuple(dict.fromkeys((one.name, call) for one in awaited for call in one.called)),
    )


def _of_kept_words(folder: Path) -> tuple[Finding, ...]:
    """What a set told of the words people keep when it was made; nothing where its list is not the one it was made with."""
    manifest, data = read_manifest(folder), b""
    with suppress(OSError):
        data = (folder / FINDINGS).read_bytes()
    listed = manifest is not None and manifest.digests.get(FINDINGS) == digest(data)
    return findings_in(data, OF_KEPT) if listed else ()


def _all_sent(decisions: Decisions, month: Month, state: PaperState | None) -> bool:
    return state is PaperState.SIGNED and decisions.signing.of(month).all_sent()


def _instructed(plan: Plan, decisions: Decisions, today: date) -> tuple[Instructed, ...]:
    return tuple(
        Instructed(
            one.given,
            one.post,
            tuple(plan.name(unit, today) for unit in one.units),
            one.due,
            one.words,
            one.overdue_on(today),
            one.paper,
            one.done,
        )
        for one in standing_open(decisions.instructions, today)
    )


def _raised(plan: Plan, decisions: Decisions, today: date) -> tuple[Raised, ...]:
    return tuple(
        Raised(
            one.target,
            plan.name(one.unit, today),
            one.due,
            state(plan, one, today),
            one.overdue_on(today),
        )
        for one in left_open(decisions.coordinations, today)
    )
