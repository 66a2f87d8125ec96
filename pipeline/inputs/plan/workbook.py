"""任务分解表.xlsx to Plan: strict, complete, every complaint with its sheet and cell.

The sheets and their columns are declared once here; `init` writes the empty workbook from the same
declarations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.files.folder import digest, is_there, load_own
from pipeline.files.spreadsheets.books import read_own_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.plan import defaults, holidays, last_year, lower_targets, sections, settings, successor
from pipeline.inputs.plan.directory import Directory, with_usual_names
from pipeline.inputs.plan.drafted import is_draft, tell_open, without_source
from pipeline.inputs.plan.guidance import guidance
from pipeline.inputs.plan.ladder import ladders
from pipeline.inputs.plan.leads import with_letters
from pipeline.inputs.plan.plan_nodes import nodes
from pipeline.inputs.plan.rule_sense import check_rules
from pipeline.inputs.plan.schema import CHOICES, PROFILE_ITEMS, RULE_ITEMS, TABLES
from pipeline.inputs.plan.target_sense import check_targets
from pipeline.inputs.tables.reader import Problems, read_tables, reread
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.codes import Level
from pipeline.model.errors import PlanProblem
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.readings import Book
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace


def load_plan(office: Workspace, year: int) -> Plan:
    """The plan of `year`. `PlanProblem` with every finding if it is missing or holds an error."""
    plan, findings = examine_plan(office, year)
    errors = [finding for finding in findings if finding.level is not Level.NOTE]
    if plan is None or errors:
        where = office.plan_file(year).name
        raise PlanProblem(
            f"{where} 有{len(errors)}处错误，不能继续。请用 minsheng plan check 查看并改正后再运行。", errors
        )
    done(
        "读任务分解表",
        f"{len(plan.matters)}{plan.terms.counter}{plan.terms.matter} {len(plan.targets)}项指标",
    )
    return plan


def examine_in_hand(office: Workspace, year: int) -> tuple[Plan | None, tuple[Finding, ...]]:
    """`examine_plan` of the year's plan, or of the latest draft while the plan is not filled in yet (NOTICE §6)."""
    drafts = office.drafts(year)
    if drafts and not filled_in(office, year):
        return examine_plan(office, year, drafts[-1])
    return examine_plan(office, year)


def filled_in(office: Workspace, year: int) -> bool:
    """Whether a year has a plan with any matter or target in it; one nobody can read is taken for one."""
    path = office.plan_file(year)
    if not is_there(path):
        return False
    try:
        tables = read_tables(read_own_book(load_own(path, office.inputs), path.name), TABLES, Problems())
    except Unreadable:
        return True
    return bool(tables["实事"] or tables["指标"])


def examine_plan(
    office: Workspace, year: int, draft: Path | None = None
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan, or a draft of it, as far as it can be read, and everything that is wrong or unconfirmed in it.

    Raises `PlanProblem` when there is no workbook to look at.
    """
    path = draft or office.plan_file(year)
    if not is_there(path):
        raise PlanProblem(
            f"没有找到 {office.relative(path)}。新建工作目录请用 minsheng init；"
            f"在别处运行请用 -C 指明工作目录。"
        )
    try:
        data = load_own(path, office.inputs)
        book = read_own_book(data, office.relative(path))
    except Unreadable as reason:
        raise PlanProblem(f"{office.relative(path)} {reason}") from None
    return examine_book(book, digest(data), office, year)


def examine_book(
    book: Book, sha256: str, office: Workspace, year: int
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that a workbook with that digest holds, and everything wrong or unconfirmed in it.

    What a draft marks as 请核对 is a finding as long as it stands there, whatever the file is called (NOTICE §6).
    """
    problems = Problems(list(reread(book)))
    drafted = is_draft(book)
    tables = read_tables(without_source(book), TABLES, problems)
    if drafted:
        tell_open(tables)
    below = [row.text("简称") for row in tables["单位"] if defaults.is_lower(row)]
    profile = settings.profile(
        tables["概况"], problems, year, below, defaults.reached_besides(tables["单位"])
    )
    rules = settings.rules(tables["规则"], problems, profile)
    rules = replace(rules, ladders=ladders(tables["督办阶梯"], rules))
    units = with_usual_names(sections.units(tables["单位"], profile.names_confirmed))
    known = Directory(units, profile)
    matters = sections.matters(tables["实事"], known)
    targets = sections.targets(tables["指标"], tables["目标调整"], matters, known)
    plan = Plan(
        profile=profile,
        matters=matters,
        targets=targets,
        nodes=nodes(tables["节点"], targets, year),
        units=with_letters(units, targets, problems),
        rules=rules,
        calendar=holidays.calendar(tables["节假日"], office, year, rules.day_shift, problems),
        county_goals=sections.county_goals(tables["分县任务"], targets, known),
        requirements=sections.requirements(tables["通知要求"]),
        carried=successor.carried(tables["跨年事项"], known),
        last_year=last_year.last_year(tables["上年同期"], tables["指标"], targets, year),
        file=book.file,
        sha256=sha256,
        groups=known.groups,
    )
    lower_targets.lower_targets(tables[lower_targets.SHEET.name], targets)
    sections.cross_check(plan, tables, problems)
    check_rules(plan, tables)
    check_targets(plan, tables)
    return plan, (*problems.findings, *problems.notes.values())


def blank_plan(year: int, told: Mapping[str, str], rows: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """任务分解表.xlsx for a new year, with an example on every sheet: 年度 is filled in, and of 概况 and 规则 what is
    `told`; `rows` are whole sheets.
    """
    values = {"年度": str(year), **told}
    given = {
        name: [(item.name, values.get(item.name, item.default), item.meaning) for item in items]
        for name, items in (("概况", PROFILE_ITEMS), ("规则", RULE_ITEMS))
    }
    day = date(year, 1, 1)
    return write_tables(TABLES, given | dict(rows), CHOICES, day, guidance(day, samples=True))


def rules_changed(office: Workspace, year: int) -> tuple[tuple[str, str, str], ...]:
    """The plan's rules that are not the usual ones: name, the usual value, the plan's, each as written."""
    path = office.plan_file(year)
    book = read_own_book(load_own(path, office.inputs), office.relative(path))
    told = {row.text("规则"): row.text("值") for row in read_tables(book, TABLES, Problems())["规则"]}
    return tuple(
        (item.name, item.default, told[item.name])
        for item in RULE_ITEMS
        if told.get(item.name, "") not in ("", item.default)
    )


def read_lower_targets(office: Workspace, plan: Plan) -> tuple[lower_targets.LowerTarget, ...]:
    """下级对应 of a plan that was read; what is wrong with it `plan check` tells, and the plan was refused for it."""
    book = read_own_book(load_own(office.root / plan.file, office.inputs), plan.file)
    rows = read_tables(book, TABLES, Problems())[lower_targets.SHEET.name]
    return lower_targets.lower_targets(rows, plan.targets)


def write_plan(rows: Mapping[str, Sequence[Sequence[str]]], day: date) -> bytes:
    """任务分解表.xlsx from rows by sheet name; sheets without rows are left for people to fill.

    概况 and 规则 always list every item with its default and meaning.
    """
    given = {
        "概况": [(item.name, item.default, item.meaning) for item in PROFILE_ITEMS],
        "规则": [(item.name, item.default, item.meaning) for item in RULE_ITEMS],
        **rows,
    }
    return write_tables(TABLES, given, CHOICES, day, guidance(day, samples=False))


def rewritten(rows: Mapping[str, Sequence[Sequence[str]]], year: int) -> bytes:
    """任务分解表.xlsx of a year from whole sheets of rows, as `init` lays it out."""
    day = date(year, 1, 1)
    return write_tables(TABLES, rows, CHOICES, day, guidance(day, samples=False))
