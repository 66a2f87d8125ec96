"""呈阅件: a page for each 主管市领导 with the matters in his charge and no other; by post, never by name.

White head, no number, no seal: it is no 公文 and asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.documents.wording import checked, chosen, clauses, doubt, overview, pledged, targets
from pipeline.documents.wording.counts import of_matters, worded
from pipeline.documents.wording.parts import Item, WhiteHead, fields_of, white_head
from pipeline.files.names import fitting
from pipeline.model.choices import Choice
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import BEHIND, FAILING, FINISHED, LATE, Standing
from pipeline.model.phrases import Letter, Phrase, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

TEMPLATE = "呈阅件.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Perusal(WhiteHead):
    """What the template 呈阅件.docx prints."""

    head: Annotated[str, "呈阅件三个字"]
    reader: Annotated[str, "呈给哪个职务"]
    title: Annotated[str, "标题"]
    opening: Annotated[Phrase, "截至哪天、分管几件实事"]
    matters: Annotated[tuple[Item, ...], "分管的实事，一件一段"]
    attention: Annotated[
        tuple[Phrase, ...],
        "值得留意的，一段一项：未达标的原因、新增偏少（有人选定才写）、抽查核减、需协调事项",
    ]


def compose(
    plan: Plan, progress: Progress, draft: bool, choices: Sequence[Choice] = ()
) -> tuple[Letter, ...]:
    """A page per post named in the plan, in the order of the matters. `choices` are people's (处理登记［入文］)."""
    leaders = dict.fromkeys(matter.matter.leader for matter in progress.matters if matter.matter.leader)
    return tuple(
        _page(plan, progress, leader, number, draft, choices) for number, leader in enumerate(leaders, 1)
    )


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


def _page(
    plan: Plan, progress: Progress, leader: str, number: int, draft: bool, choices: Sequence[Choice]
) -> Letter:
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
        attention=tuple(_attention(plan, progress, own, choices)),
    )
    name = f"呈阅件{number:02d}-{fitting(leader)}.docx"
    return Letter(f"呈阅件-{number}", name, TEMPLATE, context)


def _item(plan: Plan, progress: Progress, matter: MatterProgress) -> Item:
    """What wants looking at first, with its reason; then what is on its way, what is unsure, what is finished in a line."""
    heading = f"{matter.matter.number}.{matter.matter.title}（责任单位：{overview.leads(plan, progress, matter)}）。"
    late = targets.by_gap(one for one in matter.targets if _is_late(one))
    finished = [one for one in matter.targets if one.standing in FINISHED]
    told = [one for one in matter.targets if one not in (*late, *finished) and not _was_behind(one)]
    counted = tuple(one for one in told if one.standing is not Standing.NOT_APPLICABLE)
    others = tuple(one for one in told if one not in counted)
    return Item(
        heading,
        phrase(
            *(_late(plan, progress, one) for one in late),
            *overview.sentences(plan, progress, replace(matter, targets=counted)),
            _finished(plan, finished, alone=not late and not counted),
            *overview.sentences(plan, progress, replace(matter, targets=others)),
        ),
    )


def _late(plan: Plan, progress: Progress, one: TargetProgress) -> Phrase:
    """How far it is behind and why; and that last month's figure was corrected, if it was."""
    corrected = clauses.correction(plan, one)
    late = clauses.late_phrase(plan, one, progress.drawn_up)
    named = bool(targets.reason(plan, one, progress.drawn_up))
    kept = pledged.told(plan, progress, one, named=named and not corrected)
    return phrase(late, *((corrected, "。") if corrected else ()), *kept)


def _is_late(one: TargetProgress) -> bool:
    """From November on whatever is behind is."""
    return one.standing in (BEHIND if one.closing else LATE)


def _was_behind(one: TargetProgress) -> bool:
    """One whose figure is not known and that was behind when it was: it is told by itself."""
    return doubt.hangs_over(one) and one.months_behind > 0


def _finished(plan: Plan, finished: Sequence[TargetProgress], alone: bool) -> Phrase:
    """已完成年度目标任务的有…; of a matter that is finished its figures as well."""
    if not finished:
        return phrase()
    if alone or len(finished) == 1:
        return phrase(join("；", (clauses.stated(plan, one) for one in finished)), "。")
    return phrase(f"{targets.names(plan, finished)}均已完成年度目标任务。")


def _attention(
    plan: Plan, progress: Progress, own: list[MatterProgress], choices: Sequence[Choice]
) -> Iterator[Phrase]:
    """What he may want to look at: reasons for what is unmet, what was behind before its figure was doubted, checks, coordination."""
    all_own = [target for matter in own for target in matter.targets]
    for target in all_own:
        why = targets.reason(plan, target, progress.drawn_up)
        kept = () if _is_late(target) else tuple(pledged.told(plan, progress, target, named=bool(why)))
        if target.standing in FAILING and why:
            yield phrase(target.target.name, "尚未达标。", why, *kept)
        elif _was_behind(target):
            yield phrase(doubt.standing_over(plan, target), "。", *kept)
        elif kept:
            yield phrase(target.target.name, "，", *kept)
    yield from chosen.slackened(plan, progress, choices, all_own)
    yield from checked.told(plan, progress, all_own)
    for words in chosen.coordinated(plan, progress, choices, all_own):
        yield phrase("需协调事项：", words)
