"""What people chose to have said (处理登记［入文］) in words: practices, matters to be coordinated, units
that may be named, months that brought far less than usual. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.documents.wording import clauses, season, targets
from pipeline.model.choices import Choice, Purpose, chosen
from pipeline.model.codes import Code
from pipeline.model.coordination import Coordination
from pipeline.model.figures import about as roughly
from pipeline.model.findings import Finding
from pipeline.model.kinds import BEHIND, FAILING
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, Printed, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

# Which of a unit's own words a purpose takes where people typed none.
_OWN = {Purpose.PRACTICE: "headline", Purpose.COORDINATED: "coordination"}


def practices(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[tuple[str, Phrase]]:
    """市文旅局 and what it does, for each practice somebody picked."""
    for one in chosen(choices, Purpose.PRACTICE):
        words = _words(plan, progress, one)
        if words is not None:
            yield plan.name(one.unit, progress.drawn_up), phrase(words, "。")


def coordinated(
    plan: Plan, progress: Progress, choices: Sequence[Choice], about: Collection[TargetProgress]
) -> Iterator[Phrase]:
    """市城管局提出：…（涉及市财政局，已征求意见）。 For what is to be coordinated of these targets; it asks nobody for anything."""
    own = {one.target.id for one in about}
    for one in chosen(choices, Purpose.COORDINATED):
        words = _words(plan, progress, one)
        if words is not None and one.target in own:
            asked = plan.names(one.consulted, progress.drawn_up)
            yield phrase(
                f"{plan.name(one.unit, progress.drawn_up)}提出：", words, f"（涉及{asked}，已征求意见）。"
            )


def settled(
    plan: Plan,
    progress: Progress,
    coordinations: Sequence[Coordination],
    about: Collection[TargetProgress],
) -> Iterator[Phrase]:
    """上期提请协调事项：市城管局提出的用地手续周期长，已于10月20日协调：市自然资源局开通绿色通道。 Once, in the papers after it was settled."""
    own, before = {one.target.id for one in about}, season.paper_before(plan, progress.month)
    for one in coordinations:
        if one.target in own and one.closed is not None and one.settled_between(before, progress.drawn_up):
            typed = quoted(targets.clause(one.text), one.cells["事项"], one.target) if one.text else ""
            yield phrase(
                f"上期提请协调事项：{plan.name(one.unit, progress.drawn_up)}提出的",
                typed or f"{plan.target(one.target).name}有关事项",
                f"，已于{day_of_month(one.closed)}协调：",
                quoted(targets.clause(one.outcome), one.cells["协调结果"], one.target),
                "。",
            )


def by_field(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[Phrase]:
    """城市管理领域：市城管局提出：…. In the leaders' order, matters to coordinate alone: nothing is counted beside a post (DOCUMENTS §4)."""
    for leader in dict.fromkeys(matter.matter.leader for matter in progress.matters if matter.matter.leader):
        own = [one for matter in progress.matters if matter.matter.leader == leader for one in matter.targets]
        words = list(coordinated(plan, progress, choices, own))
        if words:
            field = _FIELD.search(leader)
            yield phrase(f"{field[1]}领域：" if field else f"{leader}分管领域：", *words)


_FIELD = re.compile("分管(.+?)(?:工作)?的")


def named(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[tuple[str, Phrase]]:
    """A unit that may be named and how its targets fall short, the largest gap first; nothing of one that fell short in none."""
    for one in chosen(choices, Purpose.NAMED):
        short = [
            target
            for target in progress.targets
            if one.unit in target.target.leads and target.standing in BEHIND | FAILING
        ]
        words: Phrase = phrase()
        for target in targets.by_gap(short):
            told = (
                clauses.stated(plan, target) if target.standing in FAILING else clauses.lagging(plan, target)
            )
            words = phrase(words, "；" if words else "", told)
        if words:
            yield plan.name(one.unit, progress.drawn_up), phrase(words, "。")


def slackened(
    plan: Plan, progress: Progress, choices: Sequence[Choice], about: Collection[TargetProgress]
) -> Iterator[Phrase]:
    """法律援助案件受理本月新增45件，此前各月平均426件，办案人员集中培训。 For each of these targets people want it told of, in their words why."""
    own = {one.target.id: one for one in about}
    for one in chosen(choices, Purpose.SLACKENED):
        told = own.get(one.target)
        if told is not None and told.new is not None and told.usual is not None:
            of, target = plan.terms.of, told.target
            why = _words(plan, progress, one)
            yield phrase(
                f"{target.name}{of('本月新增')}",
                targets.told(plan, target, told.new, of("本月累计－上月累计（更正后）")),
                of("，此前各月平均"),
                targets.told(
                    plan, target, roughly(told.usual, plan.rules.rounding), of("此前各月新增的平均数")
                ),
                *(("，", why) if why is not None else ()),
                "。",
            )


def wordless(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[Finding]:
    """D01 for a choice with nothing to print: neither people nor the unit wrote it, or the month brought no less than usual."""
    usual = {one.target.id for one in progress.targets if one.usual is not None}
    for one in choices:
        if one.purpose is Purpose.SLACKENED and one.target not in usual:
            target = plan.target(one.target)
            said = plan.terms.of(f"{target.id} {target.name}本月新增不比平时少，没有写进材料")
            yield Finding(
                Code.D01,
                f"处理登记［{one.cell.sheet}］：{said}",
                "请核对编号和月份，或删去这一行",
                place=one.cell,
            )
        if one.purpose in _OWN and _words(plan, progress, one) is None:
            target = plan.target(one.target)
            what = "内容" if one.cell.sheet == "入文" else "事项"
            message = f"处理登记［{one.cell.sheet}］：{target.id} {target.name}{one.purpose}，“{what}”空着，单位报表里也没有这句话"
            yield Finding(Code.D01, message, f"请补填{what}，或删去这一行", place=one.cell)


def _words(plan: Plan, progress: Progress, one: Choice) -> Printed | None:
    """What people typed, else what the unit wrote; None where neither did."""
    if one.text.strip():
        return quoted(targets.clause(one.text), one.cell, one.target)
    rows = [
        row
        for target in progress.targets
        if target.target.id == one.target
        for row in target.rows
        if row.unit == one.unit and one.purpose in _OWN
    ]
    return next(filter(None, (targets.said(row, _OWN[one.purpose]) for row in rows)), None)
