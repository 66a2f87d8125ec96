"""A month's folder: every entry accounted for, and which file is whose report.

Whose sheet it is, in which role and for which month comes from the sheet, held against the plan;
never from the file's name or time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.files.folder import digest, entries
from pipeline.files.markings import is_word, plain_text, word_tables
from pipeline.files.spreadsheets.books import SUFFIXES, read_book
from pipeline.files.spreadsheets.preflight import OFD, Unreadable, scan
from pipeline.inputs.returns.arrivals import Piece, pieces
from pipeline.inputs.returns.found_form import FoundForm
from pipeline.inputs.returns.layout import COOPERATION_SHEET, PROGRESS_SHEET, headers_in
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.tables.reader import reread, suggesting
from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Place
from pipeline.model.findings import RETURN_SHEET, RETURN_SIGN, Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role, fold
from pipeline.model.readings import Book, FileOutcome, Outcome
from pipeline.model.run_steps import each

_SIGN = re.compile(rf"{RETURN_SIGN}([0-9a-f]{{16}})(?![0-9a-f])")
_PROSE = (".txt", ".md", ".rtf")
# How many words of the form's header a table in Word must hold to be taken for the form.
_FORM_IN_WORD = 4


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that is a unit's report for the month, in a role."""

    book: Book
    form: FoundForm
    unit: str
    role: Role

    @property
    def layout(self) -> str:
        """The sheet its figures are read from."""
        return PROGRESS_SHEET.name if self.role is Role.LEAD else COOPERATION_SHEET.name


@dataclass
class Collection:
    """What a folder held: submissions to use, an outcome per entry, findings about files.

    `unusable` holds by unit the first refused file that is, or may be, its report; `day` is that of an 临时调度.
    """

    submissions: list[Submission] = field(default_factory=list)
    files: list[FileOutcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)
    day: date | None = None

    def outcome(self, name: str, outcome: Outcome, reason: str, sha256: str = "", unit: str = "") -> None:
        """Note what became of an entry."""
        self.files.append(FileOutcome(name, outcome, reason, sha256, unit))

    def may_be_of(self, unit: str | None, name: str) -> None:
        """Note a refused file under the unit it may have come from: nobody shall be told that nothing came."""
        if unit:
            self.unusable.setdefault(unit, name)

    def knows(self, name: str) -> bool:
        """True for an entry that is accounted for already."""
        return any(file.name == name for file in self.files)

    def refuse(
        self,
        code: Code,
        name: str,
        sha256: str,
        message: str,
        unit: str = "",
        fix: str = "",
        at: Cell | None = None,
    ) -> None:
        """Refuse a file, with a finding that names it, and the cell where that shows."""
        self.may_be_of(unit, name)
        self.outcome(name, Outcome.REFUSED, message, sha256)
        self.findings.append(Finding(code, f"{name}：{message}", fix, unit=unit, place=at or Place(name)))


def collect(plan: Plan, folder: Path, root: Path, month: Month, day: date | None = None) -> Collection:
    """Everything in `folder` (may be missing), each entry with what became of it; `day` where it is an 临时调度's."""
    result = Collection(day=day)
    candidates: list[Submission] = []
    for entry in each(f"读报表 {month}", entries(folder, root)):
        for piece in pieces(folder, entry):
            data = _open(plan, month, piece, result)
            if data is not None:
                candidates += _submissions(plan, month, data, piece.name, result)
    _choose(plan, candidates, result)
    for file in result.files:
        if file.outcome is Outcome.REFUSED and file.name not in result.unusable.values():
            result.may_be_of(plan.unit_named_in(file.name), file.name)
    result.files.sort(key=lambda file: file.name)
    order = [unit.key for unit in plan.units]
    result.submissions.sort(key=lambda submission: (order.index(submission.unit), submission.role.value))
    return result


def _open(plan: Plan, month: Month, piece: Piece, result: Collection) -> bytes | None:
    """The bytes of a piece that may be a report; None once it is accounted for otherwise."""
    if piece.ignored:
        result.outcome(piece.name, Outcome.IGNORED, piece.ignored, piece.sha256)
    elif piece.problem:
        result.refuse(piece.code, piece.name, piece.sha256, piece.problem, fix=piece.fix)
    elif piece.data is None or _is_paper(plan, piece, result) or _is_prose(plan, month, piece, result):
        return None
    else:
        return piece.data
    return None


def _is_paper(plan: Plan, piece: Piece, result: Collection) -> bool:
    """Note a scan or a layout file. No figure comes from it: its name may say under whom it is filed."""
    assert piece.data is not None
    kind = scan(piece.data)
    if not kind or piece.name.lower().endswith(SUFFIXES):
        return False
    what = "盖章版式文件" if kind == OFD else "盖章扫描件"
    why = f"{what}，存档备查，数字以电子表格为准"
    result.outcome(piece.name, Outcome.STAMPED, why, piece.sha256, plan.unit_named_in(piece.within) or "")
    return True


def _is_prose(plan: Plan, month: Month, piece: Piece, result: Collection) -> bool:
    """Note a Word or text file: it stays where it is, unread. F18 if a Word table stands for the form, F17 else."""
    assert piece.data is not None
    word = is_word(piece.data)
    if not word and (piece.data == b"" or not piece.name.lower().endswith(_PROSE)):
        return False
    text = fold(word_tables(piece.data) if word else plain_text(piece.data))
    form = headers_in(text) >= _FORM_IN_WORD
    if form and not word:
        # The form saved as text with commas is read like any .csv.
        return False
    result.outcome(piece.name, Outcome.PROSE, "文字件，未读数", piece.sha256)
    unit = plan.unit_named_in(piece.within) or ""
    if form:
        result.may_be_of(unit, piece.name)
        whom = f"{plan.name(unit, plan.naming_day(month))}：" if unit else ""
        message = f"{piece.name}：是用 Word 表填的报表，没有读数"
        fix = (
            f"可以发给单位：“{whom}您单位{plan.cycle.label(month)}报表是用 Word 填的，程序读不了。"
            "请把数字填进 Excel 表样（.xlsx）发回，Word 件不用再发，谢谢。”"
        )
        result.findings.append(Finding(Code.F18, message, fix, unit=unit, place=Place(piece.name)))
    else:
        message = f"{piece.name}：文字件，未读数"
        result.findings.append(Finding(Code.F17, message, unit=unit, place=Place(piece.name)))
    return True


def _submissions(plan: Plan, month: Month, data: bytes, name: str, result: Collection) -> list[Submission]:
    """The reports in a file, one a role; none, once it is refused or ignored."""
    sha256 = digest(data)
    try:
        book = read_book(data, name)
    except Unreadable as reason:
        result.refuse(Code.F01, name, sha256, str(reason))
        return []
    result.findings.extend(reread(book))
    form = find_form(book, month, plan.terms, plan.rules.extra_columns, result.day)
    if form is None:
        result.refuse(Code.F07, name, sha256, "没有找到进展情况表的表头")
        return []
    if form.problem:
        fix = form.fix or plan.terms.of("请用当月表样填报，只留一张要报的表，不要改动表头")
        at = book.cell(*form.at) if form.at is not None else None
        said = f"工作表“{at.sheet}”{at.ref}：{form.problem}" if at is not None else form.problem
        result.refuse(form.code, name, sha256, said, plan.find_unit(form.unit) or "", fix, at)
        return []
    unit = _whose(plan, form, name, sha256, result)
    if unit is None or not _for_month(plan, form, month, unit, name, sha256, result):
        return []
    roles = _roles(plan, form, unit)
    if not roles:
        message = "本单位没有任务需要填这张表，没有采用"
        result.outcome(name, Outcome.IGNORED, message, sha256)
        result.findings.append(Finding(Code.F08, f"{name}：{message}", unit=unit, place=Place(name)))
    for sheet in form.passed if roles else ():
        message = f"{name}：工作表“{sheet}”是{plan.terms.of('别的月份')}的，没有采用"
        result.findings.append(Finding(Code.F13, message, unit=unit, place=Place(name)))
    return [Submission(book, form, unit, role) for role in roles]


def _whose(plan: Plan, form: FoundForm, name: str, sha256: str, result: Collection) -> str | None:
    """The key of the unit the sheet names; None, with the file refused, if the plan knows no such unit."""
    unit = plan.find_unit(form.unit) if form.unit else None
    others = [text for text in form.units if plan.find_unit(text) != unit]
    if unit is None or others:
        for text in form.units:
            result.may_be_of(plan.find_unit(text) or plan.unit_named_in(text), name)
    if unit is not None and others:
        said = f"各张工作表的填报单位不一致（“{form.unit}”“{others[0]}”）"
        result.refuse(Code.F02, name, sha256, said, unit, fix="请单位改正后重报")
        return None
    if unit is None:
        said = f"填报单位写作“{form.unit}”，任务分解表里没有" if form.unit else "没有写填报单位"
        result.refuse(
            Code.F02,
            name,
            sha256,
            said,
            fix=f"请在表头写明单位简称{suggesting(plan.likeliest_unit(form.unit))}，"
            "或在任务分解表给单位补上别名；与本月无关的请移出文件夹",
        )
    return unit


def _for_month(
    plan: Plan, form: FoundForm, month: Month, unit: str, name: str, sha256: str, result: Collection
) -> bool:
    """True if the sheet is for that month; else the file is refused."""
    others = [str(other) for other in form.months if other != form.month]
    if form.month == month and not others:
        return True
    said = (
        plan.terms.of(f"各张工作表的填报月份不一致（{form.month}、{others[0]}）")
        if others
        else f"{plan.terms.of('填报月份')}写作“{form.month_text}”，不是{month.year}年{plan.cycle.label(month)}"
        if form.month_text
        else plan.terms.of("没有写填报月份")
    )
    result.refuse(
        Code.F03,
        name,
        sha256,
        said,
        unit,
        fix=f"请换成{month.year}年{plan.cycle.label(month)}的表，或放到{plan.terms.of('对应月份')}的文件夹",
    )
    return False


def _roles(plan: Plan, form: FoundForm, unit: str) -> list[Role]:
    """The roles this office reads the file for: a compiler both, a lead its own sheet and its cooperating units'.

    One workbook may hold both sheets; a sheet left blank beside a filled one is no report.
    """
    own = plan.own_lead
    roles = {}
    if PROGRESS_SHEET.name in form.sheets and plan.led_by(unit) and own in ("", unit):
        roles[Role.LEAD] = form.answered(PROGRESS_SHEET.name)
    if COOPERATION_SHEET.name in form.sheets and any(
        unit in matter.cooperating for matter in plan.matters if own in ("", *matter.leads)
    ):
        role = Role.COUNTY if plan.unit(unit).county else Role.COOPERATING
        roles[role] = form.answered(COOPERATION_SHEET.name)
    return [role for role, filled in roles.items() if filled] or list(roles)[:1]


def _choose(plan: Plan, candidates: list[Submission], result: Collection) -> None:
    """One file per unit and role: copies count once, the later 填报日期 stands, a tie refuses both."""
    groups: dict[tuple[str, Role], list[Submission]] = defaultdict(list)
    first: dict[tuple[str, str], str] = {}
    for candidate in candidates:
        unit, book = candidate.unit, candidate.book
        twin = first.setdefault((unit, book.sha256), book.file)
        if twin == book.file:
            groups[unit, candidate.role].append(candidate)
        elif not result.knows(book.file):
            message = f"与 {twin} 内容完全相同，只算一份"
            result.outcome(book.file, Outcome.IGNORED, message, book.sha256)
            result.findings.append(
                Finding(Code.F06, f"{book.file}：{message}", unit=unit, place=Place(book.file))
            )
    corrected = {place: _corrected(group) for place, group in groups.items()}
    for place, gone in corrected.items():
        groups[place] = [one for one in groups[place] if one.book.file not in gone]
    refused: set[str] = set()
    # A file refused for one sheet leaves the files of another: those, too, may be a tie.
    while tied := {one.book.file for group in groups.values() for one in _tied(group, refused, result)}:
        refused |= tied
    used: dict[str, list[Submission]] = defaultdict(list)
    superseded: dict[str, list[tuple[Submission, Submission]]] = defaultdict(list)
    for group in groups.values():
        left = [one for one in group if one.book.file not in refused]
        if not left:
            continue
        latest = max(left, key=lambda one: one.form.filled or date.min)
        used[latest.book.file].append(latest)
        for one in left:
            if one is not latest:
                superseded[one.book.file].append((one, latest))
    for submissions in used.values():
        _use(plan, submissions, result)
    for pairs in superseded.values():
        _pass_over(pairs, result)
    for old, new in (pair for gone in corrected.values() for pair in gone.values()):
        _give_way(old, new, result)


def _corrected(group: list[Submission]) -> dict[str, tuple[Submission, Submission]]:
    """By file: the reports whose own return (`check --return`) has come back corrected, each with what takes its place.

    A return says which file it was made from, so that no date need tell (PLAN §5).
    """
    signs = [(one, sign) for one in group if (sign := _made_from(one.book))]
    return {
        old.book.file: (old, new)
        for old in group
        for new, sign in signs
        if old.book.sha256.startswith(sign) and old.book.file != new.book.file
    }


def _made_from(book: Book) -> str:
    """The beginning of the sha256 of the file this return was made from; empty for a sheet of the unit's own."""
    texts = (
        content.text
        for sheet in book.sheets
        if sheet.name == RETURN_SHEET
        for content in sheet.contents.values()
    )
    found = next((match for text in texts if (match := _SIGN.search(text))), None)
    return found[1] if found is not None else ""


def _give_way(old: Submission, new: Submission, result: Collection) -> None:
    """Note that a report has been corrected on its own return."""
    if result.knows(old.book.file):
        return
    message = f"已退回，单位改正后发回的 {new.book.file} 取代了它"
    result.outcome(old.book.file, Outcome.IGNORED, message, old.book.sha256)
    result.findings.append(
        Finding(Code.F19, f"{old.book.file}：{message}", unit=old.unit, place=Place(old.book.file))
    )


def _tied(group: list[Submission], refused: set[str], result: Collection) -> list[Submission]:
    """The reports not refused already that nobody can tell apart by date, refused now; none if one is the latest."""
    group = [submission for submission in group if submission.book.file not in refused]
    dates = [submission.form.filled for submission in group]
    latest = max((day for day in dates if day is not None), default=None)
    if len(group) < 2 or (None not in dates and dates.count(latest) == 1):
        return []
    names = "、".join(submission.book.file for submission in group)
    for submission in group:
        if not result.knows(submission.book.file):
            result.refuse(
                Code.F04,
                submission.book.file,
                submission.book.sha256,
                f"同一单位有{len(group)}份不同的表（{names}），填报日期相同或没填，分不清先后",
                submission.unit,
            )
    return group


def _use(plan: Plan, submissions: list[Submission], result: Collection) -> None:
    """Take the reports of one file, with the reason and any caution."""
    book, unit = submissions[0].book, submissions[0].unit
    reasons = []
    for submission in submissions:
        lead = submission.role is Role.LEAD
        judged = lead or plan.waits_for(submission.role)
        reasons.append(
            "责任单位报表" if lead else f"配合单位报表，{'供责任单位汇总' if judged else '不计入本单位汇总'}"
        )
    result.submissions += submissions
    result.outcome(book.file, Outcome.USED, "；".join(reasons), book.sha256)
    if book.caution:
        result.findings.append(
            Finding(Code.F09, f"{book.file}：{book.caution}", unit=unit, place=Place(book.file))
        )


def _pass_over(pairs: list[tuple[Submission, Submission]], result: Collection) -> None:
    """Note that another file of later date stands for this one, or for the part of it that is not used."""
    book, unit = pairs[0][0].book, pairs[0][0].unit
    partly = result.knows(book.file)
    messages = dict.fromkeys(
        f"{f'其中{one.layout}表' if partly else ''}已被填报日期更晚（{_day(kept.form.filled)}）的 {kept.book.file} 取代"
        for one, kept in pairs
    )
    if not partly:
        result.outcome(book.file, Outcome.IGNORED, "；".join(messages), book.sha256)
    result.findings += (
        Finding(Code.F05, f"{book.file}：{message}", unit=unit, place=Place(book.file))
        for message in messages
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "没填"
