"""批示 in words: what became of them for the leader who wrote them, and, only where people allow it, that others go by them. Pure.

His words are quoted sign for sign; no other paper says what they were (SIGNED §2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.documents.wording import season, targets
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.instructions import Instruction
from pipeline.model.months import chinese_date, day_of_month
from pipeline.model.phrases import Phrase, Printed, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

HEADING = "上期批示落实情况："
_ENDS = ("。", "！", "？")


def followed(
    plan: Plan, progress: Progress, leader: str, instructions: Sequence[Instruction]
) -> Iterator[Phrase]:
    """您9月30日在9月份呈阅件上批示“…。”由市城管局承办，要求10月31日前办结。办理情况：已开工两处。 For each on a leader's page.

    Those he wrote, and those of a post without a page of its own whose units answer for his matters; until told as settled.
    """
    own = [one for one in _of_period(plan, progress, instructions) if leader in _readers(plan, progress, one)]
    for number, one in enumerate(own):
        yield phrase(
            HEADING if not number else "",
            "您" if one.post == leader else one.post,
            season.dated(one.given, progress.month),
            *(("在", quoted(_line(one.paper), one.cells["来文"]), "上") if one.paper else ()),
            "批示“",
            quoted(_line(one.words), one.cell),
            f"”{'' if one.words.endswith(_ENDS) else '，'}由{plan.names(one.units, progress.drawn_up)}承办",
            f"，要求{_later(one, one.due)}前办结。" if one.due else "。",
            *_done(progress, one),
        )


def unfollowed(plan: Plan, progress: Progress, instructions: Sequence[Instruction]) -> Iterator[Finding]:
    """D20 for what a leader will look for in vain: nobody noted how far it is, or it stands on no page."""
    for one in _of_period(plan, progress, instructions):
        given = f"{chinese_date(one.given)}{one.post}的批示"
        if not _readers(plan, progress, one):
            fix = "批示岗位照任务分解表里的职务写，或在承办单位里写上责任单位"
            yield Finding(Code.D20, f"{given}不在任何一份呈阅件里", fix, place=one.cell)
        elif not one.done:
            fix = "请向承办单位了解后，在处理登记“批示”里补填办理情况"
            said = f"{given}没有登记办理情况，呈阅件里只有批示"
            yield Finding(Code.D20, said, fix, place=one.cells["办理情况"])


def required(plan: Plan, progress: Progress, unit: str, instructions: Sequence[Instruction]) -> str:
    """按照市领导批示要求， where a unit carries out one that other papers may go by; else nothing."""
    return f"按照{plan.terms.leaders}批示要求，" if unit in _bound(progress, instructions) else ""


def step(plan: Plan, progress: Progress, instructions: Sequence[Instruction]) -> Iterator[str]:
    """按照市领导批示要求，督促市城管局抓紧办理有关事项: what the office that compiles does next for those it may cite."""
    keys = _bound(progress, instructions)
    units = [
        one.key for one in plan.units if one.key in keys and not plan.one_body(one.key, plan.profile.organ)
    ]
    if units:
        named = plan.names(units, progress.drawn_up)
        yield f"按照{plan.terms.leaders}批示要求，督促{named}抓紧办理有关事项"


def _of_period(plan: Plan, progress: Progress, instructions: Sequence[Instruction]) -> Iterator[Instruction]:
    """Those a month's papers tell of: in hand, or settled since the papers of the period before."""
    before = season.paper_before(plan, progress.month)
    return (one for one in instructions if one.told_on(progress.drawn_up, before))


def _readers(plan: Plan, progress: Progress, one: Instruction) -> set[str]:
    """On whose pages it stands: its writer's, or theirs in whose charge its units' matters are."""
    matters = [matter for matter in progress.matters if matter.matter.leader]
    if any(matter.matter.leader == one.post for matter in matters):
        return {one.post}
    return {
        matter.matter.leader
        for matter in matters
        if any(unit in target.target.leads for target in matter.targets for unit in one.units)
    }


def _bound(progress: Progress, instructions: Sequence[Instruction]) -> set[str]:
    return {
        unit for one in instructions if one.cited and one.open_on(progress.drawn_up) for unit in one.units
    }


def _later(one: Instruction, day: date) -> str:
    """A day after the one it was given on; with its year where that is another."""
    return day_of_month(day) if day.year == one.given.year else chinese_date(day)


def _done(progress: Progress, one: Instruction) -> Iterator[str | Printed]:
    if one.done:
        settled = one.closed is not None and one.closed <= progress.drawn_up
        yield f"已于{_later(one, one.closed)}办结：" if settled and one.closed else "办理情况："
        yield quoted(targets.clause(one.done), one.cells["办理情况"])
        yield "。"


def _line(words: str) -> str:
    """Several lines on one, no sign of them changed."""
    return "　".join(words.split("\n"))
