"""Rules on 形象进度: a node that is due must be answered, and what was reached stays reached."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.inputs.returns.check.facts import Facts
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.milestones import State
from pipeline.model.plan import Role


def blank_milestones(facts: Facts) -> Iterator[Finding]:
    """R01: a lead that reported left a node in words that is due unanswered."""
    plan, returns = facts.plan, facts.returns
    reported = [report for report in returns.reports if report.file and report.role is Role.LEAD]
    for target in plan.targets:
        report = next((one for one in reported if one.unit in target.leads), None)
        if (
            report is None
            or target.id in facts.spoilt
            or facts.suspended(target)
            or not plan.in_words(target)
        ):
            continue
        row = returns.row(target.id)
        day = row.as_of if row is not None and row.as_of is not None else plan.lead_deadline(returns.month)
        told = returns.milestones_of(target.id)
        for node in plan.nodes_of(target.id):
            if node.due <= day and node.due not in told:
                yield Finding(
                    Code.R01,
                    f"{target.id} {target.name}的节点“{node.words}”已到期，“形象进度”表里没有填",
                    fix=f"请填{'、'.join(State)}后重报",
                    why="空白不等于未启动，本月只能写“截至发文时未报送”",
                    unit=report.unit,
                    target=target.id,
                    place=Place(report.file),
                )


def milestones_apart(facts: Facts) -> Iterator[Finding]:
    """Several leads answer of one node: U04 at every answer where they differ, U05 where one of them gave none (PLAN §3)."""
    plan, returns = facts.plan, facts.returns
    reported = {one.unit: one.file for one in returns.reports if one.file and one.role is Role.LEAD}
    for target in plan.targets:
        leads = [unit for unit in target.leads if unit in reported]
        if len(target.leads) < 2 or target.id in facts.spoilt or not plan.in_words(target):
            continue
        for node in plan.nodes_of(target.id):
            told = [one for one in returns.milestones if (one.target, one.due) == (target.id, node.due)]
            name = f"{target.id} {target.name}的“{node.words}”"
            if len({(one.state, one.done) for one in told}) > 1:
                said = "，".join(f"{_called(facts, one.unit)}填{one.state}" for one in told)
                for one in told:
                    what = f"{name}几个责任单位填的进展状态或完成日期不一致：{said}"
                    yield Finding(Code.U04, what, unit=one.unit, target=target.id, place=one.cell)
            answered = {one.unit for one in told}
            for unit in leads if told else ():
                if unit not in answered:
                    what = f"{name}没有{_called(facts, unit)}填的进展状态"
                    yield Finding(Code.U05, what, unit=unit, target=target.id, place=Place(reported[unit]))


def _called(facts: Facts, unit: str) -> str:
    return facts.plan.name(unit, facts.plan.naming_day(facts.returns.month))


def milestones_undone(facts: Facts) -> Iterator[Finding]:
    """C24: a node that was 已完成 in an earlier month is no longer."""
    for milestone in facts.returns.milestones:
        before = facts.reached.get((milestone.target, milestone.due))
        if before is None or milestone.state is State.DONE or milestone.target in facts.spoilt:
            continue
        target = facts.plan.target(milestone.target)
        words = next(node.words for node in facts.plan.nodes_of(target.id) if node.due == milestone.due)
        yield Finding(
            Code.C24,
            f"{target.id} {target.name}的“{words}”本月填了“{milestone.state}”，{facts.plan.cycle.label(before)}报的是已完成",
            unit=milestone.unit,
            target=target.id,
            place=milestone.cell,
        )
