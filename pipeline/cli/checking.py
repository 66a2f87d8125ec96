"""`plan` and `templates`: what is amiss in what an office made ready, as a person is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from pipeline.cli import contract, plan_contract, text
from pipeline.cli.answers import answer
from pipeline.cli.options import Manner
from pipeline.cli.terminal import pad, wrapped
from pipeline.documents.wording.counts import promise
from pipeline.inputs.plan.workbook import filled_in
from pipeline.model.months import day_of_month
from pipeline.model.plan import Matter, Plan, Target
from pipeline.model.promises import Node
from pipeline.workflows import office as founding
from pipeline.workflows.endings import code_of
from pipeline.workflows.in_hand import current_month, year_in_hand


def _year(manner: Manner) -> int:
    """The year whose plan, or draft, is in hand; `PlanProblem` where there is neither."""
    return manner.office.plan_year(manner.today) or year_in_hand(manner.office, manner.today)


def plan_check(manner: Manner) -> int:
    """`plan check`: every finding with its cell; of a plan that will do, the next step."""
    found, items = founding.plan_check(manner.office, _year(manner))
    lines = list(text.findings(items, notes=True))
    if found is not None and not any(finding.open for finding in items):
        if manner.office.drafts(found.profile.year) and not filled_in(manner.office, found.profile.year):
            lines += ["", "草稿可以用了。下一步：采用它", f"  {manner.command} plan accept"]
            return answer(manner, lines, plan_contract.plan_json(found, items), code_of(items))
        month = current_month(manner.office, found, manner.today)
        form = f"forms {month.year} --year-end" if month.is_year_end else f"forms {month}"
        begun = manner.office.month_folder(month).is_dir()
        told = "看这一期办到哪一步" if begun else "生成空白表样发给各单位"
        lines += [
            "",
            f"任务分解表可以用了。下一步：{told}",
            f"  {manner.command} {'status' if begun else form}",
        ]
    return answer(manner, lines, plan_contract.plan_json(found, items), code_of(items))


def plan_show(manner: Manner) -> int:
    """`plan show`: matters, units and targets; of a plan that cannot be read, why."""
    found, items = founding.plan_check(manner.office, _year(manner))
    lines = plan_text(found) if found is not None else text.findings(items, notes=True)
    return answer(manner, lines, plan_contract.plan_json(found, items), code_of(items))


def templates_check(manner: Manner, pdf: bool) -> int:
    """`templates check`: every tag that is none, with its paragraph; with `pdf` the pages measured too."""
    if pdf and not manner.quiet:
        click.echo("正在试印……", err=True)
    items = founding.templates_check(manner.office, pdf)
    lines = text.findings(items, notes=True) if items else ["模板都没有问题。"]
    return answer(manner, lines, contract.templates_json(items), code_of(items))


def plan_text(plan: Plan) -> Iterator[str]:
    """The plan as an outline: the office's words, what the notice demands, matters, roles, targets; then what last year left."""
    yield from _year_text(plan)
    if plan.carried:
        yield ""
        yield f"跨年事项 {len(plan.carried)} 项，不计入本年的指标："
    for one in plan.carried:
        said = f"   {one.kind or ''}　{one.title}（{'、'.join(one.leads)}）{one.state}"
        yield from wrapped(said, " " * 6)


def _year_text(plan: Plan) -> Iterator[str]:
    profile, day = plan.profile, plan.profile.notice_date
    yield f"{profile.year}年　{profile.notice_title}"
    yield f"{profile.notice_number}　{len(plan.matters)}{plan.terms.counter}{plan.terms.matter}　{len(plan.targets)}项指标　{len(plan.units)}个单位"
    terms, asked = plan.terms, "、".join(plan.requirements) or "没有填"
    lower = terms.lower if any(unit.county for unit in plan.units) else "没有下级单位"
    yield f"称呼　{terms.realm}　{lower}　{terms.leader}　一{terms.counter}{terms.matter}"
    yield f"通知要求　{asked}"
    for word, members in plan.groups.items():
        yield from wrapped(f"{word}　指{'、'.join(members)}", " " * 6)
    for matter in plan.matters:
        yield ""
        yield from wrapped(f"{matter.number}. {matter.title}", "   ")
        leads, cooperating = (plan.names(keys, day) for keys in (matter.leads, matter.cooperating))
        yield from wrapped(f"   责任单位　{leads}", "             ")
        yield from wrapped(f"   配合单位　{cooperating or '无'}", "             ")
        for target in plan.targets_of(matter.number):
            goal = target.goals[0]
            shown = promise(target, goal) if goal.amount is not None else ""
            yield from wrapped(
                f"   {pad(target.id, 7)}{pad(target.kind.name, 10)}{target.name} {shown}{_who(plan, matter, target, day)}",
                " " * 20,
            )
            nodes = "；".join(_node(target, node) for node in plan.nodes_of(target.id))
            if nodes:
                yield from wrapped(f"{' ' * 20}节点　{nodes}", " " * 26)


def _who(plan: Plan, matter: Matter, target: Target, day: date) -> str:
    """（市工信局） where not every lead of the matter answers for the target, （相加） where several do; else nothing."""
    own = plan.names(target.leads, day) if target.leads != matter.leads else ""
    pooling = target.pooling.value if target.pooling is not None and len(target.leads) > 1 else ""
    told = "，".join(filter(None, (own, pooling)))
    return f"（{told}）" if told else ""


def _node(target: Target, node: Node) -> str:
    """6月30日5所, 10月31日主体封顶."""
    due = target.measure.said(node.amount) if node.amount is not None else ""
    return f"{day_of_month(node.due)}{due}{node.words}"
