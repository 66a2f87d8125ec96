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
    order = {report.unit: number for number, report in enumerate(reported)}
    for target in plan.targets:
        first = min((order[lead] for lead in target.leads if lead in order), default=None)
        report = reported[first] if first is not None else None
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
