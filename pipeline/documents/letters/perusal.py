"""呈阅件: a page for each 主管市领导 with the matters in his charge and no other; by post, never by name.

White head, no number, no seal: it is no 公文 and asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import checked, overview, pledged, targets
from pipeline.documents.wording.counts import of_matters, worded
from pipeline.documents.wording.parts import Item, WhiteHead, fields_of, white_head
from pipeline.files.names import fitting
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import FAILING, LATE
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress

TEMPLATE = "呈阅件.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Perusal(WhiteHead):
    """What the template 呈阅件.docx prints."""

    head: Annotated[str, "呈阅件三个字"]
    reader: Annotated[str, "呈给哪个职务"]
    title: Annotated[str, "标题"]
    opening: Annotated[Phrase, "截至哪天、分管几件实事"]
    matters: Annotated[tuple[Item, ...], "分管的实事，一件一段"]
    attention: Annotated[tuple[Phrase, ...], "值得留意的，一段一项：滞后多久、单位说的原因、抽查发现的不实"]


def compose(plan: Plan, progress: Progress, draft: bool) -> tuple[Letter, ...]:
    """A page per post named in the plan, in the order of the matters."""
    leaders = dict.fromkeys(matter.matter.leader for matter in progress.matters if matter.matter.leader)
    return tuple(_page(plan, progress, leader, number, draft) for number, leader in enumerate(leaders, 1))


def unread(plan: Plan, progress: Progress) -> Iterator[Finding]:
    """C23, one for all: a matter nobody is in charge of reaches no leader's page."""
    terms = plan.terms
    named = [
        f"{terms.matter}{matter.matter.number}“{matter.matter.title}”"
        for matter in progress.matters
        if not matter.matter.leader
    ]
    if named:
        message = f"{'、'.join(named)}没有写{terms.leader}，不出现在任何呈阅件里"
        yield Finding(Code.C23, message, terms.of(Code.C23.fix))


def _page(plan: Plan, progress: Progress, leader: str, number: int, draft: bool) -> Letter:
    month = progress.month
    own = [matter for matter in progress.matters if matter.matter.leader == leader]
    context = Perusal(
        **fields_of(white_head(plan.profile.organ, progress.drawn_up, draft)),
        head="呈　阅　件",
        reader=f"呈：{leader}",
        title=f"{plan.cycle.name(month)}分管{plan.profile.programme}进展情况",
        opening=worded(
            "{}您分管的{}{}进展情况如下（{}序时进度按{}计）。",
            overview.as_of(progress),
            of_matters(plan, own, f"{leader}分管的") if len(own) > 1 else "",
            plan.profile.programme,
            plan.cycle.by_pace(month),
            targets.pace(plan, progress),
        ),
        matters=tuple(_item(plan, progress, matter) for matter in own),
        attention=tuple(_attention(plan, progress, own)),
    )
    name = f"呈阅件{number:02d}-{fitting(own[0].matter.title)}{'等' if len(own) > 1 else ''}.docx"
    return Letter(f"呈阅件-{number}", name, TEMPLATE, context)


def _item(plan: Plan, progress: Progress, matter: MatterProgress) -> Item:
    heading = f"{matter.matter.number}.{matter.matter.title}（责任单位：{overview.leads(plan, progress, matter)}）。"
    return Item(heading, phrase(*overview.sentences(plan, progress, matter)))


def _attention(plan: Plan, progress: Progress, own: list[MatterProgress]) -> Iterator[Phrase]:
    """What he may want to look at: how long targets have lagged, the reasons units gave, what checks found untrue."""
    for target in (target for matter in own for target in matter.targets):
        why = targets.reason(plan, target, progress.drawn_up)
        name = target.target.name
        if target.standing in LATE and (why or target.months_behind > 1):
            yield phrase(name, targets.months_behind(plan, target, "已连续") or "进度滞后", "。", why)
        elif target.standing in FAILING and why:
            yield phrase(name, "尚未达标。", why)
    every = [target for matter in own for target in matter.targets]
    yield from pledged.told(plan, progress, every)
    yield from checked.told(plan, progress, every)
