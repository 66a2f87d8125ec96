"""Rules on reports as a whole: missing, late, left blank, without the nodes they are judged by."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.inputs.returns.check.facts import Facts, column_cell
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import NOWHERE, Place
from pipeline.model.findings import Finding
from pipeline.model.months import day_of_month
from pipeline.model.plan import Pooling, Role, Target
from pipeline.model.readings import Row, UnitReport


def missing_reports(facts: Facts) -> Iterator[Finding]:
    """U01: a unit that had to report this month sent nothing that can be used."""
    plan, returns = facts.plan, facts.returns
    for report in facts.chased():
        if report.file:
            continue
        name = facts.name(report.unit)
        led = plan.led_by(report.unit) if report.role is Role.LEAD else ()
        came = f"报来的{report.refused}不能使用，" if report.refused else ""
        about = f"，涉及{len(led)}项指标" if led else ""
        yield Finding(
            Code.U01,
            f"{name}{came}没有可用的{plan.cycle.label(returns.month)}报表{about}",
            fix=f"请{name}改好后重报"
            if report.refused
            else f"请催{name}报送（应于{day_of_month(facts.due(report))}前报）",
            why=plan.terms.of("它的指标本月只能写“数据正在核实”") if report.refused else "",
            unit=report.unit,
            place=Place(report.refused) if report.refused else NOWHERE,
        )


def late_reports(facts: Facts) -> Iterator[Finding]:
    """U02, U03: arrival after the deadline, or no date to tell by."""
    for report in facts.chased():
        name = facts.name(report.unit)
        if report.late and report.received is not None:
            due = facts.due(report)
            yield Finding(
                Code.U02,
                f"{name}于{day_of_month(report.received)}报送，比{day_of_month(due)}的时限晚{(report.received - due).days}天",
                unit=report.unit,
                place=Place(report.file),
            )
        elif report.file and report.received is None:
            yield Finding(
                Code.U03,
                f"{name}的报表没有填报日期，或填报日期写得不清楚、不可能",
                unit=report.unit,
                place=Place(report.file),
            )


def blank_rows(facts: Facts) -> Iterator[Finding]:
    """R01: a lead left out a target, or left its figure (定性: its sentence) blank.

    Of leads that report the same figure one is enough; of figures that are added up each lead owes its own.
    """
    returns = facts.returns
    reported = {r.unit: r for r in returns.reports if r.file and r.role is Role.LEAD}
    for target in facts.plan.targets:
        pooled = returns.row(target.id)
        if facts.suspended(target) or (target.id in facts.spoilt and not (pooled and pooled.of)):
            continue
        leads = facts.plan.answering(target)
        rows = {lead: returns.row_of(target.id, lead) for lead in leads}
        held = {
            finding.unit
            for finding in returns.findings
            if finding.target == target.id and finding.effect is not Effect.NONE
        }
        silent = [lead for lead in leads if lead not in held and not _said_something(rows[lead], target)]
        if len(silent) < len(leads) and target.kind.quantified and target.pooling is not Pooling.SUM:
            continue
        for lead in silent:
            if lead in reported:
                yield _blank(facts, target, rows[lead], reported[lead])


def _blank(facts: Facts, target: Target, row: Row | None, report: UnitReport) -> Finding:
    column = "cumulative" if target.kind.quantified else "headline"
    title = "累计完成" if target.kind.quantified else "一句话进展"
    said = f"的“{title}”没有填" if row is not None else "这一行不在表里"
    return Finding(
        Code.R01,
        f"{target.id} {target.name}{said}",
        fix="" if target.kind.quantified else "请用一句话写明做了什么",
        why="空白不等于零，本月只能写“截至发文时未报送”",
        unit=report.unit,
        target=target.id,
        place=column_cell(row, column) if row is not None else Place(report.file),
    )


def _said_something(row: Row | None, target: Target) -> bool:
    if row is None:
        return False
    return row.cumulative is not None if target.kind.quantified else bool(row.headline or row.progress)


def blank_shares(facts: Facts) -> Iterator[Finding]:
    """R01: a county left out its share of a target that is reported by county."""
    for report in facts.returns.reports:
        for target in facts.plan.targets:
            asked = report.unit in target.counties and facts.plan.concerns(target)
            row = facts.returns.row(target.id)
            given = row is not None and row.cumulative is not None
            if not asked or given or target.id in facts.spoilt or facts.suspended(target):
                continue
            said = "的“累计完成”没有填" if row is not None else "这一行不在表里"
            place = column_cell(row, "cumulative") if row is not None else Place(report.file)
            yield Finding(
                Code.R01,
                f"{facts.name(report.unit)}的{target.id} {target.name}{said}",
                why=f"空白不等于零，缺一个{facts.terms.lower}就不能合计",
                unit=report.unit,
                target=target.id,
                place=place,
            )


def nodes_wanted(facts: Facts) -> Iterator[Finding]:
    """C12: an unfinished target judged by nodes that has none."""
    returns = facts.returns
    finished = {
        target.id
        for target, _, reading in facts.usable()
        if reading.figure.amount >= (facts.goal(target) or 0)
    }
    for target in facts.plan.targets:
        row = returns.row(target.id)
        if (
            target.by_nodes
            and facts.plan.concerns(target)
            and not facts.suspended(target)
            and target.id not in finished
            and not facts.plan.nodes_of(target.id)
        ):
            place = row.cells["cumulative"] if row is not None else NOWHERE
            yield Finding(
                Code.C12,
                f"{target.id} {target.name}按节点考核，但任务分解表没有设节点",
                unit=row.unit if row is not None else target.leads[0],
                target=target.id,
                place=place,
            )
